"""A chip: an outlined word with its shape, as high as a key, never stretched."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets.text import draw_text, text_width

HEIGHT = 24
ICON = 14


def chip_width(text: str, icon: str | None) -> int:
    """Pixels a chip takes."""
    room = px(ICON) + px(6) if icon else 0
    return px(8) * 2 + room + text_width(text, Role.CHIP)


def draw_chip(
    painter: QPainter, at: QRect, text: str, ink: str, icon: str | None = None, edge: str = ""
) -> None:
    """A chip filling ``at``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(edge or ink), px(1)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = px(1) / 2
    painter.drawRoundedRect(QRectF(at).adjusted(half, half, -half, -half), px(3), px(3))
    left = at.left() + px(8)
    if icon:
        glyph = pixmap(icon, ink, ICON, painter.device().devicePixelRatio())
        painter.drawPixmap(left, at.top() + (at.height() - px(ICON)) // 2, glyph)
        left += px(ICON) + px(6)
    draw_text(painter, QRect(left, at.top(), at.right() - left, at.height()), text, Role.CHIP, ink)
    painter.restore()


class Chip(QWidget):
    """A chip as a widget."""

    def __init__(
        self, text: str = "", ink: str = "text1", icon: str | None = None, *, edge: str = ""
    ) -> None:
        super().__init__()
        self._look = (text, ink, icon, edge)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setVisible(bool(text))

    def show_chip(
        self, text: str, ink: str = "text1", icon: str | None = None, *, edge: str = ""
    ) -> None:
        """Say something else; no text hides it."""
        if self._look == (text, ink, icon, edge):
            return
        self._look = (text, ink, icon, edge)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return QSize(chip_width(self._look[0], self._look[2]), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            text, ink, icon, edge = self._look
            draw_chip(painter, self.rect(), text, ink, icon, edge)
