"""Going LIVE, or back to it, against what happens meanwhile: sleep, HOLD, a disk that fails."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from controlroom.channels.base import Standing
from controlroom.errors import Refused
from controlroom.event.edits import MarkMoment
from controlroom.event.room_state import RoomState
from controlroom.room.door_orders import answer
from controlroom.room.door_visit import Line, Premises, Wish
from controlroom.store.room_rows import RoomRow
from tests.room.still_room import StillRoom
from tests.room.test_board import HOUR, BoardRoom
from tests.support.waiting import eventually


@contextmanager
def slow_disk(room: StillRoom) -> Iterator[None]:
    """While the block runs nothing that is to be written down is."""
    begun, goes_on = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        goes_on.wait(30)

    waiting = room.opened.submit(room.opened.thread.run(wait))
    assert begun.wait(10)
    try:
        yield
    finally:
        goes_on.set()
        waiting.result(10)


@contextmanager
def slow_board(desk: BoardRoom) -> Iterator[None]:
    """While the block runs the board is being made: X does not answer yet."""
    way, goes_on = desk.ways("x"), asyncio.Event()

    async def test() -> Standing:
        await goes_on.wait()
        return Standing(way.handle, way.handle, renews=True)

    async def go_on() -> None:
        goes_on.set()

    before, way.test = way.test, test  # type: ignore[method-assign]
    try:
        yield
    finally:
        desk._submit(go_on())
        way.test = before  # type: ignore[method-assign]


def row(room: StillRoom) -> RoomRow | None:
    store = room.opened.thread.store
    return room._submit(room.opened.thread.run(store.rooms.load, room.room.event.slug))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[BoardRoom]:
    with BoardRoom(tmp_path / "data", at_s=-30 * HOUR) as room:
        yield room


@pytest.mark.parametrize("order", ["go_live", "release_hold"])
def test_sleep_while_live_is_written_down_ends_in_hold(prep: StillRoom, order: str) -> None:
    if order == "release_hold":
        prep.order("go_live")
        prep.order("hold")
    with slow_disk(prep):
        going = prep.room.order(order, {})
        eventually(lambda: RoomState.LIVE in prep.room._opening)
        prep.slept += 1_200
        woken = prep.opened.submit(prep.room.heed_sleep())
        eventually(lambda: prep.room._holds)
    going.result(30)
    assert woken.result(30)
    prep.settle()
    assert prep.view.state is RoomState.HOLD
    assert prep.view.held_from is RoomState.LIVE
    assert prep.room.night.posting.wire.closed
    known = row(prep)
    assert known is not None
    assert known.state is RoomState.HOLD


@pytest.mark.parametrize("looked", [True, False])
def test_sleep_while_the_board_is_made_calls_live_off(desk: BoardRoom, looked: bool) -> None:
    """The computer sleeps for a minute; whether or not somebody looks before the board is there."""
    desk.clear_the_way()
    desk.pass_time(660)
    with slow_board(desk):
        going = desk.room.order("go_live", {})
        eventually(lambda: desk.room.board_progress() is not None)
        desk.slept += 60
        if looked:
            desk.look_for_sleep()
    with pytest.raises(Refused, match="slept"):
        going.result(30)
    assert desk.room.state is RoomState.PREP
    desk.look_for_sleep()
    desk.order("go_live")
    assert desk.room.state is RoomState.LIVE


def test_an_event_that_changed_while_the_board_was_made_is_not_live(desk: BoardRoom) -> None:
    desk.clear_the_way()
    desk.pass_time(660)
    with slow_board(desk):
        going = desk.room.order("go_live", {})
        eventually(lambda: desk.room.board_progress() is not None)
        moment = desk.room.event.moments[0].slug
        desk._submit(desk.room.edit(MarkMoment(moment, desk.clock.now())))
    with pytest.raises(Refused, match="changed"):
        going.result(30)
    assert desk.room.state is RoomState.PREP


# What cannot be written down


def fails_on(room: StillRoom, kind: str) -> Callable[[], None]:
    """Make the disk full for lines of one kind; what empties it again."""
    log = room.opened.thread.store.as_run
    append = log.append

    def full(which: str, **told: object) -> object:
        if which == kind:
            raise OSError(28, "No space left on device")
        return append(which, **told)  # type: ignore[arg-type]

    log.append = full  # type: ignore[method-assign, assignment]
    return lambda: setattr(log, "append", append)


@pytest.mark.parametrize("begin", [(), ("go_live", "hold")])
def test_a_live_that_cannot_be_written_down_is_none(prep: StillRoom, begin: tuple[str]) -> None:
    for command in begin:
        prep.order(command)
    before, state = row(prep), prep.view.state
    empty = fails_on(prep, "state")
    order = "release_hold" if begin else "go_live"
    with pytest.raises(OSError, match="No space"):
        prep.order(order)
    assert prep.view.state is state
    assert prep.room.night.posting.wire.closed
    assert row(prep) == before
    empty()
    prep.order(order)
    assert prep.view.state is RoomState.LIVE
    assert not prep.room.night.posting.wire.closed


@pytest.mark.parametrize("kind", ["state", "hold"])
def test_a_hold_that_cannot_be_written_down_holds_all_the_same(live: StillRoom, kind: str) -> None:
    """And the row does not say what the log does not."""
    empty = fails_on(live, kind)
    with pytest.raises(OSError, match="No space"):
        live.order("hold")
    assert live.view.state is RoomState.HOLD
    assert live.room.night.posting.wire.closed
    known = row(live)
    assert known is not None
    assert known.state is RoomState.LIVE
    empty()
    live.order("release_hold")
    assert live.view.state is RoomState.LIVE


def test_a_rehearsal_that_cannot_be_written_down_does_not_begin(prep: StillRoom) -> None:
    empty = fails_on(prep, "rehearsal")
    with pytest.raises(OSError, match="No space"):
        prep.order("rehearse")
    assert prep.view.state is RoomState.PREP
    assert not prep.room.night.simulated
    empty()
    prep.order("rehearse")
    assert prep.view.state is RoomState.REHEARSAL


# HOLD from PREP, by a command: a LIVE that never passed the board


class Silent:
    """Whoever ordered it does not listen, and is asked nothing."""

    async def tell(self, line: Line) -> None:
        assert line["kind"] == "state"

    async def ask(self, name: str, line: Line) -> str:
        raise AssertionError(name)

    def open_page(self, address: str) -> None:
        raise AssertionError(address)


def hold_by_command(desk: StillRoom) -> None:
    opened = desk.opened
    premises = Premises(opened.thread, opened.tools, opened.room, opened.ways)
    assert desk._submit(answer(premises, Wish({"call": "hold"}), Silent())) == 0
    desk.settle()
    assert desk.view.state is RoomState.HOLD


def test_release_to_a_live_that_never_passed_the_board_asks_it(tmp_path: Path) -> None:
    with BoardRoom(tmp_path / "data", at_s=-30 * HOUR) as desk:
        hold_by_command(desk)
        assert "NO-GO" in desk.refused("release_hold")
        assert desk.view.state is RoomState.HOLD
        assert desk.view.board is not None
    with BoardRoom(tmp_path / "data", at_s=-30 * HOUR + 60) as desk:
        assert desk.view.state is RoomState.HOLD
        assert "NO-GO" in desk.refused("release_hold")
        for line in desk.lines_now():
            if line.stops:
                desk.order("board_override", line=line.key, reason="on purpose")
        desk.order("release_hold")
        assert desk.view.state is RoomState.LIVE
    with BoardRoom(tmp_path / "data", at_s=-28 * HOUR) as desk:
        # It is the same LIVE: who releases HOLD in it need not ask for it again.
        assert desk.view.state is RoomState.HOLD
        desk.order("release_hold")
        assert desk.view.state is RoomState.LIVE


def test_such_a_hold_can_always_be_wrapped(desk: BoardRoom) -> None:
    hold_by_command(desk)
    assert desk.refused("release_hold")
    desk.order("wrap")
    assert desk.view.state is RoomState.WRAP


def test_the_board_of_the_last_night_is_not_that_of_this_one(desk: BoardRoom) -> None:
    desk.ways("x").out = True
    desk.clear_the_way()
    desk.order("go_live")

    async def wrap_it() -> None:
        # As a command does it: nobody looks at the night in between.
        await desk.room.go(RoomState.WRAP)
        await desk.room.go(RoomState.PREP)
        await desk.room.live_for_a_command()
        await desk.room.hold("command")

    desk._submit(wrap_it())
    desk.settle()
    assert "session has ended" in desk.refused("release_hold")


def test_hold_ordered_again_while_release_asks_the_board_stands(desk: BoardRoom) -> None:
    hold_by_command(desk)
    desk.check()
    for line in desk.lines_now():
        if line.stops:
            desk.order("board_override", line=line.key, reason="on purpose")
    desk.pass_time(660)
    with slow_board(desk):
        releasing = desk.room.order("release_hold", {})
        eventually(lambda: desk.room.board_progress() is not None)
        desk.refused("hold")
    with pytest.raises(Refused, match="HOLD was ordered"):
        releasing.result(30)
    desk.settle()
    assert desk.view.state is RoomState.HOLD
    assert desk.room.night.posting.wire.closed
