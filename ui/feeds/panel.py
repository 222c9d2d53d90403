"""The sheet of sources, laid over the desk: which are live, late, stale, at their ceiling or
refused, what was lost, and what they cost."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from controlroom.desk.feed_view import FeedRow, FeedView
from controlroom.messages import message
from ui.theme import Role, colour, pixmap, px
from ui.widgets import KeyCap, PanelHead, Rule, StateFrame, Text, draw_lines, draw_text
from ui.widgets.text import RIGHT, broken, line_height
from ui.words import say

WIDTH = 560
MARKS = {
    "live": ("check", "next"),
    "late": ("clock-alert", "amber"),
    "stale": ("clock-alert", "amber"),
    "saturated": ("speed", "amber"),
    "connecting": ("refresh", "text2"),
    "refused": ("close", "amber"),
    "stopped": ("minus", "text3"),
}


class SourceRow(QWidget):
    """One source: mark, name, how it stands, and what was lost."""

    def __init__(self, row: FeedRow) -> None:
        super().__init__()
        self._row = row
        self._line = say(row.line)
        self._notes = " · ".join(say(note) for note in row.notes)
        self.setAccessibleName(f"{say(row.title)}. {self._line}. {self._notes}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """A long reason takes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Name, the lines of how it stands, and the notes."""
        lines = len(broken(self._line, Role.BODY, width - px(56), 4))
        notes = line_height(Role.SECOND) if self._notes else 0
        return px(10) + px(22) + lines * line_height(Role.BODY) + notes + px(10)

    def sizeHint(self) -> QSize:
        """At the sheet's width."""
        return QSize(px(WIDTH), self.heightForWidth(px(WIDTH)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            icon, ink = MARKS.get(self._row.phase, ("help", "text2"))
            glyph = pixmap(icon, ink, 18, self.devicePixelRatioF())
            painter.drawPixmap(px(20), px(12), glyph)
            room = QRect(px(56), px(10), self.width() - px(76), px(22))
            draw_text(painter, room, say(self._row.title), Role.ROW_STRONG)
            word = say(message(f"panel.feeds.{self._row.phase}"))
            draw_text(painter, room, word, Role.SECOND_STRONG, ink, RIGHT)
            at = QRect(px(56), room.bottom() + 1, room.width(), self.height())
            tall = draw_lines(painter, at, self._line, Role.BODY, "text2", 4)
            if self._notes:
                under = QRect(at.left(), at.top() + tall, at.width(), line_height(Role.SECOND))
                draw_text(painter, under, self._notes, Role.SECOND, "text3")
            painter.fillRect(
                QRect(px(20), self.height() - px(1), self.width() - px(40), px(1)),
                colour("rowline"),
            )


class FeedsPanel(StateFrame):
    """Shows one ``FeedView``; ``closed`` when it is clicked away."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: FeedView | None = None
        self._room = QRect()
        self.head = PanelHead(say(message("panel.feeds")))
        self.empty = Text(Role.BODY, "text2", lines=3)
        self.foot = Text(Role.SECOND, "text2")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(1), px(1), px(1), px(10))
        whole.setSpacing(0)
        self.head.row.addWidget(KeyCap("Esc"))
        whole.addWidget(self.head)
        whole.addWidget(Rule())
        whole.addLayout(self._rows)
        for text in (self.empty, self.foot):
            indent = QHBoxLayout()
            indent.setContentsMargins(px(20), px(10), px(20), 0)
            indent.addWidget(text)
            whole.addLayout(indent)
        self.show_edge("border", 1, "panel")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_view(self, view: FeedView | None) -> None:
        """How the sources stand now; costs nothing while the sheet is closed."""
        if view == self._view:
            return
        self._view = view
        if self.isVisible():
            self._fill_rows()

    def open(self) -> None:
        """Show it as things stand."""
        self._fill_rows()
        self.show()
        self.raise_()

    def place(self, room: QRect) -> None:
        """At the right edge of ``room``, as high as its rows."""
        self._room = room
        width = min(px(WIDTH), room.width())
        tall = min(max(self.sizeHint().height(), self.heightForWidth(width)), room.height())
        self.setGeometry(room.right() + 1 - width, room.top(), width, tall)

    def rows(self) -> tuple[SourceRow, ...]:
        """The sources as they are drawn."""
        return tuple(self.findChildren(SourceRow))

    def _fill_rows(self) -> None:
        while (old := self._rows.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        view = self._view
        for row in view.rows if view is not None else ():
            self._rows.addWidget(SourceRow(row))
        self.empty.setVisible(view is None)
        self.empty.show_text(say(message("panel.feeds.none")))
        cost = say(view.cost) if view is not None and view.cost is not None else ""
        self.foot.setVisible(bool(cost))
        self.foot.show_text(cost)
        self.head.show_head(
            say(message("panel.feeds")), name="", note=say(view.line) if view is not None else ""
        )
        self.place(self._room)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts it away."""
        self.closed.emit()
        event.accept()
