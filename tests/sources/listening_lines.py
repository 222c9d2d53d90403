"""Lines in a test: who writes them, and what arrives, one after another."""

import asyncio
import os
from collections.abc import AsyncGenerator
from pathlib import Path

from controlroom.clock import ManualClock, SystemClock
from controlroom.sources.base import Option
from controlroom.sources.lines import Lines
from controlroom.sources.mention import Arrival, Phase, SourceState
from tests.sources.receiving import told

DEADLINE_S = 30.0


def lines(clock: ManualClock | None = None, **options: Option) -> Lines:
    return Lines(options, clock or SystemClock())


def following(path: Path, **options: Option) -> Lines:
    return lines(file=str(path), **options)


async def next_told(stream: AsyncGenerator[Arrival, None], count: int) -> list[Arrival]:
    got: list[Arrival] = []
    async with asyncio.timeout(DEADLINE_S):
        while len(got) < count:
            arrival = await anext(stream)
            got += told([arrival])
    return got


async def next_state(stream: AsyncGenerator[Arrival, None], phase: Phase) -> SourceState:
    async with asyncio.timeout(DEADLINE_S):
        async for arrival in stream:
            if isinstance(arrival, SourceState) and arrival.phase is phase:
                return arrival
    raise AssertionError("the stream ended")


class Writer:
    """Appends to a file as another program does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, *chunks: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(b"".join(chunks))


class PipeIn:
    """A pipe whose reading end stands for standard input."""

    def __init__(self) -> None:
        self.end, self._into = os.pipe()

    def write(self, *chunks: bytes) -> None:
        os.write(self._into, b"".join(chunks))

    def close(self) -> None:
        if self._into >= 0:
            os.close(self._into)
            self._into = -1
