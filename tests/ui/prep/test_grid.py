"""The library grid: any number of assets, and work only for those in sight."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from controlroom.desk.view import ImageRef
from tests.support import samples_prep as samples
from ui.prep.grid import TileGrid
from ui.widgets import picture_view

MANY = 100_000


class Asked:
    """Stands for the decoding pool: notes what is asked for and has nothing."""

    def __init__(self) -> None:
        self.pictures: set[str] = set()

    def get(self, ref: ImageRef, size: QSize, **_how: object) -> QPixmap | None:
        self.pictures.add(ref.path)
        return None


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    pool = Asked()
    monkeypatch.setattr(picture_view, "pictures", lambda: pool)
    return pool


@pytest.fixture
def grid(qtbot: QtBot, asked: Asked) -> TileGrid:
    made = TileGrid()
    qtbot.addWidget(made)
    made.resize(964, 720)
    made.show_tiles(samples.many(MANY))
    with qtbot.waitExposed(made):
        made.show()
    made.grab()
    return made


def test_only_pictures_in_sight_are_asked_for(grid: TileGrid, asked: Asked) -> None:
    assert len(grid.seen()) == 12
    assert asked.pictures == {f"nowhere/{index}.jpg" for index in grid.seen()}


def test_the_last_of_100000_is_reached_at_once(grid: TileGrid, asked: Asked, qtbot: QtBot) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert grid.seen()[-1] == MANY - 1
    assert grid.place(MANY - 1).bottom() + 1 == grid.viewport().height()
    qtbot.waitUntil(lambda: f"nowhere/{MANY - 1}.jpg" in asked.pictures)
    assert len(asked.pictures) <= 40


def test_rushing_past_asks_for_nothing(grid: TileGrid, asked: Asked, qtbot: QtBot) -> None:
    asked.pictures.clear()
    bar = grid.verticalScrollBar()
    for page in range(1, 30):
        bar.setValue(page * 100_000)
        grid.grab()
    assert asked.pictures == set()
    qtbot.waitUntil(lambda: len(asked.pictures) == len(grid.seen()))


def test_a_step_of_the_wheel_shows_its_pictures(grid: TileGrid, asked: Asked) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(bar.value() + 120)
    grid.grab()
    assert {f"nowhere/{index}.jpg" for index in grid.seen()} <= asked.pictures


def test_tiles_lie_side_by_side_without_touching(grid: TileGrid) -> None:
    places = [grid.place(index) for index in grid.seen()]
    assert grid.columns() == 4
    for index, one in enumerate(places):
        assert one.left() >= 0
        assert one.right() < grid.width()
        assert not any(one.intersects(other) for other in places[index + 1 :])


def test_a_click_chooses_the_tile_under_it(grid: TileGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.chosen) as chosen:
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.place(6).center())
    assert chosen.args == ["asset-6"]


@pytest.mark.parametrize(
    ("key", "asset"),
    [
        (Qt.Key.Key_Right, "asset-6"),
        (Qt.Key.Key_Left, "asset-4"),
        (Qt.Key.Key_Down, "asset-9"),
        (Qt.Key.Key_Up, "asset-1"),
    ],
)
def test_arrows_choose_the_neighbour(grid: TileGrid, qtbot: QtBot, key: Qt.Key, asset: str) -> None:
    tiles = list(samples.many(40))
    tiles[5] = replace(tiles[5], selected=True)
    grid.show_tiles(tuple(tiles))
    with qtbot.waitSignal(grid.chosen) as chosen:
        qtbot.keyClick(grid, key)
    assert chosen.args == [asset]


def test_the_chosen_one_is_brought_into_sight(grid: TileGrid) -> None:
    grid.reveal("asset-50000")
    assert grid.viewport().rect().contains(grid.place(50_000))
    before = grid.verticalScrollBar().value()
    grid.reveal("asset-50001")
    assert grid.verticalScrollBar().value() == before


def test_another_search_with_fewer_tiles_stays_in_range(grid: TileGrid) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    grid.show_tiles(samples.TILES[:3])
    assert bar.maximum() == 0
    assert list(grid.seen()) == [0, 1, 2]
