"""HOLD answers "what can I still do?" before "why?"."""

from dataclasses import replace

from controlroom.desk.facts import Facts
from controlroom.desk.strip import alarm, hold
from controlroom.desk.view import Tone
from controlroom.event.asset import Role
from controlroom.event.delivery import DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.desk.facts_for import ALARM, BLACKOUT, S, bundled, facts_for, rows, staged

HOLD = RoomState.HOLD
UP = rows(staged("blackout-01"), DeliveryState.VERIFIED, DeliveryState.REFUSED)
DOWN = rows(staged("blackout-01"), DeliveryState.RETRACTED, DeliveryState.REFUSED)


def possible(facts: Facts) -> list[tuple[str, str, str]]:
    view = hold(facts)
    assert view is not None
    return [(one.mark, english(one.title), english(one.note)) for one in view.still]


def test_there_is_no_hold_column_outside_hold() -> None:
    for state in RoomState:
        assert (hold(facts_for(state)) is not None) is (state is HOLD)


def test_what_can_still_be_done() -> None:
    assert possible(facts_for(HOLD, on_air=UP)) == [
        ("check", "Retract what is on air", "open"),
        ("key", "Post the correction", "slot C"),
        ("key", "Post the pause asset", "slot 0"),
        ("check", "Stage, edit, mark moments", "open"),
        ("cross", "Any other post", "closed"),
    ]


def test_nothing_can_be_retracted_while_nothing_is_up() -> None:
    nothing = ("cross", "Retract what is on air", "nothing on air")
    assert possible(facts_for(HOLD))[0] == nothing
    assert possible(facts_for(HOLD, on_air=DOWN))[0] == nothing


def test_what_is_in_preview_already_says_so() -> None:
    shown = possible(facts_for(HOLD, preview=staged("pause-01")))
    assert shown[1:3] == [
        ("key", "Post the correction", "slot C"),
        ("key", "Post the pause asset", "in Preview"),
    ]


def test_an_event_without_a_correction_does_not_offer_one() -> None:
    event = bundled()
    without = tuple(asset for asset in event.assets if asset.role is not Role.CORRECTION)
    titles = [
        title for _, title, _ in possible(facts_for(HOLD, event=replace(event, assets=without)))
    ]
    assert "Post the correction" not in titles
    assert "Post the pause asset" in titles


def test_what_else_must_be_stopped_is_ticked_off_by_name_and_time() -> None:
    view = hold(facts_for(HOLD, told={1: BLACKOUT + 30 * S}))
    assert view is not None
    assert [row.done for row in view.also_stop] == [False, True, False, False, False]
    assert english(view.also_stop[1].note) == "told 20:38:00"
    assert english(view.also_stop[0].note) == "not told"
    assert english(view.also_stop[0].line) == "Media agency · Jo, 555 0142"
    assert english(view.also_note) == "1 of 5 told"
    assert view.also_empty is None


def test_an_empty_card_says_how_to_fill_it() -> None:
    view = hold(facts_for(HOLD, event=replace(bundled(), also_stop=())))
    assert view is not None
    assert view.also_stop == ()
    assert english(view.also_note) == "nothing listed"
    assert view.also_empty is not None
    assert "[[also_stop]]" in english(view.also_empty)


def test_the_reason_is_asked_and_never_a_gate() -> None:
    view = hold(facts_for(HOLD))
    assert view is not None
    assert view.reason is None
    assert [name for name, _ in view.reasons] == [
        "solemn",
        "wrong_post",
        "under_fire",
        "technical",
    ]
    told = hold(facts_for(HOLD, hold_reason="solemn"))
    assert told is not None
    assert told.reason == "solemn"
    assert english(told.release_line) == "Hold 1 s. Sends nothing by itself."


def test_the_alarm_strip_says_what_to_do_or_that_there_is_nothing() -> None:
    quiet = alarm(facts_for(alarms_in_ten=2))
    assert (quiet.priority, quiet.tone) == (None, Tone.GO)
    assert english(quiet.rate) == "alarms 2 / 10 min"
    loud = alarm(facts_for(alarm=ALARM))
    assert (loud.priority, loud.tone, loud.acknowledged) == (1, Tone.NO_GO, False)
    assert loud.at is not None
    assert english(loud.at) == "20:37:30"
    assert english(loud.to_do)
    lesser = alarm(facts_for(alarm=replace(ALARM, priority=2)))
    assert lesser.tone is Tone.CAUTION
    rehearsal = alarm(facts_for(RoomState.REHEARSAL))
    assert english(rehearsal.to_do) != english(quiet.to_do)
