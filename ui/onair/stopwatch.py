"""The practice stopwatch: how long since the moment, against the best run and the goal."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from controlroom.desk.view import Stopwatch
from controlroom.messages import message
from ui.onair.ink import ink_of
from ui.theme import Role, colour, pixmap, px, tone_icon
from ui.widgets import draw_text, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.text import RIGHT
from ui.words import say

HEAD = 30
CLOCK = 52
BAR = 44
ROW = 32
STEPS = 4


class PracticeStopwatch(QWidget):
    """Draws a ``Stopwatch``; without one it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._watch: Stopwatch | None = None
        self.hide()

    def show_watch(self, watch: Stopwatch | None) -> None:
        """A moment later, or no practice."""
        if watch == self._watch:
            return
        self._watch = watch
        if watch is not None:
            self.setAccessibleName(f"{say(watch.value)} {say(watch.line)}")
        self.update()

    def wanted_height(self) -> int:
        """Pixels it takes: clock, bar and a row for each step of a run, done or not: a clock that
        is read out of the corner of an eye does not move."""
        if self._watch is None:
            return 0
        return px(HEAD + CLOCK + BAR) + px(ROW) * max(STEPS, len(self._watch.steps))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        watch = self._watch
        if watch is None:
            return
        with QPainter(self) as painter:
            wide = self.width()
            painter.fillRect(QRect(0, 0, wide, px(1)), colour("hairline"))
            head = QRect(0, px(4), wide, px(HEAD - 4))
            draw_text(painter, head, say(watch.run), Role.SECOND, "text2", RIGHT)
            head.setWidth(wide - text_width(say(watch.run), Role.SECOND) - px(8))
            draw_text(painter, head, say(message("panel.stopwatch")), Role.LABEL, "text3")
            clock = QRect(0, px(HEAD), wide, px(CLOCK - 4))
            value = say(watch.value)
            room = (
                text_width(value, Role.STOPWATCH) + px(12) + text_width(say(watch.line), Role.BODY)
            )
            role = Role.STOPWATCH if room <= wide else Role.CLOCK
            left = draw_text(painter, clock, value, role) + px(12)
            # The words stand on the same line as the digits, not in their middle.
            line = QRect(
                left, clock.top() + px(13 if role is Role.STOPWATCH else 6), wide - left, 0
            )
            line.setHeight(clock.height() - px(13))
            draw_text(painter, line, say(watch.line), Role.BODY, "text2")
            self._draw_bar(painter, watch, px(HEAD + CLOCK))
            top = px(HEAD + CLOCK + BAR)
            painter.fillRect(QRect(0, top - px(1), wide, px(1)), colour("rowline"))
            for what, when, tone in watch.steps:
                at = QRect(0, top, wide, px(ROW))
                ink = ink_of(tone, rehearsal=True)
                name = tone_icon(tone)
                shade = "text1" if name == "triangle-right" else ink
                glyph = pixmap(name, shade, 15, self.devicePixelRatioF())
                painter.drawPixmap(0, top + (px(ROW) - px(15)) // 2, glyph)
                running = name == "triangle-right"
                told, title = say(when), say(what)
                if (
                    running
                    and text_width(title, Role.BODY_STRONG) + px(32) + text_width(told, Role.BODY)
                    > wide
                ):
                    told = ""  # its shape says so, too
                draw_text(painter, at, told, Role.BODY, "text2", RIGHT)
                at.setLeft(px(24))
                at.setWidth(wide - px(24) - text_width(told, Role.BODY) - px(8))
                draw_text(painter, at, title, Role.BODY_STRONG if running else Role.BODY)
                top += px(ROW)
                painter.fillRect(QRect(0, top - px(1), wide, px(1)), colour("rowline"))

    def _draw_bar(self, painter: QPainter, watch: Stopwatch, top: int) -> None:
        """Seconds from the left; best and goal as ticks with their numbers under them."""
        wide = self.width()
        whole = max(watch.goal, watch.best or 0.0) * 1.25
        bar = QRectF(0, top + px(4), wide, px(8))
        draw_frame(painter, bar, fill="active", edge="active", width=0, radius=2)
        done = QRectF(bar)
        done.setWidth(wide * min(1.0, watch.seconds / whole))
        late = watch.seconds > watch.goal
        draw_frame(
            painter, done, fill="amber" if late else "text1", edge="text1", width=0, radius=2
        )
        marks = [(watch.goal, "panel.stopwatch.goal", "amber")]
        if watch.best is not None:
            marks.append((watch.best, "panel.stopwatch.best", "next"))
        taken: list[QRect] = []
        for seconds, words, ink in marks:
            at = round(wide * seconds / whole)
            painter.fillRect(QRect(at, top, px(2), px(16)), colour(ink))
            text = say(message(words, seconds=seconds))
            width = text_width(text, Role.SECOND)
            place = QRect(max(0, min(wide - width, at - width // 2)), top + px(18), width, px(18))
            for other in taken:
                if place.intersects(other.adjusted(-px(8), 0, px(8), 0)):
                    place.moveRight(other.left() - px(8))
            taken.append(place)
            draw_text(painter, place, text, Role.SECOND, ink)
