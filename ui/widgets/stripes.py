"""Diagonal stripes: HOLD in amber, REHEARSAL in grey. Colour never speaks alone."""

from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.scale import px
from ui.theme.tokens import colour

SLOPE = 2**0.5
"""How much further it is along an edge than across the stripe: it leans 45°."""


def draw_stripes(painter: QPainter, rect: QRect, even: str, odd: str, *, pitch: float = 16) -> None:
    """Fill ``rect`` with stripes leaning right, ``pitch`` design px wide each, in two tokens.

    They start at the window's corner, not at the rect's, so neighbouring fields join.
    """
    draw_period(painter, rect, even, odd, px(pitch) * 2 * SLOPE)


def draw_period(painter: QPainter, rect: QRect, even: str, odd: str, step: float) -> None:
    """The same with ``step`` pixels along an edge from one stripe to the next of its colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect)
    painter.fillRect(rect, colour(odd))
    painter.setPen(colour(even, 0.0))
    painter.setBrush(colour(even))
    tall = rect.height()
    first = int((rect.left() + rect.top()) // step) - 1
    last = int((rect.right() + rect.bottom()) // step) + 1
    for count in range(first, last + 1):
        foot = count * step - rect.top()  # where the stripe meets the top edge
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(foot, rect.top()),
                    QPointF(foot + step / 2, rect.top()),
                    QPointF(foot + step / 2 - tall, rect.top() + tall),
                    QPointF(foot - tall, rect.top() + tall),
                ]
            )
        )
    painter.restore()


def stripe_brush(even: str, odd: str, *, pitch: float = 16) -> QBrush:
    """Stripes as a tile, for a field as large as the window: painting it stays one fill.

    The tile repeats without a seam because its side is one whole period along either edge.
    """
    side = round(px(pitch) * 2 * SLOPE)
    tile = QPixmap(QSize(side, side))
    with QPainter(tile) as painter:
        draw_period(painter, QRect(0, 0, side, side), even, odd, side)
    return QBrush(tile)


class Stripes(QWidget):
    """A striped field."""

    def __init__(self, even: str, odd: str, *, pitch: float = 16) -> None:
        super().__init__()
        self._look = (even, odd, pitch)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Whatever is left."""
        return QSize(0, px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            even, odd, pitch = self._look
            draw_stripes(painter, self.rect(), even, odd, pitch=pitch)
