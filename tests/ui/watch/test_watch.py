"""A solemn subject: what it shows, what it orders, and that slots never move for it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.support import samples_watch as samples
from ui.watch import WatchPanel

pytestmark = pytest.mark.ui


@pytest.fixture
def panel(qtbot):
    made = WatchPanel()
    qtbot.addWidget(made)
    made.resize(428, 360)
    made.show_view(samples.SOLEMN, None)
    return made


@pytest.fixture
def orders(panel):
    told = []
    panel.ordered.connect(lambda command, given: told.append((command, given)))
    return told


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))


def test_hold_is_one_press_away(panel, qtbot, orders):
    press(qtbot, panel.buttons()[0])
    assert orders == [("accept_hold", {})]


def test_not_ours_asks_for_a_reason_and_orders_with_it(panel, qtbot, orders):
    press(qtbot, panel.buttons()[1])
    assert orders == []
    assert [one.text() for one in panel.reasons()] == ["It happened elsewhere", "Part of the game"]
    press(qtbot, panel.reasons()[1])
    assert orders == [("solemn_not_ours", {"subject": "collapsed", "reason": "sport"})]
    assert panel.reasons() == ()


def test_back_answers_nothing(panel, qtbot, orders):
    press(qtbot, panel.buttons()[1])
    press(qtbot, panel.buttons()[0])
    assert orders == []
    assert [one.text() for one in panel.buttons()] == ["HOLD all posts", "Seen: not ours"]


def test_another_subject_is_not_answered_by_the_reasons_of_the_last(panel, qtbot):
    press(qtbot, panel.buttons()[1])
    panel.show_view(replace(samples.SOLEMN, subject="flood"), None)
    assert panel.reasons() == ()


def test_the_reasons_stay_while_the_same_subject_grows(panel, qtbot):
    press(qtbot, panel.buttons()[1])
    panel.show_view(replace(samples.SOLEMN, authors=samples.words("15 people")), None)
    assert len(panel.reasons()) == 2


def test_what_people_write_can_be_read_aloud(panel):
    assert "carried out" in panel.posts.accessibleName()
    assert "collapsed, stand" in panel.accessibleName()


def test_a_fire_waits_behind_a_subject_but_not_behind_one_that_was_answered(panel):
    panel.show_view(samples.SOLEMN, samples.FIRE)
    assert panel.accessibleName().startswith("Solemn subject")
    panel.show_view(replace(samples.SOLEMN, answered=True), samples.FIRE)
    assert panel.accessibleName().startswith("Our post is under fire")


def test_nothing_to_watch_takes_no_room(panel):
    panel.show_view(None, None)
    assert not panel.isVisibleTo(panel.parentWidget())


def test_a_press_is_not_lost_when_new_figures_arrive_in_the_middle_of_it(panel, qtbot, orders):
    button = panel.buttons()[0]
    qtbot.mousePress(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    panel.show_view(replace(samples.SOLEMN, authors=samples.words("19 people")), None)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert orders == [("accept_hold", {})]
