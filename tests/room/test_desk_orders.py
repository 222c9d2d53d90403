"""What the operator orders at the desk: Space, digits, outcomes, undo, and TAKE that is refused."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.desk.view import TakeFace
from controlroom.errors import Refused
from controlroom.event.cue import Cue, Outcome, OutcomeSet
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor, Intent
from controlroom.messages import english
from tests.room.still_room import BEFORE_KICK_OFF, LIGHTS_OUT, StillRoom, bundled

KICK_OFF = 1_800


@pytest.fixture
def before_kick_off(tmp_path: Path) -> Iterator[StillRoom]:
    with StillRoom(tmp_path / "data", BEFORE_KICK_OFF) as room:
        room.order("go_live")
        yield room


# Auto-stage


def test_the_next_moment_s_asset_is_staged_ninety_seconds_before(
    before_kick_off: StillRoom,
) -> None:
    room = before_kick_off
    room.until(KICK_OFF - 91)
    assert room.in_preview is None
    room.until(KICK_OFF - 90)
    assert room.in_preview == "tear-here"
    assert room.view.preview.by is not None
    assert room.view.preview.by.id == "preview.auto"


def test_take_right_after_auto_stage_is_refused_for_a_second_and_a_half(
    before_kick_off: StillRoom,
) -> None:
    room = before_kick_off
    room.until(KICK_OFF - 90)
    room.pass_time(1.0)
    assert room.refused("take", fingerprint=room.fingerprint)
    room.pass_time(0.6)
    room.order("take", fingerprint=room.fingerprint)
    assert room.states == ["pending"] * 3


def test_what_is_not_to_be_out_yet_comes_neither_by_itself_nor_by_space(tmp_path: Path) -> None:
    later = replace(bundled().asset("tear-here"), embargo_until=bundled().ends)
    event = bundled().with_asset(later)
    with StillRoom(tmp_path / "data", BEFORE_KICK_OFF, event=event) as room:
        room.order("go_live")
        room.until(KICK_OFF - 80)
        assert room.in_preview is None
        with contextlib.suppress(Refused):
            room.order("stage_next")
        assert room.in_preview != "tear-here"


def test_what_was_cleared_away_is_not_staged_again(before_kick_off: StillRoom) -> None:
    room = before_kick_off
    room.until(KICK_OFF - 80)
    room.order("clear_preview")
    for at in range(KICK_OFF - 79, KICK_OFF + 30, 10):
        room.until(at)
        assert room.in_preview is None


def test_nothing_is_staged_over_what_the_operator_chose(before_kick_off: StillRoom) -> None:
    room = before_kick_off
    room.stage("record")
    room.until(KICK_OFF)
    assert room.in_preview == "record"


def _floating(event: LiveEvent) -> LiveEvent:
    kick_off = replace(event.moment("kick-off"), anchor=Anchor.FLOAT)
    return event.with_moment(kick_off)


def _silent(event: LiveEvent) -> LiveEvent:
    return event.with_moment(replace(event.moment("kick-off"), intent=Intent.SILENT))


def _unapproved(event: LiveEvent) -> LiveEvent:
    return event.with_asset(replace(event.asset("tear-here"), approvals=()))


def _reworded(event: LiveEvent) -> LiveEvent:
    return event.with_asset(replace(event.asset("tear-here"), caption="Nobody said yes to this."))


def _one_side(event: LiveEvent) -> LiveEvent:
    toss = OutcomeSet("toss", "Coin toss", (Outcome("heads", "Heads"), Outcome("tails", "Tails")))
    cues = tuple(cue for cue in event.cues if cue.moment != "kick-off")
    event = replace(
        event,
        outcome_sets=(*event.outcome_sets, toss),
        cues=(*cues, Cue("kick-off", "tear-here", 0, "heads")),
    )
    return event.with_moment(replace(event.moment("kick-off"), outcome_set="toss"))


def _rights_ended(event: LiveEvent) -> LiveEvent:
    return event.with_asset(replace(event.asset("tear-here"), rights_until=event.starts))


@pytest.mark.parametrize(
    "change", [_floating, _silent, _unapproved, _reworded, _one_side, _rights_ended]
)
def test_what_is_never_staged_by_itself(tmp_path: Path, change: object) -> None:
    assert callable(change)
    event = change(bundled())
    with StillRoom(tmp_path / "data", KICK_OFF - 95, event=event) as room:
        room.order("go_live")
        for at in range(KICK_OFF - 90, KICK_OFF + 60, 15):
            room.until(at)
            assert room.in_preview is None


# Space and digits


def test_space_stages_what_happens_then_what_was_cancelled_comes_first(live: StillRoom) -> None:
    live.order("mark", moment="lights-out")
    live.order("stage_next")
    assert live.in_preview == "blackout-01"
    live.take()
    live.stage("record")
    live.order("cancel")
    assert live.in_preview == "record"
    live.order("stage_next")
    assert live.in_preview == "blackout-01"
    live.take()
    live.pass_time(25)
    live.order("mark", moment="trick-play")
    live.order("stage_next")
    assert live.in_preview == "fake-kick"


def test_space_with_nothing_to_stage_says_so(tmp_path: Path) -> None:
    event = replace(bundled(), moments=(), cues=(), outcome_sets=())
    with StillRoom(tmp_path / "data", event=event) as room:
        room.order("go_live")
        assert room.refused("stage_next")
        assert room.in_preview is None


def test_escape_puts_a_pending_post_back(live: StillRoom) -> None:
    live.stage("record")
    live.take()
    assert live.view.take.face is TakeFace.HOLDING
    live.order("cancel")
    assert live.in_preview == "record"
    live.pass_time(30)
    assert live.up == []
    assert live.refused("cancel")


@pytest.mark.parametrize(
    ("key", "asset"),
    [("slot_5", "blackout-01"), ("slot_9", "butterfingers"), ("pause", "pause-01")],
)
def test_fixed_slots_stage_their_asset(live: StillRoom, key: str, asset: str) -> None:
    live.order(key)
    assert live.in_preview == asset


def test_a_spike_brings_the_asset_and_marks_the_moment(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", LIGHTS_OUT - 30, feed=True) as room:
        room.order("go_live")
        room.until(LIGHTS_OUT + 40)
        spike = room.view.chart.spike
        assert spike is not None
        assert room.moment("lights-out").marked is None
        assert [row.asset for row in room.view.suggestions.rows][:1] == ["blackout-01"]
        room.order("suggestion_1")
        assert room.in_preview == "blackout-01"
        marked = room.moment("lights-out")
        assert marked.marked == spike.at
        assert marked.found_by_spike
        assert room.poll("window") == "go"
        room.take()
        room.pass_time(25)
        assert room.states == ["verified"] * 3
        assert "blackout-01" not in [row.asset for row in room.view.suggestions.rows]


def test_a_digit_without_a_suggestion_says_so(live: StillRoom) -> None:
    shown = len(live.view.suggestions.rows)
    if shown < 4:
        assert live.refused(f"suggestion_{shown + 1}")
    assert live.in_preview is None


# Outcomes and undo


def test_an_undecided_side_needs_the_second_key_and_the_other_side_is_no_go(
    live: StillRoom,
) -> None:
    live.stage("purple-night")
    assert live.poll("outcome") == "caution"
    assert live.view.take.face is TakeFace.SECOND_KEY
    live.order("decide", set="final-result", outcome="49ers")
    assert live.poll("outcome") == "no_go"
    live.pass_time(2)
    assert live.refused("take", fingerprint=live.fingerprint)
    assert live.states == []
    live.order("undo")
    assert live.poll("outcome") == "caution"
    live.order("decide", set="final-whistle", outcome="1")
    assert live.poll("outcome") == "go"
    live.take()
    assert live.states == ["pending"] * 3


def test_undo_takes_back_a_mark_but_a_pending_post_first(live: StillRoom) -> None:
    live.order("mark", moment="lights-out")
    live.stage("record")
    live.take()
    live.order("undo")
    assert live.states == ["cancelled"] * 3
    assert live.moment("lights-out").marked is not None
    live.order("undo")
    assert live.moment("lights-out").marked is None


def test_unmark_and_skip(live: StillRoom) -> None:
    live.order("mark", moment="lights-out")
    live.order("unmark")
    assert live.moment("lights-out").marked is None
    assert live.refused("unmark")
    live.order("skip", moment="safety")
    assert live.moment("safety").skipped
    live.order("mark", moment="safety")
    assert live.refused("mark", moment="safety")


# TAKE that does not count


def test_take_of_something_else_than_was_seen_is_refused_and_flashes(live: StillRoom) -> None:
    live.stage("record")
    seen = live.fingerprint
    live.stage("butterfingers")
    live.pass_time(2)
    flashes = live.view.take.flash
    assert live.refused("take", fingerprint=seen)
    assert live.view.take.flash == flashes + 1
    assert live.view.take.refusal is not None
    live.pass_time(10)
    assert live.states == []
    assert live.in_preview == "butterfingers"
    assert live.view.take.refusal is None


def test_words_changed_since_are_something_else(live: StillRoom) -> None:
    live.stage("record")
    seen = live.fingerprint
    live.order("edit_words", channel="x", words="Not what was seen.")
    live.pass_time(2)
    assert live.refused("take", fingerprint=seen)
    assert live.poll("approval") == "caution"
    assert live.states == []


def test_a_second_press_takes_nothing(live: StillRoom) -> None:
    live.stage("record")
    live.pass_time(2)
    seen = live.fingerprint
    live.order("take", fingerprint=seen)
    assert live.refused("take", fingerprint=seen)
    live.pass_time(30)
    assert live.refused("take", fingerprint=seen)
    assert live.states == ["verified"] * 3
    assert len(live.up) == 3


def test_posting_the_same_asset_again_needs_the_second_key(live: StillRoom) -> None:
    live.post("record")
    live.stage("record")
    assert live.poll("posted_before") == "caution"
    assert live.view.take.face is TakeFace.SECOND_KEY


def test_past_its_window_a_post_is_noted_and_ended_rights_are_no_go(tmp_path: Path) -> None:
    event = bundled()
    event = event.with_asset(replace(event.asset("record"), rights_until=event.starts))
    with StillRoom(tmp_path / "data", event=event) as room:
        room.order("go_live")
        room.order("mark", moment="lights-out")
        room.pass_time(1_801)
        room.stage("blackout-01", "lights-out")
        assert room.poll("window") == "note"
        assert room.view.take.face is TakeFace.ARMED
        room.stage("record")
        assert room.poll("rights") == "no_go"
        assert room.refused("take", fingerprint=room.fingerprint)


# Alarms


def test_a_must_that_passed_is_an_alarm_although_smaller_moments_were_not_marked(
    before_kick_off: StillRoom,
) -> None:
    room = before_kick_off
    room.until(KICK_OFF + 59)
    assert room.view.alarm.priority is None
    room.until(KICK_OFF + 75)
    assert room.view.alarm.priority == 2
    assert "Kick-off" in english(room.view.alarm.what)
    room.order("acknowledge")
    assert room.view.alarm.acknowledged
    room.order("mark", moment="kick-off")
    assert room.view.alarm.priority is None


def test_a_must_without_anything_ready_is_told_five_minutes_before(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", KICK_OFF - 302, event=_unapproved(bundled())) as room:
        room.order("go_live")
        assert room.view.alarm.priority is None
        room.pass_time(3)
        assert room.view.alarm.priority == 2
        assert "Kick-off" in english(room.view.alarm.what)
