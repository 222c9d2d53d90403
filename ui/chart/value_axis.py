"""The value axis: round steps, and a top that does not jump with every sample."""

HEADROOM = 1.13
"""The plot ends so much above the highest tick."""
ROOM_ABOVE = 1.28
"""A new axis has its highest tick so much above the highest value: the spike's card hangs there."""
GROW_AT = 0.9
SHRINK_AT = 0.38
LEAST = 4.0
_STEPS = (1.0, 2.0, 5.0)


class ValueAxis:
    """Ticks at multiples of ``step`` from 0 to ``top`` / ``HEADROOM``.

    It grows as soon as a value nears the top, and shrinks only when a much lower one would do.
    """

    def __init__(self) -> None:
        self.step = 0.0
        self.top = 0.0
        self._most = 0

    def follow(self, highest: float, most: int) -> bool:
        """Fit ``highest`` with at most ``most`` ticks above 0. True when the axis changed."""
        step, ticks = _fit(max(highest, LEAST), most)
        top = step * ticks * HEADROOM
        keeps = highest <= self.top * GROW_AT and top > self.top * SHRINK_AT
        if most == self._most and keeps:
            return False
        self.step, self.top, self._most = step, top, most
        return True

    def ticks(self) -> tuple[float, ...]:
        """The values that get a line and a number."""
        count = round(self.top / HEADROOM / self.step)
        return tuple(self.step * index for index in range(count + 1))


def _fit(highest: float, most: int) -> tuple[float, int]:
    scale = 1.0
    while True:
        for digit in _STEPS:
            step = digit * scale
            ticks = max(1, int(-(-highest * ROOM_ABOVE // step)))
            if ticks <= most:
                return step, ticks
        scale *= 10


def short_number(value: float) -> str:
    """0, 850, 1.5k, 300k, 1.2M."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:g}"
