"""What stands under the pointer: the time, each line's value there, and the marks nearby."""

import bisect
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPen

from controlroom.desk.chart_view import ChartView, Curve
from controlroom.desk.figures import figure
from controlroom.messages import At
from ui.chart.curves import curve_end, known_values, series_ink
from ui.chart.geometry import PlotGeometry
from ui.chart.raster import Scaled
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.text import RIGHT, line_height, text_width
from ui.words import say

NEAR = 7
"""So many pixels from a mark it is meant."""
WIDEST = 280


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line's value: its name, its words, its ink, and the value for the dot (NaN: none)."""

    name: str
    said: str
    ink: str
    value: float


@dataclass(frozen=True, slots=True)
class HoverReading:
    """What is read at ``at`` (UTC µs, a whole second): values from the view, never asked anew."""

    at: int
    time: str
    lines: tuple[ReadLine, ...]
    marks: tuple[str, ...]


def reading(view: ChartView, place: PlotGeometry, x: float) -> HoverReading:
    """What stands at pixel ``x`` of the plot."""
    at = max(view.now - view.seconds * 1_000_000, min(view.now, place.time(x)))
    second = round(at / 1_000_000)
    lines = tuple(_read(view, curve, second) for curve in view.curves)
    marks = tuple(
        say(mark.said) for mark in view.marks if mark.said and abs(place.x(mark.at) - x) <= px(NEAR)
    )
    return HoverReading(
        second * 1_000_000, f"{At(second * 1_000_000, view.zone):hms}", lines, marks
    )


def value_at(view: ChartView, curve: Curve, second: int) -> float:
    """The value that covers a second: the first that ends with it or after it. NaN where there is
    none."""
    times = curve.times(view.now)
    place = bisect.bisect_left(times, second)
    values = known_values(view, curve)
    if place >= len(values) or second < (times[0] - curve.step if len(times) else 0):
        return float("nan")
    end = curve_end(view, curve)
    if (
        end is not None
        and view.stale_from is None
        and end[0] < second <= end[0] + max(3, curve.step)
    ):
        # The newest second is still being counted.
        return end[1]
    return float(values[place])


def _read(view: ChartView, curve: Curve, second: int) -> ReadLine:
    value = value_at(view, curve, second)
    words = say(figure(value, view.unit, view.kind))
    return ReadLine(curve.label, words, series_ink(curve.order), value)


def draw_reading(
    painter: QPainter,
    place: PlotGeometry,
    view: ChartView,
    read: HoverReading,
    scaled: Scaled,
    pointer: QPoint,
) -> QRect:
    """The crosshair, a dot on each line, and the card beside it; where the card lies."""
    plot = place.plot
    x = round(place.x(read.at))
    painter.setPen(QPen(colour("text2", 0.8), 1))
    painter.drawLine(x, place.strip.bottom() + 1, x, plot.bottom())
    foot = 0.0
    for line in read.lines:
        if np.isnan(line.value):
            continue
        foot = foot + line.value if view.kind.value == "share" else line.value
        y = round(place.y(foot, scaled))
        dot = QRect(x - px(2), y - px(2) - 1, 2 * px(2) + 1, 2 * px(2) + 1)
        painter.fillRect(dot.adjusted(-1, -1, 1, 1), colour("panel"))
        painter.fillRect(dot, colour(line.ink))
    return _draw_card(painter, plot, read, x, pointer)


def _draw_card(
    painter: QPainter, plot: QRect, read: HoverReading, x: int, pointer: QPoint
) -> QRect:
    tall = line_height(Role.SECOND)
    names = max((text_width(line.name, Role.SECOND) for line in read.lines), default=0)
    said = max((text_width(line.said, Role.SECOND_STRONG) for line in read.lines), default=0)
    wide = max(names + px(20) + said, text_width(read.time, Role.SECOND_STRONG))
    wide = max([wide, *(text_width(mark, Role.SECOND) for mark in read.marks)])
    wide = min(wide + 2 * px(10), px(WIDEST), plot.width() - 2)
    rows = 1 + len(read.lines) + len(read.marks)
    high = rows * tall + 2 * px(6)
    left = x + px(12)
    if left + wide > plot.right():
        left = x - px(12) - wide
    left = max(plot.left() + 1, left)
    # It may reach over the strip of moments where the plot is low, never over the times.
    top = min(pointer.y() - high // 2, plot.bottom() - high)
    card = QRect(left, max(px(2), top), wide, high)
    draw_frame(painter, card.toRectF(), fill="raised", edge="border", radius=4)
    row = QRect(card.left() + px(10), card.top() + px(6), wide - 2 * px(10), tall)
    draw_text(painter, row, read.time, Role.SECOND_STRONG)
    for line in read.lines:
        row.translate(0, tall)
        room = row.adjusted(0, 0, -text_width(line.said, Role.SECOND_STRONG) - px(8), 0)
        draw_text(painter, room, line.name, Role.SECOND, line.ink)
        draw_text(painter, row, line.said, Role.SECOND_STRONG, "text1", RIGHT)
    for mark in read.marks:
        row.translate(0, tall)
        draw_text(painter, row, mark, Role.SECOND, "text2")
    return card
