"""What is off until somebody switches it on: TAKE now, and F12 for a macro deck."""

from pathlib import Path

import pytest

from controlroom.errors import WrongInput
from controlroom.room.accounts_settings import put_setting
from controlroom.store.open import open_store
from tests.room.still_room import StillRoom, furnish


def switch(where: Path, name: str, value: str | None) -> None:
    with open_store(where) as store:
        put_setting(store, name, value)


@pytest.fixture
def where(tmp_path: Path) -> Path:
    furnish(tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.parametrize("value", [None, "off"])
def test_take_now_is_refused_until_it_is_switched_on(where: Path, value: str | None) -> None:
    switch(where, "desk.take_now", value)
    with StillRoom(where) as room:
        room.order("go_live")
        room.stage("record")
        room.take()
        assert "switched off" in room.refused("take_now")
        room.pass_time(1)
        assert (room.states, room.up) == (["pending"] * 3, [])


def test_take_now_only_shortens_what_is_pending(where: Path) -> None:
    switch(where, "desk.take_now", "on")
    with StillRoom(where) as room:
        room.order("go_live")
        room.stage("record")
        room.pass_time(2)
        assert "pending" in room.refused("take_now")
        assert room.deliveries == ()
        room.take()
        room.order("take_now")
        room.pass_time(1)
        assert len(room.up) == 3
        (line,) = [line for line in room.lines if line["kind"] == "take_now"]
        assert line["take"] == room.deliveries[0].take


def test_f12_is_a_setting_of_this_desk(where: Path) -> None:
    with StillRoom(where) as room:
        assert not room.opened.deck
    switch(where, "desk.f12", "on")
    with StillRoom(where) as room:
        assert room.opened.deck


@pytest.mark.parametrize("name", ["desk.take_now", "desk.f12"])
def test_a_switch_is_on_or_off(where: Path, name: str) -> None:
    with pytest.raises(WrongInput, match="on or off"):
        switch(where, name, "yes")


def test_what_the_command_line_stages_is_not_taken_by_a_hand_that_did_not_see_it(
    live: StillRoom,
) -> None:
    live.stage("butterfingers")
    live.pass_time(2)
    live.order("stage_asset", asset="record", source="command")
    assert live.view.preview.by is not None
    assert live.view.preview.by.id == "preview.command"
    live.pass_time(1.4)
    assert "just changed" in live.refused("take", fingerprint=live.fingerprint)
    live.pass_time(0.2)
    live.order("take", fingerprint=live.fingerprint)
    assert {row.asset for row in live.deliveries} == {"record"}
