"""The engine: a loop in a thread of its own, that ends when it is told to."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from controlroom.engine import Engine
from tests.hygiene.records import Expect


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    made.start()
    yield made
    assert made.stop()


async def where() -> str:
    return threading.current_thread().name


async def fail() -> None:
    raise ValueError("it went wrong")


def test_work_is_done_in_the_engines_thread(engine: Engine) -> None:
    assert engine.submit(where()).result(5) == "engine"


def test_what_work_raises_comes_back_to_who_asked(engine: Engine) -> None:
    with pytest.raises(ValueError, match="it went wrong"):
        engine.submit(fail()).result(5)
    assert engine.submit(where()).result(5) == "engine"


def test_work_runs_side_by_side(engine: Engine) -> None:
    async def meet(mine: asyncio.Event, other: asyncio.Event) -> bool:
        mine.set()
        await other.wait()
        return True

    async def events() -> tuple[asyncio.Event, asyncio.Event]:
        return asyncio.Event(), asyncio.Event()

    one, other = engine.submit(events()).result(5)
    first, second = engine.submit(meet(one, other)), engine.submit(meet(other, one))
    assert first.result(5)
    assert second.result(5)


def test_before_the_start_nothing_is_taken() -> None:
    engine = Engine()
    with pytest.raises(RuntimeError, match="not been started"):
        engine.submit(where())
    assert engine.stop()


def test_the_end_cancels_what_still_runs_and_lets_it_clean_up() -> None:
    engine, cleaned = Engine(), threading.Event()
    engine.start()

    async def run() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    begun = threading.Event()
    running = engine.submit(run())
    assert begun.wait(5)
    assert engine.stop()
    assert cleaned.is_set()
    assert running.cancelled()


def test_it_may_be_stopped_twice_and_takes_no_work_after() -> None:
    engine = Engine()
    engine.start()
    assert engine.stop()
    assert engine.stop()
    with pytest.raises(RuntimeError):
        engine.submit(where())


def test_work_that_does_not_give_way_is_told() -> None:
    engine, go_on = Engine(), threading.Event()
    engine.start()

    async def blocks() -> None:
        go_on.wait()

    blocking = engine.submit(blocks())
    assert not engine.stop(timeout=0.05)
    go_on.set()
    assert engine.stop()
    assert blocking.done()


def test_what_nobody_waits_for_is_logged(engine: Engine, expected_logs: Expect) -> None:
    expected_logs("a callback broke|Exception in callback")

    async def break_something() -> None:
        asyncio.get_running_loop().call_soon(_raise)

    engine.submit(break_something()).result(5)
    engine.submit(where()).result(5)


def _raise() -> None:
    raise ValueError("a callback broke")
