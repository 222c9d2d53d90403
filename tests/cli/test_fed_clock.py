"""The clock of ``rehearse --headless``: a night that waits for its feed."""

from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue

from controlroom.clock import MICROS
from controlroom.rehearsal.fed_clock import FedClock
from tests.support.waiting import eventually

START = 1_359_941_760 * MICROS
FAST = 10_000.0
AHEAD_S = 3_000


def test_it_stands_until_its_feed_has_read_what_came_before() -> None:
    clock = FedClock(START, FAST)
    clock.fed(START - 600 * MICROS)
    assert [clock.now() for _ in range(100)] == [START] * 100
    clock.fed(START)
    eventually(lambda: clock.now() > START)


def test_it_waits_for_a_feed_that_lags_and_goes_on_without_a_leap() -> None:
    clock = FedClock(START, FAST)
    clock.fed(START)
    eventually(lambda: clock.now() == START + AHEAD_S * MICROS)
    assert clock.now() == START + AHEAD_S * MICROS
    clock.fed(START + 100_000 * MICROS)
    assert clock.now() < START + 100_000 * MICROS
    eventually(lambda: clock.now() == START + (100_000 + AHEAD_S) * MICROS)


def test_it_goes_on_by_itself_when_there_is_no_feed() -> None:
    clock = FedClock(START, FAST)
    clock.fed(float("inf"))
    eventually(lambda: clock.now() > START + AHEAD_S * MICROS)


def _tell(clock: FedClock, told: "SimpleQueue[int]") -> None:
    told.put(eventually(lambda: clock.now() - START))


def test_another_process_has_the_same_night() -> None:
    clock, spawn = FedClock(START, FAST), get_context("spawn")
    told: SimpleQueue[int] = spawn.SimpleQueue()
    other = spawn.Process(target=_tell, args=(clock, told))
    other.start()
    try:
        clock.fed(START)
        assert 0 < told.get() <= clock.now() - START
    finally:
        other.join(30)
        told.close()
        other.close()


async def test_sleep_lasts_until_the_night_has_come_so_far() -> None:
    clock = FedClock(START, FAST)
    clock.fed(START)
    await clock.sleep(500)
    assert clock.now() >= START + 500 * MICROS
