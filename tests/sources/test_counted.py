import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from controlroom.clock import MICROS, ManualClock
from controlroom.sources.counted import Counted
from controlroom.sources.mention import Arrival, CountedSecond

START_US = 1_359_934_000 * MICROS


@dataclass
class Said:
    id: str
    time_us: int
    text: str
    author: str


@dataclass
class Second:
    any: int
    terms: dict[str, int]
    samples: tuple[Said, ...]


class TenMinutes:
    """A night in which second n has n mentions."""

    def __init__(self, seconds: int = 600) -> None:
        self.start_us = START_US
        self.end_us = START_US + seconds * MICROS

    def second(self, t_us: int, samples: int) -> Second:
        number = (t_us - START_US) // MICROS
        said = (Said(str(number), t_us, "power", "me"),) if samples else ()
        return Second(number, {"power": number}, said)


NIGHT = f"{__name__}:TenMinutes"


async def seconds(stream: AsyncGenerator[Arrival, None], count: int) -> list[CountedSecond]:
    played: list[CountedSecond] = []
    while len(played) < count:
        arrival = await anext(stream)
        if isinstance(arrival, CountedSecond):
            played.append(arrival)
    return played


async def test_the_night_so_far_comes_at_once_and_then_each_second_in_its_time() -> None:
    clock = ManualClock(START_US + 400 * MICROS)
    source = Counted({"night": NIGHT}, clock)
    async with asyncio.timeout(10), aclosing(source.mentions(())) as stream:
        past = await seconds(stream, 400)
        assert [one.any for one in past] == list(range(400))
        following = asyncio.ensure_future(seconds(stream, 2))
        await asyncio.sleep(0)
        clock.advance(0.9)
        await asyncio.sleep(0)
        assert not following.done()
        clock.advance(1.2)
        assert [one.any for one in await following] == [400, 401]


async def test_only_the_last_minutes_of_the_past_bring_samples() -> None:
    source = Counted({"night": NIGHT}, ManualClock(START_US + 400 * MICROS))
    async with asyncio.timeout(10), aclosing(source.mentions(())) as stream:
        past = await seconds(stream, 400)
    assert not past[0].samples
    assert past[-1].samples[0].text == "power"
    assert past[-1].samples[0].source == "counted"


async def test_it_ends_with_the_night_and_goes_on_after_a_restart() -> None:
    clock = ManualClock(START_US + 600 * MICROS)
    source = Counted({"night": NIGHT, "arguments": {"seconds": 50}}, clock)
    async with asyncio.timeout(10), aclosing(source.mentions(())) as stream:
        first = await seconds(stream, 20)
    again = Counted(source.resume(), clock)
    async with asyncio.timeout(10), aclosing(again.mentions(())) as stream:
        rest = [one async for one in stream if isinstance(one, CountedSecond)]
    assert [one.any for one in first + rest] == list(range(50))
