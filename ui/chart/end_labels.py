"""Names and last values at the line ends, apart from each other, with a line to each end."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from controlroom.desk.chart_look import Kind
from controlroom.desk.chart_view import ChartView, Curve
from ui.chart.curves import curve_end, series_ink
from ui.chart.geometry import PlotGeometry
from ui.chart.places import spread
from ui.chart.raster import Scaled
from ui.theme.scale import px, scale
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_text
from ui.widgets.text import metrics, text_width
from ui.words import say

TWO_LINES, ONE_LINE = 32, 20
LEADER = 20
NEAR = 3
"""A line that ends so near to the edge is pointed from it."""
NAME, VALUE = Role.SECOND_STRONG, Role.SECOND_STRONG


def label_rects(geometry: PlotGeometry, view: ChartView, scaled: Scaled) -> list[QRect]:
    """Where the label of each curve stands, in the view's order; on one line each where two
    would not fit."""
    plot = geometry.plot
    low, high = plot.top() - px(8), plot.bottom() + px(4)
    count = len(view.curves)
    size = px(ONE_LINE if _on_one_line(geometry, count) else TWO_LINES)
    wanted = [_end_y(geometry, view, curve, scaled) for curve in view.curves]
    left = plot.right() + 1 + px(LEADER)
    width = geometry.right - left - px(8)
    size = min(size, (high - low) // max(1, count))
    return [
        QRect(left, round(centre - size / 2), width, size)
        for centre in spread(wanted, size, low, high)
    ]


def draw_end_labels(
    painter: QPainter, geometry: PlotGeometry, view: ChartView, scaled: Scaled
) -> None:
    """Draw every curve's name and value, and the line from its end."""
    one_line = _on_one_line(geometry, len(view.curves))
    for curve, place in zip(view.curves, label_rects(geometry, view, scaled), strict=True):
        ink = series_ink(curve.order)
        _draw_leader(painter, geometry, view, curve, place, scaled)
        stale = view.stale_from is not None
        value, value_ink = say(curve.last), "text3" if stale else "text1"
        if one_line:
            room = place.width() - text_width(value, VALUE) - px(8)
            name = shortened(curve.label, room)
            taken = draw_text(
                painter, QRect(place.left(), place.top(), room, place.height()), name, NAME, ink
            )
            place.setLeft(place.left() + taken + px(8))
            draw_text(painter, place, value, VALUE, value_ink)
            continue
        half = place.height() // 2
        upper = QRect(place.left(), place.top(), place.width(), half)
        draw_text(painter, upper, shortened(curve.label, place.width()), NAME, ink)
        draw_text(painter, upper.translated(0, half - px(1)), value, VALUE, value_ink)


def shortened(label: str, room: int) -> str:
    """A label that fits: whole terms go before letters do."""
    return _shortened(label, room, scale())


@lru_cache(maxsize=256)
def _shortened(label: str, room: int, _percent: int) -> str:
    parts = label.split(", ")
    while len(parts) > 1 and text_width(", ".join(parts), NAME) > room:
        parts.pop()
    short = ", ".join(parts)
    words = short.split(" ")
    while len(words) > 2 and len(parts) == 1 and text_width(" ".join(words), NAME) > room:
        words.pop(-2)  # "All watch terms" → "All terms": first and last word carry it
    short = " ".join(words)
    if text_width(short, NAME) <= room:
        return short
    return metrics(NAME).elidedText(short, Qt.TextElideMode.ElideRight, room)


def _on_one_line(geometry: PlotGeometry, count: int) -> bool:
    return geometry.low or count * px(TWO_LINES) > geometry.plot.height() + px(20)


def _end_y(geometry: PlotGeometry, view: ChartView, curve: Curve, scaled: Scaled) -> float:
    end = curve_end(view, curve)
    if view.kind is Kind.SHARE:
        return geometry.y(_middle_of_share(view, curve), scaled)
    return geometry.y(end[1] if end else 0.0, scaled)


def _middle_of_share(view: ChartView, curve: Curve) -> float:
    """The middle of a band at its end, per cent."""
    foot = 0.0
    for one in view.curves:
        end = curve_end(view, one)
        high = end[1] if end else 0.0
        if one is curve:
            return foot + high / 2
        foot += high
    return foot


def _draw_leader(
    painter: QPainter,
    geometry: PlotGeometry,
    view: ChartView,
    curve: Curve,
    place: QRect,
    scaled: Scaled,
) -> None:
    end = curve_end(view, curve)
    late = view.now // 1_000_000 - end[0] if end is not None else 0
    if end is None or late * geometry.plot.width() > view.seconds * px(NEAR):
        return  # the line ended before the right edge: nothing to point from
    edge = geometry.plot.right() + 1
    from_y = round(_end_y(geometry, view, curve, scaled))
    to_y = place.center().y() if place.height() <= px(ONE_LINE) else place.top() + px(9)
    painter.setPen(QPen(colour(series_ink(curve.order), 0.7), 1))
    painter.drawPolyline(
        [
            QPoint(edge + px(2), from_y),
            QPoint(edge + px(6), from_y),
            QPoint(edge + px(11), to_y),
            QPoint(edge + px(15), to_y),
        ]
    )
