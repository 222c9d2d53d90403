"""Reading a source in a test: what arrives, until there is enough of it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, aclosing

from controlroom.sources.base import Source
from controlroom.sources.mention import Arrival, Bad, Gap, Mention, SourceState

DEADLINE_S = 30.0


def reading(source: Source) -> AbstractAsyncContextManager[AsyncGenerator[Arrival, None]]:
    """Its arrivals, closed when the block ends."""
    return aclosing(source.mentions(()))


async def until(source: Source, enough: Callable[[list[Arrival]], bool]) -> list[Arrival]:
    """What arrives until ``enough`` says so."""
    arrived: list[Arrival] = []
    async with asyncio.timeout(DEADLINE_S), reading(source) as stream:
        async for arrival in stream:
            arrived.append(arrival)
            if enough(arrived):
                break
    return arrived


async def receive(source: Source, count: int) -> list[Arrival]:
    """What arrives until so many other things than states did."""
    return await until(source, lambda all_: len(told(all_)) >= count)


def told(arrived: Iterable[Arrival]) -> list[Arrival]:
    """Everything but states, and the time before it was read at all."""
    return [one for one in arrived if not isinstance(one, SourceState) and not before(one)]


def before(arrival: Arrival) -> bool:
    """Whether it is the gap that says from when on a source was read."""
    return isinstance(arrival, Gap) and not arrival.from_us


def texts(arrived: Iterable[Arrival]) -> list[str]:
    """What the mentions say."""
    return [one.text for one in arrived if isinstance(one, Mention)]


def bads(arrived: Iterable[Arrival]) -> list[str]:
    """Why what could not be read could not be."""
    return [one.why for one in arrived if isinstance(one, Bad)]


def states(arrived: Iterable[Arrival]) -> list[SourceState]:
    """How the source said it was doing."""
    return [one for one in arrived if isinstance(one, SourceState)]
