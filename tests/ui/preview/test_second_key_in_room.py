"""The second key at a window on a real room: typed, pressed and held, without a mouse."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from controlroom.desk.view import DeskView, TakeFace
from controlroom.errors import UserFacingError
from controlroom.event.live_event import Person, PersonRole, Policy
from tests.room.still_room import StillRoom, bundled
from tests.ui.conftest import Hands, Seat

pytestmark = pytest.mark.ui

Sit = Callable[[DeskView], Seat]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
RAJ = Person("Raj", PersonRole.APPROVER, phone="555 0102")
PIN = (Key.Key_4, Key.Key_7, Key.Key_2, Key.Key_8)


class Night:
    """A window on a still room: orders go to it, its newest view comes back."""

    def __init__(self, room: StillRoom, seat: Seat) -> None:
        self.room, self.seat = room, seat
        seat.window.ordered.connect(self._order)

    def _order(self, id_: str, arguments: dict[str, str]) -> None:
        try:
            self.room.order(id_, **arguments)
        except UserFacingError as error:
            self.seat.window.tell(error.what_happened)

    def look(self) -> None:
        self.seat.window.show_view(self.room.view)
        QApplication.processEvents()

    def strike(self, *keys: Key) -> None:
        for key in keys:
            self.seat.strike(key)
            self.look()

    def take(self) -> None:
        self.seat.strike(Key.Key_Return, CTRL)
        self.look()

    @property
    def face(self) -> TakeFace:
        return self.room.view.take.face


@pytest.fixture
def sit(tmp_path: Path, seat: Sit) -> Iterator[Callable[[Policy], Night]]:
    opened: list[StillRoom] = []

    def begin(policy: Policy) -> Night:
        settings = replace(bundled().settings, policy=policy, approver="")
        event = replace(bundled(), people=(RAJ,), settings=settings)
        room = StillRoom(tmp_path / "data", event=event)
        opened.append(room.__enter__())
        room.order("person_pin", name="Raj", pin="4728", again="4728")
        room.order("go_live")
        night = Night(room, seat(room.view))
        night.strike(Key.Key_Escape, Key.Key_Escape, Key.Key_0)
        room.pass_time(2)
        night.look()
        return night

    yield begin
    for room in opened:
        room.__exit__(None, None, None)


def test_a_pin_is_typed_on_take_and_never_shown(sit: Callable[[Policy], Night]) -> None:
    night = sit(Policy.TWO_PEOPLE)
    code = night.seat.window.desk.preview.code
    assert "Ask Raj · 555 0102" in night.seat.window.desk.preview.take.accessibleName()
    night.take()
    night.strike(*PIN[:2])
    assert code.marks() == ("•", "•")
    night.strike(Key.Key_Backspace)
    assert code.marks() == ("•",)
    night.strike(*PIN[1:])
    staged = night.room.in_preview
    assert night.face is TakeFace.SECOND_KEY
    night.strike(Key.Key_Return)
    assert night.face is TakeFace.ARMED
    assert night.room.in_preview == staged, "digits staged nothing"
    night.strike(Key.Key_5)
    assert night.room.in_preview != staged, "digits stage slots again"


def test_a_wrong_pin_is_said_on_take_and_typed_again(sit: Callable[[Policy], Night]) -> None:
    night = sit(Policy.TWO_PEOPLE)
    take = night.seat.window.desk.preview.take
    night.take()
    night.strike(*PIN[:3], Key.Key_9, Key.Key_Enter)
    assert "Not right" in take.accessibleName()
    night.strike(*PIN, Key.Key_Enter)
    assert night.face is TakeFace.ARMED


def test_enter_means_nothing_to_the_desk_while_no_pin_is_typed(
    sit: Callable[[Policy], Night],
) -> None:
    night = sit(Policy.TWO_PEOPLE)
    before = night.seat.ids()
    night.strike(Key.Key_Return, Key.Key_Enter)
    assert night.seat.ids() == before
    night.take()
    night.strike(Key.Key_Return)
    assert night.seat.ids() == before, "nothing was typed"


def test_solo_is_a_reason_and_take_held_for_three_seconds(
    sit: Callable[[Policy], Night], hands: Hands, qtbot: QtBot
) -> None:
    night = sit(Policy.SOLO)
    preview = night.seat.window.desk.preview
    assert night.face is TakeFace.SOLO
    night.take()
    assert preview.asked.why.hasFocus(), "first it asks why"
    night.seat.type("5 of us agree")
    assert night.seat.ids().count("slot_5") == 0
    night.seat.press(Key.Key_Return, CTRL)
    hands.wait(1.5)
    qtbot.waitUntil(lambda: 0.4 < preview.take.share_held() < 0.6)
    night.seat.release(Key.Key_Return, CTRL)
    hands.wait(3)
    qtbot.waitUntil(lambda: preview.take.share_held() == 0)
    night.look()
    assert night.face is TakeFace.SOLO, "let go too soon"
    night.seat.press(Key.Key_Return, CTRL)
    hands.wait(3.1)
    qtbot.waitUntil(lambda: "solo_key" in night.seat.ids())
    night.seat.release(Key.Key_Return, CTRL)
    night.look()
    assert night.face is TakeFace.ARMED
    assert night.seat.ids().count("take") == 0, "the same press takes nothing"
    assert not preview.asked.why.isVisible()
    assert preview.asked.why.text() == ""
