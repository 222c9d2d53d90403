"""How unusual each row of five-minute counts is, from 0 to 1: old nights and published streams.

A row is compared with the median of half a day on the square-root scale, where counts scatter
alike at every rate, and measured in what this stream's rows seldom exceed. What stood out lately is
remembered for days and taken off, so that a stream that always jumps must jump higher to be told,
and one burst is told once.
"""

import math
from collections import deque
from dataclasses import dataclass
from statistics import median

ROW_S = 300
ANSCOMBE = 0.375


@dataclass(frozen=True, slots=True)
class RowConstants:
    """What rows of five minutes are judged by; one set for every stream. Times in seconds.

    ``past_s`` say what is usual. ``seldom`` is the part of rows that may stray further than the
    stream's own measure, which follows them within ``learning_s``, from ``first_measure`` on and
    not below ``least_measure``. A row that stood out is remembered by ``taken_in``, halved every
    ``halving_s``, and ``taken_off`` the next ones. Nothing is told in the first ``silent_s``.
    ``middling`` measures are a score of one half.
    """

    past_s: int = 43_200
    seldom: float = 0.005
    learning_s: float = 100_000.0
    first_measure: float = 1.0
    least_measure: float = 0.5
    taken_in: float = 0.8
    halving_s: float = 172_800.0
    taken_off: float = 0.8
    silent_s: int = 90_000
    middling: float = 3.0


ROW_CONSTANTS = RowConstants()


class RowWatch:
    """Looks at one stream's rows, one after another; never ahead."""

    def __init__(self, constants: RowConstants = ROW_CONSTANTS) -> None:
        self._constants = constants
        self._past: deque[float] = deque(maxlen=constants.past_s // ROW_S)
        self._measure = constants.first_measure
        self._remembered = 0.0
        self._rows = 0

    def look(self, value: float) -> float:
        """The score of the next row, 0 to 1."""
        constants = self._constants
        self._rows += 1
        past = self._past
        if len(past) < (past.maxlen or 0):
            past.append(value)
            return 0.0
        stray = _even(value) - _even(median(past))
        past.append(value)
        self._remembered *= 0.5 ** (ROW_S / constants.halving_s)
        height = max(0.0, stray / max(self._measure, constants.least_measure))
        news = height - constants.taken_off * self._remembered
        if height > self._remembered:
            self._remembered += constants.taken_in * (height - self._remembered)
        seldom = float(abs(stray) > self._measure) - constants.seldom
        self._measure *= math.exp(seldom * ROW_S / constants.learning_s)
        if news <= 0.0 or self._rows * ROW_S <= constants.silent_s:
            return 0.0
        return news / (news + constants.middling)


def _even(count: float) -> float:
    """A count on the scale where chance has a spread of 1, whatever the rate."""
    return 2.0 * math.sqrt(count + ANSCOMBE)
