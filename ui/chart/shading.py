"""What a line cannot say: no data since, no data between, and where a reading is a floor."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from controlroom.desk.chart_view import ChartView
from ui.chart.geometry import PlotGeometry
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.text import text_width
from ui.words import say

LEAST = 2
"""A gap narrower than so many pixels is seen as a gap in the line."""


def draw_band(painter: QPainter, place: PlotGeometry, view: ChartView) -> None:
    """The time since the current moment."""
    if view.band_from is None:
        return
    plot = place.plot
    left = max(plot.left(), round(place.x(view.band_from)))
    if left <= plot.right():
        painter.fillRect(QRect(QPoint(left, plot.top()), plot.bottomRight()), colour("next", 0.13))


def draw_gaps(painter: QPainter, place: PlotGeometry, view: ChartView) -> None:
    """Hatched, as silence is everywhere."""
    for start, end in view.gaps:
        field = _between(place, start, end)
        if field.width() >= px(LEAST):
            _hatched(painter, field, "text3", 0.30, Qt.BrushStyle.BDiagPattern)


def draw_floors(painter: QPainter, place: PlotGeometry, view: ChartView) -> None:
    """Hatched the other way, in amber, with the sentence where the widest of them has room."""
    fields = [_between(place, start, end) for start, end in view.floors]
    fields = [field for field in fields if field.width() > 0]
    for field in fields:
        _hatched(painter, field, "amber", 0.26, Qt.BrushStyle.FDiagPattern)
        painter.fillRect(QRect(field.left(), field.top(), field.width(), px(2)), colour("amber"))
    if not fields:
        return
    words = say(view.floor)
    widest = max(fields, key=QRect.width)
    wide = text_width(words, Role.SECOND_STRONG) + 2 * px(8)
    plot = place.plot
    left = max(plot.left() + px(4), min(widest.center().x() - wide // 2, plot.right() - wide))
    # At the foot: the spike's card hangs from the top.
    high = px(22)
    box = QRect(left, plot.bottom() - high - px(4), min(wide, plot.width()), high)
    draw_frame(painter, box.toRectF(), fill="hold_tint", edge="amber", radius=4)
    draw_text(painter, box.adjusted(px(8), 0, -px(4), 0), words, Role.SECOND_STRONG, "amber")


def draw_stale(painter: QPainter, place: PlotGeometry, view: ChartView) -> None:
    """From the last sample to the end: never a flat line."""
    if view.stale_from is None:
        return
    plot = place.plot
    left = max(plot.left(), round(place.x(view.stale_from)))
    if left > plot.right():
        return
    silent = QRect(QPoint(left, plot.top()), plot.bottomRight())
    painter.fillRect(silent, colour("panel", 0.6))
    _hatched(painter, silent, "text3", 0.45, Qt.BrushStyle.BDiagPattern)
    painter.setPen(QPen(colour("text3"), 1))
    painter.drawLine(left, plot.top(), left, plot.bottom())
    words = say(view.stale)
    wide = text_width(words, Role.SECOND_STRONG) + px(16) + px(6) + 2 * px(8)
    at = max(plot.left(), min(left + px(8), plot.right() - wide - px(4)))
    box = QRect(at, plot.center().y() - px(13), min(wide, plot.width()), px(26))
    draw_frame(painter, box.toRectF(), fill="panel", edge="text3", radius=4)
    ratio = painter.device().devicePixelRatio()
    glyph = pixmap("clock-alert", "text1", 16, ratio)
    painter.drawPixmap(box.left() + px(8), box.top() + px(5), glyph)
    draw_text(painter, box.adjusted(px(30), 0, -px(6), 0), words, Role.SECOND_STRONG)


def _between(place: PlotGeometry, start: int, end: int) -> QRect:
    plot = place.plot
    left = max(plot.left(), round(place.x(start)))
    right = min(plot.right(), round(place.x(end)))
    return QRect(left, plot.top(), max(0, right - left + 1), plot.height())


def _hatched(painter: QPainter, field: QRect, ink: str, opacity: float, how: Qt.BrushStyle) -> None:
    painter.save()
    painter.setBrushOrigin(field.topLeft())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(field, QBrush(colour(ink, opacity), how))
    painter.restore()
