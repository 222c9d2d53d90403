"""The sheet of watch terms: opened, read once a second, answered, and what was removed put back."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from controlroom.clock import MICROS
from controlroom.desk.terms_view import TermRow, TermsView
from controlroom.errors import Refused, WrongInput
from controlroom.event.room_state import RoomState
from controlroom.event.watch_rules import MOST_TERMS
from controlroom.messages import english
from tests.room.still_room import StillRoom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StillRoom]:
    with StillRoom(tmp_path / "data") as still:
        yield still


@pytest.fixture
def live(tmp_path: Path) -> Iterator[StillRoom]:
    with StillRoom(tmp_path / "data", feed=True) as still:
        still.order("go_live")
        still.order("terms")
        yield still


def sheet(room: StillRoom) -> TermsView:
    shown = room.view.terms
    assert shown is not None
    return shown


def row(room: StillRoom, slug: str) -> TermRow:
    found = sheet(room).row(slug)
    assert found is not None
    return found


def slugs(room: StillRoom) -> list[str]:
    return [term.slug for term in room.room.event.terms]


def test_it_is_there_only_while_it_is_open(room: StillRoom) -> None:
    assert room.view.terms is None
    room.order("terms")
    assert {r.slug for group in sheet(room).groups for r in group.rows} == set(slugs(room))
    room.order("terms_close")
    assert room.view.terms is None


def test_without_a_feed_nothing_is_said_of_counts(room: StillRoom) -> None:
    room.order("terms")
    assert [english(note) for note in sheet(room).notes] == [
        "No feed is on: nothing is counted now."
    ]
    assert english(row(room, "power").rate) == "–"


def test_live_it_shows_what_is_said_of_each_term_now_and_tonight(live: StillRoom) -> None:
    feed = live.room.night.reader.feed
    assert feed is not None
    before = feed.snapshot().totals["game"]
    assert english(row(live, "game").rate) != "–"
    assert english(row(live, "game").total).endswith("tonight")
    live.order("term_put", phrases="xyzzy plugh")
    live.pass_time(700)
    assert english(row(live, "xyzzy-plugh").rate) == "0 a minute"
    assert english(row(live, "xyzzy-plugh").total) == "never said tonight"
    assert row(live, "xyzzy-plugh").silent
    assert not row(live, "game").silent
    assert feed.snapshot().totals["game"] > before


def test_rates_are_read_once_a_second_and_not_at_all_while_it_is_closed(live: StillRoom) -> None:
    first = sheet(live)
    live.settle()
    assert sheet(live) is first
    live.pass_time(1)
    assert sheet(live) is not first
    live.order("terms_close")
    live.pass_time(5)
    assert live.view.terms is None


def test_it_tells_which_term_was_put(room: StillRoom) -> None:
    room.order("terms")
    room.order("term_put", phrases="Power Cut", group="event")
    answer = sheet(room).answer
    assert answer is not None
    assert (answer.slug, answer.refused) == ("power-cut", False)
    assert english(answer.line) == "Watching for “Power Cut”."
    room.order("term_put", slug="power-cut", label="")
    again = sheet(room).answer
    assert again is not None
    assert again.number > answer.number
    assert row(room, "power-cut").label == "Power Cut", "an emptied name is its first phrase"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"phrases": " "}, "phrases"),
        ({"phrases": "a", "group": "teams"}, ""),
        ({"phrases": "\0"}, ""),
    ],
)
def test_a_refusal_tells_the_field_it_is_about(
    room: StillRoom, given: dict[str, str], field: str
) -> None:
    room.order("terms")
    with pytest.raises(WrongInput):
        room.order("term_put", **given)
    answer = sheet(room).answer
    assert answer is not None
    assert answer.refused
    assert answer.field == field
    room.order("terms_close")
    room.order("terms")
    assert sheet(room).answer is None


def test_one_too_many_is_refused_in_the_sheet(room: StillRoom) -> None:
    room.order("terms")
    many = "\n".join(f"player {number}" for number in range(MOST_TERMS - len(slugs(room))))
    room.order("term_put", phrases=many, each="yes")
    assert english(sheet(room).limit) == "500 of 500"
    with pytest.raises(WrongInput):
        room.order("term_put", phrases="one more")
    answer = sheet(room).answer
    assert answer is not None
    assert english(answer.line) == "An event has at most 500 watch terms: remove one first."
    assert answer.field == ""


def test_what_was_removed_is_put_back_where_it_was(room: StillRoom) -> None:
    before = room.room.event.terms
    room.order("terms")
    room.order("term_remove", term="power")
    removed = sheet(room).removed
    assert removed is not None
    assert english(removed) == "“Power, lights, blackout” is watched for no longer."
    room.order("term_back")
    assert room.room.event.terms == before
    assert sheet(room).removed is None
    with pytest.raises(Refused):
        room.order("term_back")


def test_putting_back_while_live_loses_nothing_that_was_counted(live: StillRoom) -> None:
    feed = live.room.night.reader.feed
    assert feed is not None
    before = feed.snapshot().totals["game"]
    live.order("term_remove", term="game")
    live.pass_time(30)
    meanwhile = feed.snapshot().totals["game"]
    assert meanwhile > before
    assert all(curve.slug != "game" for curve in live.view.chart.curves)
    live.order("term_back")
    live.pass_time(30)
    assert feed.snapshot().totals["game"] > meanwhile
    now_s = live.clock.now() // MICROS
    assert not np.isnan(feed.window(now_s - 90, 90, 1, ("game",)).rates).any()


def test_once_the_sheet_is_closed_what_was_removed_is_not_counted(live: StillRoom) -> None:
    feed = live.room.night.reader.feed
    assert feed is not None
    live.order("term_remove", term="game")
    live.order("terms_close")
    live.pass_time(5)
    assert "game" not in feed.snapshot().totals


def test_putting_back_takes_nothing_else_back(room: StillRoom) -> None:
    before = room.room.event.terms
    room.order("terms")
    room.order("term_remove", term="power")
    room.order("term_put", slug="game", label="The match")
    room.order("term_back")
    assert [one.slug for one in room.room.event.terms] == [one.slug for one in before]
    assert row(room, "game").label == "The match"


def test_after_putting_back_undo_goes_on_with_what_was_done_before(room: StillRoom) -> None:
    room.order("terms")
    room.order("term_put", slug="game", label="The match")
    room.order("term_remove", term="power")
    room.order("term_back")
    room.order("undo")
    assert "power" in slugs(room)
    assert row(room, "game").label != "The match"


def test_a_pending_post_is_not_what_is_put_back(live: StillRoom) -> None:
    live.order("term_remove", term="power")
    live.stage("blackout-01", "lights-out")
    live.take()
    assert live.states
    pending = list(live.states)
    live.order("term_back")
    assert "power" in slugs(live)
    assert live.states == pending


def test_in_a_rehearsal_it_says_that_changes_end_with_it(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", state=RoomState.REHEARSAL) as room:
        room.order("terms")
        assert "ends with it" in english(sheet(room).notes[0])
        room.order("term_remove", term="power")
        room.order("prep")
        assert "power" in slugs(room)
        assert sheet(room).removed is None, "another night's term cannot be put back here"
