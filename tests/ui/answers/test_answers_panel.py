"""The sheet of answers: what would happen is seen first, and nothing happens by itself."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from controlroom.desk.answers_view import AnswersView
from controlroom.desk.view import DeskView
from controlroom.event.room_state import RoomState
from tests.support import desk_samples
from tests.support import samples_answers as samples
from tests.ui.conftest import Seat
from ui.answers import AnswersPanel

Order = tuple[str, dict[str, str]]


@pytest.fixture
def orders() -> list[Order]:
    return []


@pytest.fixture
def show(qtbot: QtBot, orders: list[Order]) -> Callable[..., AnswersPanel]:
    kept = []

    def shown(view: AnswersView, size: tuple[int, int] = (1424, 740)) -> AnswersPanel:
        desk = QWidget()
        desk.resize(*size)
        panel = AnswersPanel(desk)
        qtbot.addWidget(desk)
        kept.append(desk)
        panel.ordered.connect(lambda command, given: orders.append((command, given)))
        panel.place(QRect(0, 0, *size))
        with qtbot.waitExposed(desk):
            desk.show()
        desk.activateWindow()
        qtbot.waitUntil(desk.isActiveWindow)
        panel.show_view(view)
        panel.grab()
        return panel

    return shown


def test_apply_orders_the_file_that_is_shown(
    show: Callable[..., AnswersPanel], orders: list[Order], qtbot: QtBot
) -> None:
    panel = show(samples.ANSWERS)
    assert panel.apply.text() == "Apply 3"
    qtbot.mouseClick(panel.apply, Qt.MouseButton.LeftButton)
    given = {"path": samples.ANSWERS.path, "seen": samples.ANSWERS.seen}
    assert orders == [("take_answers", given)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_the_keyboard_begins_on_what_changes_nothing(
    show: Callable[..., AnswersPanel], orders: list[Order], qtbot: QtBot, key: Qt.Key
) -> None:
    panel = show(samples.ANSWERS)
    assert panel.leave.hasFocus()
    qtbot.keyClick(panel.leave, key)
    assert orders == [("answers_close", {})]


@pytest.mark.parametrize("view", [samples.NOTHING_NEW, samples.wrong()])
def test_with_nothing_to_apply_there_is_only_a_way_out(
    show: Callable[..., AnswersPanel], view: AnswersView
) -> None:
    panel = show(view)
    assert not panel.apply.isVisible()
    assert panel.leave.text() == "Close"


def test_a_file_that_cannot_be_used_says_why(show: Callable[..., AnswersPanel]) -> None:
    panel = show(samples.wrong())
    assert panel.head.text().startswith("This is no answer file")
    assert panel.line.text().startswith("Use the file that the contact sheet saved")
    assert not panel.list.isVisible()


def test_thousands_of_answers_are_scrolled(show: Callable[..., AnswersPanel]) -> None:
    panel = show(samples.MANY)
    bar = panel.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = panel.list.row_at(panel.list.viewport().height() - 1)
    assert last is not None
    assert last.title == "Asset 2999"
    assert panel.list.row_at(10_000) is None


def test_it_goes_when_the_room_closes_it(show: Callable[..., AnswersPanel]) -> None:
    panel = show(samples.ANSWERS)
    panel.show_view(None)
    assert not panel.isVisible()


# Dropping


def drop(seat: Seat, *addresses: QUrl, text: str = "") -> None:
    what = QMimeData()
    if addresses:
        what.setUrls(list(addresses))
    if text:
        what.setText(text)
    window = seat.window
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(700, 500), copy, what, left, none)
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(QDropEvent(QPointF(700, 500), copy, what, left, none))


def notice(seat: Seat) -> str:
    return seat.window.desk.notice.text()


def test_a_dropped_file_of_answers_is_looked_at(seat: Callable[[DeskView], Seat]) -> None:
    at = seat(desk_samples.preparing())
    file = QUrl.fromLocalFile("/somewhere/Answers.JSON")
    drop(at, file)
    assert at.ordered == [("answers_look", {"path": file.toLocalFile()})]


@pytest.mark.parametrize(
    ("addresses", "told"),
    [
        (("picture.png",), "Only a file of answers from a contact sheet (.json)"),
        (("answers.json", "other.json"), "one file at a time"),
    ],
)
def test_anything_else_is_told(
    seat: Callable[[DeskView], Seat], addresses: tuple[str, ...], told: str
) -> None:
    at = seat(desk_samples.preparing())
    drop(at, *(QUrl.fromLocalFile(f"/somewhere/{name}") for name in addresses))
    assert at.ordered == []
    assert told in notice(at)


def test_in_live_nothing_is_taken_in(seat: Callable[[DeskView], Seat]) -> None:
    at = seat(desk_samples.live())
    drop(at, QUrl.fromLocalFile("/somewhere/answers.json"))
    assert at.ordered == []
    assert "in PREP" in notice(at)


def test_words_that_are_dragged_are_none_of_its_business(seat: Callable[[DeskView], Seat]) -> None:
    at = seat(desk_samples.preparing())
    drop(at, text="some words")
    assert at.ordered == []


def test_the_desk_does_not_get_the_keys_while_it_is_open(seat: Callable[[DeskView], Seat]) -> None:
    view = desk_samples.preparing()
    at = seat(replace(view, revision=view.revision + 1, answers=samples.ANSWERS))
    assert at.window.answers.isVisible()
    QTest.keyClick(at.target(), Qt.Key.Key_M)
    assert at.ordered == []
    at.strike(Qt.Key.Key_Escape)
    assert at.ids() == ["answers_close"]
    assert view.state is RoomState.PREP
