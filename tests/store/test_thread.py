"""The store's own thread: in order, errors come back, nothing asked for is dropped."""

import asyncio
import threading
from pathlib import Path

import pytest

from controlroom.errors import Unusable, WrongInput
from controlroom.store.open import open_store
from controlroom.store.thread import StoreThread
from tests.event.test_edits import an_event
from tests.store.places import Place


async def test_work_is_done_elsewhere_and_in_order(place: Place) -> None:
    desk = StoreThread(place.open)
    try:
        append = desk.store.as_run.append
        await asyncio.gather(
            *(desk.run(append, "note", event="night", at=at, rehearsal=False) for at in range(20))
        )
        lines = await desk.run(desk.store.as_run.read, "night")
        assert [line.at for line in lines] == list(range(20))
        assert await desk.run(threading.get_ident) != threading.get_ident()
    finally:
        desk.close()


async def test_errors_come_back_and_the_thread_goes_on(place: Place) -> None:
    desk = StoreThread(place.open)
    try:
        with pytest.raises(WrongInput):
            await desk.run(desk.store.events.load_event, "gala")
        assert await desk.run(desk.store.events.save_event, an_event()) == an_event()
    finally:
        desk.close()


async def test_what_was_asked_for_is_done_even_if_nobody_waits(place: Place) -> None:
    desk = StoreThread(place.open)
    held_up, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def hold_up() -> None:
        loop.call_soon_threadsafe(held_up.set)
        go_on.wait()

    first = asyncio.create_task(desk.run(hold_up))
    second = asyncio.create_task(desk.run(desk.store.settings.put, "hold", "on"))
    await held_up.wait()
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    go_on.set()
    await first
    assert await desk.run(desk.store.settings.get, "hold") == "on"
    desk.close()


async def test_closing_finishes_gives_the_folder_back_and_may_repeat(tmp_path: Path) -> None:
    desk = StoreThread(lambda: open_store(tmp_path))
    waiting = asyncio.create_task(desk.run(desk.store.settings.put, "a", 1))
    await asyncio.sleep(0)  # it is handed over
    desk.close()
    desk.close()
    await waiting
    with open_store(tmp_path) as store:
        assert store.settings.get("a") == 1
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("store")]


def test_a_store_that_cannot_be_opened_says_so_and_leaves_no_thread(tmp_path: Path) -> None:
    with open_store(tmp_path), pytest.raises(Unusable, match="already open"):
        StoreThread(lambda: open_store(tmp_path))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("store")]
