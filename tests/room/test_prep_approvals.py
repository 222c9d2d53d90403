"""PREP in a whole room: what is said there stands on the desk, goes with the words, is undone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.desk.prep_view import PrepSaid, PrepView
from controlroom.event.live_event import Person, PersonRole
from controlroom.messages import english
from tests.room.still_room import StillRoom, bundled

SLUG = "champions"
PEOPLE = (
    Person("Dana", PersonRole.APPROVER),
    Person("Robin", PersonRole.APPROVER, client=True),
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StillRoom]:
    event = replace(bundled(), people=PEOPLE)
    with StillRoom(tmp_path / "data", event=event, at_s=-90_000) as still:
        still.order("select_asset", asset=SLUG)
        yield still


def prep_of(room: StillRoom) -> PrepView:
    prep = room.view.prep
    assert prep is not None
    return prep


def said(room: StillRoom) -> dict[str, PrepSaid]:
    asset = prep_of(room).asset
    assert asset is not None
    return {words.channel: words.said for words in asset.words if words.said is not None}


def yes(room: StillRoom) -> list[bool]:
    return [one.yes for one in said(room).values()]


def test_a_yes_to_all_makes_it_ready_and_undo_takes_it_back(room: StillRoom) -> None:
    ready = prep_of(room).ready
    room.order("approve", asset=SLUG, channel="all", by="Dana", pin=room.pin_of("Dana"))
    assert yes(room) == [True, True, True]
    assert prep_of(room).ready == ready + 1
    room.order("undo")
    assert yes(room) == [False, False, False]
    assert prep_of(room).ready == ready


def test_other_words_void_the_yes_there_alone(room: StillRoom) -> None:
    room.order("approve", asset=SLUG, channel="all", by="Dana", pin=room.pin_of("Dana"))
    room.order("sit_here", name="Theo")
    room.order("edit_words", asset=SLUG, channel="x", words="Other words.")
    assert {channel: one.yes for channel, one in said(room).items()} == {
        "bluesky": True,
        "mastodon": True,
        "x": False,
    }
    assert english(said(room)["x"].line) == "Changed since Dana approved it"


def test_a_wish_and_its_note(room: StillRoom) -> None:
    room.order("ask_changes", asset=SLUG, channel="x", by="Robin", note="Shorter.")
    assert said(room)["x"].note == "Shorter."
    room.order("filter_assets", name="changes")
    assert [tile.asset for tile in prep_of(room).tiles] == [SLUG]


def test_whoever_wrote_the_words_may_not_approve_them(room: StillRoom) -> None:
    room.room.operator = "Dana"
    room.order("edit_words", asset=SLUG, channel="x", words="Words of Dana.")
    assert said(room)["x"].own == ("Dana",)
    refused = room.refused("approve", asset=SLUG, channel="x", by="Dana")
    assert "somebody else has to approve it" in refused
    room.order("approve", asset=SLUG, channel="x", by="Robin", pin=room.pin_of("Robin"))
    assert said(room)["x"].yes
