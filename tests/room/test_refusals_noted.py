"""Every TAKE that was refused is in the as-run log, with what the hand that ordered it had seen."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.cli.caller import call_room
from controlroom.cli.rooms import door_of
from controlroom.errors import Refused, WrongInput
from controlroom.event.room_state import RoomState
from tests.room.still_room import StillRoom, bundled


class Silent:
    """A visitor who says nothing."""

    def show(self, line: dict[str, object]) -> None:
        """Hears it."""

    def open_page(self, address: str) -> None:
        """Opens nothing."""

    def ask(self, name: str, line: dict[str, object]) -> str:
        raise WrongInput(line["what"])  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def room(folder: Path) -> Iterator[StillRoom]:
    event = bundled()
    asset = replace(event.asset("record"), caption="far too long " * 40, variants=())
    with StillRoom(folder, event=event.with_asset(asset)) as still, door_of(still.opened):
        yield still


def noted(room: StillRoom) -> list[dict[str, object]]:
    return [line for line in room.lines if line["kind"] == "take_refused"]


def guards(line: dict[str, object]) -> dict[str, str]:
    told = line["guards"]
    assert isinstance(told, list)
    return {one["guard"]: one["level"] for one in told}


def test_a_changed_preview_is_refused_with_what_was_seen(live: StillRoom) -> None:
    live.stage("record")
    live.pass_time(2)
    live.refused("take", fingerprint="f" * 64, source="key")
    (line,) = noted(live)
    assert line["seen"] == "f" * 64
    assert line["fingerprint"] == live.fingerprint
    assert line["level"] == "no_go"
    assert "no_go" in guards(line).values()


def test_a_long_fingerprint_does_not_fill_the_log(live: StillRoom) -> None:
    live.stage("record")
    live.pass_time(2)
    live.refused("take", fingerprint="f" * 100_000, source="key")
    (line,) = noted(live)
    assert line["seen"] == "f" * 64


@pytest.mark.parametrize("state", [RoomState.PREP, RoomState.WRAP])
def test_a_take_where_nothing_is_taken_is_written_down(prep: StillRoom, state: RoomState) -> None:
    if state is RoomState.WRAP:
        prep.order("go_live")
        prep.order("wrap")
    before = len(noted(prep))
    said = prep.refused("take", fingerprint="f" * 64, source="button")
    (line,) = noted(prep)[before:]
    assert (line["why"], line["by"], line["seen"]) == (said, "button", "f" * 64)
    assert line["operator"] == prep.room.operator


def post(room: StillRoom, **more: object) -> str:
    """What ``controlroom post`` is told; the night goes on meanwhile."""
    wish = {"call": "post", "asset": "record", "channels": ["x"], **more}
    with ThreadPoolExecutor(1) as caller:
        told = caller.submit(call_room, room.where, wish, Silent())
        while not told.done():
            room.pass_time(0.5)
    with pytest.raises(Refused) as refusal:
        told.result()
    return str(refusal.value)


def test_a_post_that_a_guard_stops_is_written_down(room: StillRoom) -> None:
    room.order("go_live")
    said = post(room, live=True)
    (line,) = noted(room)
    assert (line["why"], line["asset"], line["by"]) == (said, "record", "command")
    assert "no_go" in guards(line).values()
    assert line["operator"] == room.room.operator


def test_a_post_in_hold_is_written_down_and_a_look_is_not(room: StillRoom) -> None:
    room.order("go_live")
    room.order("hold")
    post(room)
    assert noted(room) == []
    said = post(room, live=True)
    (line,) = noted(room)
    assert (line["asset"], line["by"]) == ("record", "command")
    assert said.startswith(str(line["why"])) or line["why"] == said
    assert "shown" not in line
