"""A source at work, and everything it has brought."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

from controlroom.event.watch import WatchTerm
from controlroom.sources.base import Source
from controlroom.sources.mention import Arrival, CountedSecond, Gap, Mention, Phase, SourceState


class Listening:
    """A source at work, and everything it has brought."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.arrived: list[Arrival] = []
        self.running: asyncio.Task[None] | None = None

    async def run(self, terms: tuple[WatchTerm, ...]) -> None:
        async with aclosing(self.source.mentions(terms)) as stream:
            async for arrival in stream:
                self.arrived.append(arrival)

    async def until(self, true: Callable[[], object]) -> None:
        """Return once it is true; whatever stopped the source is raised."""
        async with asyncio.timeout(15):
            while not true():
                assert self.running is not None
                if self.running.done():
                    self.running.result()
                await asyncio.sleep(0.005)

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.arrived if isinstance(one, Mention)]

    @property
    def mentions(self) -> list[Mention]:
        return [one for one in self.arrived if isinstance(one, Mention)]

    @property
    def gaps(self) -> list[Gap]:
        """But for the time before it was read at all."""
        return [one for one in self.arrived if isinstance(one, Gap) and one.from_us]

    @property
    def seconds(self) -> list[CountedSecond]:
        return [one for one in self.arrived if isinstance(one, CountedSecond)]

    @property
    def phases(self) -> list[Phase]:
        return [one.phase for one in self.states]

    @property
    def states(self) -> list[SourceState]:
        return [one for one in self.arrived if isinstance(one, SourceState)]

    async def open(self, times: int = 1) -> None:
        """Return once it has been live that often."""
        await self.until(lambda: self.phases.count(Phase.LIVE) >= times)


@asynccontextmanager
async def working(source: Source, *terms: WatchTerm) -> AsyncIterator[Listening]:
    """The source while the block runs."""
    here = Listening(source)
    here.running = asyncio.create_task(here.run(terms))
    try:
        yield here
    finally:
        here.running.cancel()
        await asyncio.gather(here.running, return_exceptions=True)


def term(*phrases: str, slug: str = "", **more: object) -> WatchTerm:
    """A watch term of the group event."""
    name = slug or phrases[0]
    return WatchTerm(name, name, "event", phrases, **more)  # type: ignore[arg-type]
