"""The whole night in small under the chart: drag over it to look back, click to go there."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.chart_view import ChartView, NightStrip
from controlroom.messages import At, message
from ui.chart.columns import pixel_columns
from ui.chart.geometry import LEFT, RIGHT, RIGHT_COMPACT
from ui.chart.raster import Canvas, Dashes, Scaled, premultiplied, runs_of
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_text
from ui.widgets.text import text_width
from ui.words import say

MICROS = 1_000_000
HEIGHT = 26
FOOT = 6
DRAGGED = 4
LEAST = 4
"""The stretch that is shown is never drawn narrower than so many pixels."""
SOLID = Dashes(())


class NightBar(QWidget):
    """From the night's beginning until now. ``chosen(from, until)`` in UTC µs."""

    chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(say(message("chart.night")))
        self._view: ChartView | None = None
        self._night: NightStrip | None = None
        self._compact = False
        self._pointer: QPoint | None = None
        self._pressed: QPoint | None = None
        self._drawn: tuple[object, QImage, Canvas] | None = None

    def show_night(self, view: ChartView, *, compact: bool) -> None:
        """Show the view's night and where in it the chart is."""
        self._view, self._night, self._compact = view, view.night, compact
        self.update()

    def sizeHint(self) -> QSize:
        """As high as designed."""
        return QSize(px(200), px(HEIGHT))

    def track(self) -> QRect:
        """Where the night lies: exactly under the plot."""
        right = px(RIGHT_COMPACT if self._compact else RIGHT)
        wide = max(px(40), self.width() - px(LEFT) - right)
        return QRect(px(LEFT), 0, wide, self.height() - px(FOOT))

    def pixel(self, at: float) -> float:
        """The pixel of a time, UTC µs."""
        night, track = self._night, self.track()
        assert night is not None
        return track.left() + (at - night.start) / max(1, night.now - night.start) * track.width()

    def time(self, x: float) -> int:
        """The time at a pixel, UTC µs, inside the night."""
        night, track = self._night, self.track()
        assert night is not None
        share = min(1.0, max(0.0, (x - track.left()) / track.width()))
        return round(night.start + share * (night.now - night.start))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        night, view = self._night, self._view
        if night is None or view is None:
            return
        track = self.track()
        with QPainter(self) as painter:
            painter.fillRect(track, colour("group"))
            painter.drawImage(track.topLeft(), self._silhouette(night, track))
            painter.setPen(QPen(colour("next"), 1))
            for at in night.spikes:
                x = round(self.pixel(at))
                painter.drawLine(x, track.top(), x, track.top() + px(4))
            self._draw_window(painter, track, view)
            if self._brush() is not None:
                self._draw_brush(painter, track)
            begins = f"{At(night.start, view.zone):hm}"
            room = QRect(0, track.top(), track.left() - px(8), track.height())
            draw_text(painter, room, begins, Role.TICK, "text3", Qt.AlignmentFlag.AlignRight)
            self._draw_read(painter, track, view)

    def _silhouette(self, night: NightStrip, track: QRect) -> QImage:
        ratio = self.devicePixelRatioF()
        key = (id(night.values), night.now // (night.step * MICROS), track.size(), ratio)
        if self._drawn is None or self._drawn[0] != key:
            wide, high = round(track.width() * ratio), round(track.height() * ratio)
            canvas = Canvas(max(1, wide), max(1, high))
            end = (night.start // MICROS) + len(night.values) * night.step
            columns = pixel_columns(
                night.values, night.step, night.start / MICROS, end, max(1, wide)
            )
            top = max(1.0, columns.highest() * 1.15)
            runs = runs_of(columns, Scaled(max(1, high), top))
            under = np.where(runs.bottom < 0, high, runs.top)
            canvas.fill(under, premultiplied(colour("text3", 0.30)))
            canvas.line(runs, premultiplied(colour("text3", 0.75)), SOLID, None)
            self._drawn = key, canvas.image(ratio), canvas
        return self._drawn[1]

    def _draw_window(self, painter: QPainter, track: QRect, view: ChartView) -> None:
        """What the chart shows: in accent while it is not now."""
        ink = "accent" if view.back is not None else "text2"
        left = round(self.pixel(max(self._start(), view.now - view.seconds * MICROS)))
        right = round(self.pixel(view.now))
        left = min(left, right - px(LEAST))
        window = QRect(left, track.top(), right - left + 1, track.height())
        window = window.intersected(track)
        painter.fillRect(window, colour(ink, 0.20))
        painter.setPen(QPen(colour(ink), 1))
        painter.drawRect(window.adjusted(0, 0, -1, -1))

    def _start(self) -> int:
        assert self._night is not None
        return self._night.start

    def _draw_read(self, painter: QPainter, track: QRect, view: ChartView) -> None:
        """The time under the pointer, right of the track."""
        if self._pointer is None or not track.left() <= self._pointer.x() <= track.right() + 1:
            return
        painter.setPen(QPen(colour("text1", 0.8), 1))
        painter.drawLine(self._pointer.x(), track.top(), self._pointer.x(), track.bottom())
        words = f"{At(self.time(self._pointer.x()), view.zone):hms}"
        wide = text_width(words, Role.TICK) + px(2)
        room = QRect(track.right() + px(8), track.top(), wide, track.height())
        draw_text(painter, room, words, Role.TICK, "text1")

    def _brush(self) -> tuple[int, int] | None:
        if self._pressed is None or self._pointer is None:
            return None
        left, right = sorted((self._pressed.x(), self._pointer.x()))
        return (left, right) if right - left >= px(DRAGGED) else None

    def _draw_brush(self, painter: QPainter, track: QRect) -> None:
        brush = self._brush()
        assert brush is not None
        field = QRect(brush[0], track.top(), brush[1] - brush[0], track.height())
        painter.fillRect(field.intersected(track), colour("accent", 0.35))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag begins."""
        if event.button() is Qt.MouseButton.LeftButton and self._night is not None:
            self._pressed = self._pointer = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read here, or drag as far as here."""
        self._pointer = event.position().toPoint()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A stretch was dragged over; or a click: as wide as the chart is, around there."""
        view, pressed, brush = self._view, self._pressed, self._brush()
        self._pressed = None
        if view is None or self._night is None or pressed is None:
            return
        if brush is not None:
            self.chosen.emit(self.time(brush[0]), self.time(brush[1]))
        else:
            half = view.seconds * MICROS // 2
            middle = self.time(event.position().x())
            start = max(self._night.start, middle - half)
            self.chosen.emit(start, start + 2 * half)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is read any more."""
        super().leaveEvent(event)
        self._pointer = self._pressed = None
        self.update()
