"""Keys that act like TAKE: F12 of a macro deck, and TAKE now."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.desk_samples import DESKS
from tests.ui.conftest import FakeOutside, Hands, Seat
from ui.window import DeskWindow

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def seat_at(qtbot: QtBot, hands: Hands) -> Callable[[str], Seat]:
    def sit(kind: str) -> Seat:
        outside = FakeOutside()
        window = DeskWindow(deck=kind == "deck", now=hands, outside=outside)
        qtbot.addWidget(window, before_close_func=lambda shut: shut.allow_close())
        window.resize(1920, 1080)
        window.show_view(DESKS["live"]())
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Seat(window, hands, outside)

    return sit


def test_take_now_needs_a_key_up_after_take(seat_at: Callable[[str], Seat]) -> None:
    desk = seat_at("keys")
    desk.press(Key.Key_Return, CTRL)
    desk.press(Key.Key_Return, CTRL | SHIFT)
    desk.press(Key.Key_Return, CTRL | SHIFT)
    assert desk.ids() == ["take"]
    desk.release(Key.Key_Return, CTRL | SHIFT)
    desk.press(Key.Key_Return, CTRL | SHIFT)
    assert desk.ids() == ["take", "take_now"]
    desk.press(Key.Key_Return, CTRL)
    assert desk.ids() == ["take", "take_now"]


def test_f12_is_take_on_a_desk_with_a_deck_only(seat_at: Callable[[str], Seat]) -> None:
    without = seat_at("keys")
    without.strike(Key.Key_F12)
    assert without.ids() == []
    desk = seat_at("deck")
    desk.press(Key.Key_F12)
    desk.press(Key.Key_F12)
    assert desk.ordered == [("take", {"fingerprint": "f-blackout-01", "source": "key"})]
    desk.release(Key.Key_F12)
    desk.press(Key.Key_F12)
    assert desk.ids() == ["take", "take"]
