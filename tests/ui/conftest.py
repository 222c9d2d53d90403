"""Tests of the window run off screen, in the program's own style."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from controlroom.desk.view import DeskView
from ui.app import dress
from ui.pictures import pictures
from ui.window import DeskWindow


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-shots", action="store_true", help="take the golden pictures of the desk anew"
    )


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    assert dress(qapp) is None, "the bundled font could not be loaded"


@pytest.fixture(autouse=True)
def decoded() -> Iterator[None]:
    """No picture is still being decoded when a test ends."""
    yield
    pictures().finish()
    QApplication.processEvents()


class Hands:
    """A gesture clock that moves only when told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def hands() -> Hands:
    return Hands()


class FakeOutside:
    """Beyond the window: notes what was asked of it."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.folders: list[str] = []
        self.clipboard: list[str] = []

    def open_address(self, address: str) -> None:
        self.opened.append(address)

    def open_folder(self, path: str) -> None:
        self.folders.append(path)

    def copy(self, text: str) -> None:
        self.clipboard.append(text)


class Seat:
    """An operator before a window: presses keys, sees what is ordered."""

    def __init__(self, window: DeskWindow, hands: Hands, outside: FakeOutside) -> None:
        self.window = window
        self.outside = outside
        self.hands = hands
        self.ordered: list[tuple[str, dict[str, str]]] = []
        window.ordered.connect(self._note)

    def _note(self, id_: str, arguments: dict[str, str]) -> None:
        self.ordered.append((id_, arguments))

    def ids(self) -> list[str]:
        return [id_ for id_, _ in self.ordered]

    def target(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        QTest.keyPress(self.target(), key, modifier)

    def release(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        QTest.keyRelease(self.target(), key, modifier)

    def strike(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.press(key, modifier)
        self.release(key, modifier)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.target(), text)


@pytest.fixture
def seat(qtbot: QtBot, hands: Hands) -> Callable[[DeskView], Seat]:
    def sit(view: DeskView) -> Seat:
        outside = FakeOutside()
        window = DeskWindow(now=hands, outside=outside)
        qtbot.addWidget(window, before_close_func=_may_close)
        window.resize(1920, 1080)
        window.show_view(view)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Seat(window, hands, outside)

    return sit


def _may_close(window: DeskWindow) -> None:
    window.allow_close()
