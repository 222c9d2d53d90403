"""The Qt thread blocked is noticed, with what blocked it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from controlroom.desk.view import DeskView
from controlroom.messages import message
from tests.support.desk_samples import DESKS
from tests.ui.blocking import in_our_code
from tests.ui.conftest import Seat
from ui.stall_watch import StallWatch


@pytest.fixture
def watch() -> Iterator[StallWatch]:
    watch = StallWatch()
    watch.start()
    yield watch
    watch.stop()


def block_until_noticed(watch: StallWatch) -> None:
    """Keep the Qt thread from its loop until the other thread says so."""
    for _ in range(200):
        if watch.stalls:
            return
        threading.Event().wait(0.01)
    pytest.fail("nobody noticed")


def test_a_blocked_qt_thread_is_noted_once_with_its_stack(
    watch: StallWatch, qtbot: QtBot, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("the Qt thread is blocked")
    block_until_noticed(watch)
    threading.Event().wait(0.1)
    assert len(watch.stalls) == 1
    assert watch.stalls[0].seconds >= 0.15
    assert "block_until_noticed" in watch.stalls[0].stack


def test_a_busy_night_does_not_stall_the_window(
    qtbot: QtBot, seat: Callable[[DeskView], Seat]
) -> None:
    desk = seat(DESKS["live"]())
    qtbot.wait(100)  # the first paint of a window shapes every text once
    watch = StallWatch()
    watch.start()
    view = DESKS["live"]()
    for second in range(30):
        clocks = (
            replace(view.masthead.clocks[0], value=message("number", count=second)),
            *view.masthead.clocks[1:],
        )
        view = replace(view, revision=second, masthead=replace(view.masthead, clocks=clocks))
        desk.window.show_view(view)
        qtbot.wait(20)
    watch.stop()
    assert in_our_code(watch.stalls) == []
