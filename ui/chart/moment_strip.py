"""The strip of moments and posts over the plot, the line each drops into it, and the spikes."""

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
SPIKE = 7
TICK = 8
"""A mark whose words had no room drops so short a line: thirty whole ones would be a fence."""
_INKS = {"on_air": "on_air", "next": "next", "hold": "amber", "plain": "text2", "ghost": "text3"}
_RANKS = {"hold": 0, "next": 1, "on_air": 2, "plain": 4, "ghost": 6}
_SPIKES = ("spike", "expected")
ALWAYS = 2
"""Up to this rank a mark's line is always whole."""


def mark_labels(geometry: PlotGeometry, marks: tuple[ChartMark, ...]) -> list[MarkLabel]:
    """Where the words of each mark stand."""
    wishes = [
        MarkWish(geometry.x(mark.at), text_width(mark.label, _role(mark)), _rank(mark))
        for mark in marks
    ]
    strip = geometry.strip
    return place_marks(wishes, strip.left(), strip.right(), shape=px(9), gap=px(8), least=px(36))


def draw_marks(painter: QPainter, geometry: PlotGeometry, marks: tuple[ChartMark, ...]) -> None:
    """Draw the marks that lie inside the plot's time."""
    strip = geometry.strip
    inside = [m for m in marks if strip.left() <= geometry.x(m.at) <= strip.right() + 1]
    for mark in inside:
        if mark.shape in _SPIKES:
            _draw_spike_mark(painter, geometry, mark)
    seen = tuple(mark for mark in inside if mark.shape not in _SPIKES)
    labels = mark_labels(geometry, seen)
    narrow = _crowded(geometry, seen)
    # What matters most is drawn last, over what it may touch.
    for mark, label in sorted(zip(seen, labels, strict=True), key=lambda one: -_rank(one[0])):
        ink = _INKS[mark.tone]
        x = round(geometry.x(mark.at))
        pen = QPen(colour(ink, 0.9 if mark.tone != "ghost" else 0.6), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        whole = label.width or _rank(mark) <= ALWAYS
        foot = geometry.plot.bottom() if whole else strip.bottom() + px(TICK)
        painter.drawLine(x, strip.bottom() + 1, x, foot)
        if mark in narrow:
            high = px(SHAPE)
            painter.fillRect(x, strip.center().y() - high // 2, px(2), high, colour(ink))
        else:
            _draw_shape(painter, QPointF(x + 0.5, strip.center().y() + 0.5), mark, ink)
        if label.width:
            place = QRect(round(label.left), strip.top(), round(label.width) + 1, strip.height())
            draw_text(painter, place, mark.label, _role(mark), ink)


def _crowded(geometry: PlotGeometry, marks: tuple[ChartMark, ...]) -> frozenset[ChartMark]:
    """Passed moments too near to the one before: a stroke each, or they would run into a bar."""
    narrow, last = [], float("-inf")
    for mark in sorted(marks, key=lambda one: one.at):
        x = geometry.x(mark.at)
        if mark.shape == "moment" and mark.tone in ("plain", "ghost") and x - last < px(SHAPE) + 2:
            narrow.append(mark)
        last = x
    return frozenset(narrow)


def _rank(mark: ChartMark) -> int:
    return _RANKS[mark.tone] + (mark.shape == "post")


def _draw_spike_mark(painter: QPainter, geometry: PlotGeometry, mark: ChartMark) -> None:
    """A point under the strip; hollow where the rundown explains it."""
    half = px(SPIKE) / 2
    x, top = round(geometry.x(mark.at)) + 0.5, geometry.strip.bottom() + 2.5
    ink = colour(_INKS[mark.tone])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hollow = mark.shape == "expected"
    painter.setPen(QPen(ink, 1) if hollow else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(colour("panel") if hollow else ink)
    painter.drawPolygon(
        QPolygonF([QPointF(x - half, top), QPointF(x + half, top), QPointF(x, top + px(SPIKE))])
    )
    painter.restore()


def _role(mark: ChartMark) -> Role:
    return Role.SECOND if mark.tone in ("plain", "ghost") else Role.SECOND_STRONG


def _draw_shape(painter: QPainter, centre: QPointF, mark: ChartMark, ink: str) -> None:
    """Triangle: what comes next; square: what happened; disc: what we posted; hollow: nobody
    confirmed it, or it was retracted."""
    half, tone = px(SHAPE) / 2, mark.tone
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
    elif mark.shape == "post":
        painter.drawEllipse(centre, half + 0.5, half + 0.5)
    else:
        painter.drawRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))
    painter.restore()
