"""Commands beside a room that is open: it carries them out, by its own rules."""

from collections.abc import Iterator

import pytest

from controlroom.cli.rooms import door_of
from controlroom.event.room_state import RoomState
from controlroom.room import Room
from controlroom.room.opening import OpenRoom, Plan
from tests.cli.typing_in import ADD, ASSET, EVENT, POST, Terminal, holding
from tests.support import town
from tests.support.town import PASSWORD, TOKEN


@pytest.fixture
def room(terminal: Terminal) -> Iterator[Room]:
    opened = OpenRoom(Plan(slug=EVENT, state=RoomState.PREP, board=False))
    try:
        with door_of(opened):
            yield opened.room
    finally:
        opened.close()


def test_signing_in_beside_an_open_room_puts_the_account_on_its_desk(
    terminal: Terminal, room: Room
) -> None:
    added = terminal.types(*ADD, given=f"{PASSWORD}\n")
    assert added.code == 0, added.err
    assert room.event.account("town") is not None
    assert "town" in room.night.posting.channels
    assert terminal.types("accounts", "test", "--json").lines[0]["ok"] is True
    assert terminal.types("accounts", "remove", "town", "crier").code == 0
    assert room.event.account("town") is None
    assert holding(terminal.home, PASSWORD, TOKEN) == []


def test_a_post_goes_through_the_open_room(terminal: Terminal, room: Room) -> None:
    terminal.signed_in()
    looked = terminal.types("post", EVENT, ASSET, "--channel", "town", "--json")
    assert (looked.code, room.state, room.night.posting.preview) == (1, "prep", None)
    posted = terminal.types(*POST)
    assert posted.code == 0, posted.err
    delivery = posted.lines[-1]
    assert (delivery["state"], room.state) == ("verified", "prep")
    assert room.night.posting.outbox.get(delivery["id"]).state == "verified"
    assert terminal.types("outbox", "--json").lines[0]["id"] == delivery["id"]
    assert terminal.types("retract", delivery["id"]).code == 0
    assert town.town()["posts"] == {}


def test_a_night_that_is_live_stays_live(terminal: Terminal, room: Room) -> None:
    terminal.signed_in()
    room.order("go_live", {}).result(30)
    looked = terminal.types("post", EVENT, ASSET, "--channel", "town")
    assert (looked.code, "--live" in looked.err) == (1, True)
    assert terminal.types(*POST).code == 0
    assert room.state == "live"
    assert "locked" in terminal.types("accounts", "remove", "town", "crier").err
    assert terminal.types("settings", "set", "x.client_id", "other").code == 1


def test_what_the_operator_looks_at_is_left_alone(terminal: Terminal, room: Room) -> None:
    terminal.signed_in()
    room.order("go_live", {}).result(30)
    room.order("stage_asset", {"asset": "record"}).result(30)
    refused = terminal.types(*POST)
    assert refused.code == 1
    assert "Preview" in refused.err
    preview = room.night.posting.preview
    assert preview is not None
    assert preview.asset.slug == "record"
    assert town.town()["requests"] == 0


def test_another_event_and_a_rehearsal_are_refused(terminal: Terminal, room: Room) -> None:
    other = terminal.types("hold", "another-night")
    assert other.code == 1
    assert EVENT in other.err
    room.order("rehearse", {}).result(60)
    refused = terminal.types(*POST[:3], "--channel", "bluesky", "--live")
    assert refused.code == 1
    assert "REHEARSAL" in refused.err


def test_hold_and_release_reach_the_open_room(terminal: Terminal, room: Room) -> None:
    room.order("go_live", {}).result(30)
    assert terminal.types("hold", EVENT, "--reason", "a flare").code == 0
    assert (room.state, room.why_held) == ("hold", "a flare")
    assert terminal.types("release", EVENT).code == 0
    assert room.state == "live", "there is somebody at the desk"
