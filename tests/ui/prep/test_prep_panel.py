"""PREP: what is ready, the library, and the chosen asset; every gesture is an order."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from controlroom.commands import COMMANDS
from controlroom.desk.prep_view import PrepView
from tests.support import samples_prep as samples
from ui.pictures import pictures
from ui.prep import PrepPanel
from ui.prep.asset import AssetColumn
from ui.prep.grid import TileGrid
from ui.prep.library import Filters, LibraryColumn, NothingHere
from ui.prep.moments import MomentList, MomentsColumn
from ui.prep.words_field import WordsField
from ui.widgets import LiveButton, SearchField

Order = tuple[str, dict[str, str]]
Show = Callable[..., PrepPanel]


@pytest.fixture
def orders() -> list[Order]:
    return []


@pytest.fixture
def show(qtbot: QtBot, orders: list[Order]) -> Show:
    kept = []  # qtbot alone does not keep them

    def shown(view: PrepView = samples.PREP, width: int = 1904, height: int = 940) -> PrepPanel:
        panel = PrepPanel()
        qtbot.addWidget(panel)
        panel.ordered.connect(lambda command, given: orders.append((command, given)))
        kept.append(panel)
        panel.resize(width, height)
        panel.show_view(view)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.grab()
        pictures().finish()
        return panel

    return shown


def words_on(panel: PrepPanel) -> list[str]:
    return [one.accessibleName() for one in panel.findChildren(NothingHere) if one.isVisible()]


def test_a_filter_is_an_order(show: Show, orders: list[Order], qtbot: QtBot) -> None:
    panel = show()
    filters = panel.findChild(Filters)
    assert filters is not None
    assert [button.text() for button in filters.buttons()][:2] == ["All 221", "Not ready 9"]
    qtbot.mouseClick(filters.buttons()[1], Qt.MouseButton.LeftButton)
    assert orders == [("filter_assets", {"name": "not_ready"})]


def test_a_search_is_one_order(show: Show, orders: list[Order], qtbot: QtBot) -> None:
    panel = show()
    panel.search_field()
    search = panel.findChild(SearchField)
    assert search is not None
    qtbot.keyClicks(search, "dark")
    qtbot.waitUntil(lambda: bool(orders))
    assert orders == [("search", {"text": "dark"})]


def test_a_moment_is_chosen_by_its_row(show: Show, orders: list[Order], qtbot: QtBot) -> None:
    rows = show().findChild(MomentList)
    assert rows is not None
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 7 * 40 + 20))
    assert orders == [("select_moment", {"moment": "fumble"})]


def test_a_tile_is_chosen_after_the_words_before_it_are_kept(
    show: Show, orders: list[Order], qtbot: QtBot
) -> None:
    panel = show()
    field = panel.findChildren(WordsField)[0]
    field.field.selectAll()
    qtbot.keyClicks(field.field, "Oops.")
    grid = panel.findChild(TileGrid)
    assert grid is not None
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.place(1).center())
    assert orders == [
        ("edit_words", {"asset": "butterfingers", "channel": "bluesky", "words": "Oops."}),
        ("select_asset", {"asset": "blackout-01"}),
    ]


def test_every_order_is_in_the_registry_with_its_arguments(
    show: Show, orders: list[Order], qtbot: QtBot
) -> None:
    panel = show()
    panel.findChildren(MomentsColumn)[0].chosen.emit("fumble")
    panel.findChildren(LibraryColumn)[0].chosen.emit("record")
    panel.findChildren(LibraryColumn)[0].filtered.emit("all")
    panel.findChildren(LibraryColumn)[0].sought.emit("x")
    panel.findChildren(AssetColumn)[0].changed.emit("record", "x", "words")
    assert len(orders) == 5
    for command, given in orders:
        assert set(COMMANDS[command].arguments) <= set(given)


def test_enter_in_the_grid_leads_to_the_words_and_tab_from_field_to_field(
    show: Show, qtbot: QtBot
) -> None:
    panel = show()
    panel.activateWindow()
    grid = panel.findChild(TileGrid)
    assert grid is not None
    fields = panel.findChildren(WordsField)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert fields[0].field.hasFocus()
    qtbot.keyClick(fields[0].field, Qt.Key.Key_Tab)
    assert fields[1].field.hasFocus()
    qtbot.keyClick(fields[1].field, Qt.Key.Key_Backtab)
    assert fields[0].field.hasFocus()


def test_nothing_takes_the_keyboard_by_itself(show: Show) -> None:
    panel = show()
    assert panel.focusWidget() is None
    assert all(
        button.focusPolicy() is Qt.FocusPolicy.NoFocus
        for button in panel.findChildren(LiveButton)
        if button.isVisible()
    )


def test_an_empty_library_says_what_to_do(show: Show) -> None:
    library, asset = words_on(show(samples.EMPTY))
    assert library.startswith("The library is empty. Put pictures")
    assert asset.startswith("No asset is chosen. Choose one")


def test_a_search_without_a_hit_is_not_an_empty_library(show: Show) -> None:
    assert words_on(show(samples.NONE_FOUND))[0].startswith("No asset fits.")


def test_an_asset_comes_and_goes(show: Show) -> None:
    panel = show()
    assert words_on(panel) == []
    panel.show_view(replace(samples.PREP, asset=None))
    assert len(words_on(panel)) == 1
    panel.show_view(samples.PREP)
    assert words_on(panel) == []
    assert [field.field.toPlainText() for field in panel.findChildren(WordsField)] == [
        samples.SHORT,
        samples.LONGER,
        samples.LONGEST,
    ]


def test_a_network_less_takes_its_field_away(show: Show) -> None:
    panel = show()
    panel.show_view(
        replace(samples.PREP, asset=replace(samples.ASSET, words=samples.ASSET.words[:2]))
    )
    assert [field.isVisible() for field in panel.findChildren(WordsField)] == [True, True, False]


@pytest.mark.parametrize("size", [(1904, 940), (1424, 752)])
def test_the_three_columns_fill_the_window(show: Show, size: tuple[int, int]) -> None:
    panel = show(samples.PREP, *size)
    moments, library, asset = (
        panel.findChildren(kind)[0] for kind in (MomentsColumn, LibraryColumn, AssetColumn)
    )
    assert moments.x() == 0
    assert library.x() == moments.geometry().right() + 1 + 8
    assert asset.x() == library.geometry().right() + 1 + 8
    assert asset.geometry().right() + 1 == size[0]
    assert {moments.height(), library.height(), asset.height()} == {size[1]}
    search = panel.findChildren(SearchField)[0]
    filters = panel.findChildren(Filters)[0]
    assert search.width() >= 300
    assert not search.geometry().intersects(filters.geometry())
