"""Grid, numbers and times around the plot."""

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen

from controlroom.desk.chart_view import ChartView
from ui.chart.geometry import PlotGeometry
from ui.chart.raster import Scaled
from ui.chart.time_axis import now_label, time_ticks
from ui.chart.value_axis import ValueTick
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_text
from ui.widgets.text import CENTRE, RIGHT, text_width

TICK_EVERY = 90


def draw_grid(
    painter: QPainter, place: PlotGeometry, scaled: Scaled, ticks: Sequence[ValueTick]
) -> None:
    """A hairline for every value but the lowest, and one under the strip of moments."""
    painter.setPen(QPen(colour("hairline"), 1))
    for tick in ticks[1:]:
        y = round(place.y(tick.value, scaled))
        painter.drawLine(place.plot.left(), y, place.plot.right(), y)
    painter.drawLine(place.strip.bottomLeft(), place.strip.bottomRight())


def draw_axes(
    painter: QPainter,
    place: PlotGeometry,
    view: ChartView,
    scaled: Scaled,
    ticks: Sequence[ValueTick],
) -> None:
    """The numbers at the left, the times underneath, the end of it in bold."""
    plot = place.plot
    painter.setPen(QPen(colour("border", 0.7), 1))
    floor = plot.bottom() + 1
    painter.drawLine(plot.left(), floor, plot.right() + 1, floor)
    for tick in ticks:
        y = round(place.y(tick.value, scaled))
        room = QRect(0, y - px(9), plot.left() - px(8), px(18))
        draw_text(painter, room, tick.label, Role.SECOND, "text3", RIGHT)
    end = now_label(view.now, view.zone)
    half = text_width(end, Role.SECOND_STRONG) // 2
    foot = QRect(plot.right() - half, floor + px(3), 2 * half + 2, px(20))
    start = view.now - view.seconds * 1_000_000
    most = max(2, plot.width() // px(TICK_EVERY))
    for time in time_ticks(start, view.now, view.zone, most):
        x = round(place.x(time.at))
        wide = text_width(time.label, Role.SECOND) // 2
        if x + wide + px(8) > foot.left() or x - wide < 0:
            continue
        painter.setPen(QPen(colour("border", 0.7), 1))
        painter.drawLine(x, floor, x, floor + px(4))
        room = QRect(x - wide - 1, foot.top(), 2 * wide + 2, foot.height())
        draw_text(painter, room, time.label, Role.SECOND, "text3", CENTRE)
    # Only the end that is now stands out as now does.
    draw_text(
        painter, foot, end, Role.SECOND_STRONG, "text1" if view.back is None else "accent", CENTRE
    )
