"""The strip at the foot: one alarm, and the keys that always work."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from controlroom.event.room_state import RoomState
from tests.support import samples_frame as frame
from ui.alarms.panel import FLASH_MS, AlarmPanel
from ui.theme.tokens import colour

LIVE, HOLD, PREP = RoomState.LIVE, RoomState.HOLD, RoomState.PREP


@pytest.fixture
def strip(qtbot: QtBot) -> AlarmPanel:
    strip = AlarmPanel()
    qtbot.addWidget(strip)
    strip.resize(1904, 44)
    strip.show()
    return strip


def clicked(strip: AlarmPanel) -> set[tuple[str, str]]:
    """What clicks all along the strip order."""
    ordered: set[tuple[str, str]] = set()
    strip.ordered.connect(lambda id_, arguments: ordered.add((id_, arguments.get("by", ""))))
    strip.local.connect(lambda id_: ordered.add((id_, "local")))
    strip.grab()
    for x in range(0, 1904, 10):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 22))
    return ordered


def test_an_alarm_can_be_acknowledged_and_everything_held(strip: AlarmPanel) -> None:
    strip.show_view(frame.SIGN_IN_ENDS, LIVE)
    assert clicked(strip) == {("acknowledge", ""), ("hold", "button"), ("map", "local")}


def test_no_alarm_has_nothing_to_acknowledge(strip: AlarmPanel) -> None:
    strip.show_view(frame.NO_ALARM, LIVE)
    assert clicked(strip) == {("hold", "button"), ("map", "local")}


def test_on_hold_there_is_nothing_more_to_hold(strip: AlarmPanel) -> None:
    strip.show_view(frame.SOLEMN, HOLD)
    assert clicked(strip) == {("acknowledge", ""), ("map", "local")}


def test_preparing_has_undo(strip: AlarmPanel) -> None:
    strip.show_view(frame.SAVED, PREP)
    assert clicked(strip) == {("undo", ""), ("map", "local")}


def ground(strip: AlarmPanel) -> int:
    return strip.grab().toImage().pixel(strip.width() // 2, 8)


def test_only_an_unacknowledged_first_alarm_flashes(strip: AlarmPanel, qtbot: QtBot) -> None:
    strip.show_view(frame.UNKNOWN, LIVE)
    lit, dark = colour("late_tint").rgb(), colour("panel").rgb()
    assert ground(strip) == lit
    qtbot.waitUntil(lambda: ground(strip) == dark, timeout=4 * FLASH_MS)
    qtbot.waitUntil(lambda: ground(strip) == lit, timeout=4 * FLASH_MS)
    strip.show_view(replace(frame.UNKNOWN, acknowledged=True), LIVE)
    qtbot.wait(FLASH_MS + 100)
    assert ground(strip) == lit
    strip.show_view(frame.SIGN_IN_ENDS, LIVE)
    qtbot.wait(FLASH_MS + 100)
    assert ground(strip) == colour("hold_tint").rgb()


def test_it_says_what_happened_and_what_to_do(strip: AlarmPanel) -> None:
    strip.show_view(frame.SIGN_IN_ENDS, LIVE)
    assert strip.accessibleName() == (
        "X sign-in ends at 21:20. Renew it before the fourth quarter (21:04)."
    )
