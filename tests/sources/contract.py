"""What every way in must do, whatever its network: one case after another on a rig.

A plug-in's tests make a ``Rig`` around their source and its simulated network and run ``CASES`` on
it, leaving out those they give a reason for. The cases themselves stand in ``contract_counting``
and ``contract_standing``.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Protocol

from controlroom.clock import Clock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.intake import Intake
from controlroom.sources.base import Option, Source
from controlroom.sources.mention import (
    Arrival,
    Bad,
    CountedSecond,
    Deleted,
    Gap,
    Mention,
    Phase,
    SourceState,
)

TERM = WatchTerm("lights", "Lights", "event", ("lights",))
DEADLINE_S = 20.0
LOOK_EVERY_S = 0.005


class Rig(Protocol):
    """A source and its network, whose posts are told apart by their texts.

    ``name``: what its mentions and states carry. ``tells_again``: what was said while nobody
    listened still comes (else a gap is told). ``listeners``: connections or readers the network has
    at this moment.
    """

    key: str
    name: str
    clock: Clock
    tells_again: bool

    def source(self) -> Source:
        """One at this network."""

    def again(self, options: Mapping[str, Option]) -> Source:
        """Another run, with what ``resume`` said."""

    @property
    def listeners(self) -> int: ...

    async def say(self, *texts: str) -> None:
        """New posts, of now. The network keeps them, if it keeps any."""

    async def repeat(self, *texts: str) -> None:
        """The network says these once more, as it said them first, in this order."""

    async def delete(self, text: str) -> None:
        """The author takes a post back."""

    async def garble(self) -> int:
        """The network says what cannot be read: how many such things."""

    async def cut(self) -> None:
        """All connections break, or the file is another; new ones are welcome."""

    async def go(self) -> None:
        """Connections end and no more are accepted."""

    async def come_back(self) -> None:
        """New connections are accepted again."""

    async def refuse(self) -> str:
        """The next connections are refused, and the present ones end: the network's words."""


class Ear:
    """A source at work, everything it has brought, and what a real intake counted of it."""

    def __init__(self, rig: Rig, intake: Intake | None = None) -> None:
        self.arrived: list[Arrival] = []
        self.intake = intake or Intake((TERM,), rig.clock)
        self._name = rig.name
        self._count = 0

    async def listen(self, source: Source) -> None:
        """Take in what comes until the feed ends."""
        async with aclosing(source.mentions((TERM,))) as stream:
            async for arrival in stream:
                self.arrived.append(arrival)
                self._take(arrival)

    @property
    def count(self) -> int:
        """What the intake has counted."""
        _, increments = self.intake.lane(self._name).tally.take(self.intake.columns, 1 << 30)
        self._count += int(increments[0].sum())
        return self._count

    @property
    def mentions(self) -> list[Mention]:
        """Those that came one by one, and those behind seconds that others counted."""
        behind = [one.samples for one in self.arrived if isinstance(one, CountedSecond)]
        return [*self.of(Mention), *(one for samples in behind for one in samples)]

    @property
    def texts(self) -> list[str]:
        """What the mentions said, each as often as it came."""
        return [one.text for one in self.mentions]

    @property
    def states(self) -> list[SourceState]:
        """How the source said it was doing."""
        return self.of(SourceState)

    @property
    def phases(self) -> list[Phase]:
        """The same, in short."""
        return [one.phase for one in self.states]

    def of(self, kind: type) -> list:  # type: ignore[type-arg]
        """What came of one kind."""
        return [one for one in self.arrived if isinstance(one, kind)]

    def heard(self, texts: Sequence[str]) -> bool:
        """Whether all of these have come."""
        return set(texts) <= set(self.texts)

    def _take(self, arrival: Arrival) -> None:
        match arrival:
            case Mention():
                self.intake.mention(arrival)
            case Deleted():
                self.intake.deleted(arrival)
            case Gap():
                self.intake.gap(arrival)
            case CountedSecond():
                self.intake.counted(arrival, self._name)
            case Bad() | SourceState():
                pass


Case = Callable[[Rig], Awaitable[None]]
CASES: dict[str, Case] = {}


def case(told: Case) -> Case:
    """Put it in the table."""
    CASES[told.__name__] = told
    return told


def said(count: int, first: int = 0) -> list[str]:
    """So many different posts that are watched for."""
    return [f"the lights are out {number}" for number in range(first, first + count)]


async def until(true: Callable[[], object], running: "asyncio.Task[None] | None" = None) -> None:
    """Return once it is true; whatever stopped ``running`` before is raised."""
    async with asyncio.timeout(DEADLINE_S):
        while not true():
            if running is not None and running.done():
                running.result()
            await asyncio.sleep(LOOK_EVERY_S)


@asynccontextmanager
async def listening(
    rig: Rig, source: Source | None = None, intake: Intake | None = None
) -> AsyncIterator[Ear]:
    """A source at work, live and heard by its network; ended with the block."""
    ear = Ear(rig, intake)
    running = asyncio.create_task(ear.listen(source or rig.source()))
    try:
        await until(lambda: rig.listeners and Phase.LIVE in ear.phases, running)
        yield ear
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
