"""Frames of panels, in the colour of a state, and the hairlines inside them."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.scale import px
from ui.theme.tokens import colour


def draw_frame(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: str | QColor | None = "panel",
    edge: str = "hairline",
    width: float = 1,
    radius: float = 6,
) -> None:
    """A flat field with rounded corners; ``width`` and ``radius`` in design px."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = px(width)
    painter.setPen(QPen(colour(edge), line) if line else Qt.PenStyle.NoPen)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(colour(fill) if isinstance(fill, str) else fill)
    half = line / 2
    inner = px(radius) - half
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), inner, inner)
    painter.restore()


class StateFrame(QWidget):
    """The field a panel stands on; its edge tells a state (2 px) or nothing (1 px)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edge = "hairline"
        self._width = 1.0
        self._fill = "panel"

    def show_edge(self, edge: str = "hairline", width: float = 1, fill: str = "panel") -> None:
        """Another edge and fill, as tokens."""
        if (edge, width, fill) == (self._edge, self._width, self._fill):
            return
        self._edge, self._width, self._fill = edge, width, fill
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            draw_frame(
                painter, QRectF(self.rect()), fill=self._fill, edge=self._edge, width=self._width
            )


class Rule(QWidget):
    """A hairline, across or down."""

    def __init__(self, *, down: bool = False, ink: str = "hairline") -> None:
        super().__init__()
        self._down = down
        self._ink = ink
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if down else free, free if down else fixed)

    def sizeHint(self) -> QSize:
        """One design px thick."""
        return QSize(px(1), px(1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(self._ink))
