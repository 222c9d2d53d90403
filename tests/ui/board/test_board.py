"""The readiness board as a sheet: read, confirmed, overridden and checked with the keyboard."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from controlroom.desk.board_view import BoardView
from controlroom.desk.view import DeskView
from tests.support import samples_board as samples
from tests.support.desk_samples import DESKS
from tests.ui.conftest import Seat
from ui.board.panel import BoardPanel
from ui.widgets.form_button import FormButton

pytestmark = pytest.mark.ui

Sit = Callable[[DeskView], Seat]
Key = Qt.Key


def show(desk: Seat, board: BoardView | None) -> None:
    desk.window.show_view(replace(DESKS["prep"](), board=board))
    QApplication.processEvents()


@pytest.fixture
def desk(seat: Sit) -> Seat:
    sitting = seat(DESKS["prep"]())
    show(sitting, samples.sheet())
    return sitting


def panel(desk: Seat) -> BoardPanel:
    return desk.window.board


def buttons(desk: Seat) -> list[str]:
    return [one.text() for one in panel(desk).findChildren(FormButton) if one.isVisible()]


def press(desk: Seat, words: str) -> None:
    found = panel(desk).findChildren(FormButton)
    button = next(one for one in found if one.text() == words and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(desk: Seat, key: str) -> None:
    panel(desk).list.chosen.emit(key)


def test_the_key_asks_for_it_and_esc_puts_it_away(desk: Seat) -> None:
    show(desk, None)
    assert not panel(desk).isVisible()
    desk.strike(Key.Key_B)
    assert desk.ids() == ["board"]
    show(desk, samples.sheet())
    assert panel(desk).isVisible()
    desk.strike(Key.Key_Escape)
    assert desk.ids() == ["board", "board_close"]


def test_it_opens_on_the_first_line_that_stands_in_the_way(desk: Seat) -> None:
    assert panel(desk).line.label.text() == "X @saltwick"
    assert panel(desk).verdict.text() == "NO-GO: 4 in the way of LIVE"
    assert panel(desk).list.accessibleName().startswith("NO-GO: X @saltwick")
    assert panel(desk).line.what.text().startswith("Signed in as @saltwick_test")


def test_arrows_choose_and_enter_goes_to_what_can_be_done(desk: Seat) -> None:
    assert desk.target() is panel(desk).list
    desk.strike(Key.Key_Down)
    assert panel(desk).line.face.isVisible()
    desk.strike(Key.Key_Return)
    desk.strike(Key.Key_Return)
    assert desk.ordered[-1] == ("confirm_face", {"channel": "bluesky"})


def test_a_face_is_large_beside_its_name_and_can_be_doubted_again(desk: Seat) -> None:
    choose(desk, "face:bluesky:no_go")
    face = panel(desk).line.face
    assert face.handle.text() == "@saltwick.example"
    assert face.picture.width() >= 100
    assert "It is the right one" in buttons(desk)
    event = samples.event()
    confirmed = next(one for one in event.accounts if one.channel == "mastodon")
    assert confirmed.handle
    choose(desk, "face:mastodon:go")
    assert face.handle.text() == confirmed.handle


def test_an_override_wants_a_reason_and_tells_who_signs(desk: Seat) -> None:
    choose(desk, "moment:whistle:no_go")
    press(desk, "Override")
    assert desk.target() is panel(desk).line.reason
    assert panel(desk).line.by.text() == "Robin"
    desk.type("No post tonight")
    desk.strike(Key.Key_Return)
    given = {"line": "moment:whistle:no_go", "reason": "No post tonight", "by": "Robin"}
    assert desk.ordered[-1] == ("board_override", given)
    # Letters were typed, not ordered.
    assert desk.ids() == ["board_override"]
    show(desk, samples.sheet(overridden="moment:whistle:no_go"))
    assert "Overridden by Robin" in panel(desk).line.signed.text()
    assert not panel(desk).line.reason.isVisible()
    press(desk, "Take back")
    assert desk.ordered[-1] == ("board_take_back", {"line": "moment:whistle:no_go"})


def test_a_reason_that_was_begun_outlives_a_look_at_the_night(desk: Seat) -> None:
    choose(desk, "moment:whistle:no_go")
    press(desk, "Override")
    desk.type("No po")
    show(desk, samples.sheet(age_s=240))
    assert panel(desk).line.reason.text() == "No po"
    assert panel(desk).line.reason.isVisible()
    press(desk, "Leave")
    assert not panel(desk).line.reason.isVisible()


def test_an_approver_is_ticked_and_the_library_filtered(desk: Seat) -> None:
    choose(desk, "approver:Dana:no_go")
    press(desk, "They answer")
    assert desk.ordered[-1] == ("reach", {"name": "Dana"})
    show(desk, samples.sheet(reached=frozenset({"Dana"})))
    assert "Untick" in buttons(desk)
    choose(desk, "assets::note")
    press(desk, "Show them")
    assert desk.ordered[-2:] == [("filter_assets", {"name": "not_ready"}), ("board_close", {})]


def test_while_it_is_made_it_can_be_called_off(desk: Seat) -> None:
    press(desk, "Check now")
    assert desk.ids() == ["board_check"]
    show(desk, samples.sheet(done=9))
    assert panel(desk).progress.text() == "9 of 14 checked, at most 7 s more"
    assert "Check now" not in buttons(desk)
    press(desk, "Cancel")
    assert desk.ids()[-1] == "board_cancel"


def test_before_the_first_check_and_in_a_rehearsal_it_says_so(desk: Seat) -> None:
    show(desk, samples.sheet(made=False))
    assert panel(desk).verdict.text() == "Not checked yet"
    assert panel(desk).none.isVisible()
    assert not panel(desk).line.isVisible()
    show(desk, samples.sheet(rehearsal=True))
    assert "end the rehearsal" in panel(desk).none.text()
    assert not panel(desk).check.isEnabled()
    assert "Override" not in buttons(desk)


def test_it_fits_the_smallest_desk(desk: Seat) -> None:
    inside = desk.window.desk.where().inside
    panel(desk).place(QRect(inside))
    assert inside.contains(panel(desk).geometry())
