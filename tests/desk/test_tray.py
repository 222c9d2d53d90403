"""What the tray tells, and what closing the window would leave behind."""

from dataclasses import replace

import pytest

from controlroom.desk.tray import closing, tray
from controlroom.event.room_state import RoomState
from controlroom.messages import english, message
from tests.desk.facts_for import facts_for, staged

LIVE, HOLD = RoomState.LIVE, RoomState.HOLD


@pytest.mark.parametrize("state", list(RoomState))
def test_every_state_has_a_mark_of_its_own_and_hold_only_where_there_is_a_wire(
    state: RoomState,
) -> None:
    view = tray(facts_for(state))
    assert view.mark == str(state)
    assert view.may_hold is (state in (LIVE, RoomState.REHEARSAL))
    assert english(view.state) in english(view.tip)


def test_a_rehearsal_on_hold_says_that_it_is_one() -> None:
    assert english(tray(facts_for(HOLD, simulated=True)).state) == "HOLD of a rehearsal"
    assert english(tray(facts_for(HOLD, simulated=False)).state) == "HOLD"


def test_hold_tells_since_when_and_offers_no_release() -> None:
    view = tray(facts_for(HOLD))
    assert english(view.hold).startswith("HOLD since ")
    assert not view.may_hold


def test_the_tip_names_event_state_and_what_is_pending() -> None:
    facts = facts_for(LIVE, unsent=("Blackout 01", "Record"))
    event, state, pending = english(tray(facts).tip).split("\n")
    assert event == facts.event.title
    assert state == english(tray(facts).state)
    assert pending == "2 pending: Blackout 01, Record"


@pytest.mark.parametrize(
    ("by", "told"),
    [("tray", True), ("sleep", True), ("solemn", True), ("key", False), ("restart", False)],
)
def test_news_only_of_a_hold_that_was_not_raised_in_the_window(by: str, *, told: bool) -> None:
    bubble = tray(facts_for(HOLD, held_by=message(f"hold.by.{by}"))).bubble
    assert (bubble is not None) is told


def test_the_news_says_what_was_kept() -> None:
    facts = facts_for(HOLD, held_by=message("hold.by.sleep"), kept=(staged("record"),))
    bubble = tray(facts).bubble
    assert bubble is not None
    line = english(bubble.line)
    assert line == "Raised after the computer slept. 1 kept: Space brings them back."


def test_closing_names_what_is_pending() -> None:
    told = [
        english(closing(facts_for(LIVE, unsent=titles)) or message("nothing"))
        for titles in ((), ("Record",), ("Blackout 01", "Record"), tuple("ABCDE"))
    ]
    assert told == [
        "Nothing is pending.",
        "1 post pending: Record. It will not be sent.",
        "2 posts pending: Blackout 01, Record. They will not be sent.",
        "5 posts pending: A, B, C, 2 more. They will not be sent.",
    ]


def test_closing_on_hold_tells_of_kept_posts_and_elsewhere_nothing() -> None:
    kept = facts_for(HOLD, kept=(staged("record"),), simulated=False)
    line = closing(kept)
    assert line is not None
    assert english(line).startswith("1 cancelled posts are kept")
    for state in (RoomState.PREP, RoomState.REHEARSAL, RoomState.WRAP):
        assert closing(replace(kept, state=state)) is None
