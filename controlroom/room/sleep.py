"""Whether the computer slept, or the program stood still, since somebody last looked.

A laptop that was closed on a pending post must not send it when it is opened again. What tells is
time that goes on during sleep: a clock that was only set says nothing about sleep, but is worth an
alarm of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from controlroom.clock import MICROS, uptime_seconds, wall_micros

STOOD_STILL_S = 15.0
"""Looks come every second. So long without one, and nobody knows what was missed."""
STEP_S = 2.0


@dataclass(frozen=True, slots=True)
class Beat:
    """What one look found. ``gap_s``: real seconds since the look before, sleep included.
    ``stepped_s``: seconds by which the computer's clock was moved meanwhile (positive: forward), 0
    where it was not, or by no more than a time server does by and by."""

    gap_s: float
    stepped_s: float

    @property
    def stood_still(self) -> bool:
        """Whether the computer slept or the program stood still."""
        return self.gap_s > STOOD_STILL_S


class SleepWatch:
    """``uptime``: real seconds that count sleep; ``wall``: the computer's clock, UTC µs."""

    def __init__(
        self,
        uptime: Callable[[], float] = uptime_seconds,
        wall: Callable[[], int] = wall_micros,
    ) -> None:
        self._uptime = uptime
        self._wall = wall
        self._last: tuple[float, int] | None = None

    def stood_still(self) -> bool:
        """Whether too long has passed since the last look. Looks at nothing itself; False before
        the first one."""
        return self._last is not None and self._uptime() - self._last[0] > STOOD_STILL_S

    def look(self) -> Beat:
        """Look, and remember it."""
        now, before = (self._uptime(), self._wall()), self._last
        self._last = now
        if before is None:
            return Beat(0.0, 0.0)
        gap = now[0] - before[0]
        moved = (now[1] - before[1]) / MICROS - gap
        return Beat(gap, moved if abs(moved) > STEP_S else 0.0)
