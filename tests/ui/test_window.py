"""The window around the desk: closing, notices, where the keys go."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from controlroom.desk.view import DeskView
from controlroom.event.room_state import RoomState
from tests.support.desk_samples import DESKS
from tests.support.samples_preview import said
from tests.ui.conftest import Seat
from ui.widgets.button import LiveButton
from ui.widgets.press_hold import PressHoldButton
from ui.widgets.text import Text

Sit = Callable[[DeskView], Seat]


@pytest.mark.parametrize("name", ["live", "hold"])
def test_a_click_on_close_does_not_close_a_live_desk(seat: Sit, name: str) -> None:
    window = seat(DESKS[name]()).window
    window.close()
    assert window.isVisible()
    assert window.sheet.isVisible()
    window.sheet.findChild(LiveButton).click()
    assert not window.sheet.isVisible()


def test_close_held_closes(seat: Sit, qtbot: QtBot) -> None:
    window = seat(DESKS["live"]()).window
    window.close()
    button = window.sheet.findChild(PressHoldButton)
    at = [0.0]
    button._now = lambda: at[0]
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    at[0] = 1.3
    qtbot.waitUntil(lambda: not window.isVisible())


@pytest.mark.parametrize("name", ["prep", "wrap"])
def test_a_desk_that_is_not_live_closes(seat: Sit, name: str) -> None:
    window = seat(DESKS[name]()).window
    window.close()
    assert not window.isVisible()


def test_the_state_opens_wrap_which_must_be_held(seat: Sit, qtbot: QtBot) -> None:
    desk = seat(DESKS["live"]())
    masthead = desk.window.desk.masthead
    masthead.grab()
    QTest.mouseClick(masthead, Qt.MouseButton.LeftButton, pos=QPoint(40, 30))
    button = desk.window.sheet.findChild(PressHoldButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.ids() == []
    at = [0.0]
    button._now = lambda: at[0]
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    at[0] = 1.3
    qtbot.waitUntil(lambda: desk.ids() == ["wrap"])


@pytest.mark.parametrize("size", [(1920, 1080), (1440, 900), (3840, 2160)])
@pytest.mark.parametrize("name", sorted(DESKS))
def test_a_notice_covers_neither_preview_nor_take_nor_the_strip(
    seat: Sit, name: str, size: tuple[int, int]
) -> None:
    window = seat(replace(DESKS[name](), notice=said("Saved."))).window
    window.resize(*size)
    desk = window.desk
    assert desk.notice.isVisible()
    for guarded in (desk.preview, desk.alarms, desk.on_air, desk.masthead):
        if guarded.isVisible():
            assert not desk.notice.geometry().intersects(guarded.geometry())


def test_a_refusal_is_told_and_what_stands_returns(seat: Sit) -> None:
    window = seat(replace(DESKS["live"](), notice=said("Feed is slow."))).window
    window.tell(said("Preview changed."))
    assert window.desk.notice.text() == "Preview changed."
    window.desk.notice.end_telling()
    assert window.desk.notice.text() == "Feed is slow."
    window.show_view(replace(DESKS["live"](), notice=None))
    assert not window.desk.notice.isVisible()


def test_slash_finds_in_every_layout(seat: Sit) -> None:
    for name in ("live", "prep"):
        desk = seat(DESKS[name]())
        desk.strike(Qt.Key.Key_Slash)
        assert isinstance(desk.target(), QLineEdit)


def test_enter_in_the_search_stages_the_top_hit_and_returns_to_the_keys(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Qt.Key.Key_Slash)
    desk.type("pur")
    desk.strike(Qt.Key.Key_Return)
    library = DESKS["live"]().library
    found = replace(library, search="pur", rows=library.rows[:1])
    desk.window.show_view(replace(DESKS["live"](), library=found))
    assert ("stage_asset", {"asset": "purple-night"}) in desk.ordered
    assert not isinstance(desk.target(), QLineEdit)


def test_e_edits_the_words_and_take_meanwhile_carries_another_fingerprint(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    desk.strike(Qt.Key.Key_E)
    assert desk.target() is not desk.window
    desk.type("Lights")
    desk.strike(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    taken = [arguments for id_, arguments in desk.ordered if id_ == "take"]
    assert all(arguments["fingerprint"] != "f-blackout-01" for arguments in taken)


def test_f6_goes_round_the_regions_and_shows_where(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    regions = desk.window.desk.regions()
    for region in regions:
        desk.strike(Qt.Key.Key_F6)
        assert desk.target() is region or region.isAncestorOf(desk.target())
        assert desk.window._ring.isVisible()
        assert desk.window._ring.geometry().contains(region.geometry())
    desk.strike(Qt.Key.Key_F6)
    assert not desk.window._ring.isVisible()


def test_a_window_without_the_keys_says_so(seat: Sit) -> None:
    window = seat(DESKS["live"]()).window
    assert not window._zebra.isVisible()
    window.show_inactive(inactive=True)
    edge = window.grab().toImage()
    colours = {edge.pixel(x, 2) for x in range(200, 300)}
    assert len(colours) > 4
    window.show_inactive(inactive=False)
    assert not window._zebra.isVisible()


def test_the_right_column_becomes_the_hold_panel_and_back(seat: Sit) -> None:
    window = seat(DESKS["live"]()).window
    desk = window.desk
    assert desk.suggestions.isVisible()
    assert not desk.hold.isVisible()
    window.show_view(DESKS["hold"]())
    assert desk.hold.isVisible()
    assert not desk.suggestions.isVisible()
    assert not desk.library.isVisible()
    window.show_view(DESKS["live"]())
    assert desk.library.isVisible()


def test_preparing_replaces_the_night(seat: Sit) -> None:
    window = seat(DESKS["prep"]()).window
    assert window.desk.prep.isVisible()
    assert not window.desk.preview.isVisible()
    window.show_view(DESKS["rehearsal"]())
    assert not window.desk.prep.isVisible()
    assert window.desk.preview.isVisible()


def test_preparing_can_look_at_the_desk_too(seat: Sit) -> None:
    window = seat(replace(DESKS["prep"](), prep=None)).window
    assert window.desk.preview.isVisible()
    assert not window.desk.prep.isVisible()
    window.show_view(DESKS["prep"]())
    assert window.desk.prep.isVisible()


def test_esc_cancels_after_a_take_by_mouse(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    QTest.mousePress(desk.window.desk.preview.take, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(desk.window.desk.preview.take, Qt.MouseButton.LeftButton)
    desk.strike(Qt.Key.Key_Escape)
    assert desk.ids() == ["take", "cancel"]
    assert desk.ordered[0][1]["source"] == "button"


def test_the_desk_knows_its_state_for_the_frames(seat: Sit) -> None:
    window = seat(DESKS["live"]()).window
    for name in ("hold", "rehearsal", "wrap", "live"):
        window.show_view(DESKS[name]())
        assert window.desk.property("state") == RoomState(DESKS[name]().state)


def test_closing_says_what_is_pending_and_keeps_saying_what_is_so(seat: Sit) -> None:
    pending = said("2 posts pending: Blackout 01, Record. They will not be sent.")
    view = replace(DESKS["live"](), closing=pending)
    window = seat(view).window
    window.close()
    words = [text.text() for text in window.sheet.findChildren(Text)]
    assert "2 posts pending: Blackout 01, Record. They will not be sent." in words
    window.show_view(replace(view, revision=99, closing=said("Nothing is pending.")))
    words = [text.text() for text in window.sheet.findChildren(Text)]
    assert "Nothing is pending." in words
    assert window.sheet.isVisible()


def test_asking_to_close_ends_with_the_night(seat: Sit) -> None:
    view = replace(DESKS["live"](), closing=said("Nothing is pending."))
    window = seat(view).window
    window.close()
    window.show_view(replace(DESKS["wrap"](), revision=99))
    assert not window.sheet.isVisible()
