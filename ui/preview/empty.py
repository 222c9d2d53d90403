"""An empty Preview: one sentence, and the outline of the post that is missing."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Role, colour, pixmap, px
from ui.widgets import draw_lines
from ui.widgets.text import CENTRE, broken, line_height


class EmptyPreview(QWidget):
    """Draws the sentence in the middle of a dashed place."""

    def __init__(self) -> None:
        super().__init__()
        self._hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_hint(self, hint: str) -> None:
        """What to do about it."""
        if hint != self._hint:
            self._hint = hint
            self.setAccessibleName(hint)
            self.update()

    def sizeHint(self) -> QSize:
        """Whatever is left."""
        return QSize(px(240), px(240))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(colour("hairline"), px(1), Qt.PenStyle.DashLine)
            painter.setPen(pen)
            half = px(1) / 2
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(half, half, -half, -half), px(4), px(4)
            )
            width = min(self.width() - 2 * px(24), px(340))
            lines = broken(self._hint, Role.CAPTION, width, 5)
            tall = px(40) + px(16) + len(lines) * line_height(Role.CAPTION)
            top = (self.height() - tall) // 2
            glyph = pixmap("image", "border", 40, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - px(40)) // 2, top, glyph)
            room = QRect((self.width() - width) // 2, top + px(56), width, tall)
            draw_lines(painter, room, self._hint, Role.CAPTION, "text2", 5, CENTRE)
