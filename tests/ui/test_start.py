"""A window on a room: a key becomes an order, a new view is seen, a refusal is told."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from controlroom.errors import Refused
from tests.support.desk_samples import DESKS
from tests.support.samples_preview import said
from tests.ui.test_bridge import Room, settle_elsewhere
from ui.app import OpenDesk


@pytest.fixture
def room() -> Room:
    return Room(DESKS["live"]())


@pytest.fixture
def desk(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDesk]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    desk = OpenDesk(room, speed=lambda: 4.0)
    qtbot.addWidget(desk.window, before_close_func=lambda window: window.allow_close())
    desk.watch.start = lambda: None  # type: ignore[method-assign]
    desk.watch.stop = lambda: None  # type: ignore[method-assign]
    desk.open(said("A system font is shown."))
    qtbot.waitUntil(desk.window.isActiveWindow)
    yield desk
    desk.close()


def test_the_first_notice_is_told(desk: OpenDesk) -> None:
    assert desk.window.desk.notice.text() == "A system font is shown."


def test_a_key_is_an_order_and_its_refusal_is_told(
    desk: OpenDesk, room: Room, qtbot: QtBot
) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(order[0], dict(order[1])) for order in room.orders] == [
        ("take", {"fingerprint": "f-blackout-01", "source": "key"})
    ]
    settle_elsewhere(room.orders[0][2], Refused(said("Preview changed a moment ago.")))
    notice = desk.window.desk.notice
    qtbot.waitUntil(lambda: notice.text() == "Preview changed a moment ago.")


def test_the_window_shows_what_the_room_has_now(desk: OpenDesk, room: Room, qtbot: QtBot) -> None:
    room.view = DESKS["hold"]()
    qtbot.waitUntil(desk.window.desk.hold.isVisible)
    room.view = replace(room.view, revision=99, notice=said("Released."))
    qtbot.waitUntil(lambda: desk.window.desk.view() is room.view)


def test_closing_the_program_closes_a_live_desk(desk: OpenDesk) -> None:
    desk.close()
    assert not desk.window.isVisible()
