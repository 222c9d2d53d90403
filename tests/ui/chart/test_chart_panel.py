"""What the operator sees on the chart."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from controlroom.desk.chart_view import ChartView
from tests.support import samples_chart as samples
from ui.chart import ChartPanel
from ui.chart import panel as chart_panel
from ui.chart.end_labels import label_rects, shortened
from ui.chart.geometry import geometry
from ui.chart.plot import Plot
from ui.chart.said import SaidColumn
from ui.chart.spike_card import card_place
from ui.theme.tokens import colour
from ui.widgets import Chip

Show = Callable[..., ChartPanel]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """A panel of the wide window that shows a view."""

    kept = []  # qtbot alone does not keep them

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


def plot_of(panel: ChartPanel) -> Plot:
    found = panel.findChild(Plot)
    assert found is not None
    return found


def pixels(plot: Plot) -> np.ndarray:
    """The plot as drawn: [y, x, (r, g, b)]."""
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def drawn(image: np.ndarray, token: str) -> np.ndarray:
    """Where a token's exact colour stands, as [y, x]."""
    shade = colour(token)
    return np.all(image == [shade.red(), shade.green(), shade.blue()], axis=2)


def test_a_silent_feed_is_hatched_and_no_line_runs_through_it(show: Show) -> None:
    view = samples.stale(95)
    plot = plot_of(show(view))
    place = plot.parts()
    left = round(place.x(view.stale_from)) + 2
    area = (slice(place.plot.top(), place.plot.bottom()), slice(left, place.plot.right() + 1))
    silent = pixels(plot)[area]
    lines = sum(drawn(silent, f"series_{order}").sum() for order in range(4))
    assert lines == 0
    lively = pixels(plot_of(show(samples.blackout())))[area]
    assert sum(drawn(lively, f"series_{order}").sum() for order in range(4)) > 50
    # Hatching: along one row the shade alternates many times.
    row = silent[20].astype(int).sum(axis=1)
    assert np.count_nonzero(np.diff(row)) > 10


def test_a_feed_that_still_repeats_old_numbers_is_cut_off_all_the_same(show: Show) -> None:
    view = samples.blackout()
    since = view.now - 60 * samples.SECOND
    frozen = replace(view, stale_from=since, stale=samples.said("no data since 20:37:12"))
    plot = plot_of(show(frozen))
    place = plot.parts()
    left = round(place.x(since)) + 2
    image = pixels(plot)[place.plot.top() : place.plot.bottom(), left : place.plot.right() + 1]
    assert not drawn(image, "series_0").any()


def test_a_gap_in_the_past_stays_a_gap(show: Show) -> None:
    view = samples.chart()
    values = view.curves[0].values.copy()
    values[200:400] = np.nan
    plot = plot_of(show(replace(view, curves=(replace(view.curves[0], values=values),))))
    place = plot.parts()
    left, right = (round(place.x(view.now - (719 - at) * samples.SECOND)) for at in (205, 395))
    image = pixels(plot)[place.plot.top() : place.plot.bottom(), left:right]
    assert not drawn(image, "series_0").any()


def test_before_the_first_mention_a_sentence_stands_for_the_curve(show: Show) -> None:
    plot = plot_of(show(samples.empty()))
    place = plot.parts()
    image = pixels(plot)[place.plot.top() + 2 : place.plot.bottom(), 60:560]
    written = drawn(image, "text2").any(axis=1)
    assert 3 < written.sum() < 40  # one line of words, and no axis that invents a scale
    assert not drawn(image, "hairline").any()


@pytest.mark.parametrize("name", ["blackout", "solemn", "crowded", "half_day", "stale"])
@pytest.mark.parametrize("size", [(1044, 296), (764, 204)])
def test_the_labels_of_the_lines_never_overlap(
    show: Show, name: str, size: tuple[int, int]
) -> None:
    view = getattr(samples, name)()
    plot = plot_of(show(view, *size))
    rects = label_rects(plot.parts(), view, plot.scaled())
    assert len(rects) == len(view.curves)
    for index, one in enumerate(rects):
        assert plot.rect().contains(one)
        assert not any(one.intersects(other) for other in rects[index + 1 :])


@given(
    st.integers(-200, 900),
    st.integers(100, 900),
    st.integers(20, 80),
    st.sampled_from([(790, 255), (764, 162), (300, 120)]),
)
def test_the_spike_card_stays_inside_the_plot(
    ago: int, width: int, height: int, size: tuple[int, int]
) -> None:
    now = samples.at("20:38:12")
    place = geometry(*size, 720, now, compact=False)
    card, side = card_place(place, now - ago * samples.SECOND, width, height)
    assert place.plot.contains(card)
    x = place.x(now - ago * samples.SECOND)
    assert side <= 0 or card.right() < x
    assert side >= 0 or card.left() > x


def test_a_solemn_spike_is_amber_and_another_is_green(show: Show) -> None:
    solemn, plain = (pixels(plot_of(show(view))) for view in (samples.solemn(), samples.blackout()))
    assert drawn(solemn, "hold_tint").sum() > 1000
    assert drawn(solemn, "next_tint").sum() == 0
    assert drawn(plain, "next_tint").sum() > 1000


def test_a_reconstruction_says_so(show: Show) -> None:
    def badges(panel: ChartPanel) -> list[str]:
        return [chip.accessibleName() for chip in panel.findChildren(Chip) if chip.isVisible()]

    assert badges(show(samples.reconstruction())) == ["RECONSTRUCTION"]
    assert badges(show(samples.blackout())) == []


def test_a_small_window_gives_up_what_they_say(show: Show) -> None:
    panel = show(samples.blackout())
    said = panel.findChild(SaidColumn)
    assert said is not None
    assert said.isVisible()
    assert "Superdome" in said.accessibleDescription()
    panel.resize(764, 204)
    assert not said.isVisible()


def test_labels_lose_whole_terms_before_letters(qtbot: QtBot) -> None:
    assert shortened("Power, lights, blackout", 300) == "Power, lights, blackout"
    assert shortened("Power, lights, blackout", 100) == "Power, lights"
    assert shortened("All watch terms", 70) == "All terms"
    assert shortened("Superdome", 40).endswith("…")


def test_ten_frames_a_second_at_most_and_the_last_view_wins(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = [100.0]
    monkeypatch.setattr(chart_panel, "gesture_seconds", lambda: real[0])
    view = samples.chart()
    panel = show(view)
    plot = plot_of(panel)
    later = [replace(view, now=view.now + step * samples.SECOND) for step in (1, 2, 3)]
    for one in later:
        panel.show_view(one)
    assert plot.parts().now == view.now
    qtbot.waitUntil(lambda: plot.parts().now == later[-1].now)
    real[0] += 0.2
    panel.show_view(view)
    assert plot.parts().now == view.now


def test_a_hidden_chart_draws_nothing_and_catches_up(show: Show) -> None:
    view = samples.chart()
    panel = show(view)
    plot = plot_of(panel)
    panel.hide()
    newer = replace(view, now=view.now + 60 * samples.SECOND)
    panel.show_view(newer)
    assert plot.parts().now == view.now
    panel.show()
    assert plot.parts().now == newer.now
