"""Seconds that somebody else has counted: the bundled night's reconstruction, on its own clock.

First the night so far, as fast as it can be made; then each second when the clock has passed it.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import Any, ClassVar, Protocol

from controlroom.clock import MICROS, Clock
from controlroom.event.watch import WatchTerm
from controlroom.messages import message
from controlroom.plugins import load_named
from controlroom.sources.base import API, Option
from controlroom.sources.mention import Arrival, CountedSecond, Mention, Phase, SourceState

BREATHE_EVERY = 50
# Samples are read for what rises now; older ones would be made only to be thrown away.
# Those of a second just past are all wanted: terms the night does not count are counted in them.
SAMPLES = ((2, 2_000), (180, 100))


class Written(Protocol):
    """One text of the night."""

    id: str
    time_us: int
    text: str
    author: str


class NightSecond(Protocol):
    """One second of the night: ``any`` each mention once, ``terms`` by slug."""

    any: int
    terms: Mapping[str, int]
    samples: Iterable[Written]


class Night(Protocol):
    """What the source plays: the same seconds each time it is asked. Times in UTC µs."""

    start_us: int
    end_us: int

    def second(self, t_us: int, samples: int) -> NightSecond:
        """The second that starts at ``t_us``, with at most so many of its texts."""


class Counted:
    """A night of counts and sample texts.

    Options: ``night`` (``module:callable`` that makes a ``Night``; loaded here, in the collector's
    process), ``arguments`` (for that callable, by name), ``from_us`` (begin later than the night).
    """

    api: ClassVar[int] = API
    key: ClassVar[str] = "counted"
    title: ClassVar[str] = "Rehearsal"

    def __init__(self, options: Mapping[str, Option], clock: Clock) -> None:
        arguments: Any = options.get("arguments", {})
        self._night: Night = load_named(str(options["night"]))(**arguments)
        self._options = options
        self._name = str(options.get("name") or self.key)
        self._clock = clock
        begin: Any = options.get("from_us", 0)
        self._next_us = max(_second_up(self._night.start_us), _second_up(int(begin)))

    def resume(self) -> Mapping[str, Option]:
        """The same night, from the second after the last one played."""
        return {**self._options, "from_us": self._next_us}

    async def mentions(self, terms: tuple[WatchTerm, ...]) -> AsyncGenerator[Arrival, None]:
        """Counted seconds up to the night's end."""
        yield SourceState(self._name, Phase.LIVE, message("source.live"))
        played = 0
        while self._next_us + MICROS <= self._night.end_us:
            behind_us = self._clock.now() - (self._next_us + MICROS)
            if behind_us < 0:
                await self._clock.sleep(-behind_us / MICROS)
                continue
            wanted = next((most for s, most in SAMPLES if behind_us < s * MICROS), 0)
            second = self._play(self._next_us, wanted)
            self._next_us += MICROS
            yield second
            played += 1
            if played % BREATHE_EVERY == 0:
                await asyncio.sleep(0)

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """Everything comes anyway."""

    def _play(self, t_us: int, samples: int) -> CountedSecond:
        second = self._night.second(t_us, samples)
        said = tuple(self._mention(one) for one in second.samples)
        return CountedSecond(t_us // MICROS, second.any, second.terms, said)

    def _mention(self, one: Written) -> Mention:
        return Mention(one.id, one.time_us, one.text, one.author, self._name)


def _second_up(t_us: int) -> int:
    """The first whole second at or after ``t_us``."""
    return -(-t_us // MICROS) * MICROS
