"""The chart's controls: what they order, what they say, and what gives way to what."""

import base64
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from controlroom.commands import COMMANDS
from controlroom.desk.chart_look import ChartLook
from controlroom.desk.chart_view import ChartView
from tests.support import samples_chart as samples
from ui.chart import ChartPanel
from ui.chart.controls import BackButton, ChartButton, ControlRow
from ui.chart.head import ChartHead
from ui.chart.plot import Plot
from ui.chart.save import with_ending
from ui.chart.tiles import Tiles, tile_places
from ui.shot import settle
from ui.widgets import Chip, Runs

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., ChartPanel]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """A panel that shows a view; it saves to ``path``."""
    kept = []

    def shown(view: ChartView, width: int = 1044, height: int = 296, path: str = "") -> ChartPanel:
        def ask(_parent: QWidget, name: str, then: Callable[[str], None]) -> None:
            then(path or name)

        panel = ChartPanel(ask=ask)
        qtbot.addWidget(panel)
        kept.append(panel)
        panel.resize(width, height)
        panel.show_view(view)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return shown


def orders(panel: ChartPanel) -> list[tuple[str, dict[str, str]]]:
    made: list[tuple[str, dict[str, str]]] = []
    panel.ordered.connect(lambda command, given: made.append((command, given)))
    return made


def head_of(panel: ChartPanel) -> ChartHead:
    found = panel.findChild(ChartHead)
    assert found is not None
    return found


def choices(panel: ChartPanel) -> dict[str, ChartButton]:
    row = panel.findChild(ControlRow)
    assert row is not None
    return {button.text(): button for button in row.findChildren(ChartButton)}


def tune(panel: ChartPanel, qtbot: QtBot) -> None:
    named = [b for b in panel.findChildren(ChartButton) if b.accessibleName()]
    qtbot.mouseClick(named[0], LEFT)


def test_the_head_is_calm_until_it_is_asked(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.with_controls(samples.blackout()))
    row = panel.findChild(ControlRow)
    assert row is not None
    assert not row.isVisible()
    tune(panel, qtbot)
    assert row.isVisible()
    assert head_of(panel).is_open()
    tune(panel, qtbot)
    assert not row.isVisible()


def test_every_control_orders_its_command_and_says_its_key(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.with_controls(samples.blackout()))
    made = orders(panel)
    tune(panel, qtbot)
    for button in choices(panel).values():
        qtbot.mouseClick(button, LEFT)
    assert made[:5] == [
        ("chart_span", {"seconds": str(seconds)}) for seconds in (720, 3600, 10800, 43200, 172800)
    ]
    assert {command for command, _ in made[5:]} == {
        "chart_share",
        "chart_tiles",
        "chart_by",
        "chart_unit",
        "chart_log",
    }
    assert all(command in COMMANDS for command, _ in made)
    assert choices(panel)["Log"].toolTip().endswith("(L)")
    # A click alone chooses nothing: the room does.
    assert not choices(panel)["Log"].isChecked()


def test_what_is_chosen_is_checked_and_choosing_moves_nothing(show: Show, qtbot: QtBot) -> None:
    view = samples.with_controls(samples.blackout())
    panel = show(view)
    tune(panel, qtbot)
    before = {text: button.geometry() for text, button in choices(panel).items()}
    assert [text for text, button in choices(panel).items() if button.isChecked()] == ["12 min"]
    panel.show_view(samples.with_controls(samples.blackout(), ChartLook(log=True)))
    qtbot.waitUntil(lambda: choices(panel)["Log"].isChecked())
    assert {text: button.geometry() for text, button in choices(panel).items()} == before


@pytest.mark.parametrize("width", [764, 900, 1044, 1900])
@pytest.mark.parametrize("name", ["blackout", "solemn", "reconstruction", "looking_back"])
@pytest.mark.parametrize("open_", [False, True])
def test_nothing_in_the_head_is_cut_or_covered(
    show: Show, qtbot: QtBot, width: int, name: str, open_: bool
) -> None:
    view = getattr(samples, name)()
    view = view if view.controls else samples.with_controls(view)
    panel = show(replace(view, badge=samples.said("RECONSTRUCTION")), width)
    if open_:
        tune(panel, qtbot)
    settle()
    head = head_of(panel)
    kinds = (Chip, Runs, BackButton, ControlRow)
    parts = [w for w in head.children() if isinstance(w, kinds) and w.isVisible()]
    for part in parts:
        assert part.width() >= part.sizeHint().width(), type(part)
        assert head.rect().contains(part.geometry())
    for one, other in pairwise(parts):
        assert not one.geometry().intersects(other.geometry())
    if view.tone_alarm:
        assert any("people may be hurt" in part.accessibleName() for part in parts)


def test_looking_back_says_so_and_one_click_is_live_again(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.looking_back())
    chips = [chip.accessibleName() for chip in panel.findChildren(Chip) if chip.isVisible()]
    assert "LOOKING BACK 19:40:30 – 19:52:30" in chips
    made = orders(panel)
    button = panel.findChild(BackButton)
    assert button is not None
    qtbot.mouseClick(button, LEFT)
    assert made == [("chart_back", {})]
    panel.show_view(samples.blackout())
    qtbot.waitUntil(lambda: not button.isVisible())


def test_tiles_take_the_place_of_the_plot_and_give_it_back(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.blackout())
    plot, tiles = panel.findChild(Plot), panel.findChild(Tiles)
    assert plot is not None
    assert tiles is not None
    assert (plot.isVisible(), tiles.isVisible()) == (True, False)
    panel.show_view(samples.tiles())
    qtbot.waitUntil(tiles.isVisible)
    assert not plot.isVisible()
    assert len(tiles.places()) == 8
    panel.show_view(samples.blackout())
    qtbot.waitUntil(plot.isVisible)
    assert not tiles.isVisible()


def test_one_scale_for_all_tiles_or_each_its_own(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.tiles())
    tiles = panel.findChild(Tiles)
    assert tiles is not None
    assert len(set(tiles.scales())) == 1
    panel.show_view(replace(samples.tiles(), common=False))
    qtbot.waitUntil(lambda: len(set(tiles.scales())) > 3)


@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize("size", [(790, 230), (764, 140), (1500, 460)])
def test_up_to_twelve_tiles_fit_and_none_covers_another(count: int, size: tuple[int, int]) -> None:
    tiles = tile_places(*size, count)
    assert len(tiles) == count
    fields = [tile.label.united(tile.plot) for tile in tiles]
    for number, one in enumerate(fields):
        assert 0 <= one.left() < one.right() <= size[0]
        assert 0 <= one.top() < one.bottom() <= size[1]
        assert not any(one.intersects(other) for other in fields[number + 1 :])
    assert len({tile.plot.size() for tile in tiles}) <= 4


# Saving


def test_the_numbers_are_left_to_the_room_and_a_picture_goes_with_it(
    show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = show(samples.blackout(), path=str(tmp_path / "a.csv"))
    made = orders(panel)
    head_of(panel).save_asked.emit()
    assert made == [("chart_export", {"path": str(tmp_path / "a.csv")})]

    panel = show(samples.reconstruction(), path=str(tmp_path / "a.png"))
    made = orders(panel)
    head_of(panel).save_asked.emit()
    [(command, given)] = made
    assert command == "chart_export"
    picture = QImage.fromData(base64.b64decode(given["picture"]))
    assert (picture.width(), picture.height()) == (2560, 960)
    # It is the chart: its own brand's line is in it.
    shown = {picture.pixelColor(x, y).name() for x in range(300, 1800, 3) for y in range(150, 800)}
    assert "#56b4e9" in shown


def test_the_name_that_is_offered_is_the_view_s(show: Show) -> None:
    panel = show(replace(samples.blackout(), file="mentions-tonight"))
    made = orders(panel)
    head_of(panel).save_asked.emit()
    assert made == [("chart_export", {"path": "mentions-tonight"})]


@pytest.mark.parametrize(
    ("path", "kind", "saved"),
    [
        ("night", "Picture (*.png)", "night.png"),
        ("night", "Numbers (*.csv)", "night.csv"),
        ("night.CSV", "Picture (*.png)", "night.CSV"),
        ("night.v2", "Numbers (*.csv)", "night.v2.csv"),
    ],
)
def test_the_ending_follows_what_was_chosen(path: str, kind: str, saved: str) -> None:
    assert with_ending(path, kind) == saved
