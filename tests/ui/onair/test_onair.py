"""ON AIR: chips with word, shape and tone; a foot that cancels, retracts, retries or repeats."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from controlroom.event.room_state import RoomState
from tests.support import samples_onair as samples
from tests.support.samples_preview import said
from ui.app import make_app
from ui.onair.panel import OnAirPanel
from ui.theme.tokens import colour

pytestmark = pytest.mark.ui


@pytest.fixture(autouse=True)
def _dressed(qapp):
    make_app([])


@pytest.fixture
def panel(qtbot):
    made = OnAirPanel()
    qtbot.addWidget(made)
    made.resize(384, 628)
    made.show_view(samples.QUIET, RoomState.LIVE, rehearsal=False)
    made.show()
    return made


def orders_of(panel):
    orders = []
    panel.ordered.connect(lambda command, given: orders.append((command, given)))
    return orders


def press(qtbot, foot):
    qtbot.mousePress(foot, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))


def release(qtbot, foot):
    qtbot.mouseRelease(foot, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))


def test_nothing_pending_is_no_button(panel, qtbot):
    orders = orders_of(panel)
    press(qtbot, panel.foot)
    release(qtbot, panel.foot)
    assert orders == []


def test_a_pending_post_is_cancelled_at_once(panel, qtbot):
    panel.show_view(samples.PENDING, RoomState.LIVE, rehearsal=False)
    orders = orders_of(panel)
    press(qtbot, panel.foot)
    assert orders == [("cancel", {})]


def test_retract_must_be_held(panel, qtbot, monkeypatch):
    now = [0.0]
    panel.foot._now = lambda: now[0]
    panel.show_view(samples.RETRACT, RoomState.HOLD, rehearsal=False)
    orders = orders_of(panel)
    press(qtbot, panel.foot)
    now[0] = 1.0
    panel.foot._grow()
    release(qtbot, panel.foot)
    assert orders == []
    press(qtbot, panel.foot)
    now[0] = 2.3
    panel.foot._grow()
    release(qtbot, panel.foot)
    assert orders == [("retract", {})]


def test_again_and_retry_are_one_click(panel, qtbot):
    orders = orders_of(panel)
    for command in ("again", "retry"):
        panel.show_view(
            replace(samples.REHEARSAL, foot_command=command), RoomState.REHEARSAL, rehearsal=True
        )
        press(qtbot, panel.foot)
        release(qtbot, panel.foot)
    assert orders == [("again", {}), ("retry", {})]


def test_every_state_of_a_delivery_is_said_in_a_word(panel):
    for rows in (samples.MIXED.rows, samples.CHIPS, samples.VERIFIED):
        panel.show_view(replace(samples.QUIET, rows=rows), RoomState.LIVE, rehearsal=False)
        told = panel.deliveries.accessibleName()
        for row in rows:
            assert row.title in told
            assert row.chip.value("text") in told


def test_what_a_network_said_is_whole_in_the_tool_tip(panel, monkeypatch):
    told = []
    # The off-screen platform cannot raise a tool tip, so what it would say is caught before.
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: told.append(text))
    reason = "the picture is larger than this network takes, 2,000,001 bytes of 2,000,000"
    rows = (replace(samples.MIXED.rows[1], after=said(reason)),)
    panel.show_view(replace(samples.MIXED, rows=rows), RoomState.LIVE, rehearsal=False)
    at = QPoint(10, 10)
    there = panel.deliveries.mapToGlobal(at)
    QApplication.sendEvent(panel.deliveries, QHelpEvent(QHelpEvent.Type.ToolTip, at, there))
    assert told == [f"Mastodon: FAILED, {reason}"]


def test_a_rehearsal_has_no_red_even_where_a_network_failed(qtbot):
    made = OnAirPanel()
    qtbot.addWidget(made)
    made.resize(384, 628)
    view = replace(samples.RETRACT, rows=samples.MIXED.rows, picture=None, avatar=None)
    made.show_view(view, RoomState.REHEARSAL, rehearsal=True)
    image = made.grab().toImage()
    red = {colour("on_air").rgb(), colour("red_fill").rgb()}
    found = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if QColor(image.pixel(x, y)).rgb() in red
    ]
    assert found == []


def test_the_practice_stopwatch_stands_only_in_practice(panel):
    assert not panel.stopwatch.isVisible()
    panel.show_view(samples.REHEARSAL, RoomState.REHEARSAL, rehearsal=True)
    assert panel.stopwatch.isVisible()
    assert "00:06.4" in panel.stopwatch.accessibleName()


def test_nothing_on_air_says_so(panel):
    panel.show_view(samples.NOTHING, RoomState.LIVE, rehearsal=False)
    assert panel.hint.isVisible()
    assert "Space" in panel.hint.accessibleName()
    assert not panel.picture.isVisible()


@pytest.mark.parametrize("size", [(384, 628), (264, 540)])
@pytest.mark.parametrize(
    "view",
    [samples.QUIET, samples.MIXED, samples.REHEARSAL, replace(samples.QUIET, rows=samples.CHIPS)],
)
def test_no_part_covers_another(panel, size, view):
    panel.resize(*size)
    panel.show_view(view, RoomState.LIVE, rehearsal=view.stopwatch is not None)
    QApplication.processEvents()
    parts = [
        part
        for part in (
            panel.head,
            panel.picture,
            panel.post,
            panel.numbers,
            panel.deliveries,
            panel.stopwatch,
            panel.foot,
        )
        if part.isVisible()
    ]
    for one in parts:
        assert panel.rect().contains(one.geometry())
        for other in parts:
            assert one is other or not one.geometry().intersects(other.geometry())


def test_nothing_here_can_have_the_keyboard_unless_a_sheet_is_open(panel):
    assert all(
        widget.focusPolicy() == Qt.FocusPolicy.NoFocus
        for widget in panel.findChildren(QWidget)
        if not panel.sheet.isAncestorOf(widget)
    )
