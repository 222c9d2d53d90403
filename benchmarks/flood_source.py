"""A source that makes posts itself, behind any socket: faster than one core can count."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from typing import ClassVar

from benchmarks.mentions_load import TEMPLATES, events, numbered
from controlroom.clock import Clock
from controlroom.event.watch import WatchTerm
from controlroom.messages import message
from controlroom.sources.base import API, Option
from controlroom.sources.jetstream_wire import decode, said
from controlroom.sources.mention import Arrival, Phase, SourceState

RATE = 100_000
BATCH = 1_000
# Batches that may wait; what is more is let go of.
MOST_WAITING = 50


class Flood:
    """A source that makes ``rate`` posts a second itself, as Jetstream writes them."""

    api: ClassVar[int] = API
    key: ClassVar[str] = "flood"
    title: ClassVar[str] = "Flood"

    def __init__(self, options: Mapping[str, Option], clock: Clock) -> None:
        self._options = options
        self._rate = int(str(options.get("rate", RATE)))
        self._lines = numbered(events(TEMPLATES), stamp=clock.now)

    async def mentions(self, terms: tuple[WatchTerm, ...]) -> AsyncGenerator[Arrival, None]:
        """For ever; a batch that is due and cannot be made in time is dropped."""
        yield SourceState(self.key, Phase.LIVE, message("source.live"))
        began, made, dropped = time.monotonic(), 0, 0
        while True:
            await asyncio.sleep(0)
            waiting = int((time.monotonic() - began) * self._rate / BATCH) - made
            if waiting > MOST_WAITING:
                made += waiting - MOST_WAITING
                dropped += (waiting - MOST_WAITING) * BATCH
                state = SourceState(self.key, Phase.LIVE, message("source.live"), dropped=dropped)
                yield state
            elif not waiting:
                await asyncio.sleep(0.001)
                continue
            made += 1
            for _ in range(BATCH):
                arrival = said(decode(next(self._lines)), self.key)
                if arrival is not None:
                    yield arrival

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """Everything comes anyway."""

    def resume(self) -> Mapping[str, Option]:
        """Nothing comes again."""
        return self._options
