"""An event loop whose seconds are shorter: deadlines, pauses and stalls of a whole program keep
their proportions, and a night of faults takes a minute."""

import asyncio
import selectors
import time
from dataclasses import dataclass

from controlroom.clock import MICROS


@dataclass
class Flow:
    """How fast time passes: ``speed`` seconds of the night in a real one, since this computer's
    monotonic time was ``since`` and the night had ``base`` seconds behind it. Given to another
    process it goes on there."""

    speed: float
    since: float
    base: float = 0.0

    @staticmethod
    def at(speed: float) -> "Flow":
        """One that begins now."""
        return Flow(speed, time.monotonic())

    def seconds(self) -> float:
        """Seconds of the night."""
        return self.base + (time.monotonic() - self.since) * self.speed

    def change(self, at: float, speed: float) -> None:
        """Go on at another speed from ``at`` (this computer's monotonic time)."""
        self.base += (at - self.since) * self.speed
        self.since, self.speed = at, speed


class _HurriedSelector(selectors.DefaultSelector):
    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self._flow = flow

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout > 0:
            timeout /= self._flow.speed
        return super().select(timeout)


class FastLoop(asyncio.SelectorEventLoop):
    """Its seconds are those of ``flow``."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        super().__init__(_HurriedSelector(flow))

    def time(self) -> float:
        """Its own seconds."""
        return self._flow.seconds()


class FastLoops(asyncio.DefaultEventLoopPolicy):
    """Makes every new loop of this program a fast one."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self._flow = flow

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """A fast one."""
        return FastLoop(self._flow)


@dataclass(frozen=True)
class FastClock:
    """The night's clock of a program on a ``FastLoop``; it goes on over restarts. ``start`` UTC µs.
    The program itself sees no hurry."""

    start: int
    flow: Flow
    speed: float = 1.0

    def now(self) -> int:
        """UTC µs."""
        return self.start + int(self.monotonic() * MICROS)

    def monotonic(self) -> float:
        """Seconds of the night."""
        return self.flow.seconds()

    async def sleep(self, seconds: float) -> None:
        """Wait for seconds of the night."""
        await asyncio.sleep(max(0.0, seconds))
