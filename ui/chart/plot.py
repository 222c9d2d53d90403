"""The plot: curves by pyqtgraph, everything around them drawn here. The pointer reads it and drags
a stretch over it; it never takes the keys."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame

from controlroom.desk.chart_look import Kind, Unit
from controlroom.desk.chart_view import ChartView
from ui.chart.axes import draw_axes, draw_grid
from ui.chart.curves import DrawnLines, columns_of, curve_end
from ui.chart.end_labels import draw_end_labels
from ui.chart.geometry import PlotGeometry, geometry
from ui.chart.hover import HoverReading, draw_reading, reading
from ui.chart.moment_strip import draw_marks
from ui.chart.raster import Scaled
from ui.chart.shading import draw_band, draw_floors, draw_gaps, draw_stale
from ui.chart.spike_card import draw_spike
from ui.chart.value_axis import LogAxis, ShareAxis, ValueAxis, ValueTick
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_lines
from ui.widgets.text import CENTRE
from ui.words import say

MOST_TICKS, MOST_TICKS_LOW = 4, 3
DRAGGED = 6
"""A press that moved less is a click."""


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """One chart. ``draw_view`` gives it a view. ``brushed(from, until)`` in UTC µs when a stretch
    was dragged over it."""

    brushed = Signal(object, object)
    _view: ChartView | None = None  # on the class: the base resizes while it is being made

    def __init__(self) -> None:
        super().__init__(background=colour("panel"), enableMenu=False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = self.getPlotItem()
        for axis in ("left", "bottom"):
            whole.hideAxis(axis)
        whole.hideButtons()
        whole.layout.setSpacing(0)
        self._box = whole.getViewBox()
        self._box.setMouseEnabled(x=False, y=False)
        self._box.disableAutoRange()
        self._box.setDefaultPadding(0)
        self._curves = DrawnLines()
        self._box.addItem(self._curves, ignoreBounds=True)
        self._axes: dict[object, ValueAxis | LogAxis | ShareAxis] = {}
        self._axis: ValueAxis | LogAxis | ShareAxis = ValueAxis()
        self._scaled = Scaled(1, 1.0)
        self._compact = False
        self._empty = True
        self._pointer: QPoint | None = None
        self._pressed: QPoint | None = None
        self._geometry = geometry(self.width(), self.height(), 1, 0, compact=False)

    def draw_view(self, view: ChartView, *, compact: bool) -> None:
        """Draw a view; ``compact`` in a narrow window."""
        self._view = view
        self._compact = compact
        self._empty = not any(curve_end(view, curve) for curve in view.curves)
        place = geometry(self.width(), self.height(), view.seconds, view.now, compact=compact)
        self._fit(place)
        self._axis = self._axis_of(view)
        ratio = self.devicePixelRatioF()
        drawn = columns_of(view, max(1, round(place.plot.width() * ratio)))
        self._axis.follow(drawn.highest(view), MOST_TICKS_LOW if place.low else MOST_TICKS)
        high = max(1, round(place.plot.height() * ratio))
        self._scaled = Scaled(high, self._axis.top, self._axis.decades)
        self._box.setRange(xRange=(-view.seconds, 0), yRange=(0, 1), padding=0, update=True)
        self._curves.show(view, drawn, place.plot.topLeft(), self._scaled, ratio)
        self.viewport().update()

    def parts(self) -> PlotGeometry:
        """Where things lie now."""
        return self._geometry

    def scaled(self) -> Scaled:
        """The scale of values."""
        return self._scaled

    def read(self) -> HoverReading | None:
        """What the pointer reads, None while it is elsewhere."""
        view, at = self._view, self._pointer
        if view is None or at is None or self._empty:
            return None
        plot = self._geometry.plot
        if not plot.left() <= at.x() <= plot.right() + 1:
            return None
        return reading(view, self._geometry, at.x())

    def _axis_of(self, view: ChartView) -> ValueAxis | LogAxis | ShareAxis:
        """Each kind of look keeps its own axis, so that it stands still when it is come back to."""
        key = (view.kind, view.log, view.unit, view.seconds)
        if key not in self._axes:
            self._axes = {key: _new_axis(view)}
        return self._axes[key]

    def _fit(self, place: PlotGeometry) -> None:
        before, self._geometry = self._geometry, place
        if place.plot != before.plot or place.right != before.right:
            self.getPlotItem().layout.setContentsMargins(
                place.plot.left(),
                place.plot.top(),
                self.width() - place.plot.right() - 1,
                self.height() - place.plot.bottom() - 1,
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again with the same view."""
        super().resizeEvent(event)
        if self._view is not None:
            self.draw_view(self._view, compact=self._compact)

    # drawing

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:  # noqa: N802
        """Under the curves: strip, band and grid."""
        super().drawBackground(painter, rect)
        if self._view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        place = self._geometry
        painter.fillRect(place.strip, colour("group"))
        if not self._empty:
            draw_band(painter, place, self._view)
            draw_gaps(painter, place, self._view)
        draw_grid(painter, place, self._scaled, self._ticks())

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:  # noqa: N802
        """Over the curves: axes, moments, labels, the spike, what the pointer reads."""
        view, place = self._view, self._geometry
        if view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        draw_axes(painter, place, view, self._scaled, self._ticks())
        if self._empty:
            self._draw_hint(painter, view)
            return
        draw_floors(painter, place, view)
        draw_marks(painter, place, view.marks)
        draw_stale(painter, place, view)
        draw_end_labels(painter, place, view, self._scaled)
        read = self.read()
        if self._brush() is not None:
            self._draw_brush(painter)
        elif read is not None and self._pointer is not None:
            draw_reading(painter, place, view, read, self._scaled, self._pointer)
        elif view.spike is not None:
            draw_spike(painter, place, view.spike, low=view.log)

    def _ticks(self) -> tuple[ValueTick, ...]:
        """An axis without a curve would invent a scale."""
        return () if self._empty else self._axis.ticks()

    def _draw_hint(self, painter: QPainter, view: ChartView) -> None:
        plot = self._geometry.plot
        room = plot.adjusted(px(24), plot.height() // 2 - px(20), -px(24), 0)
        draw_lines(painter, room, say(view.hint), Role.BODY, "text2", most=3, align=CENTRE)

    # the pointer

    def _brush(self) -> QRect | None:
        """What is being dragged over, once it is more than a click."""
        if self._pressed is None or self._pointer is None:
            return None
        plot = self._geometry.plot
        left, right = sorted((self._pressed.x(), self._pointer.x()))
        left, right = max(left, plot.left()), min(right, plot.right())
        if right - left < px(DRAGGED):
            return None
        return QRect(left, plot.top(), right - left, plot.height())

    def _draw_brush(self, painter: QPainter) -> None:
        brush = self._brush()
        assert brush is not None
        painter.fillRect(brush, colour("accent", 0.18))
        painter.setPen(QPen(colour("accent"), 1))
        painter.drawRect(brush.adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag begins."""
        if event.button() is Qt.MouseButton.LeftButton and not self._empty:
            self._pressed = event.position().toPoint()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read here, or drag as far as here."""
        self._pointer = event.position().toPoint()
        self.viewport().update()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A stretch was chosen, or it was only a click."""
        brush, self._pressed = self._brush(), None
        if brush is not None:
            place = self._geometry
            self.brushed.emit(int(place.time(brush.left())), int(place.time(brush.right() + 1)))
        self.viewport().update()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nothing: the base would scale."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing: the base would scale."""
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is read any more."""
        super().leaveEvent(event)
        self._pointer = self._pressed = None
        self.viewport().update()

    def point_at(self, at: QPointF | None) -> None:
        """As the pointer would: read at ``at``, or nowhere."""
        self._pointer = at.toPoint() if at is not None else None
        self.viewport().update()


def _new_axis(view: ChartView) -> ValueAxis | LogAxis | ShareAxis:
    if view.kind is Kind.SHARE:
        return ShareAxis()
    if view.log:
        return LogAxis(-2 if view.unit is Unit.SECOND else 0)
    return ValueAxis()
