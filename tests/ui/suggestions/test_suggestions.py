"""Suggestions and slots: one click stages what its digit stages, nothing here posts."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.support import samples_right as samples
from ui.app import make_app
from ui.suggestions.panel import SuggestionsPanel

pytestmark = pytest.mark.ui


@pytest.fixture(autouse=True)
def _dressed(qapp):
    make_app([])


@pytest.fixture
def panel(qtbot):
    made = SuggestionsPanel()
    qtbot.addWidget(made)
    made.resize(428, 690)
    made.show_view(samples.SUGGESTIONS, samples.SLOTS)
    made.show()
    return made


def clicked(panel, qtbot, widget):
    orders = []
    panel.ordered.connect(lambda command, given: orders.append((command, given)))
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    return orders


@pytest.mark.parametrize("place", range(4))
def test_a_click_on_a_row_orders_what_its_digit_orders(panel, qtbot, place):
    assert clicked(panel, qtbot, panel.rows[place]) == [(f"suggestion_{place + 1}", {})]


def test_a_click_on_a_tile_orders_what_its_digit_orders(panel, qtbot):
    assert clicked(panel, qtbot, panel.tiles[2]) == [("slot_7", {})]


def test_the_tile_of_the_pause_asset_orders_pause(panel, qtbot):
    assert clicked(panel, qtbot, panel.tiles[5]) == [("pause", {})]


def test_an_empty_slot_orders_nothing_and_says_why(panel, qtbot):
    slots = (*samples.SLOTS[:4], samples.slot("9", "", None), samples.SLOTS[5])
    panel.show_view(samples.SUGGESTIONS, slots)
    assert clicked(panel, qtbot, panel.tiles[4]) == []
    assert "empty" in panel.tiles[4].toolTip()


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("width", [340, 428])
def test_slots_stay_where_they_are_however_little_is_offered(panel, count, width):
    panel.resize(width, 690)
    QApplication.processEvents()
    before = [tile.geometry() for tile in panel.tiles]
    few = replace(samples.SUGGESTIONS, rows=samples.SUGGESTIONS.rows[:count], why=None)
    panel.show_view(few, samples.SLOTS)
    QApplication.processEvents()
    assert [tile.geometry() for tile in panel.tiles] == before


def test_a_re_rank_changes_what_a_row_orders_with_what_it_shows(panel, qtbot):
    rows = samples.SUGGESTIONS.rows
    panel.show_view(
        replace(
            samples.SUGGESTIONS, rows=(replace(rows[1], digit="1"), replace(rows[0], digit="2"))
        ),
        samples.SLOTS,
    )
    assert "Blackout 02" in panel.rows[0].accessibleName()
    assert not panel.rows[2].isVisible()
    assert clicked(panel, qtbot, panel.rows[0]) == [("suggestion_1", {})]


def test_the_why_stands_over_the_rows_or_takes_no_room(panel):
    assert panel.why.accessibleName() == (
        "Lights out, because of a spike. power, lights, blackout · 6.1 × usual"
    )
    panel.show_view(samples.NO_SUGGESTIONS, samples.SLOTS)
    assert not panel.why.isVisible()
    assert panel.hint.isVisible()
    assert "/ finds an asset" in panel.hint.text()


def test_all_four_suggestions_and_six_slots_stand_in_a_small_window(panel):
    panel.resize(340, 608)
    QApplication.processEvents()
    assert panel.minimumSizeHint().height() <= 608
    for part in (*panel.rows, *panel.tiles):
        assert part.isVisible()
        assert panel.rect().contains(part.geometry())


def test_a_long_title_is_whole_in_the_tool_tip(panel):
    title = "A title that somebody wrote while nobody counted its letters at all"
    rows = (replace(samples.SUGGESTIONS.rows[0], title=title),)
    panel.show_view(replace(samples.SUGGESTIONS, rows=rows), samples.SLOTS)
    assert title in panel.rows[0].toolTip()
    assert panel.rows[0].width() <= panel.width()


def test_nothing_here_can_have_the_keyboard(panel):
    assert all(
        widget.focusPolicy() == Qt.FocusPolicy.NoFocus for widget in panel.findChildren(QWidget)
    )
