"""Clocks: the night's may run fast, and a manual one moves only when told."""

import asyncio
import itertools
import pickle

from hypothesis import given
from hypothesis import strategies as st

from controlroom import clock as clocks
from controlroom.clock import MICROS, ManualClock, NightClock, SystemClock

START = 1_359_930_000 * MICROS


def test_the_computers_clock_tells_utc_and_does_not_jump() -> None:
    clock = SystemClock()
    before, after = clock.now(), clocks.wall_micros()
    assert 0 <= after - before < 60 * MICROS
    assert clock.monotonic() <= clock.monotonic()


async def test_nobody_waits_for_a_negative_time() -> None:
    await SystemClock().sleep(-5)
    await NightClock.starting_at(START, 10).sleep(-5)
    await ManualClock(START).sleep(-5)


def test_a_fast_night_is_as_much_faster_as_it_says() -> None:
    clock = NightClock(START, origin=0.0, speed=1.0)
    fast = NightClock(START, origin=0.0, speed=10.0)
    slow_s, fast_s = clock.monotonic(), fast.monotonic()
    assert fast_s >= 10 * slow_s
    assert abs(fast.now() - START - int(fast.monotonic() * MICROS)) < 60 * MICROS


def test_another_process_reads_the_same_night() -> None:
    clock = NightClock.starting_at(START, 4.0)
    assert pickle.loads(pickle.dumps(clock)) == clock


@given(st.lists(st.floats(0, 10_000), max_size=20))
def test_a_manual_clock_shows_the_sum_of_what_it_was_told(parts: list[float]) -> None:
    clock = ManualClock(START)
    for part in parts:
        clock.advance(part)
    assert abs(clock.now() - START - sum(parts) * MICROS) <= len(parts)
    assert clock.monotonic() == (clock.now() - START) / MICROS


@given(st.floats(0.000_001, 100))
def test_one_step_of_just_the_length_of_a_sleep_ends_it(seconds: float) -> None:
    async def sleeps() -> bool:
        clock = ManualClock(START)
        sleeping = asyncio.create_task(clock.sleep(seconds))
        await asyncio.sleep(0)
        clock.advance(seconds)
        for _ in range(3):
            await asyncio.sleep(0)
        woken = sleeping.done()
        sleeping.cancel()
        await asyncio.gather(sleeping, return_exceptions=True)
        return woken

    assert asyncio.run(sleeps())


async def test_sleepers_wake_in_their_order_and_not_before() -> None:
    clock = ManualClock(START)
    woken: list[int] = []

    async def sleep(seconds: int) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    sleepers = [asyncio.create_task(sleep(seconds)) for seconds in (3, 1, 2)]
    seen = []
    for _ in range(4):
        await asyncio.sleep(0)
        clock.advance(1)
        for _ in range(3):
            await asyncio.sleep(0)
        seen.append(tuple(woken))
    await asyncio.gather(*sleepers)
    assert seen == [(1,), (1, 2), (1, 2, 3), (1, 2, 3)]


def test_gestures_are_real_seconds() -> None:
    times = [clocks.gesture_seconds() for _ in range(100)]
    assert all(earlier <= later for earlier, later in itertools.pairwise(times))
