"""Waiting for the night's time, for a stop, or for whichever comes first."""

import asyncio
from collections.abc import Iterator
from typing import Any

from controlroom.clock import Clock


async def wait(
    clock: Clock,
    seconds: float,
    *stops: asyncio.Event,
    work: "asyncio.Task[Any] | None" = None,
) -> bool:
    """Wait for ``seconds`` of the night, for any of ``stops``, or until ``work`` is done, which
    goes on. True when a stop is set."""
    if not any(stop.is_set() for stop in stops):
        waits: list[asyncio.Task[Any]] = [asyncio.create_task(clock.sleep(seconds))]
        waits += [asyncio.create_task(stop.wait()) for stop in stops]
        try:
            await asyncio.wait(
                waits if work is None else [*waits, work], return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for one in waits:
                one.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
    return any(stop.is_set() for stop in stops)


def pauses() -> Iterator[float]:
    """Seconds between two questions to a network whose answer matters: soon at first, then for as
    long as the room is open."""
    yield from (0.5, 2.0, 5.0, 10.0)
    yield from [20.0] * 40
    yield from [60.0] * 45
    while True:
        yield 300.0
