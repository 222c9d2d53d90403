"""The rig for seconds that somebody else has counted: a night that is said as it goes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from controlroom.clock import MICROS, SystemClock
from controlroom.sources.base import Option, Source
from controlroom.sources.counted import Counted

BEFORE_S = 5
LONG_S = 600


@dataclass(frozen=True)
class Said:
    id: str
    time_us: int
    text: str
    author: str = "me"


@dataclass
class Second:
    any: int = 0
    terms: dict[str, int] = field(default_factory=dict)
    samples: list[Said] = field(default_factory=list)


class SaidNight:
    """What has been said so far, for the source to count on."""

    seconds: ClassVar[defaultdict[int, Second]] = defaultdict(Second)

    def __init__(self, start_us: int) -> None:
        self.start_us = start_us
        self.end_us = start_us + LONG_S * MICROS

    def second(self, t_us: int, samples: int) -> Second:
        return self.seconds[t_us // MICROS]


class CountedRig:
    """Counted seconds. Nothing is said on any wire."""

    key = "counted"
    name = "night"
    tells_again = True
    listeners = 1

    def __init__(self) -> None:
        self.clock = SystemClock()
        SaidNight.seconds = defaultdict(Second)
        self._start_us = self.clock.now() - BEFORE_S * MICROS

    def source(self) -> Source:
        night = f"{SaidNight.__module__}:{SaidNight.__name__}"
        arguments = {"start_us": self._start_us}
        return self.again({"name": self.name, "night": night, "arguments": arguments})

    def again(self, options: Mapping[str, Option]) -> Source:
        return Counted(options, self.clock)

    async def say(self, *texts: str) -> None:
        for text in texts:
            # A second that is not over yet, so that nobody has played it.
            time_us = self.clock.now()
            second = SaidNight.seconds[time_us // MICROS]
            second.any += 1
            second.samples.append(Said(f"{time_us}-{len(second.samples)}", time_us, text))

    async def repeat(self, *texts: str) -> None:
        raise NotImplementedError

    async def delete(self, text: str) -> None:
        raise NotImplementedError

    async def garble(self) -> int:
        raise NotImplementedError

    async def cut(self) -> None:
        raise NotImplementedError

    async def go(self) -> None:
        raise NotImplementedError

    async def come_back(self) -> None:
        raise NotImplementedError

    async def refuse(self) -> str:
        raise NotImplementedError
