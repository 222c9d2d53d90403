"""The strip of moments over the plot, and the dashed line each drops into it."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from controlroom.desk.chart_view import ChartMark
from ui.chart.geometry import PlotGeometry
from ui.chart.places import MarkLabel, MarkWish, place_marks
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_text
from ui.widgets.text import text_width

SHAPE = 9
_INKS = {"on_air": "on_air", "next": "next", "hold": "amber", "plain": "text2", "ghost": "text3"}
_RANKS = {"hold": 0, "next": 1, "on_air": 2, "plain": 3, "ghost": 4}


def mark_labels(geometry: PlotGeometry, marks: tuple[ChartMark, ...]) -> list[MarkLabel]:
    """Where the words of each mark stand."""
    wishes = [
        MarkWish(geometry.x(mark.at), text_width(mark.label, _role(mark)), _RANKS[mark.tone])
        for mark in marks
    ]
    strip = geometry.strip
    return place_marks(wishes, strip.left(), strip.right(), shape=px(9), gap=px(8), least=px(36))


def draw_marks(painter: QPainter, geometry: PlotGeometry, marks: tuple[ChartMark, ...]) -> None:
    """Draw the marks that lie inside the plot's time."""
    strip = geometry.strip
    seen = tuple(mark for mark in marks if strip.left() <= geometry.x(mark.at) <= strip.right() + 1)
    for mark, label in zip(seen, mark_labels(geometry, seen), strict=True):
        ink = _INKS[mark.tone]
        x = round(geometry.x(mark.at))
        pen = QPen(colour(ink, 0.9 if mark.tone != "ghost" else 0.6), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(x, strip.bottom() + 1, x, geometry.plot.bottom())
        _draw_shape(painter, QPointF(x + 0.5, strip.center().y() + 0.5), mark.tone, ink)
        if label.width:
            place = QRect(round(label.left), strip.top(), round(label.width) + 1, strip.height())
            draw_text(painter, place, mark.label, _role(mark), ink)


def _role(mark: ChartMark) -> Role:
    return Role.SECOND if mark.tone in ("plain", "ghost") else Role.SECOND_STRONG


def _draw_shape(painter: QPainter, centre: QPointF, tone: str, ink: str) -> None:
    """Triangle: what comes next; square: what happened; hollow: nobody confirmed it."""
    half = px(SHAPE) / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(ink), 1) if tone == "ghost" else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(Qt.BrushStyle.NoBrush if tone == "ghost" else colour(ink))
    if tone == "next":
        left = QPointF(centre.x() - half, centre.y() - half - 1)
        painter.drawPolygon(
            QPolygonF(
                [
                    left,
                    QPointF(centre.x() + half + 2, centre.y()),
                    QPointF(left.x(), centre.y() + half + 1),
                ]
            )
        )
    else:
        painter.drawRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))
    painter.restore()
