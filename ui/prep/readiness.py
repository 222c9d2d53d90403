"""How much of the library could go out: two numbers, the reasons, one bar."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.prep_view import PrepView
from controlroom.desk.view import Tone
from controlroom.messages import message
from ui.theme import Role, colour, px, tone_ink
from ui.widgets import Run, draw_runs, text_width
from ui.widgets.frame import draw_frame
from ui.words import say

Reason = tuple[int, str, Tone]
NUMBERS, CHIP, BAR, GAP = 40, 32, 8, 8
LEAST = 24
"""A part of the bar is never thinner: one asset in a thousand must be seen."""


class Readiness(QWidget):
    """212 ready, 9 not; why; and the bar. The reasons go under the numbers where it is narrow.

    A click on a number shows those alone, another one all again: ``filtered(name)``.
    """

    filtered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._filter = "all"
        self._over = ""
        self.setMouseTracking(True)
        self._parts: tuple[int, int, int] | None = None
        self._reasons: tuple[Reason, ...] = ()
        self._runs: tuple[Run, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def show_readiness(self, prep: PrepView) -> None:
        """Show the view's numbers."""
        parts = (prep.ready, prep.not_ready, prep.waiting)
        reasons = tuple((count, say(words), tone) for count, words, tone in prep.reasons)
        if (parts, reasons, prep.filter) == (self._parts, self._reasons, self._filter):
            return
        self._parts, self._reasons, self._filter = parts, reasons, prep.filter
        waits = prep.not_ready + prep.waiting
        runs = [
            Run(f"{prep.ready}", Role.CLOCK),
            Run(f" {say(message('panel.prep.ready'))}", Role.NUMBER, "next"),
        ]
        if waits:
            runs += [
                Run(f"   {waits}", Role.CLOCK),
                Run(f" {say(message('panel.prep.not'))}", Role.NUMBER, "amber"),
            ]
        self._runs = tuple(runs)
        listed = [f"{count} {words}" for count, words, _ in reasons]
        self.setAccessibleName(", ".join(["".join(run.text for run in runs), *listed]))
        self._fit()
        self.update()

    def numbers(self) -> dict[str, QRect]:
        """Where the numbers stand, by the filter each of them is."""
        places, left = {}, 0
        for name, pair in zip(("ready", "not_ready"), _pairs(self._runs), strict=False):
            blank = text_width(" " * (len(pair[0].text) - len(pair[0].text.lstrip())), pair[0].role)
            wide = sum(text_width(run.text, run.role) for run in pair)
            places[name] = QRect(left + blank, 0, wide - blank, px(NUMBERS))
            left += wide
        return places

    def _number_at(self, event: QMouseEvent) -> str:
        at = event.position().toPoint()
        return next((name for name, place in self.numbers().items() if place.contains(at)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show those alone, or all again."""
        name = self._number_at(event)
        if name and event.button() is Qt.MouseButton.LeftButton:
            self.filtered.emit("all" if name == self._filter else name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A number that can be pressed looks like it."""
        over = self._number_at(event)
        if over != self._over:
            self._over = over
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            tip = say(message(f"prep.only_{over}")) if over else ""
            self.setToolTip(tip)
            self.update()

    def bar_parts(self, width: int) -> list[int]:
        """Pixels of ready, not ready and waiting, with 2 px between those there are."""
        return split(self._parts or (0, 0, 0), width, px(2), px(LEAST))

    def sizeHint(self) -> QSize:
        """As high as its rows of reasons need."""
        return QSize(px(400), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower may be higher."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bottom = max((place.bottom() for place in self._places()), default=0)
        self.setFixedHeight(max(px(NUMBERS), bottom + 1) + px(12) + px(BAR))

    def _places(self) -> list[QRect]:
        """The reasons beside the numbers at the right end, or in rows under them."""
        widths = [_chip_width(reason) for reason in self._reasons]
        gap = px(GAP * 2)
        total = sum(widths) + gap * max(0, len(widths) - 1)
        numbers = sum(text_width(run.text, run.role) for run in self._runs)
        high = px(CHIP)
        if numbers + px(24) + total <= self.width():
            left, top = self.width() - total, (px(NUMBERS) - high) // 2
        else:
            left, top, gap = 0, px(NUMBERS) + px(4), px(GAP)
        places = []
        for width in widths:
            if left and left + width > self.width():
                left, top = 0, top + high + px(GAP)
            places.append(QRect(left, top, width, high))
            left += width + gap
        return places

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            draw_runs(painter, QRect(0, 0, self.width(), px(NUMBERS)), self._runs)
            for name, place in self.numbers().items():
                if name in (self._filter, self._over):
                    ink = "accent" if name == self._filter else "text3"
                    under = QRect(place.left(), px(NUMBERS) - px(2), place.width(), px(2))
                    painter.fillRect(under, colour(ink))
            for reason, place in zip(self._reasons, self._places(), strict=True):
                count, words, tone = reason
                draw_frame(painter, place.toRectF(), fill=None, edge="border", radius=4)
                room = place.adjusted(px(10), 0, -px(6), 0)
                number = Run(f"{count}", Role.BODY_STRONG, tone_ink(tone))
                draw_runs(painter, room, (number, Run(f"  {words}", Role.SECOND_STRONG)))
            left, top = 0, self.height() - px(BAR)
            inks = ("next", "on_air", "amber")
            for width, ink in zip(self.bar_parts(self.width()), inks, strict=True):
                if width:
                    painter.fillRect(QRect(left, top, width, px(BAR)), colour(ink))
                    left += width + px(2)
            if not left:
                painter.fillRect(QRect(0, top, self.width(), px(BAR)), colour("active"))


def split(parts: tuple[int, ...], width: int, gap: int, least: int) -> list[int]:
    """``width`` px shared out in proportion to ``parts``, ``gap`` px between those above 0, none
    of them thinner than ``least``."""
    there = [part for part in parts if part]
    room = width - gap * max(0, len(there) - 1)
    total = sum(there)
    if not total:
        return [0] * len(parts)
    sizes = [max(least, round(room * part / total)) if part else 0 for part in parts]
    largest = sizes.index(max(sizes))
    sizes[largest] += room - sum(sizes)  # the largest part pays for the thin ones
    return sizes


def _pairs(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    return [runs[at : at + 2] for at in range(0, len(runs), 2)]


def _chip_width(reason: Reason) -> int:
    count, words, _ = reason
    return (
        px(20)
        + text_width(f"{count}", Role.BODY_STRONG)
        + text_width(f"  {words}", Role.SECOND_STRONG)
    )
