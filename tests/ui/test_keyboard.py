"""Keys order commands; what may act while somebody types, and what never may."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from controlroom.commands import COMMANDS
from controlroom.desk.view import DeskView
from tests.support.desk_samples import DESKS
from tests.ui.conftest import Hands, Seat
from ui.keyboard import bindings
from ui.keyboard.bindings import Keyboard
from ui.keyboard.key_map import entries
from ui.keyboard.local_keys import LOCAL_KEYS

Sit = Callable[[DeskView], Seat]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def test_take_carries_the_fingerprint_of_what_is_on_screen(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Key.Key_Return, CTRL)
    assert desk.ordered == [("take", {"fingerprint": "f-blackout-01", "source": "key"})]


def test_take_fires_on_the_press_and_again_only_after_a_key_up(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.press(Key.Key_Return, CTRL)
    assert desk.ids() == ["take"]
    desk.press(Key.Key_Return, CTRL)
    assert desk.ids() == ["take"]
    desk.release(Key.Key_Return, CTRL)
    desk.press(Key.Key_Return, CTRL)
    assert desk.ids() == ["take", "take"]


@pytest.mark.parametrize(
    ("key", "modifier", "command"),
    [
        (Key.Key_Space, NONE, "stage_next"),
        (Key.Key_1, NONE, "suggestion_1"),
        (Key.Key_4, NONE, "suggestion_4"),
        (Key.Key_5, NONE, "slot_5"),
        (Key.Key_9, NONE, "slot_9"),
        (Key.Key_0, NONE, "pause"),
        (Key.Key_C, NONE, "correction"),
        (Key.Key_M, NONE, "mark"),
        (Key.Key_M, SHIFT, "unmark"),
        (Key.Key_X, NONE, "skip"),
        (Key.Key_R, NONE, "retry"),
        (Key.Key_F2, NONE, "acknowledge"),
        (Key.Key_Z, CTRL, "undo"),
        (Key.Key_Up, NONE, "select_up"),
        (Key.Key_Down, NONE, "select_down"),
        (Key.Key_Backspace, NONE, "clear_preview"),
    ],
)
def test_a_key_orders_its_command(
    seat: Sit, key: Qt.Key, modifier: Qt.KeyboardModifier, command: str
) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(key, modifier)
    assert desk.ids() == [command]


def test_every_key_of_the_registry_is_bound(seat: Sit) -> None:
    bound = seat(DESKS["live"]()).window.keyboard.keys()
    wanted = {key for command in COMMANDS.values() for key in command.keys}
    wanted |= {key for local in LOCAL_KEYS for key in local.keys}
    keypad = {key.replace("Return", "Enter") for key in wanted if key.endswith("Return")}
    assert set(bound) == wanted | keypad


def test_enter_of_the_keypad_takes_too_and_once_per_press(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    keypad = CTRL | Qt.KeyboardModifier.KeypadModifier
    desk.press(Key.Key_Enter, keypad)
    desk.press(Key.Key_Enter, keypad)
    assert desk.ids() == ["take"]
    desk.release(Key.Key_Enter, keypad)
    desk.press(Key.Key_Enter, keypad)
    assert desk.ids() == ["take", "take"]


def test_the_same_key_twice_is_refused_when_binding(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(bindings, "LOCAL_KEYS", (*LOCAL_KEYS, LOCAL_KEYS[0]))
    with pytest.raises(ValueError, match="bound twice"):
        Keyboard(window)


def test_the_key_map_has_a_line_for_every_bound_key() -> None:
    listed = {id_ for entry in entries() for id_ in entry.ids}
    assert listed == {c.id for c in COMMANDS.values() if c.keys} | {k.id for k in LOCAL_KEYS}


def test_a_dozen_keys_are_enough_for_the_first_night() -> None:
    assert sum(entry.first_night for entry in entries()) == 12


def test_letters_digits_and_space_are_typed_while_somebody_types(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Key.Key_Slash)
    field = desk.target()
    assert field is not desk.window
    desk.type("m 1 x/e?")
    desk.strike(Key.Key_Backspace)
    desk.strike(Key.Key_Up)
    desk.strike(Key.Key_Z, CTRL)
    assert "take" not in desk.ids()
    assert set(desk.ids()) <= {"search"}
    assert field is desk.target()


def test_take_and_acknowledge_answer_while_somebody_types_and_type_nothing(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Key.Key_Slash)
    field = desk.window.desk.library.findChild(type(desk.target()))
    assert field is desk.target()
    desk.strike(Key.Key_Return, CTRL)
    desk.strike(Key.Key_F2)
    assert desk.ids() == ["take", "acknowledge"]
    assert desk.target().property("text") == ""


def test_space_can_post_nothing_whatever_has_the_focus(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    for widget in desk.window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled():
            continue
        widget.setFocus()
        desk.strike(Key.Key_Space)
    assert "take" not in desk.ids()
    assert set(desk.ids()) <= {"stage_next", "search"}


@pytest.mark.parametrize("name", sorted(DESKS))
def test_no_live_button_takes_the_focus(seat: Sit, name: str) -> None:
    window = seat(DESKS[name]()).window
    sheets = (window.accounts, window.terms, window.people, window.board, window.answers)
    # Forms too, and never there in LIVE: see below.
    quiet = (window.desk.prep, window.desk.wrap)
    forms = (*sheets, *quiet, window.desk.on_air.sheet)
    greedy = [
        button
        for button in window.findChildren(QAbstractButton)
        if button.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not any(form.isAncestorOf(button) for form in forms)
    ]
    eager = [button for button in window.findChildren(QPushButton) if button.autoDefault()]
    assert not greedy
    assert not eager


@pytest.mark.parametrize("before", ["prep", "wrap"])
@pytest.mark.parametrize("name", ["live", "hold", "rehearsal"])
def test_no_form_of_prep_or_wrap_can_be_reached_in_live(seat: Sit, before: str, name: str) -> None:
    desk = seat(DESKS[before]())
    forms = (desk.window.desk.prep, desk.window.desk.wrap)
    buttons = [one for form in forms for one in form.findChildren(QAbstractButton)]
    assert any(one.isVisible() for one in buttons)
    desk.window.show_view(DESKS[name]())
    assert not [one for one in buttons if one.isVisible()]
    for _ in range(40):
        desk.strike(Key.Key_Tab)
        there = desk.target()
        assert not any(form.isAncestorOf(there) for form in forms), (there, there.isVisible())


def test_retract_needs_the_chord_held_and_letting_go_ends_it(seat: Sit, qtbot: QtBot) -> None:
    desk = seat(DESKS["hold"]())
    shares: list[float] = []
    desk.window.keyboard.held.connect(lambda _id, share: shares.append(share))
    desk.press(Key.Key_Backspace, CTRL)
    desk.hands.wait(0.6)
    qtbot.waitUntil(lambda: any(0.4 < share < 0.6 for share in shares))
    desk.release(Key.Key_Backspace, CTRL)
    assert shares[-1] == 0.0
    desk.hands.wait(5)
    desk.press(Key.Key_Backspace, CTRL)
    assert desk.ids() == []
    desk.hands.wait(1.25)
    qtbot.waitUntil(lambda: desk.ids() == ["retract"])
    desk.hands.wait(5)
    desk.release(Key.Key_Backspace, CTRL)
    assert desk.ids() == ["retract"]


def test_hold_is_released_by_a_chord_held_for_a_second(seat: Sit, qtbot: QtBot) -> None:
    desk = seat(DESKS["hold"]())
    desk.press(Key.Key_H, CTRL | SHIFT)
    desk.hands.wait(1.05)
    qtbot.waitUntil(lambda: desk.ids() == ["release_hold"])
    desk.release(Key.Key_H, CTRL | SHIFT)


def test_o_then_a_digit_decides_and_the_next_digit_stages_again(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Key.Key_O)
    assert "Final whistle" in desk.window.desk.notice.text()
    desk.strike(Key.Key_2)
    desk.strike(Key.Key_2)
    assert desk.ordered == [
        ("decide", {"set": "final-whistle", "outcome": "2"}),
        ("suggestion_2", {}),
    ]
    assert desk.window.desk.notice.text() == ""


def test_an_outcome_is_asked_for_five_seconds(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Key.Key_O)
    desk.hands.wait(6)
    desk.strike(Key.Key_2)
    assert desk.ids() == ["suggestion_2"]


def test_digits_are_a_second_keys_code_only_after_take_asked_for_it(seat: Sit) -> None:
    desk = seat(DESKS["hold"]())
    desk.strike(Key.Key_0)
    desk.strike(Key.Key_Return, CTRL)
    for digit in (Key.Key_4, Key.Key_1, Key.Key_Backspace, Key.Key_7, *[Key.Key_2] * 4):
        desk.strike(digit)
    desk.strike(Key.Key_5)  # a code that was wrong is typed again
    typed = [arguments["digits"] for id_, arguments in desk.ordered if id_ == "second_key"]
    assert typed == ["4", "41", "4", "47", "472", "4722", "47222", "472222", "5"]
    assert desk.ids()[0] == "pause"
    desk.window.show_view(DESKS["live"]())
    desk.strike(Key.Key_5)
    assert desk.ids()[-1] == "slot_5"


def test_take_under_the_key_map_closes_it_and_takes_nothing(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Key.Key_F1)
    assert desk.window.key_map.isVisible()
    desk.strike(Key.Key_Return, CTRL)
    assert not desk.window.key_map.isVisible()
    assert desk.ids() == []


def test_keys_let_go_elsewhere_do_not_leave_take_dead(seat: Sit, hands: Hands) -> None:
    desk = seat(DESKS["live"]())
    desk.press(Key.Key_Return, CTRL)
    desk.window.keyboard.keys_went_elsewhere()
    desk.press(Key.Key_Return, CTRL)
    assert desk.ids() == ["take", "take"]
