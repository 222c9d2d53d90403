"""HOLD: what can still be done, what to stop by hand, why (asked last), and the way out."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from controlroom.desk.hold_view import AlsoStopRow
from tests.support import samples_right as samples
from tests.support.samples_preview import said
from ui.app import make_app
from ui.hold.panel import HoldPanel
from ui.widgets import LiveButton

pytestmark = pytest.mark.ui


@pytest.fixture(autouse=True)
def _dressed(qapp):
    make_app([])


@pytest.fixture
def panel(qtbot):
    made = HoldPanel()
    qtbot.addWidget(made)
    made.resize(428, 932)
    made.show_view(samples.HOLD)
    made.show()
    return made


def orders_of(panel):
    orders = []
    panel.ordered.connect(lambda command, given: orders.append((command, given)))
    return orders


def test_a_tick_orders_told_and_waits_for_the_room(panel, qtbot):
    orders = orders_of(panel)
    row = panel.also[2]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert orders == [("told", {"number": "3"})]
    assert not row.isChecked()
    done = replace(samples.HOLD.also_stop[2], done=True, note=said("told 20:43:00"))
    panel.show_view(
        replace(
            samples.HOLD,
            also_stop=(*samples.HOLD.also_stop[:2], done, *samples.HOLD.also_stop[3:]),
        )
    )
    assert panel.also[2].isChecked()
    assert "told 20:43:00" in panel.also[2].toolTip()


def test_a_reason_orders_itself_and_stands_out_once_it_is_noted(panel, qtbot):
    orders = orders_of(panel)
    qtbot.mouseClick(panel.reasons[1], Qt.MouseButton.LeftButton)
    assert orders == [("hold_reason", {"reason": "wrong_post"})]
    assert [button.text() for button in panel.reasons] == [
        "Solemn subject",
        "Wrong post",
        "Brand under fire",
        "Technical",
    ]


def test_release_must_be_held_for_a_second(panel, qtbot):
    now = [0.0]
    panel.release._now = lambda: now[0]
    orders = orders_of(panel)
    qtbot.mousePress(panel.release, Qt.MouseButton.LeftButton)
    now[0] = 0.9
    panel.release._grow()
    assert orders == []
    now[0] = 1.1
    panel.release._grow()
    assert orders == [("release_hold", {})]
    qtbot.mouseRelease(panel.release, Qt.MouseButton.LeftButton)


def test_what_is_closed_is_told_as_closed(panel):
    assert "closed until release" in panel.still[4].accessibleName()


@pytest.mark.parametrize("size", [(428, 932), (340, 756)])
def test_everything_stands_without_scrolling(panel, size):
    panel.resize(*size)
    QApplication.processEvents()
    assert panel._scroll.verticalScrollBar().maximum() == 0
    for part in (*panel.reasons, panel.release):
        assert panel.rect().contains(part.geometry())
        assert not panel._scroll.geometry().intersects(part.geometry())


def test_twenty_things_to_stop_scroll_and_leave_release_in_its_place(panel):
    many = tuple(
        AlsoStopRow(number, f"Thing {number}", said("who"), done=False, note=said("not told"))
        for number in range(1, 21)
    )
    before = panel.release.geometry().bottom()
    panel.show_view(replace(samples.HOLD, also_stop=many))
    QApplication.processEvents()
    assert panel._scroll.verticalScrollBar().maximum() > 0
    assert panel.release.geometry().bottom() == before


def test_no_button_here_can_have_the_keyboard(panel):
    for kind in (LiveButton, type(panel.release), type(panel.also[0])):
        for button in panel.findChildren(kind):
            assert button.focusPolicy() == Qt.FocusPolicy.NoFocus
    taking = [w for w in panel.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert taking in ([], [panel._scroll])


def test_an_empty_card_says_how_to_fill_it(panel):
    assert not panel.also_empty.isVisible()
    empty = said("Nothing is written down to stop by hand.")
    panel.show_view(replace(samples.HOLD, also_stop=(), also_empty=empty))
    assert panel.also_empty.isVisible()
    assert panel.also_empty.text() == "Nothing is written down to stop by hand."
    assert panel.also_head.isVisible()
