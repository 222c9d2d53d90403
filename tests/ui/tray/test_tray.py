"""The icon in the tray: state by shape, HOLD with one click, never a release."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from controlroom.desk.tray_view import Bubble, TrayView
from tests.support.samples_preview import said
from ui.tray import Tray
from ui.tray.marks import SIDES, mark_icon

MARKS = ("prep", "rehearsal", "live", "caution", "hold", "wrap")
LIVE = TrayView(
    "live", said("Night\nLIVE"), said("LIVE"), said("HOLD ALL POSTS"), may_hold=True, bubble=None
)
HELD = TrayView(
    "hold", said("Night\nHOLD"), said("HOLD"), said("HOLD since 20:41"), may_hold=False, bubble=None
)
NEWS = Bubble(5, said("All posts are on HOLD"), said("Raised by you, from the tray."))


@pytest.fixture
def tray(qtbot: QtBot) -> Iterator[Tray]:
    window = QWidget()
    qtbot.addWidget(window)
    yield Tray(window)
    window.close()


def orders_of(tray: Tray) -> list[tuple[str, dict[str, str]]]:
    orders: list[tuple[str, dict[str, str]]] = []
    tray.ordered.connect(lambda id_, given: orders.append((id_, given)))
    return orders


def drawn(mark: str, side: int) -> QImage:
    return mark_icon(mark).pixmap(side, side).toImage()


@pytest.mark.parametrize("side", SIDES)
def test_every_state_looks_otherwise_even_without_colour(side: int) -> None:
    grey = [drawn(mark, side).convertToFormat(QImage.Format.Format_Grayscale8) for mark in MARKS]
    for place, one in enumerate(grey):
        assert all(one != other for other in grey[place + 1 :])
    rehearsal, live = drawn("rehearsal", side), drawn("live", side)
    corner = rehearsal.pixelColor(1, 1).alpha(), live.pixelColor(0, 0).alpha()
    assert corner[0] > corner[1], "a rehearsal must not have the shape of LIVE"


def test_one_click_holds_all_posts(tray: Tray) -> None:
    orders = orders_of(tray)
    tray.show_view(LIVE)
    assert tray.hold.text() == "HOLD ALL POSTS"
    tray.hold.trigger()
    assert orders == [("hold", {"by": "tray"})]


def test_in_hold_it_only_tells(tray: Tray) -> None:
    orders = orders_of(tray)
    tray.show_view(HELD)
    assert tray.hold.text() == "HOLD since 20:41"
    tray.hold.trigger()
    assert orders == []
    assert not any("elease" in entry.text() for entry in tray.menu.actions())


def test_it_shows_event_state_and_pending(tray: Tray) -> None:
    tray.show_view(LIVE)
    assert tray.icon.toolTip() == "Night\nLIVE"
    assert tray.icon.icon().pixmap(32, 32).toImage() == drawn("live", 32)
    tray.show_view(HELD)
    assert tray.icon.icon().pixmap(32, 32).toImage() == drawn("hold", 32)


def test_a_double_click_and_the_menu_bring_the_desk(tray: Tray) -> None:
    wanted: list[bool] = []
    tray.window_wanted.connect(lambda: wanted.append(True))
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert wanted == []
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.DoubleClick)
    tray.show_desk.trigger()
    assert wanted == [True, True]


def test_without_a_tray_nothing_happens(tray: Tray) -> None:
    assert not QSystemTrayIcon.isSystemTrayAvailable()
    tray.open()
    tray.show_view(LIVE)
    tray.show_view(replace(HELD, bubble=NEWS))
    assert not tray.icon.isVisible()
    tray.close()
