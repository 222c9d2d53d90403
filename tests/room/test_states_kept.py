"""HOLD against what else moves the room, and what of it a restart brings back."""

import asyncio
from pathlib import Path

import pytest

from controlroom.errors import Refused, WrongInput
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, english, message
from controlroom.room.opening import OpenRoom, Plan
from tests.room.still_room import StillRoom


def ticks(room: StillRoom) -> list[bool]:
    assert room.view.hold is not None
    return [row.done for row in room.view.hold.also_stop]


async def both(room: StillRoom, first: str, second: str) -> list[BaseException | None]:
    """Order one in the very tick after the other, before it is written down."""
    orders = [
        asyncio.ensure_future(room.room.carry_out(first, {})),
        asyncio.ensure_future(room.room.carry_out(second, {})),
    ]
    return await asyncio.gather(*orders, return_exceptions=True)


def test_hold_right_after_release_stands(live: StillRoom) -> None:
    live.stage("record")
    live.take()
    live.order("hold")
    assert live._submit(both(live, "release_hold", "hold")) == [None, None]
    assert live.view.state is RoomState.HOLD
    assert live.room.night.posting.wire.closed
    live.pass_time(60)
    assert live.up == []
    live.order("release_hold")
    assert not live.room.night.posting.wire.closed


@pytest.mark.parametrize(("first", "second"), [("hold", "wrap"), ("wrap", "hold")])
def test_hold_and_wrap_at_once_leave_the_wire_closed(
    live: StillRoom, first: str, second: str
) -> None:
    ended = live._submit(both(live, first, second))
    assert ended[0] is None
    assert live.view.state is RoomState.WRAP
    assert live.room.night.posting.wire.closed


def test_the_same_minute_again_does_not_lose_a_hold(rehearsal: StillRoom) -> None:
    rehearsal.post("record")
    rehearsal._submit(both(rehearsal, "again", "hold"))
    assert rehearsal.view.state is RoomState.HOLD
    assert rehearsal.room.night.posting.wire.closed


def test_a_reason_given_as_hold_is_released_holds_nothing(live: StillRoom) -> None:
    live.order("hold")

    async def at_once() -> list[BaseException | None]:
        reason = {"reason": "solemn"}
        return await asyncio.gather(
            live.room.carry_out("release_hold", {}),
            live.room.carry_out("hold_reason", reason),
            return_exceptions=True,
        )

    ended = live._submit(at_once())
    assert isinstance(ended[1], Refused)
    assert live.view.state is RoomState.LIVE


def test_nobody_unknown_orders_hold(live: StillRoom) -> None:
    with pytest.raises(WrongInput):
        live.order("hold", by="somebody")
    assert live.view.state is RoomState.LIVE
    live.order("hold", by="tray")
    assert live.view.masthead.line is not None
    assert "from the tray" in english(live.view.masthead.line)


def test_ticks_of_the_card_outlive_the_program_and_end_with_hold(tmp_path: Path) -> None:
    where = tmp_path / "data"
    with StillRoom(where) as room:
        room.order("go_live")
        room.order("hold", by="key")
        for number in ("1", "3", "4", "3"):
            room.order("told", number=number)
        told = [line for line in room.lines if line["kind"] == "also_stop"]
        assert [line["state"] for line in told] == ["told", "told", "told", "not_told"]
        assert all(line["what"] and line["who"] for line in told)
    for _ in range(2):
        with StillRoom(where) as room:
            assert ticks(room) == [False, True, False, False, True]
            assert room.view.hold is not None
            assert english(room.view.hold.also_note) == "2 of 5 told"
            assert room.view.masthead.line is not None
            assert "by you, Esc Esc" in english(room.view.masthead.line)
    with StillRoom(where) as room:
        room.order("release_hold")
    with StillRoom(where) as room:
        # It was LIVE, so it holds again: another HOLD, another card.
        assert ticks(room) == [False] * 5
        assert room.view.masthead.line is not None
        assert "after a restart" in english(room.view.masthead.line)
        room.order("told", number="0")
        room.order("wrap")
        room.order("prep")
        room.order("go_live")
        room.order("hold")
        assert ticks(room) == [False] * 5


def test_words_written_at_the_desk_outlive_the_program(tmp_path: Path) -> None:
    where = tmp_path / "data"
    with StillRoom(where) as room:
        room.order("go_live")
        room.stage("record")
        room.order("edit_words", channel="x", words="A record, in other words.")
    for _ in range(2):
        with StillRoom(where) as room:
            assert room.in_preview is None
            room.order("stage_next")
            words = {tab.channel: tab.words for tab in room.view.preview.tabs}
            assert words["x"] == "A record, in other words."


def test_a_brought_back_post_that_something_displaces_is_put_aside(live: StillRoom) -> None:
    for asset in ("record", "butterfingers"):
        live.stage(asset)
        live.take()
    live.order("hold")
    for shown in ("butterfingers", "record", "butterfingers"):
        live.order("stage_next")
        assert live.in_preview == shown
    live.order("clear_preview")
    live.order("stage_next")
    assert live.in_preview == "record"


def test_undo_in_live_does_not_reach_behind_live(prep: StillRoom) -> None:
    prep.order("sit_here", name="Theo")
    prep.order("edit_words", asset="record", channel="x", words="Prepared.")
    prep.order("go_live")
    assert "locked" in prep.refused("undo")
    prep.order("mark", moment="safety")
    prep.order("undo")
    assert prep.moment("safety").marked is None
    assert "locked" in prep.refused("undo")
    assert prep.room.asset("record").words_for("x") == "Prepared."
    for command in ("hold", "wrap", "prep", "undo"):
        prep.order(command)
    assert prep.room.asset("record").words_for("x") != "Prepared."


class SilentVault:
    """A locked keyring: it never answers."""

    lasting = True

    @property
    def place(self) -> Message:
        return message("vault.none")

    async def read(self, name: str) -> str | None:
        return await asyncio.get_running_loop().create_future()

    async def write(self, name: str, secret: str) -> None:
        await asyncio.get_running_loop().create_future()

    async def erase(self, name: str) -> None:
        await asyncio.get_running_loop().create_future()


def test_a_keyring_that_never_answers_holds_up_neither_opening_nor_hold(tmp_path: Path) -> None:
    where = tmp_path / "data"
    with StillRoom(where) as room:
        room.order("go_live")
    opened = OpenRoom(Plan(where=where, vault=SilentVault(), board=False))
    try:
        assert opened.room.desk().state is RoomState.HOLD
        for command in ("release_hold", "hold", "release_hold"):
            opened.room.order(command, {}).result(60)
        assert opened.room.desk().state is RoomState.LIVE
    finally:
        opened.close()
