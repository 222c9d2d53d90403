"""The pointer on the chart: it reads, it drags a stretch, and it never takes the keys."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from controlroom.desk.chart_view import ChartView
from tests.support import samples_chart as samples
from ui.chart import ChartPanel
from ui.chart.hover import reading, value_at
from ui.chart.night import NightBar
from ui.chart.plot import Plot
from ui.chart.tiles import Tiles

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., ChartPanel]
S = samples.SECOND


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """A panel of the wide window that shows a view."""
    kept = []

    def shown(view: ChartView, width: int = 1044, height: int = 296) -> ChartPanel:
        panel = ChartPanel()
        qtbot.addWidget(panel)
        kept.append(panel)
        panel.resize(width, height)
        panel.show_view(view)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return shown


def part(panel: ChartPanel, kind: type) -> QWidget:
    found = panel.findChild(kind)
    assert found is not None
    return found


def orders(panel: ChartPanel) -> list[tuple[str, dict[str, str]]]:
    made: list[tuple[str, dict[str, str]]] = []
    panel.ordered.connect(lambda command, given: made.append((command, given)))
    return made


def move(qtbot: QtBot, widget: QWidget, x: float, y: int = 60) -> None:
    qtbot.mouseMove(widget, QPoint(round(x), y))


def drag(qtbot: QtBot, widget: QWidget, start: float, end: float, y: int = 60) -> None:
    qtbot.mousePress(widget, LEFT, pos=QPoint(round(start), y))
    move(qtbot, widget, (start + end) / 2, y)
    move(qtbot, widget, end, y)
    qtbot.mouseRelease(widget, LEFT, pos=QPoint(round(end), y))


# Reading


def test_the_crosshair_reads_the_value_that_was_counted_then(show: Show, qtbot: QtBot) -> None:
    view = samples.blackout()
    plot = part(show(view), Plot)
    assert isinstance(plot, Plot)
    place = plot.parts()
    wanted = view.now - 100 * S
    move(qtbot, plot.viewport(), place.x(wanted))
    read = plot.read()
    assert read is not None
    assert abs(read.at - wanted) <= 1.3 * S
    second = (view.now - read.at) // S
    assert [line.name for line in read.lines] == [curve.label for curve in view.curves]
    for line, curve in zip(read.lines, view.curves, strict=True):
        assert line.value == curve.values[-1 - second]
    move(qtbot, plot.viewport(), place.right - 20)
    assert plot.read() is None


def test_a_gap_reads_as_nothing_and_the_newest_second_as_the_last_number(show: Show) -> None:
    view = samples.chart()
    values = view.curves[0].values.copy()
    values[200:400] = np.nan
    values[-2:] = np.nan
    view = replace(view, curves=(replace(view.curves[0], values=values),))
    plot = part(show(view), Plot)
    assert isinstance(plot, Plot)
    inside = reading(view, plot.parts(), plot.parts().x(view.now - 400 * S))
    assert inside.lines[0].said == "–"
    newest = reading(view, plot.parts(), plot.parts().plot.right())
    assert newest.lines[0].value == values[-3]


def test_a_wide_chart_reads_the_step_that_covers_the_second() -> None:
    view = samples.share()
    curve = view.curves[0]
    times = curve.times(view.now)
    for place in (-1, -2, 100):
        end = int(times[place])
        assert value_at(view, curve, end) == curve.values[place]
        assert value_at(view, curve, end - 2) == curve.values[place]
    assert np.isnan(value_at(view, curve, int(times[0]) - 60))


def test_a_mark_without_room_for_its_words_is_read_by_pointing_at_it(show: Show) -> None:
    view = samples.looking_back()
    plot = part(show(view), Plot)
    assert isinstance(plot, Plot)
    read = reading(view, plot.parts(), plot.parts().x(samples.at("19:48:21")))
    assert "19:48:21 spike, 3.8 × usual: td" in read.marks


def test_the_reading_is_drawn_over_the_chart(show: Show) -> None:
    view = samples.blackout()
    plot = part(show(view), Plot)
    assert isinstance(plot, Plot)
    before = plot.grab().toImage()
    plot.point_at(QPointF(plot.parts().plot.center()))
    assert plot.grab().toImage() != before
    plot.point_at(None)
    assert plot.grab().toImage() == before


def test_every_tile_reads_the_same_second(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.tiles())
    tiles = part(panel, Tiles)
    assert isinstance(tiles, Tiles)
    before = tiles.grab().toImage()
    at = tiles.places()[5].plot.center()
    qtbot.mouseMove(tiles, at)
    after = tiles.grab().toImage()
    for place in tiles.places():
        assert before.copy(place.plot) != after.copy(place.plot)


# Dragging


def test_a_stretch_dragged_over_the_plot_is_looked_at(show: Show, qtbot: QtBot) -> None:
    view = samples.blackout()
    panel = show(view)
    made, plot = orders(panel), part(panel, Plot)
    assert isinstance(plot, Plot)
    place = plot.parts()
    start, end = view.now - 500 * S, view.now - 200 * S
    drag(qtbot, plot.viewport(), place.x(start), place.x(end))
    [(command, given)] = made
    assert command == "chart_look_at"
    a_pixel = view.seconds * S / place.plot.width()
    assert abs(int(given["from"]) - start) <= a_pixel
    assert abs(int(given["until"]) - end) <= 2 * a_pixel


def test_a_click_on_the_plot_orders_nothing(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.blackout())
    made, plot = orders(panel), part(panel, Plot)
    assert isinstance(plot, Plot)
    qtbot.mouseClick(plot.viewport(), LEFT, pos=plot.parts().plot.center())
    qtbot.mouseDClick(plot.viewport(), LEFT, pos=plot.parts().plot.center())
    assert made == []


def test_a_stretch_dragged_over_a_tile_is_looked_at(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.tiles())
    made, tiles = orders(panel), part(panel, Tiles)
    assert isinstance(tiles, Tiles)
    plot = tiles.places()[2].plot
    drag(qtbot, tiles, plot.left() + 20, plot.left() + 90, plot.center().y())
    [(command, given)] = made
    assert command == "chart_look_at"
    assert 0 < int(given["until"]) - int(given["from"]) < 720 * S


def test_the_night_under_the_chart_is_dragged_over_or_clicked(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.looking_back())
    made, bar = orders(panel), part(panel, NightBar)
    assert isinstance(bar, NightBar)
    start, end = samples.at("19:00:00"), samples.at("19:30:00")
    drag(qtbot, bar, bar.pixel(start), bar.pixel(end), 10)
    assert abs(int(made[0][1]["from"]) - start) < 30 * S
    assert abs(int(made[0][1]["until"]) - end) < 30 * S
    qtbot.mouseClick(bar, LEFT, pos=QPoint(round(bar.pixel(start)), 10))
    given = made[1][1]
    assert int(given["until"]) - int(given["from"]) == 720 * S
    assert int(given["from"]) < start < int(given["until"])


def test_the_night_shows_where_the_chart_is_and_only_where_there_is_room(show: Show) -> None:
    assert part(show(samples.looking_back(), 764, 204), NightBar).isVisible()
    assert not part(show(samples.with_controls(samples.blackout()), 764, 204), NightBar).isVisible()
    assert part(show(samples.with_controls(samples.blackout())), NightBar).isVisible()


# The keys


def test_nothing_on_the_chart_takes_the_keys(show: Show, qtbot: QtBot) -> None:
    panel = show(samples.looking_back())
    for widget in panel.findChildren(QWidget):
        assert widget.focusPolicy() == Qt.FocusPolicy.NoFocus, type(widget)
    field = QLineEdit(panel)
    field.show()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    plot, bar = part(panel, Plot), part(panel, NightBar)
    assert isinstance(plot, Plot)
    drag(qtbot, plot.viewport(), 100, 300)
    qtbot.mouseClick(bar, LEFT)
    for button in panel.findChildren(QPushButton):
        if button.isVisible():
            qtbot.mouseClick(button, LEFT)
    assert QApplication.focusWidget() is field
