"""What the application does when something is missing or fails."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from controlroom.messages import Message
from ui.app import CrashNotes, dress, make_app
from ui.theme import icons
from ui.theme import type as type_
from ui.theme.icons import pixmap


def test_the_application_that_exists_is_dressed(qapp: QApplication) -> None:
    app, notice = make_app(["controlroom"])
    assert app is qapp
    assert notice is None
    assert app.font().family() == "Inter"


def test_a_missing_font_is_told_and_the_window_goes_on(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("Inter is missing")
    monkeypatch.setattr(type_, "RESOURCES", tmp_path)
    notice = dress(qapp)
    assert notice is not None
    assert notice.id == "window.font_missing"


def test_a_missing_icon_is_nothing_to_see_and_logged(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("icon .* is missing")
    monkeypatch.setattr(icons, "RESOURCES", tmp_path)
    drawn = pixmap("no-such-icon", "text1", 16).toImage()
    assert drawn.pixelColor(8, 8).alpha() == 0


def test_a_slot_that_fails_is_noted_and_the_desk_goes_on(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("the window failed")
    notes = CrashNotes()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    told: list[Message] = []
    notes.noted.connect(told.append)
    went_on: list[bool] = []

    def fail() -> None:
        raise RuntimeError("a slot failed")

    with qtbot.captureExceptions():
        notes.install()
        QTimer.singleShot(0, fail)
        QTimer.singleShot(1, lambda: went_on.append(True))
        qtbot.waitUntil(lambda: bool(went_on))
    assert [what.id for what in told] == ["window.crash_noted"]
