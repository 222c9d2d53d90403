"""Esc: one layer at a time; twice with a key-up between, HOLD."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from controlroom.desk.view import DeskView
from tests.support import samples_onair
from tests.support.desk_samples import DESKS
from tests.ui.conftest import Hands, Seat
from ui.keyboard.gestures import TWICE_S, EscPress, EscTwice, Holding, OncePerPress

Sit = Callable[[DeskView], Seat]
ESC = Qt.Key.Key_Escape


def test_one_esc_cancels_the_newest_pending_post(seat: Sit) -> None:
    desk = seat(DESKS["holding"]())
    desk.strike(ESC)
    assert desk.ids() == ["cancel"]


def test_a_post_that_waits_behind_another_preview_is_cancelled_too(seat: Sit) -> None:
    desk = seat(replace(DESKS["live"](), on_air=samples_onair.PENDING))
    desk.strike(ESC)
    assert desk.ids() == ["cancel"]


def test_one_esc_with_nothing_pending_orders_nothing(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(ESC)
    assert desk.ids() == []


def test_esc_right_after_take_cancels_before_the_next_look_at_the_room(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.strike(ESC)
    assert desk.ids() == ["take", "cancel"]


def test_two_presses_hold_everything(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(ESC)
    desk.hands.wait(0.4)
    desk.strike(ESC)
    assert desk.ordered == [("hold", {"by": "key"})]


def test_two_slow_presses_do_not(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(ESC)
    desk.hands.wait(0.7)
    desk.strike(ESC)
    assert desk.ids() == []


def test_holding_has_two_layers_in_one_gesture(seat: Sit) -> None:
    desk = seat(DESKS["holding"]())
    desk.strike(ESC)
    desk.strike(ESC)
    assert desk.ids() == ["cancel", "hold"]


def test_esc_leaves_a_field_before_anything_else_is_open(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Qt.Key.Key_Slash)
    assert desk.target() is not desk.window
    desk.strike(ESC)
    assert desk.target() is desk.window
    assert "hold" not in desk.ids()


def test_a_pending_post_is_cancelled_from_inside_a_field(seat: Sit) -> None:
    desk = seat(DESKS["holding"]())
    desk.strike(Qt.Key.Key_Slash)
    field = desk.target()
    desk.strike(ESC)
    assert desk.ids() == ["cancel"]
    assert desk.target() is field


def test_two_presses_hold_everything_from_inside_a_field(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Qt.Key.Key_Slash)
    desk.strike(ESC)
    desk.strike(ESC)
    assert "hold" in desk.ids()


def test_esc_closes_the_key_map(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Qt.Key.Key_F1)
    desk.strike(ESC)
    assert not desk.window.key_map.isVisible()


def test_esc_leaves_an_outcome_undecided(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Qt.Key.Key_O)
    desk.strike(ESC)
    desk.strike(Qt.Key.Key_1)
    assert desk.ids() == ["suggestion_1"]


def test_a_key_that_stays_down_is_one_press() -> None:
    esc = EscTwice(Hands())
    assert esc.press() is EscPress.FIRST
    assert [esc.press() for _ in range(20)] == [None] * 20


@given(st.lists(st.tuples(st.floats(0, 2), st.booleans()), max_size=40))
def test_hold_needs_two_presses_with_a_key_up_in_time(steps: list[tuple[float, bool]]) -> None:
    hands = Hands()
    esc = EscTwice(hands)
    first: float | None = None
    up = True
    for pause, lets_go in steps:
        hands.wait(pause)
        meaning = esc.press()
        if not up:
            assert meaning is None
        elif first is not None and hands() - first <= TWICE_S:
            assert meaning is EscPress.SECOND
            first = None
        else:
            assert meaning is EscPress.FIRST
            first = hands()
        up = False
        if lets_go:
            esc.release()
            up = True


@given(st.lists(st.tuples(st.floats(0, 3), st.sampled_from(["press", "release"])), max_size=40))
def test_a_hold_is_done_only_when_the_key_stayed_down(steps: list[tuple[float, str]]) -> None:
    hands = Hands()
    holding = Holding(1.2, hands)
    since: float | None = None
    for pause, step in steps:
        hands.wait(pause)
        done = holding.done()
        assert done == (since is not None and hands() - since >= 1.2)
        if done:
            since = None
        if step == "press":
            holding.press()
            since = hands() if since is None else since
        else:
            holding.release()
            since = None


def test_once_per_press() -> None:
    take = OncePerPress()
    assert [take.press(), take.press()] == [True, False]
    take.release()
    assert take.press()
