"""The brand's brief beside the words: one line, or all of it."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from controlroom.messages import message
from ui.prep.facts import Facts
from ui.theme import Role, pixmap, px
from ui.widgets import draw_text, text_width
from ui.words import say

ROW = 32


class BriefRow(QWidget):
    """``pressed`` on a click."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = ""
        self._opened = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(ROW))

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(px(200), px(ROW))

    def show_line(self, line: str, *, opened: bool) -> None:
        """The line that stands for all of it while it is closed."""
        self._line, self._opened = line, opened
        name = message("prep.brief.hide" if opened else "prep.brief.show")
        self.setAccessibleName(say(name))
        self.setToolTip(say(name))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open or close."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            name = "chevron-down" if self._opened else "chevron-right"
            glyph = pixmap(name, "text2", 16, self.devicePixelRatioF())
            painter.drawPixmap(0, (self.height() - px(16)) // 2, glyph)
            title = say(message("prep.brief"))
            room = self.rect().adjusted(px(22), 0, 0, 0)
            draw_text(painter, room, title, Role.SECOND_STRONG)
            left = room.left() + text_width(title, Role.SECOND_STRONG) + px(10)
            rest = QRect(left, 0, self.width() - left, self.height())
            if not self._opened:
                draw_text(painter, rest, self._line, Role.SECOND, "text2")


class Brief(QWidget):
    """Collapsed it takes one line: the words of the networks need the room."""

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[tuple[str, str], ...] = ()
        self._opened = False
        self.row = BriefRow()
        self.facts = Facts()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(4))
        column.setSpacing(0)
        column.addWidget(self.row)
        column.addWidget(self.facts)
        self.row.pressed.connect(self._turn)
        self._show()

    def show_brief(self, told: tuple[tuple[str, str], ...]) -> None:
        """Show another brief; none takes no room."""
        if told != self._told:
            self._told = told
            self._show()

    def _turn(self) -> None:
        self._opened = not self._opened
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._told))
        line = "  ·  ".join(words.replace("\n", " ") for _, words in self._told)
        self.row.show_line(line, opened=self._opened)
        self.facts.show_facts(self._told)
        self.facts.setVisible(self._opened)
