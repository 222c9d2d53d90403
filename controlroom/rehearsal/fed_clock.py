"""A night that never runs far ahead of its feed, the same for every process.

At high speed a second is minutes: on a busy computer such a night would be over before its feed
has told of it. So it begins once the feed has read what came before, and waits for it on the way.
"""

import asyncio
import math
import time
from multiprocessing import get_context

from controlroom.clock import MICROS

# Night seconds; the feed tells several times a real second.
AHEAD_S = 30.0
AHEAD_REAL_S = 0.3
LEAST_SLEEP_S = 0.005


class FedClock:
    """A ``Clock`` from ``start`` (UTC µs), at ``speed`` at most. It can be given to a new process
    (not sent to a running one). Only the process that made it calls ``fed``."""

    def __init__(self, start: int, speed: float) -> None:
        self._start = start
        self._speed = speed
        self._ahead = max(AHEAD_S, AHEAD_REAL_S * speed)
        shared = get_context("spawn").Array("d", (math.inf, 0.0))
        # The monotonic time at which the night began, and how far it may go (night seconds).
        self._shared = shared

    @property
    def speed(self) -> float:
        """Night seconds per real second, as long as the feed keeps up."""
        return self._speed

    def fed(self, until: float) -> None:
        """The feed has told everything up to ``until`` (UTC µs)."""
        with self._shared.get_lock():
            began, reach = self._shared[:]
            if math.isinf(began) and until >= self._start - MICROS:
                began = time.monotonic()
            elif (time.monotonic() - began) * self._speed > reach:
                # It stood still meanwhile: it goes on from there, and leaps over nothing.
                began = time.monotonic() - reach / self._speed
            reach = max(reach, (until - self._start) / MICROS + self._ahead)
            self._shared[:] = (began, reach)

    def now(self) -> int:
        """UTC microseconds of the night."""
        return self._start + int(self.monotonic() * MICROS)

    def monotonic(self) -> float:
        """Night seconds since ``start``."""
        began, reach = self._shared[:]
        ran: float = min((time.monotonic() - began) * self._speed, reach)
        return max(0.0, ran)

    async def sleep(self, seconds: float) -> None:
        """Wait for night seconds."""
        until = self.monotonic() + seconds
        # Another process says how far the night may go: there is nothing to be woken by.
        while (left := until - self.monotonic()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(max(LEAST_SLEEP_S, left / self._speed))
        await asyncio.sleep(0)
