"""Small multiples: up to twelve small charts, on one scale or each on its own."""

import math
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.chart_look import Unit
from controlroom.desk.chart_view import ChartView, Curve
from controlroom.desk.figures import figure
from controlroom.messages import At
from ui.chart.columns import Columns
from ui.chart.curves import FILL, SOLID, columns_of, series_ink
from ui.chart.end_labels import shortened
from ui.chart.geometry import PlotGeometry
from ui.chart.hover import value_at
from ui.chart.raster import Canvas, Scaled, premultiplied, runs_of
from ui.chart.time_axis import now_label, time_ticks
from ui.chart.value_axis import LogAxis, ValueAxis, short_number
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_lines, draw_text
from ui.widgets.text import CENTRE, RIGHT, text_width
from ui.words import say

MOST = 12
PAD, GAP, LABEL, FOOT = 12, 16, 18, 20
LEAST = 150
TICKS = 2
ROOM_ABOVE = 1.05
"""No card hangs in a tile."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a small chart lies: its words and its plot."""

    label: QRect
    plot: QRect


def tile_places(width: int, height: int, count: int) -> list[Tile]:
    """A grid of ``count`` tiles, as many columns as leave each wide enough."""
    if not count:
        return []
    wide, high = width - 2 * px(PAD), height - px(FOOT) - px(4)
    most = max(1, (wide + px(GAP)) // (px(LEAST) + px(GAP)))
    rows = max(1, math.ceil(count / most))
    # As even as they come: eight are four and four, not six and two.
    columns = math.ceil(count / rows)
    across = (wide - (columns - 1) * px(GAP)) / columns
    down = (high - (rows - 1) * px(GAP)) / rows
    made = []
    for number in range(count):
        row, column = divmod(number, columns)
        left = px(PAD) + round(column * (across + px(GAP)))
        right = px(PAD) + round(column * (across + px(GAP)) + across)
        top = px(4) + round(row * (down + px(GAP)))
        foot = px(4) + round(row * (down + px(GAP)) + down)
        label = QRect(left, top, right - left, px(LABEL))
        plot = QRect(left, top + px(LABEL), right - left, max(px(8), foot - top - px(LABEL)))
        made.append(Tile(label, plot))
    return made


class Tiles(QWidget):
    """All of them, one time axis under the lowest row. ``brushed(from, until)`` UTC µs."""

    brushed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._view: ChartView | None = None
        self._places: list[Tile] = []
        self._images: list[tuple[QImage, Canvas]] = []
        self._axes: dict[object, ValueAxis | LogAxis] = {}
        self._pointer: QPoint | None = None
        self._pressed: QPoint | None = None

    def draw_view(self, view: ChartView) -> None:
        """Draw a view's lines, a tile each."""
        self._view = view
        curves = view.curves[:MOST]
        self._places = tile_places(self.width(), self.height(), len(curves))
        self._images = []
        ratio = self.devicePixelRatioF()
        if self._places:
            wide = max(1, round(self._places[0].plot.width() * ratio))
            drawn = columns_of(replace(view, curves=curves), wide)
            axes = self._follow(view, curves, [one.highest() for one in drawn.columns])
            for curve, columns, axis in zip(curves, drawn.columns, axes, strict=True):
                self._images.append(self._image(view, curve, columns, axis, ratio))
        self.update()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(px(600), px(200))

    def places(self) -> list[Tile]:
        """Where the tiles lie."""
        return self._places

    def scales(self) -> list[float]:
        """The value at the top of each tile."""
        return [axis.top for axis in self._axes.values()]

    def _follow(
        self, view: ChartView, curves: tuple[Curve, ...], tops: list[float]
    ) -> list[ValueAxis | LogAxis]:
        if view.common:
            tops = [max(tops)] * len(tops)
        key = (view.common, view.log, view.unit, view.seconds)
        wanted = {(key, curve.slug) for curve in curves}
        self._axes = {one: axis for one, axis in self._axes.items() if one in wanted}
        made = []
        for curve, top in zip(curves, tops, strict=True):
            least = -2 if view.unit is Unit.SECOND else 0
            axis = self._axes.setdefault(
                (key, curve.slug), LogAxis(least) if view.log else ValueAxis(ROOM_ABOVE)
            )
            axis.follow(top, TICKS)
            made.append(axis)
        return made

    def _image(
        self,
        view: ChartView,
        curve: Curve,
        columns: Columns,
        axis: ValueAxis | LogAxis,
        ratio: float,
    ) -> tuple[QImage, Canvas]:
        high = max(1, round(self._places[0].plot.height() * ratio))
        canvas = Canvas(len(columns.low), high)
        runs = runs_of(columns, Scaled(high, axis.top, axis.decades))
        ink = series_ink(curve.order)
        if not view.log:
            under = np.where(runs.bottom < 0, high, runs.bottom + 1)
            canvas.fill(under, premultiplied(colour(ink, FILL)))
        canvas.line(runs, premultiplied(colour(ink)), SOLID, None, max(1, round(ratio)))
        return canvas.image(ratio), canvas

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        view = self._view
        if view is None:
            return
        with QPainter(self) as painter:
            if not self._places:
                room = self.rect().adjusted(px(40), self.height() // 2 - px(20), -px(40), 0)
                draw_lines(painter, room, say(view.hint), Role.BODY, "text2", 3, CENTRE)
                return
            second = self._second(view)
            axes = list(self._axes.values())
            for number, (place, curve) in enumerate(zip(self._places, view.curves, strict=False)):
                self._draw_tile(painter, view, place, curve, number, second)
                self._draw_top(painter, place, axes[number], first=number == 0 or not view.common)
            self._draw_times(painter, view)
            if self._brush() is not None:
                self._draw_brush(painter)

    def _draw_tile(
        self,
        painter: QPainter,
        view: ChartView,
        place: Tile,
        curve: Curve,
        number: int,
        second: int | None,
    ) -> None:
        plot = place.plot
        painter.fillRect(plot, colour("group"))
        painter.drawImage(plot.topLeft(), self._images[number][0])
        painter.fillRect(QRect(plot.left(), plot.bottom(), plot.width(), 1), colour("border", 0.7))
        at = self._geometry(view, plot)
        for start, end in view.gaps:
            left, right = round(at.x(start)), round(at.x(end))
            gap = QRect(left, plot.top(), right - left, plot.height()).intersected(plot)
            painter.fillRect(gap, colour("text3", 0.18))
        for mark in view.marks:
            x = round(at.x(mark.at))
            if mark.shape == "moment" and plot.left() < x < plot.right():
                painter.fillRect(QRect(x, plot.top(), 1, plot.height()), colour("text2", 0.35))
        if second is None:
            words = say(curve.last)
        else:
            value = value_at(view, curve, second)
            words = say(figure(value, view.unit, view.kind))
            x = round(at.x(second * 1_000_000))
            painter.fillRect(QRect(x, plot.top(), 1, plot.height()), colour("text1", 0.8))
        taken = text_width(words, Role.SECOND_STRONG)
        room = place.label.adjusted(0, 0, -taken - px(8), 0)
        name = shortened(curve.label, room.width())
        draw_text(painter, room, name, Role.SECOND_STRONG, series_ink(curve.order))
        draw_text(painter, place.label, words, Role.SECOND_STRONG, "text1", RIGHT)

    def _draw_top(
        self, painter: QPainter, place: Tile, axis: ValueAxis | LogAxis, *, first: bool
    ) -> None:
        """What the top of the tile means; on one scale it is said once."""
        if not first:
            return
        tick = axis.ticks()[-1]
        share = Scaled(1, axis.top, axis.decades).share_of(tick.value)
        y = place.plot.bottom() + 1 - round(share * place.plot.height())
        painter.setPen(QPen(colour("hairline"), 1))
        painter.drawLine(place.plot.left(), y, place.plot.right(), y)
        room = QRect(place.plot.left() + px(4), y + px(1), place.plot.width() - px(8), px(14))
        draw_text(painter, room, short_number(tick.value), Role.TICK, "text3")

    def _draw_times(self, painter: QPainter, view: ChartView) -> None:
        """Times under the first tile of the lowest row, the end under the last, what is left out
        between them."""
        row = QRect(px(PAD), self.height() - px(FOOT), self.width() - 2 * px(PAD), px(FOOT))
        first = self._geometry(view, self._lowest().plot)
        ticks = time_ticks(view.now - view.seconds * 1_000_000, view.now, view.zone, 3)
        begins = f"{At(view.now - view.seconds * 1_000_000, view.zone):hm}"
        if not ticks or round(first.x(ticks[0].at)) - first.plot.left() > px(60):
            draw_text(painter, row, begins, Role.TICK, "text3")
        for tick in ticks:
            x = round(first.x(tick.at))
            wide = text_width(tick.label, Role.TICK)
            left = max(first.plot.left(), x - wide // 2)
            if left + wide <= first.plot.right():
                painter.fillRect(QRect(x, row.top() - px(3), 1, px(3)), colour("border", 0.7))
                room = QRect(left, row.top(), wide + 2, row.height())
                draw_text(painter, room, tick.label, Role.TICK, "text3")
        end = now_label(view.now, view.zone)
        under = QRect(0, row.top(), self._places[-1].plot.right() + 1, row.height())
        ink = "text1" if view.back is None else "accent"
        draw_text(painter, under, end, Role.SECOND_STRONG, ink, RIGHT)
        draw_text(painter, row, say(view.more), Role.TICK, "text3", CENTRE)

    def _lowest(self) -> Tile:
        """The first tile of the lowest row."""
        top = self._places[-1].plot.top()
        return next(place for place in self._places if place.plot.top() == top)

    @staticmethod
    def _geometry(view: ChartView, plot: QRect) -> PlotGeometry:
        return PlotGeometry(plot, plot, plot.right(), max(1, view.seconds), view.now, low=True)

    # the pointer

    def point_at(self, at: QPoint | None) -> None:
        """As the pointer would: read at ``at``, or nowhere."""
        self._pointer = at
        self.update()

    def _tile_at(self, at: QPoint) -> Tile | None:
        return next((one for one in self._places if one.plot.united(one.label).contains(at)), None)

    def _second(self, view: ChartView) -> int | None:
        """The second under the pointer: the same in every tile."""
        place = self._tile_at(self._pointer) if self._pointer is not None else None
        if place is None or self._pointer is None:
            return None
        return round(self._geometry(view, place.plot).time(self._pointer.x()) / 1_000_000)

    def _brush(self) -> QRect | None:
        if self._pressed is None or self._pointer is None:
            return None
        place = self._tile_at(self._pressed)
        left, right = sorted((self._pressed.x(), self._pointer.x()))
        if place is None or right - left < px(6):
            return None
        field = QRect(left, place.plot.top(), right - left, place.plot.height())
        return field.intersected(place.plot)

    def _draw_brush(self, painter: QPainter) -> None:
        brush = self._brush()
        assert brush is not None
        painter.fillRect(brush, colour("accent", 0.25))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag begins."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._pointer = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read here, or drag as far as here."""
        self.point_at(event.position().toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """A stretch was chosen, or it was only a click."""
        brush, pressed = self._brush(), self._pressed
        self._pressed = None
        place = self._tile_at(pressed) if pressed is not None else None
        if brush is not None and place is not None and self._view is not None:
            at = self._geometry(self._view, place.plot)
            self.brushed.emit(int(at.time(brush.left())), int(at.time(brush.right() + 1)))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is read any more."""
        super().leaveEvent(event)
        self._pointer = self._pressed = None
        self.update()
