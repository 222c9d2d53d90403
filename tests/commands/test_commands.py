"""The registry: what may be ordered when, and by which key."""

import itertools
from typing import Any

import pytest

from controlroom.commands import COMMANDS, Command, Gesture, order, state_word
from controlroom.errors import Refused, WrongInput
from controlroom.event.room_state import RoomState
from controlroom.messages import english

PREP, REHEARSAL, LIVE, HOLD, WRAP = RoomState
COMMAND_IDS = list(COMMANDS)


class Notes:
    """Takes every order in ``state`` and notes it down."""

    def __init__(self, state: RoomState) -> None:
        self.state = state
        self.noted: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        async def note(*given: Any, **named: Any) -> None:
            self.noted.append((name, (*given, *named.values())))

        return note


# What a person could give to each argument.
GIVEN = {
    "fingerprint": "f" * 64,
    "asset": "blackout-01",
    "channel": "bluesky",
    "words": "Lights out",
    "reason": "solemn",
    "subject": "stand collapse",
    "number": "2",
    "set": "result",
    "outcome": "ravens",
    "moment": "lights-out",
    "text": "black",
    "name": "all",
    "digits": "287082",
    "delivery": "d1",
    "verdict": "not_sent",
    "way": "app_password",
    "seconds": "3600",
    "from": "1359940000000000",
    "until": "1359941000000000",
    "path": "mentions.csv",
    "term": "power",
    "pin": "472816",
    "again": "472816",
    "policy": "solo",
    "note": "Drier.",
    "line": "account:x:1f09ac",
}
POSSIBLE = {
    "take": {REHEARSAL, LIVE, HOLD},
    "take_now": {REHEARSAL, LIVE},
    "stage_next": {REHEARSAL, LIVE, HOLD},
    "suggestion_1": {REHEARSAL, LIVE, HOLD},
    "slot_5": {REHEARSAL, LIVE, HOLD},
    "pause": {REHEARSAL, LIVE, HOLD},
    "correction": {REHEARSAL, LIVE, HOLD},
    "stage_asset": {REHEARSAL, LIVE, HOLD},
    "cancel": set(RoomState),
    "hold": {REHEARSAL, LIVE, HOLD},
    "accept_hold": {REHEARSAL, LIVE},
    "solemn_not_ours": {REHEARSAL, LIVE, HOLD},
    "solemn_ours_again": {REHEARSAL, LIVE, HOLD},
    "release_hold": {HOLD},
    "hold_reason": {HOLD},
    "told": {HOLD},
    "mark": {REHEARSAL, LIVE, HOLD},
    "decide": {PREP, REHEARSAL, LIVE, HOLD},
    "retract": set(RoomState),
    "approve": {PREP},
    "ask_changes": {PREP},
    "take_back_approval": {PREP},
    "fill_slot": {REHEARSAL, LIVE, HOLD},
    "look_up": set(RoomState),
    "resolve": set(RoomState),
    "retry": {REHEARSAL, LIVE, HOLD},
    "again": {REHEARSAL},
    "second_key": {REHEARSAL, LIVE, HOLD},
    "solo_key": {REHEARSAL, LIVE, HOLD},
    "people": set(RoomState),
    "person_put": {PREP},
    "person_pin": {PREP},
    "person_code": {PREP},
    "sit_here": {PREP},
    "policy": {PREP},
    "rehearse": {PREP},
    "go_live": {PREP},
    "prep": {REHEARSAL, WRAP},
    "wrap": {LIVE, HOLD},
    "layout_prep": {PREP},
    "acknowledge": set(RoomState),
    "undo": set(RoomState),
}


@pytest.mark.parametrize(("command", "states"), list(POSSIBLE.items()))
async def test_what_is_possible_when(command: str, states: set[RoomState]) -> None:
    known = COMMANDS[command]
    given = {name: GIVEN[name] for name in known.arguments}
    for state in RoomState:
        notes = Notes(state)
        if state in states:
            await order(notes, command, given)
            assert len(notes.noted) == 1
        else:
            with pytest.raises(Refused) as refusal:
                await order(notes, command, given)
            assert notes.noted == []
            said = english(refusal.value.what_happened)
            assert english(known.title) in said
            assert english(state_word(state)) in said


@pytest.mark.parametrize("command", COMMAND_IDS)
async def test_every_command_runs_with_the_arguments_it_names(command: str) -> None:
    known = COMMANDS[command]
    state = min(known.states)
    notes = Notes(state)
    await order(notes, command, {name: GIVEN[name] for name in known.arguments})
    assert len(notes.noted) == 1


@pytest.mark.parametrize("command", [id_ for id_ in COMMAND_IDS if COMMANDS[id_].arguments])
async def test_an_argument_left_out_is_a_mistake_and_runs_nothing(command: str) -> None:
    known = COMMANDS[command]
    required = [name for name in known.arguments if (command, name) != ("decide", "outcome")]
    for left_out in required:
        notes = Notes(min(known.states))
        given = {name: GIVEN[name] for name in known.arguments if name != left_out}
        with pytest.raises(KeyError):
            await order(notes, command, given)
        assert notes.noted == []


async def test_a_hold_window_that_is_no_number_is_told() -> None:
    notes = Notes(LIVE)
    with pytest.raises(WrongInput, match="soon is no number"):
        await order(notes, "take", {"fingerprint": "f", "hold": "soon"})
    assert notes.noted == []


async def test_a_line_of_the_card_that_is_no_number_is_told() -> None:
    notes = Notes(HOLD)
    with pytest.raises(WrongInput, match="“x” is no whole number"):
        await order(notes, "told", {"number": "x"})
    assert notes.noted == []


async def test_nobody_can_order_what_is_not_in_the_table() -> None:
    notes = Notes(LIVE)
    with pytest.raises(KeyError):
        await order(notes, "post_everything", {})
    assert notes.noted == []


async def test_digits_stage_the_suggestion_or_slot_they_name() -> None:
    notes = Notes(LIVE)
    for digit in "1234":
        await order(notes, f"suggestion_{digit}", {})
    for digit in "56789":
        await order(notes, f"slot_{digit}", {})
    await order(notes, "pause", {})
    await order(notes, "correction", {})
    assert notes.noted == [
        *(("stage_suggestion", (digit,)) for digit in "1234"),
        *(("stage_slot", (digit,)) for digit in "567890C"),
    ]


async def test_arguments_reach_the_room() -> None:
    notes = Notes(HOLD)
    await order(notes, "take", {"fingerprint": "f", "source": "button"})
    await order(notes, "take", {"fingerprint": "f", "source": "command", "hold": "0.5"})
    await order(notes, "stage_asset", {"asset": "a", "channels": "bluesky, x"})
    await order(notes, "stage_asset", {"asset": "a", "moment": "m", "source": "command"})
    await order(notes, "retract", {})
    await order(notes, "retract", {"delivery": "d1"})
    await order(notes, "look_up", {"delivery": "d1"})
    await order(notes, "resolve", {"delivery": "d1", "verdict": "sent", "url": "https://x.test"})
    await order(notes, "told", {"number": "2"})
    await order(notes, "decide", {"set": "result", "outcome": ""})
    await order(notes, "mark", {"moment": "lights-out"})
    await order(notes, "retry", {})
    assert notes.noted == [
        ("take", ("f", "button", None)),
        ("take", ("f", "command", 0.5)),
        ("stage_asset", ("a", None, ("bluesky", "x"), "click")),
        ("stage_asset", ("a", "m", None, "command")),
        ("retract", ("",)),
        ("retract", ("d1",)),
        ("look_up", ("d1",)),
        ("resolve", ("d1", "sent", "https://x.test")),
        ("told", (2,)),
        ("decide", ("result", None)),
        ("mark", ("lights-out",)),
        ("retry", ("",)),
    ]


def keyed() -> list[tuple[str, Command]]:
    return [(key, command) for command in COMMANDS.values() for key in command.keys]


def test_two_commands_share_a_key_only_where_gesture_or_state_tells_them_apart() -> None:
    for (key, one), (other_key, other) in itertools.combinations(keyed(), 2):
        if key == other_key:
            assert one.gesture is not other.gesture or not one.states & other.states, (
                one.id,
                other.id,
            )


def test_nothing_public_hangs_on_one_printing_key() -> None:
    public = {"take", "take_now", "retract"}
    for key, command in keyed():
        if command.id in public:
            assert key.startswith(("Ctrl+", "F"))
    assert COMMANDS["stage_next"].keys == ("Space",)


def test_what_answers_while_somebody_types_types_nothing() -> None:
    for key, command in keyed():
        if command.in_text:
            assert key.startswith(("Ctrl+", "F", "Esc")), command.id


def test_stopping_is_easy_and_going_public_is_deliberate() -> None:
    assert COMMANDS["hold"].gesture is Gesture.TWICE
    assert COMMANDS["hold"].in_text
    held = {id_: command.held_s for id_, command in COMMANDS.items() if command.held_s}
    assert held == {
        "release_hold": 1.0,
        "retract": 1.2,
        "go_live": 1.2,
        "wrap": 1.2,
        "solo_key": 3.0,
    }
    assert all(COMMANDS[id_].gesture is Gesture.HELD for id_ in held)


def test_a_dozen_keys_are_enough_on_the_first_night() -> None:
    assert sum(command.first_night for command in COMMANDS.values()) <= 12


@pytest.mark.parametrize("command", COMMAND_IDS)
def test_every_command_has_a_name_a_person_can_read(command: str) -> None:
    assert len(english(COMMANDS[command].title)) >= 4
    assert COMMANDS[command].states
