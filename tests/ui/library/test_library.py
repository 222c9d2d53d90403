"""The library: finding, staging, and 100,000 rows that cost what is seen of them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tests.support import samples_right as samples
from ui.app import make_app
from ui.library.panel import LibraryPanel
from ui.library.rows import LibraryRows
from ui.pictures import Pictures, pictures

pytestmark = pytest.mark.ui


@pytest.fixture(autouse=True)
def _dressed(qapp):
    make_app([])


@pytest.fixture
def panel(qtbot):
    made = LibraryPanel()
    qtbot.addWidget(made)
    made.resize(428, 300)
    made.show_view(samples.LIBRARY)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    pictures().finish()


def orders_of(panel):
    orders = []
    panel.ordered.connect(lambda command, given: orders.append((command, given)))
    return orders


def click_row(qtbot, panel, place):
    rect = panel.list.visualRect(panel.rows.index(place))
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def test_the_model_keeps_qts_rules_while_its_rows_change():
    rows = LibraryRows()
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert rows.show_rows(samples.LIBRARY.rows)
    assert rows.rowCount() == 4
    assert not rows.show_rows(samples.LIBRARY.rows)
    assert rows.show_rows(samples.many(1000))
    assert rows.rowCount() == 1000
    assert rows.show_rows(())
    assert rows.rowCount() == 0
    assert rows.row(0) is None


def test_of_100_000_rows_only_those_seen_ask_for_their_picture(panel, qtbot, monkeypatch):
    asked = set()
    monkeypatch.setattr(Pictures, "get", lambda _self, ref, *_a, **_k: asked.add(ref.sha256))
    everything = samples.many(100_000)
    panel.show_view(replace(samples.LIBRARY, rows=everything))
    panel.grab()
    seen = {row.picture.sha256 for row in everything[:10]}
    assert asked
    assert asked <= seen
    panel.list.scrollToBottom()
    asked.clear()
    panel.grab()
    last = {row.picture.sha256 for row in everything[-10:]}
    assert asked
    assert asked <= last


def test_typing_seeks_once_after_a_short_pause(panel, qtbot):
    orders = orders_of(panel)
    panel.focus_search()
    qtbot.keyClicks(panel.field, "gold")
    qtbot.waitUntil(lambda: bool(orders))
    assert orders == [("search", {"text": "gold"})]


def test_enter_stages_the_top_row_once_it_answers_what_was_typed(panel, qtbot):
    orders = orders_of(panel)
    panel.focus_search()
    qtbot.keyClicks(panel.field, "gold")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert orders == [("search", {"text": "gold"})]
    assert not panel.field.hasFocus()
    panel.show_view(replace(samples.LIBRARY, search="gold", rows=samples.LIBRARY.rows[1:2]))
    assert orders[1:] == [
        ("stage_asset", {"asset": "gold-all-over"}),
        ("search", {"text": ""}),  # found and done with: the library is whole again
    ]
    panel.show_view(replace(samples.LIBRARY, search="gold", rows=samples.LIBRARY.rows[1:3]))
    assert len(orders) == 3
    assert panel.field.text() == ""


def test_enter_stages_at_once_when_the_answer_stands_already(panel, qtbot):
    panel.focus_search()
    qtbot.keyClicks(panel.field, "p")
    panel.show_view(replace(samples.LIBRARY, search="p"))
    orders = orders_of(panel)
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert ("stage_asset", {"asset": "purple-night"}) in orders


def test_enter_on_nothing_found_stages_nothing(panel, qtbot):
    orders = orders_of(panel)
    panel.focus_search()
    qtbot.keyClicks(panel.field, "zzz")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    panel.show_view(replace(samples.LIBRARY, search="zzz", rows=()))
    assert [command for command, _ in orders] == ["search"]
    assert panel.hint.isVisible()


def test_a_click_stages_and_a_double_click_stages_no_more_than_that(panel, qtbot):
    orders = orders_of(panel)
    click_row(qtbot, panel, 1)
    assert orders == [("stage_asset", {"asset": "gold-all-over"})]
    qtbot.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert {command for command, _ in orders} == {"stage_asset"}


def test_a_view_never_overwrites_what_is_being_typed(panel, qtbot):
    panel.focus_search()
    qtbot.keyClicks(panel.field, "gol")
    panel.show_view(replace(samples.LIBRARY, search="g"))
    assert panel.field.text() == "gol"


def test_another_answer_to_the_same_search_keeps_the_place_in_the_list(panel):
    rows = tuple(replace(row, picture=None) for row in samples.many(500))
    panel.show_view(replace(samples.LIBRARY, rows=rows))
    QApplication.processEvents()
    panel.list.verticalScrollBar().setValue(2000)
    panel.show_view(replace(samples.LIBRARY, rows=rows[:499], not_ready=None))
    QApplication.processEvents()
    assert panel.list.verticalScrollBar().value() == 2000


def test_another_search_begins_at_the_top(panel):
    rows = tuple(replace(row, picture=None) for row in samples.many(500))
    panel.show_view(replace(samples.LIBRARY, rows=rows))
    QApplication.processEvents()
    panel.list.verticalScrollBar().setValue(2000)
    panel.show_view(replace(samples.LIBRARY, rows=rows[:400], search="asset"))
    QApplication.processEvents()
    assert panel.list.verticalScrollBar().value() == 0


def test_only_the_field_can_have_the_keyboard(panel):
    assert panel.list.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert panel.field.focusPolicy() is Qt.FocusPolicy.ClickFocus


def test_a_row_tells_its_whole_title(panel):
    told = panel.rows.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert told == "Purple night\noutcome: Ravens win"
