"""The masthead says the state and offers the ways out of it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from controlroom.desk.view import Link, Tone
from tests.support import samples_frame as frame
from tests.support.desk_samples import DESKS
from tests.support.samples_preview import said
from ui.masthead.clocks import _fewer
from ui.masthead.panel import MastheadPanel
from ui.theme.tokens import colour
from ui.widgets.press_hold import PressHoldButton


@pytest.fixture
def masthead(qtbot: QtBot) -> MastheadPanel:
    panel = MastheadPanel()
    qtbot.addWidget(panel)
    panel.resize(1904, 72)
    panel.show()
    return panel


def reds(masthead: MastheadPanel) -> int:
    image = masthead.grab().toImage()
    red = colour("red_fill").rgb()
    return sum(
        image.pixel(x, y) == red for x in range(0, 1904, 4) for y in range(0, image.height(), 4)
    )


@pytest.mark.parametrize(
    ("name", "has_red"),
    [
        ("live", True),
        ("hold", False),
        ("rehearsal", False),
        ("prep", False),
        ("wrap", False),
    ],
)
def test_only_live_is_red(masthead: MastheadPanel, name: str, has_red: bool) -> None:
    masthead.show_view(DESKS[name]())
    assert (reds(masthead) > 100) == has_red


def test_the_state_is_a_word_for_screen_readers_too(masthead: MastheadPanel) -> None:
    masthead.show_view(DESKS["hold"]())
    assert masthead.accessibleName().startswith("HOLD ALL POSTS")


def test_hold_is_amber_and_striped(masthead: MastheadPanel) -> None:
    masthead.show_view(DESKS["hold"]())
    image = masthead.grab().toImage()
    amber, tint = colour("amber").rgb(), colour("hold_tint").rgb()
    across = [QColor(image.pixel(x, 40)).rgb() for x in range(1000, 1400)]
    assert amber in across
    assert tint in across


def test_live_is_entered_only_by_holding(masthead: MastheadPanel, qtbot: QtBot) -> None:
    masthead.show_view(DESKS["prep"]())
    ordered: list[str] = []
    masthead.ordered.connect(lambda id_, _arguments: ordered.append(id_))
    go_live = masthead.ways.findChildren(PressHoldButton)[1]
    QTest.mouseClick(go_live, Qt.MouseButton.LeftButton)
    assert ordered == []
    at = [0.0]
    go_live._now = lambda: at[0]
    QTest.mousePress(go_live, Qt.MouseButton.LeftButton)
    at[0] = 1.0
    qtbot.wait(40)
    assert ordered == []
    at[0] = 1.2
    qtbot.waitUntil(lambda: ordered == ["go_live"])
    QTest.mouseRelease(go_live, Qt.MouseButton.LeftButton)
    assert ordered == ["go_live"]


def test_in_live_the_states_block_opens_the_ways_out(masthead: MastheadPanel) -> None:
    masthead.show_view(DESKS["live"]())
    masthead.grab()
    opened: list[bool] = []
    masthead.opened.connect(lambda: opened.append(True))
    QTest.mouseClick(masthead, Qt.MouseButton.LeftButton, pos=QPoint(1000, 30))
    assert opened == []
    QTest.mouseClick(masthead, Qt.MouseButton.LeftButton, pos=QPoint(50, 30))
    assert opened == [True]


def test_a_connection_that_is_down_is_never_left_out(masthead: MastheadPanel) -> None:
    broken = Link(said("X"), said("signed out"), Tone.CAUTION)
    kept = _fewer((*frame.LINKS, broken), 120)
    assert broken in kept
    assert kept[-1].name.id == "window.more_links"


def test_the_same_second_again_paints_nothing(masthead: MastheadPanel, qtbot: QtBot) -> None:
    view = DESKS["live"]()
    masthead.show_view(view)
    masthead.grab()
    painted: list[bool] = []
    masthead.update = lambda *_: painted.append(True)  # type: ignore[method-assign]
    masthead.show_view(replace(view, revision=99))
    assert painted == []


def test_the_connections_say_that_they_open_the_accounts(
    masthead: MastheadPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    # The off-screen platform cannot raise a tool tip, so what it would say is caught before.
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: told.append(text))
    masthead.show_view(DESKS["live"]())
    masthead.grab()
    pos = QPoint(masthead.width() - 30, 30)
    event = QHelpEvent(QEvent.Type.ToolTip, pos, masthead.mapToGlobal(pos))
    QApplication.sendEvent(masthead, event)
    assert len(told) == 1
    assert "Accounts" in told[0]
