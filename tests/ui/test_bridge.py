"""The crossing between threads: pulled, never pushed; refusals come back in the Qt thread."""

import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from controlroom.desk.view import DeskView
from controlroom.errors import Refused
from controlroom.messages import Message
from tests.support.desk_samples import DESKS
from tests.support.samples_preview import said
from ui.bridge import Bridge


class Room:
    """A room whose orders are settled by the test, from any thread."""

    def __init__(self, view: DeskView) -> None:
        self.view = view
        self.looks = 0
        self.orders: list[tuple[str, Mapping[str, str], Future[None]]] = []

    def desk(self) -> DeskView:
        self.looks += 1
        return self.view

    def order(self, command: str, arguments: Mapping[str, str]) -> Future[None]:
        future: Future[None] = Future()
        self.orders.append((command, arguments, future))
        return future


@pytest.fixture
def room() -> Room:
    return Room(DESKS["live"]())


@pytest.fixture
def bridge(room: Room, qtbot: QtBot) -> Iterator[Bridge]:
    bridge = Bridge(room)
    yield bridge
    bridge.stop()


def settle_elsewhere(future: Future[None], error: BaseException | None) -> None:
    """As the engine does: in a thread of its own."""

    def settle() -> None:
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)

    thread = threading.Thread(target=settle)
    thread.start()
    thread.join()


def test_the_window_sees_a_new_view_and_the_same_one_only_once(
    bridge: Bridge, room: Room, qtbot: QtBot
) -> None:
    seen: list[DeskView] = []
    bridge.desk_changed.connect(seen.append)
    bridge.start()
    assert seen == [room.view]
    qtbot.waitUntil(lambda: room.looks >= 4)
    assert len(seen) == 1
    room.view = replace(room.view, revision=2)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[-1].revision == 2


def test_a_stalled_window_is_not_flooded_when_it_wakes(
    bridge: Bridge, room: Room, qtbot: QtBot
) -> None:
    seen: list[DeskView] = []
    bridge.desk_changed.connect(seen.append)
    bridge.pull()
    for revision in range(2, 1000):
        room.view = replace(room.view, revision=revision)
    bridge.pull()
    assert [view.revision for view in seen] == [1, 999]


def test_an_order_reaches_the_room_with_its_arguments(bridge: Bridge, room: Room) -> None:
    bridge.order("take", {"fingerprint": "f", "source": "key"})
    assert [order[:2] for order in room.orders] == [("take", {"fingerprint": "f", "source": "key"})]


def test_a_refusal_comes_back_in_the_qt_thread(
    bridge: Bridge, room: Room, qtbot: QtBot, qapp: QApplication
) -> None:
    told: list[tuple[Message, bool]] = []
    bridge.refused.connect(
        lambda what: told.append((what, QThread.currentThread() is qapp.thread()))
    )
    bridge.order("take", {})
    settle_elsewhere(room.orders[0][2], Refused(said("Preview changed.")))
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(said("Preview changed."), True)]


def test_what_was_done_tells_nothing_and_a_failure_says_so(
    bridge: Bridge, room: Room, qtbot: QtBot
) -> None:
    told: list[Message] = []
    bridge.refused.connect(told.append)
    for _ in range(3):
        bridge.order("mark", {})
    settle_elsewhere(room.orders[0][2], None)
    room.orders[1][2].cancel()
    settle_elsewhere(room.orders[2][2], RuntimeError("the loop is gone"))
    qtbot.waitUntil(lambda: bool(told))
    assert [what.id for what in told] == ["window.no_answer"]
    assert told[0].value("reason") == "the loop is gone"


def test_signals_keep_the_references_of_true_and_none(bridge: Bridge, qtbot: QtBot) -> None:
    """A binding that loses one a call aborts the interpreter within minutes."""
    received: list[object] = []
    bridge.refused.connect(received.append)
    bridge.desk_changed.connect(received.append)
    bridge.refused.emit(None)
    received.clear()
    before = sys.getrefcount(None), sys.getrefcount(True)  # noqa: FBT003
    for _ in range(100):
        bridge.refused.emit(None)
        bridge.desk_changed.emit(True)  # noqa: FBT003
        received.clear()
    after = sys.getrefcount(None), sys.getrefcount(True)  # noqa: FBT003
    assert abs(after[0] - before[0]) < 50
    assert abs(after[1] - before[1]) < 50
