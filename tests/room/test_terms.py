"""Watch terms changed while the night runs: at the desk, and by the room's feed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.errors import Refused, WrongInput
from controlroom.event.room_state import RoomState
from controlroom.event.watch import WatchTerm
from controlroom.event.watch_rules import MOST_TERMS
from tests.room.still_room import StillRoom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StillRoom]:
    with StillRoom(tmp_path / "data") as still:
        yield still


def term(room: StillRoom, slug: str) -> WatchTerm:
    return next(one for one in room.room.event.terms if one.slug == slug)


def test_a_new_term_is_called_after_its_first_phrase(room: StillRoom) -> None:
    room.order("term_put", phrases="Power Cut\n #blackout \n\nPower Cut", exclude="power play")
    assert room.room.event.terms[-1] == WatchTerm(
        "power-cut", "Power Cut", "event", ("Power Cut", "#blackout"), ("power play",)
    )
    room.order("term_put", phrases="power cut", group="rivals")
    assert term(room, "power-cut-2").group == "rivals"


def test_a_term_that_is_there_keeps_what_nothing_was_said_of(room: StillRoom) -> None:
    before = term(room, "power")
    places = [one.slug for one in room.room.event.terms]
    room.order("term_put", slug="power", label="Dark")
    changed = term(room, "power")
    assert (changed.label, changed.phrases) == ("Dark", before.phrases)
    room.order("term_put", slug="power", phrases="dark", exclude="dark horse")
    room.order("term_put", slug="power", group="solemn")
    assert term(room, "power") == WatchTerm("power", "Dark", "solemn", ("dark",), ("dark horse",))
    room.order("term_put", slug="power", exclude="")
    assert term(room, "power").exclusions == ()
    assert [one.slug for one in room.room.event.terms] == places


def test_a_term_goes_and_undo_brings_it_back(room: StillRoom) -> None:
    before = room.room.event.terms
    room.order("term_remove", term="power")
    assert "power" not in {one.slug for one in room.room.event.terms}
    assert room.room.event.moment("lights-out").terms == ("power",)
    room.order("undo")
    assert room.room.event.terms == before
    with pytest.raises(Refused, match="no watch term “lights”"):
        room.order("term_remove", term="lights")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "no phrases"),
        ({"phrases": " \n "}, "no phrases"),
        ({"phrases": "a", "group": "teams"}, "there is no group “teams”"),
        ({"phrases": "a", "slug": "A b"}, "“A b” cannot be the slug"),
        ({"phrases": "", "each": "yes"}, "nothing to watch for"),
        ({"phrases": "a\nb", "each": "yes", "group": "teams"}, "there is no group “teams”"),
        ({"phrases": "a\0"}, "no text may"),
        ({"slug": "power", "phrases": ""}, "no phrases"),
    ],
)
def test_what_cannot_be_watched_for_is_told(
    room: StillRoom, given: dict[str, str], told: str
) -> None:
    before = room.room.event
    with pytest.raises(WrongInput, match=told):
        room.order("term_put", **given)
    assert room.room.event == before


def test_hundreds_of_terms_and_one_too_many(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data") as room:
        there = len(room.room.event.terms)
        many = "\n".join(f"player {number}" for number in range(MOST_TERMS - there))
        with pytest.raises(WrongInput, match="at most 500"):
            room.order("term_put", phrases=many + "\none more", each="yes")
        assert len(room.room.event.terms) == there
        room.order("term_put", phrases=many, each="yes", group="players")
        assert len(room.room.event.terms) == MOST_TERMS
        with pytest.raises(WrongInput, match="at most 500"):
            room.order("term_put", phrases="one more")
        room.order("term_put", slug="power", label="Still changes")
        room.order("term_remove", term="player-7")
        room.order("term_put", phrases="one more")
        room.order("undo")
        room.order("undo")
        room.order("undo")
        room.order("undo")
        assert len(room.room.event.terms) == there


def test_what_was_changed_is_there_after_a_restart(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data") as room:
        room.order("term_put", phrases="mercury", exclude="freddie mercury")
    with StillRoom(tmp_path / "data") as room:
        assert term(room, "mercury").exclusions == ("freddie mercury",)


def test_a_rehearsals_terms_end_with_it(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", state=RoomState.REHEARSAL) as room:
        room.order("term_put", phrases="mercury")
        assert term(room, "mercury").phrases == ("mercury",)
        room.order("prep")
        assert "mercury" not in {one.slug for one in room.room.event.terms}


def test_the_feed_of_a_live_night_counts_a_new_term_and_keeps_the_others(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", feed=True) as room:
        room.order("go_live")
        feed = room.room.night.reader.feed
        assert feed is not None
        before = feed.snapshot().totals
        assert before["game"] > 0
        assert "crowd" not in before
        room.order("term_put", slug="crowd", phrases="the")
        room.pass_time(60)
        after = feed.snapshot().totals
        assert after["crowd"] > 0
        assert after["game"] > before["game"]
        room.order("term_remove", term="crowd")
        room.pass_time(5)
        assert feed.snapshot().totals.keys() == before.keys()
