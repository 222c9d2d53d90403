"""The value axis: round steps, and a top that does not jump with every sample."""

import math
from dataclasses import dataclass

HEADROOM = 1.13
"""The plot ends so much above the highest tick."""
ROOM_ABOVE = 1.28
"""A new axis has its highest tick so much above the highest value: the spike's card hangs there."""
GROW_AT = 0.9
SHRINK_AT = 0.38
SHRINK_BY = 0.6
"""The logarithmic axis shrinks when so many powers of ten fewer would do."""
DECADES = 4
LEAST = 4.0
_STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class ValueTick:
    """A value that gets a line, and what stands beside it."""

    value: float
    label: str


class ValueAxis:
    """Ticks at multiples of ``step`` from 0 to ``top`` / ``HEADROOM``.

    It grows as soon as a value nears the top, and shrinks only when a much lower one would do.
    """

    decades: tuple[float, float] | None = None

    def __init__(self, room: float = ROOM_ABOVE) -> None:
        self.step = 0.0
        self.top = 0.0
        self._most = 0
        self._room = room

    def follow(self, highest: float, most: int) -> bool:
        """Fit ``highest`` with at most ``most`` ticks above 0. True when the axis changed."""
        step, ticks = _fit(max(highest, LEAST) * self._room, most)
        top = step * ticks * HEADROOM
        keeps = highest <= self.top * GROW_AT and top > self.top * SHRINK_AT
        if most == self._most and keeps:
            return False
        self.step, self.top, self._most = step, top, most
        return True

    def ticks(self) -> tuple[ValueTick, ...]:
        """The values that get a line and a number."""
        count = round(self.top / HEADROOM / self.step)
        values = [self.step * index for index in range(count + 1)]
        return tuple(ValueTick(value, short_number(value)) for value in values)


class LogAxis:
    """Ticks at powers of ten, at most ``DECADES`` of them; what is lower lies on the foot."""

    top = 1.0

    def __init__(self, least: int) -> None:
        self._least = least
        self._head = 0.0
        self.decades: tuple[float, float] = (0.0, 1.0)

    def follow(self, highest: float, _most: int) -> bool:
        """Fit ``highest``. True when the axis changed."""
        wanted = math.log10(max(highest, 10.0**self._least) * ROOM_ABOVE * HEADROOM)
        if self._head - SHRINK_BY <= wanted <= self._head:
            return False
        self._head = math.ceil(wanted * 4) / 4
        foot = max(self._least, math.floor(self._head) - DECADES)
        self.decades = float(foot), max(self._head, foot + 1.0)
        return True

    def ticks(self) -> tuple[ValueTick, ...]:
        """Powers of ten from the foot on."""
        foot, head = self.decades
        powers = range(int(foot), math.floor(head) + 1)
        return tuple(
            ValueTick(10.0**power, ("≤" if power == foot else "") + short_number(10.0**power))
            for power in powers
        )


class ShareAxis:
    """0 to 100 per cent, always."""

    decades: tuple[float, float] | None = None
    top = 100.0

    def __init__(self) -> None:
        self._steps = 4

    def follow(self, _highest: float, most: int) -> bool:
        """It never moves; a low plot has fewer ticks."""
        before, self._steps = self._steps, 4 if most >= 4 else 2
        return before != self._steps

    def ticks(self) -> tuple[ValueTick, ...]:
        """Quarters or halves."""
        values = [100.0 / self._steps * index for index in range(self._steps + 1)]
        return tuple(ValueTick(value, f"{value:g}") for value in values)


def _fit(highest: float, most: int) -> tuple[float, int]:
    scale = 1.0
    while True:
        for digit in _STEPS:
            step = digit * scale
            ticks = max(1, int(-(-highest // step)))
            if ticks <= most:
                return step, ticks
        scale *= 10


def short_number(value: float) -> str:
    """0, 850, 1.5k, 300k, 1.2M."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}" if value < 1 else f"{value:g}"
