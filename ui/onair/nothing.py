"""Nothing on air yet: the sentence that says what will stand here."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Role, pixmap, px
from ui.widgets import draw_lines
from ui.widgets.text import CENTRE, broken, line_height

MOST = 6


class NothingYet(QWidget):
    """Draws the sentence in the middle of its place."""

    def __init__(self) -> None:
        super().__init__()
        self._hint = ""

    def show_hint(self, hint: str) -> None:
        """Another sentence."""
        if hint != self._hint:
            self._hint = hint
            self.setAccessibleName(hint)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            width = min(self.width() - px(16), px(280))
            lines = broken(self._hint, Role.CAPTION, width, MOST)
            tall = px(48) + len(lines) * line_height(Role.CAPTION)
            top = (self.height() - tall) // 2
            glyph = pixmap("broadcast", "border", 32, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - px(32)) // 2, top, glyph)
            room = QRect((self.width() - width) // 2, top + px(48), width, tall)
            draw_lines(painter, room, self._hint, Role.CAPTION, "text2", MOST, CENTRE)
