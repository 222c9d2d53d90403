"""The plot: curves by pyqtgraph, everything around them drawn here."""

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame

from controlroom.desk.chart_view import ChartView
from ui.chart.curves import Curves, curve_end
from ui.chart.end_labels import draw_end_labels
from ui.chart.geometry import PlotGeometry, geometry
from ui.chart.moment_strip import draw_marks
from ui.chart.spike_card import draw_spike
from ui.chart.time_axis import now_label, time_ticks
from ui.chart.value_axis import ValueAxis, short_number
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_lines, draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.text import CENTRE, RIGHT, text_width
from ui.words import say

TICK_EVERY = 90
MOST_TICKS, MOST_TICKS_LOW = 4, 3


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """One chart. ``draw_view`` gives it a view; it takes no mouse and no focus."""

    _view: ChartView | None = None  # on the class: the base resizes while it is being made

    def __init__(self) -> None:
        super().__init__(background=colour("panel"), enableMenu=False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        whole = self.getPlotItem()
        for axis in ("left", "bottom"):
            whole.hideAxis(axis)
        whole.hideButtons()
        whole.layout.setSpacing(0)
        self._box = whole.getViewBox()
        self._box.setMouseEnabled(x=False, y=False)
        self._box.disableAutoRange()
        self._box.setDefaultPadding(0)
        self._curves = Curves(self._box)
        self._axis = ValueAxis()
        self._compact = False
        self._empty = True
        self._geometry = geometry(self.width(), self.height(), 1, 0, compact=False)

    def draw_view(self, view: ChartView, *, compact: bool) -> None:
        """Draw a view; ``compact`` in a narrow window."""
        self._view = view
        self._compact = compact
        self._empty = not any(curve_end(view, curve) for curve in view.curves)
        place = geometry(self.width(), self.height(), view.seconds, view.now, compact=compact)
        self._fit(place)
        self._curves.show(view, place.plot.width())
        most = MOST_TICKS_LOW if place.low else MOST_TICKS
        self._axis.follow(self._curves.highest, most)
        self._box.setRange(
            xRange=(-view.seconds, 0), yRange=(0, self._axis.top), padding=0, update=True
        )
        self.viewport().update()

    def parts(self) -> PlotGeometry:
        """Where things lie now."""
        return self._geometry

    def top(self) -> float:
        """The value at the plot's top edge."""
        return self._axis.top

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

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:  # noqa: N802
        """Under the curves: strip, band and grid."""
        super().drawBackground(painter, rect)
        if self._view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        place = self._geometry
        painter.fillRect(place.strip, colour("group"))
        self._draw_band(painter, self._view)
        painter.setPen(QPen(colour("hairline"), 1))
        for value in self._ticks()[1:]:
            y = round(place.y(value, self._axis.top))
            painter.drawLine(place.plot.left(), y, place.plot.right(), y)
        painter.drawLine(place.strip.bottomLeft(), place.strip.bottomRight())

    def _ticks(self) -> tuple[float, ...]:
        """An axis without a curve would invent a scale."""
        return () if self._empty else self._axis.ticks()

    def _draw_band(self, painter: QPainter, view: ChartView) -> None:
        if view.band_from is None:
            return
        plot = self._geometry.plot
        left = max(plot.left(), round(self._geometry.x(view.band_from)))
        if left <= plot.right():
            band = QRect(QPoint(left, plot.top()), plot.bottomRight())
            painter.fillRect(band, colour("next", 0.13))

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:  # noqa: N802
        """Over the curves: axes, moments, labels, the spike."""
        view, place = self._view, self._geometry
        if view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self._draw_axes(painter, view)
        if self._empty:
            self._draw_hint(painter, view)
            return
        draw_marks(painter, place, view.marks)
        self._draw_stale(painter, view)
        draw_end_labels(painter, place, view, self._axis.top)
        if view.spike is not None:
            draw_spike(painter, place, view.spike)

    def _draw_axes(self, painter: QPainter, view: ChartView) -> None:
        place = self._geometry
        plot = place.plot
        painter.setPen(QPen(colour("border", 0.7), 1))
        floor = plot.bottom() + 1
        painter.drawLine(plot.left(), floor, plot.right() + 1, floor)
        for value in self._ticks():
            y = round(place.y(value, self._axis.top))
            room = QRect(0, y - px(9), plot.left() - px(8), px(18))
            draw_text(painter, room, short_number(value), Role.SECOND, "text3", RIGHT)
        now = now_label(view.now, view.zone)
        half = text_width(now, Role.SECOND_STRONG) // 2
        foot = QRect(plot.right() - half, floor + px(3), 2 * half + 2, px(20))
        start = view.now - view.seconds * 1_000_000
        most = max(2, plot.width() // px(TICK_EVERY))
        for tick in time_ticks(start, view.now, view.zone, most):
            x = round(place.x(tick.at))
            wide = text_width(tick.label, Role.SECOND) // 2
            if x + wide + px(8) > foot.left() or x - wide < 0:
                continue
            painter.setPen(QPen(colour("border", 0.7), 1))
            painter.drawLine(x, floor, x, floor + px(4))
            room = QRect(x - wide - 1, foot.top(), 2 * wide + 2, foot.height())
            draw_text(painter, room, tick.label, Role.SECOND, "text3", CENTRE)
        draw_text(painter, foot, now, Role.SECOND_STRONG, "text1", CENTRE)

    def _draw_stale(self, painter: QPainter, view: ChartView) -> None:
        if view.stale_from is None:
            return
        plot = self._geometry.plot
        left = max(plot.left(), round(self._geometry.x(view.stale_from)))
        if left > plot.right():
            return
        silent = QRect(QPoint(left, plot.top()), plot.bottomRight())
        painter.fillRect(silent, colour("panel", 0.6))
        painter.save()
        painter.setBrushOrigin(silent.topLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        ink = colour("text3", 0.45)
        painter.fillRect(silent, _hatch(ink))
        painter.setPen(QPen(colour("text3"), 1))
        painter.drawLine(left, plot.top(), left, plot.bottom())
        painter.restore()
        words = say(view.stale)
        wide = text_width(words, Role.SECOND_STRONG) + px(16) + px(6) + 2 * px(8)
        at = max(plot.left(), min(left + px(8), plot.right() - wide - px(4)))
        box = QRect(at, plot.center().y() - px(13), min(wide, plot.width()), px(26))
        draw_frame(painter, box.toRectF(), fill="panel", edge="text3", radius=4)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(
            box.left() + px(8), box.top() + px(5), pixmap("clock-alert", "text1", 16, ratio)
        )
        room = box.adjusted(px(30), 0, -px(6), 0)
        draw_text(painter, room, words, Role.SECOND_STRONG)

    def _draw_hint(self, painter: QPainter, view: ChartView) -> None:
        plot = self._geometry.plot
        room = plot.adjusted(px(24), plot.height() // 2 - px(20), -px(24), 0)
        draw_lines(painter, room, say(view.hint), Role.BODY, "text2", most=3, align=CENTRE)


def _hatch(ink: QColor) -> QBrush:
    return QBrush(ink, Qt.BrushStyle.BDiagPattern)
