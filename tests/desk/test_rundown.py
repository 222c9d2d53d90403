"""The rundown: a mark, a time and a note for every moment."""

from dataclasses import replace

import pytest

from controlroom.desk.facts import Facts
from controlroom.desk.rundown import rundown
from controlroom.desk.view import RundownRow, Tone
from controlroom.event.cue import Outcome
from controlroom.event.delivery import DeliveryState
from controlroom.event.moment import Anchor
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.desk.facts_for import (
    BLACKOUT,
    S,
    bundled,
    facts_for,
    marked,
    pending,
    rows,
    staged,
)

REHEARSAL, LIVE = RoomState.REHEARSAL, RoomState.LIVE
BLACKOUT_01 = staged("blackout-01", "lights-out")
VERIFIED = rows(BLACKOUT_01, *(DeliveryState.VERIFIED,) * 3)


def row(facts: Facts, slug: str) -> RundownRow:
    found = {row.slug: row for group in rundown(facts).groups for row in group.rows}
    return found[slug]


def note(facts: Facts, slug: str) -> str:
    return english(row(facts, slug).note)


def test_every_moment_stands_once_under_its_heading() -> None:
    event = bundled()
    view = rundown(facts_for(event=event))
    listed = [row.slug for group in view.groups for row in group.rows]
    assert sorted(listed) == sorted(moment.slug for moment in event.moments)
    titles = {segment.title: segment.slug for segment in event.segments}
    for group in view.groups:
        assert {event.moment(row.slug).segment for row in group.rows} == {titles[group.title]}


def test_progress_counts_what_happened_and_what_was_skipped() -> None:
    event = marked(bundled(), lights_out=BLACKOUT)
    event = event.with_moment(replace(event.moment("fumble"), skipped=True))
    progress = english(rundown(facts_for(event=event)).progress)
    assert progress.endswith(f"2 of {len(event.moments)}")


@pytest.mark.parametrize(
    ("slug", "mark", "words"),
    [
        ("kick-off", "hard", "HARD"),
        ("second-quarter", "soft", "no cue"),
        ("half-time", "soft", "1 cue"),
        ("final-whistle", "fork", "outcome undecided"),
        ("injury", "silent", "we stay out"),
        ("fumble", "float", "slot 9"),
        ("lights-back", "float", bundled().asset("lights-on-01").title),
    ],
)
def test_what_is_ahead_says_how_firm_it_is_and_what_is_there_for_it(
    slug: str, mark: str, words: str
) -> None:
    facts = facts_for(event=bundled(), now=bundled().starts - 3600 * S)
    assert row(facts, slug).mark == mark
    assert note(facts, slug) == words


def test_what_happened_was_posted_after_so_long_or_passed_quietly() -> None:
    event = marked(bundled(), lights_out=BLACKOUT, fumble=BLACKOUT - 900 * S)
    later = rows(staged("record", "record"), DeliveryState.VERIFIED, taken=BLACKOUT + 90 * S)
    facts = facts_for(event=event, deliveries=VERIFIED, on_air=later)
    assert (row(facts, "lights-out").mark, note(facts, "lights-out")) == ("done", "posted +26 s")
    assert (row(facts, "fumble").mark, note(facts, "fumble")) == ("passed", "passed")


def test_a_post_that_was_taken_down_does_not_count_as_posted() -> None:
    gone = rows(BLACKOUT_01, *(DeliveryState.RETRACTED,) * 3)
    facts = facts_for(deliveries=gone, on_air=gone)
    assert (row(facts, "lights-out").mark, note(facts, "lights-out")) == ("passed", "passed")


def test_what_is_up_is_on_air_and_in_a_rehearsal_only_simulated() -> None:
    live = facts_for(deliveries=VERIFIED, on_air=VERIFIED)
    assert (row(live, "lights-out").mark, note(live, "lights-out")) == ("on_air", "ON AIR")
    assert row(live, "lights-out").tone is Tone.ON_AIR
    practice = facts_for(REHEARSAL, deliveries=VERIFIED, on_air=VERIFIED)
    assert row(practice, "lights-out").mark == "simulated"
    assert Tone.ON_AIR not in {
        tone
        for group in rundown(practice).groups
        for one in group.rows
        for tone in (one.tone, one.note_tone)
    }


def test_what_is_in_preview_is_next_and_says_how_long_ago_it_happened() -> None:
    shown = row(facts_for(preview=BLACKOUT_01), "lights-out")
    assert (shown.mark, shown.tone, english(shown.note)) == ("next", Tone.NEXT, "00:20")
    assert shown.under is not None
    assert english(shown.under) == "marked"
    assert shown.under_note is not None
    assert english(shown.under_note) == "in Preview"
    held = row(facts_for(pending=pending(BLACKOUT_01)), "lights-out")
    assert held.under_note is not None
    assert english(held.under_note) == "pending"


def test_a_mark_made_by_a_spike_says_so() -> None:
    event = bundled()
    found = replace(event.moment("lights-out"), marked=BLACKOUT, found_by_spike=True)
    shown = row(facts_for(event=event.with_moment(found), preview=BLACKOUT_01), "lights-out")
    assert shown.under is not None
    assert "found by spike" in english(shown.under)


def test_the_planned_time_is_struck_once_it_came_otherwise() -> None:
    event = bundled()
    half = event.moment("half-time")
    assert half.planned is not None
    for late_s, expected in ((750, "19:56"), (30, None), (-600, "19:56")):
        moved = event.with_moment(replace(half, marked=half.planned + late_s * S))
        struck = row(facts_for(event=moved), "half-time").struck
        assert (english(struck) if struck else None) == expected
    assert row(facts_for(event=event), "half-time").struck is None


def test_next_counts_down_in_its_row() -> None:
    event = marked(bundled(), lights_out=BLACKOUT)
    facts = facts_for(event=event)
    due = [
        slug for slug in (m.slug for m in event.moments) if note(facts, slug).startswith("NEXT T")
    ]
    assert len(due) == 1
    at = facts.expected.at[due[0]]
    assert at is not None
    overdue = facts_for(event=event, now=at + 70 * S)
    assert note(overdue, due[0]) == "NEXT T+00:01:10"
    assert row(overdue, due[0]).note_tone is Tone.CAUTION


def test_a_soft_moment_that_would_run_past_a_hard_one_says_by_how_much() -> None:
    event = bundled()
    hard = event.moment("late-night-offer").hard
    assert hard is not None
    late = event.with_moment(replace(event.moment("fourth-quarter"), marked=hard.utc - 40 * 60 * S))
    facts = facts_for(event=late, now=hard.utc - 40 * 60 * S)
    over = facts.expected.overlaps
    assert over, "the two-minute warning would come after the offer"
    upcoming = [slug for slug in over if not note(facts, slug).startswith("NEXT")]
    for slug in upcoming:
        assert note(facts, slug).startswith("OVERLAP ")
        assert row(facts, slug).note_tone is Tone.CAUTION


def test_a_decided_outcome_is_told_by_its_name() -> None:
    event = bundled()
    result = event.outcome_set("final-result")
    side: Outcome = result.outcomes[0]
    decided = event.with_outcome_set(replace(result, decided=side.slug))
    facts = facts_for(event=decided, now=event.starts)
    assert note(facts, "final-whistle") == side.title
    undecided = row(facts_for(event=event, now=event.starts), "final-whistle")
    assert (undecided.key, undecided.note_tone) == ("O", Tone.CAUTION)


def test_a_float_has_a_word_for_a_time() -> None:
    facts = facts_for(event=bundled())
    for moment in bundled().moments:
        if moment.anchor is Anchor.FLOAT:
            silent = moment.intent == "silent"
            assert english(row(facts, moment.slug).time) == ("SILENT" if silent else "FLOAT")


def test_the_list_follows_preview_then_what_happened_then_what_comes() -> None:
    assert rundown(facts_for(preview=staged("butterfingers", "fumble"))).now == "fumble"
    assert rundown(facts_for()).now == "lights-out"
    before = facts_for(event=bundled(), now=bundled().starts)
    assert rundown(before).now == "anthem"
    assert rundown(facts_for(preview=staged("pause-01"))).now == "lights-out"


def test_the_chosen_row_and_no_other_is_selected() -> None:
    view = rundown(facts_for(selected_moment="fumble"))
    chosen = [row.slug for group in view.groups for row in group.rows if row.selected]
    assert chosen == ["fumble"]
