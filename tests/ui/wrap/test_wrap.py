"""WRAP on the desk: the figures, the end of the log, the recap."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from controlroom.event.room_state import RoomState
from controlroom.messages import message
from tests.support.desk_samples import live
from tests.support.samples_wrap import HEAD, wrapped
from ui.app import make_app
from ui.desk import Desk
from ui.wrap import WrapPanel

pytestmark = pytest.mark.ui


@pytest.fixture(autouse=True)
def _dressed(qapp):
    make_app([])


@pytest.fixture
def panel(qtbot):
    made = WrapPanel()
    qtbot.addWidget(made)
    made.resize(492, 540)
    made.show_view(wrapped())
    made.show()
    return made


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_says_how_the_log_ends_and_that_it_is_whole(panel):
    assert panel.end.text() == "412 lines · 9f2c 41ab 77de b80c · keyed"
    assert panel.check.text() == "Every line is as it was written."
    figures = [panel.figures.itemAt(at).widget().accessibleName() for at in range(5)]
    assert figures[:2] == ["7 posts went out", "20 are up"]


def test_the_whole_end_is_copied_not_what_is_shown_of_it(panel, qtbot):
    copied = []
    panel.copied.connect(copied.append)
    click(qtbot, panel.copy)
    assert copied == [HEAD]


def test_the_recap_is_ordered_and_its_folder_shown(panel, qtbot):
    orders, folders = [], []
    panel.ordered.connect(lambda command, given: orders.append((command, given)))
    panel.folder_wanted.connect(folders.append)
    click(qtbot, panel.write)
    click(qtbot, panel.folder)
    assert orders == [("recap", {})]
    assert folders == ["Documents"]


def test_before_anything_is_known_there_is_nothing_to_copy_or_show(panel):
    panel.show_view(
        replace(
            wrapped(),
            head=message("wrap.head.looking"),
            head_whole="",
            check=message("wrap.checking"),
            sound=None,
            recap_path="",
            recap_line=message("wrap.recap.line"),
        )
    )
    assert not panel.copy.isEnabled()
    assert not panel.folder.isVisible()
    assert panel.write.isEnabled()


def test_while_the_recap_is_written_it_is_not_ordered_again(panel, qtbot):
    orders = []
    panel.ordered.connect(lambda command, given: orders.append(command))
    panel.show_view(replace(wrapped(), writing=True))
    click(qtbot, panel.write)
    assert orders == []


def test_a_press_of_the_space_bar_writes_nothing(panel, qtbot):
    orders = []
    panel.ordered.connect(lambda command, given: orders.append(command))
    panel.write.setFocus()
    qtbot.keyClick(panel.write, Qt.Key.Key_Space)
    assert orders == []
    qtbot.keyClick(panel.write, Qt.Key.Key_Return)
    assert orders == ["recap"]


def test_it_stands_where_preview_stood_and_only_in_wrap(qtbot):
    desk = Desk(still=True)
    qtbot.addWidget(desk)
    desk.resize(1440, 900)
    desk.show()
    desk.show_view(live())
    assert desk.preview.isVisible()
    assert not desk.wrap.isVisible()
    desk.show_view(replace(live(), state=RoomState.WRAP, wrap=wrapped()))
    assert desk.wrap.isVisible()
    assert not desk.preview.isVisible()
    assert desk.wrap.geometry() == desk.where().preview
    desk.show_view(live())
    assert desk.preview.isVisible()
    assert not desk.wrap.isVisible()
