"""A spike becomes a verified post at the desk on a real room, key by key, without a stall."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from controlroom.cli.arguments import time_of
from controlroom.desk.view import DeskView, TakeFace, Tone
from controlroom.event.eventfile import read_event
from controlroom.event.room_state import RoomState
from controlroom.room.opening import BUNDLED, OpenRoom, Plan, bundled_folder
from controlroom.store.open import open_store
from tests.ui.blocking import in_our_code
from ui.app import OpenDesk

pytestmark = pytest.mark.ui

START = "20:37:20"
PATIENCE_MS = 90_000
CTRL = Qt.KeyboardModifier.ControlModifier


class Operator:
    """Looks at the desk, then presses."""

    def __init__(self, desk: OpenDesk, qtbot: QtBot) -> None:
        self.desk = desk
        self._qtbot = qtbot

    def look(self) -> DeskView:
        view = self.desk.window.desk.view()
        assert view is not None
        return view

    def see(self, what: Callable[[DeskView], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(what(self.look())), timeout=PATIENCE_MS)

    def take(self) -> None:
        """Press TAKE; one that came too soon after a change is refused and pressed again."""
        flashes = -1
        while self.look().take.face is not TakeFace.HOLDING:
            if self.look().take.flash != flashes:
                flashes = self.look().take.flash
                self.press(Qt.Key.Key_Return, CTRL)
            self._qtbot.wait(20)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.desk.window.focusWidget() or self.desk.window, key, modifier)


@pytest.fixture
def operator(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    start = time_of(START, read_event(bundled_folder(BUNDLED)))
    opened = OpenRoom(Plan(start=start, where=tmp_path))
    try:
        desk = OpenDesk(opened.room, speed=opened.room.speed)
        qtbot.addWidget(desk.window, before_close_func=lambda window: window.allow_close())
        desk.window.resize(1920, 1080)
        desk.open()
        qtbot.waitUntil(desk.window.isActiveWindow)
        yield Operator(desk, qtbot)
        desk.close()
    finally:
        opened.close()


def test_a_spike_becomes_a_verified_post_without_a_stall(
    operator: Operator, tmp_path: Path
) -> None:
    operator.see(lambda view: [row.asset for row in view.suggestions.rows][:1] == ["blackout-01"])
    # The first paint of a window shapes every text once; from here on it has to keep up.
    started = len(operator.desk.watch.stalls)
    operator.press(Qt.Key.Key_1)
    operator.see(lambda view: view.preview.asset == "blackout-01")
    operator.see(lambda view: view.take.face is TakeFace.REHEARSAL)
    operator.take()
    operator.see(
        lambda view: (
            [row.tone for row in view.on_air.rows] == [Tone.GO] * 3 and not view.preview.tabs
        )
    )
    with open_store(tmp_path, read_only=True) as store:
        posted = store.outbox.of_event(BUNDLED)
    assert {delivery.asset for delivery in posted} == {"blackout-01"}
    assert [delivery.channel for delivery in posted if delivery.accepted] != []

    operator.press(Qt.Key.Key_Escape)
    operator.press(Qt.Key.Key_Escape)
    operator.see(lambda view: view.state is RoomState.HOLD)
    assert operator.desk.window.desk.hold.isVisible()
    assert in_our_code(operator.desk.watch.stalls[started:]) == []


def test_words_edited_at_the_desk_are_what_preview_holds(operator: Operator) -> None:
    operator.see(lambda view: view.slots)
    operator.press(Qt.Key.Key_5)
    operator.see(lambda view: view.preview.tabs)
    before = operator.look().preview
    operator.press(Qt.Key.Key_E)
    QTest.keyClicks(operator.desk.window.focusWidget(), " Pass it on.")
    operator.press(Qt.Key.Key_Return, CTRL)
    operator.see(lambda view: view.preview.tabs[0].words == f"{before.tabs[0].words} Pass it on.")
    after = operator.look()
    assert after.preview.tabs[1].words == before.tabs[1].words
    assert after.preview.fingerprint != before.fingerprint
    assert after.take.face is TakeFace.SECOND_KEY  # nobody approved these words
    operator.press(Qt.Key.Key_Return, CTRL)  # asks for the digits, sends nothing
    for digit in (Qt.Key.Key_4, Qt.Key.Key_1, Qt.Key.Key_7):
        operator.press(digit)
    operator.see(lambda view: view.take.digits == 3)
    assert operator.desk.window.desk.preview.code.marks() == ("4", "1", "7", "", "", "")


def test_the_gaps_of_a_template_are_filled_by_keyboard_and_it_needs_no_other_key(
    operator: Operator,
) -> None:
    operator.see(lambda view: view.slots)
    operator.press(Qt.Key.Key_Slash)
    QTest.keyClicks(operator.desk.window.focusWidget(), "scoreboard")
    operator.see(lambda view: [row.asset for row in view.library.rows][:1] == ["scoreboard"])
    operator.press(Qt.Key.Key_Return)
    operator.see(lambda view: [gap.name for gap in view.preview.gaps] == ["side", "score"])
    assert operator.look().take.face is TakeFace.NO_GO, "nothing stands in its gaps"
    operator.press(Qt.Key.Key_E)
    QTest.keyClicks(operator.desk.window.focusWidget(), "rav")
    operator.press(Qt.Key.Key_Tab)
    QTest.keyClicks(operator.desk.window.focusWidget(), "7:3")
    operator.press(Qt.Key.Key_Return)
    operator.see(lambda view: view.preview.tabs[0].words == "Ravens ahead, 7:3. The dip is level.")
    operator.see(lambda view: view.take.face is TakeFace.REHEARSAL)
    operator.press(Qt.Key.Key_I)
    assert operator.desk.window.desk.preview.sheet.isVisible()
    operator.press(Qt.Key.Key_Return, CTRL)  # what was covered was not seen
    assert not operator.desk.window.desk.preview.sheet.isVisible()
    assert operator.look().take.face is TakeFace.REHEARSAL
    operator.take()
    operator.see(lambda view: [row.tone for row in view.on_air.rows] == [Tone.GO] * 3)
