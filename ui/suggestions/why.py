"""The one line that says why these are offered, in green: cause and offer are read as one."""

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Role, px
from ui.widgets import draw_text
from ui.widgets.frame import draw_frame

HEIGHT = 56


class WhyLine(QWidget):
    """Draws the cause over its words."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ("", "")
        self.setFixedHeight(px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_why(self, why: str, line: str) -> None:
        """Another cause; none takes no room."""
        self.setVisible(bool(why))
        if (why, line) != self._words:
            self._words = (why, line)
            self.setToolTip(f"{why}\n{line}".strip())
            self.setAccessibleName(f"{why}. {line}")
            self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(px(300), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Its words may be elided."""
        return QSize(px(120), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            draw_frame(
                painter, QRectF(self.rect()), fill="next_tint", edge="next", width=1, radius=4
            )
            why, line = self._words
            room = QRect(px(13), px(9), self.width() - px(26), px(20))
            if not line:
                room.moveTop((self.height() - room.height()) // 2)
            draw_text(painter, room, why, Role.BODY_STRONG)
            room.moveTop(px(29))
            draw_text(painter, room, line, Role.SECOND, "on_next_tint")
