"""Words written at the desk are not gone when something else is staged."""

from pathlib import Path

import pytest

from controlroom.errors import WrongInput
from controlroom.posting.posting import MOST_ASIDE
from tests.room.still_room import StillRoom

WORDS = "typed at the desk"


def words(room: StillRoom) -> str:
    preview = room.room.night.posting.preview
    assert preview is not None
    return preview.asset.words_for("x")


def kept(room: StillRoom) -> list[tuple[str, str]]:
    return [(one.asset.slug, one.asset.words_for("x")) for one in room.room.night.posting.kept]


def a_kept_post(room: StillRoom, asset: str = "record") -> None:
    room.stage(asset)
    room.take()
    room.order("hold")
    room.order("release_hold")


def type_words(room: StillRoom, asset: str, written: str = WORDS) -> None:
    room.stage(asset)
    room.order("edit_words", channel="x", words=written)


def test_what_was_typed_comes_back_after_the_kept_post(live: StillRoom) -> None:
    a_kept_post(live)
    type_words(live, "butterfingers")
    live.order("stage_next")
    assert live.in_preview == "record"
    live.order("stage_next")
    assert (live.in_preview, words(live)) == ("butterfingers", WORDS)
    assert [slug for slug, _ in kept(live)] == ["record"]


def test_what_was_typed_outlives_the_same_asset_staged_anew(live: StillRoom) -> None:
    type_words(live, "butterfingers")
    live.stage("butterfingers")
    assert words(live) != WORDS
    live.order("stage_next")
    assert words(live) == WORDS


def test_a_gap_that_was_filled_is_put_aside_too(live: StillRoom) -> None:
    live.stage("scoreboard")
    slot = live.room.event.asset("scoreboard").slots[0]
    filled = slot.words[0] if slot.words else "7"
    live.order("fill_slot", name=slot.name, words=filled)
    live.stage("record")
    live.order("stage_next")
    assert live.in_preview == "scoreboard"
    preview = live.room.night.posting.preview
    assert preview is not None
    assert dict(preview.asset.filled) == {slot.name: filled}


def test_what_is_as_the_library_has_it_is_not_put_aside(live: StillRoom) -> None:
    live.stage("butterfingers")
    live.stage("record")
    assert kept(live) == []
    before = live.room.asset("butterfingers").words_for("x")
    type_words(live, "butterfingers")
    live.order("edit_words", channel="x", words=before)
    live.stage("record")
    assert kept(live) == []


def test_very_many_are_not_kept_without_an_end_and_cancelled_posts_stay(live: StillRoom) -> None:
    a_kept_post(live)
    for number in range(MOST_ASIDE + 5):
        type_words(live, "butterfingers", f"try {number}")
        live.stage("champions")
    now = kept(live)
    assert len(now) == MOST_ASIDE + 1
    assert now[0][1] == f"try {MOST_ASIDE + 4}"
    assert now[-1][0] == "record"


def test_a_restart_brings_back_what_was_put_aside(tmp_path: Path) -> None:
    where = tmp_path / "data"
    with StillRoom(where) as room:
        room.order("go_live")
        a_kept_post(room)
        type_words(room, "butterfingers")
        room.order("stage_next")
        before = kept(room)
    with StillRoom(where) as room:
        assert kept(room)[: len(before)] == before == [("butterfingers", WORDS)]
        assert kept(room)[-1][0] == "record"


@pytest.mark.parametrize("state", ["prep", "live"])
def test_half_a_character_is_told_and_changes_nothing(prep: StillRoom, state: str) -> None:
    if state == "live":
        prep.order("go_live")
        prep.stage("record")
    before = prep.room.asset("record").words_for("x")
    lines = len(prep.lines)
    with pytest.raises(WrongInput, match="half of a character"):
        prep.order("edit_words", asset="record", channel="x", words="boo \ud83d")
    shown = words(prep) if state == "live" else prep.room.asset("record").words_for("x")
    assert shown == before
    assert len(prep.lines) == lines
