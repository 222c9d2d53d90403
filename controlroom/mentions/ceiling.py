"""Finds the ceiling of a source that gives no more than so many mentions a minute.

A crowd's counts scatter at least as chance does. A source that has reached its ceiling gives the
same number again and again: far less scatter than chance, at the highest rate seen so far.
"""

from collections import deque

BIN_S = 5
BINS = 12
# Of the scatter that chance alone has; it comes below this once in more than a hundred minutes.
LEAST_SCATTER = 0.25
# The highest rate so far, or as good as.
NEAR = 0.96
# A ceiling that was topped by so much was none.
TOPPED = 1.1
# Below this rate chance alone repeats a number often.
LEAST_RATE = 10.0


class Ceiling:
    """Looks at one source's counts a second, of everything it gives."""

    def __init__(self) -> None:
        self._bin = 0
        self._bins: deque[int] = deque(maxlen=BINS)
        self._highest = 0.0
        self._ceiling: float | None = None

    @property
    def known(self) -> bool:
        """Whether a ceiling was found, and not topped since."""
        return self._ceiling is not None

    def reached(self, second: int, count: int) -> bool:
        """Whether the counts up to this second (UTC) stand at the ceiling."""
        self._bin += count
        if (second + 1) % BIN_S == 0:
            self._bins.append(self._bin)
            self._bin = 0
            self._judge()
        if self._ceiling is None or len(self._bins) < 2:
            return False
        lately = (self._bins[-1] + self._bins[-2]) / (2 * BIN_S)
        return lately >= NEAR * self._ceiling

    def broken(self) -> None:
        """What came before has nothing to do with what comes now."""
        self._bin = 0
        self._bins.clear()

    def _judge(self) -> None:
        if len(self._bins) < BINS:
            return
        mean = sum(self._bins) / BINS
        rate = mean / BIN_S
        if self._ceiling is not None and self._bins[-1] / BIN_S > TOPPED * self._ceiling:
            self._ceiling = None
        self._highest = max(self._highest, rate)
        if rate < max(LEAST_RATE, NEAR * self._highest):
            return
        scatter = sum((one - mean) ** 2 for one in self._bins) / mean / (BINS - 1)
        if scatter < LEAST_SCATTER:
            self._ceiling = rate
