"""The only place that asks for the time.

Everything of the night reads one injected ``Clock``: UTC microseconds that may run faster than the
wall (a rehearsal). Human gestures (press and hold, double press) read ``gesture_seconds``, which
never scales.
"""

import asyncio
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zoneinfo import available_timezones

MICROS = 1_000_000


class Clock(Protocol):
    """The night's time."""

    @property
    def speed(self) -> float:
        """Night seconds per real second."""

    def now(self) -> int:
        """UTC microseconds of the night."""

    def monotonic(self) -> float:
        """Night seconds that never jump; only differences mean something."""

    async def sleep(self, seconds: float) -> None:
        """Wait for ``seconds`` of the night."""


def gesture_seconds() -> float:
    """Real monotonic seconds, for what hands do."""
    return time.monotonic()


def uptime_seconds() -> float:
    """Real seconds that go on while the computer sleeps; no time server can move them."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":  # noqa: RET505 - what follows a return is unreachable to mypy
        # Unlike time.monotonic(), which stands still there meanwhile.
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    else:
        return time.monotonic()


def wall_micros() -> int:
    """The computer's own UTC time in microseconds."""
    return time.time_ns() // 1_000


def local_zone() -> str:
    """The IANA name of this computer's zone, "UTC" where it does not tell."""
    named = os.environ.get("TZ", "").lstrip(":")
    linked = "/".join(Path("/etc/localtime").resolve().parts).partition("zoneinfo/")[2]
    for zone in (named, linked):
        if zone and zone in available_timezones():
            return zone
    return "UTC"


class SystemClock:
    """The computer's clock: LIVE and PREP."""

    speed = 1.0

    def now(self) -> int:
        """UTC microseconds."""
        return wall_micros()

    def monotonic(self) -> float:
        """Seconds since some start."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for real seconds."""
        await asyncio.sleep(max(0.0, seconds))


@dataclass(frozen=True, slots=True)
class NightClock:
    """A night that starts at ``start`` and runs at ``speed``; picklable, for other processes.

    ``origin`` is this computer's monotonic time at which the night's ``start`` was shown.
    """

    start: int
    origin: float
    speed: float = 1.0

    @staticmethod
    def starting_at(start: int, speed: float = 1.0) -> "NightClock":
        """A night whose time is ``start`` (UTC microseconds) right now."""
        return NightClock(start, time.monotonic(), speed)

    def now(self) -> int:
        """UTC microseconds of the night."""
        return self.start + int(self.monotonic() * MICROS)

    def monotonic(self) -> float:
        """Night seconds since ``start``."""
        return (time.monotonic() - self.origin) * self.speed

    async def sleep(self, seconds: float) -> None:
        """Wait for night seconds."""
        await asyncio.sleep(max(0.0, seconds) / self.speed)


class ManualClock:
    """A clock that moves only when told: tests and still pictures of the desk."""

    speed = 1.0

    def __init__(self, start: int) -> None:
        self._start = start
        self._now = start
        self._moved = asyncio.Event()

    def now(self) -> int:
        """UTC microseconds."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since the start."""
        return (self._now - self._start) / MICROS

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass. Call it in the loop's thread when something sleeps on it."""
        self._now += round(seconds * MICROS)
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Return once the clock was advanced by at least ``seconds``."""
        until = self._now + round(seconds * MICROS)
        while self._now < until:
            await self._moved.wait()
