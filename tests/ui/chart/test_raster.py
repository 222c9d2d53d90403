"""Lines as pixels: unbroken, one pixel wide, dashed along the way, on either scale."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from ui.chart.columns import pixel_columns
from ui.chart.raster import Canvas, Dashes, Scaled, premultiplied, runs_of

INK = premultiplied(QColor("#56B4E9"))
HEIGHT = 120


def line(
    values: list[float], width: int, dashes: Dashes | None = None, end: int = 10_000
) -> Canvas:
    columns = pixel_columns(np.array(values, np.float32), 1, end - len(values), end, width)
    canvas = Canvas(width, HEIGHT)
    scaled = Scaled(HEIGHT, 100.0)
    canvas.line(runs_of(columns, scaled), INK, dashes or Dashes(()), "key")
    return canvas


@given(st.lists(st.floats(0, 100, width=32), min_size=20, max_size=300), st.integers(10, 700))
def test_a_line_without_gaps_is_unbroken(values: list[float], width: int) -> None:
    pixels = line(values, width).pixels != 0
    columns = np.flatnonzero(pixels.any(axis=0))
    assert columns[-1] == width - 1
    assert len(columns) == columns[-1] - columns[0] + 1
    rows = [np.flatnonzero(pixels[:, column]) for column in columns]
    for here in rows:
        assert len(here) == here[-1] - here[0] + 1
    for one, other in pairwise(rows):
        assert one[0] <= other[-1] + 1
        assert other[0] <= one[-1] + 1


def test_a_slope_is_one_pixel_wide() -> None:
    pixels = line([float(value) for value in range(100)], 600).pixels != 0
    assert (pixels.sum(axis=0) <= 1).all()


def test_zero_lies_on_the_lowest_row_and_the_top_on_the_first() -> None:
    assert np.flatnonzero((line([0.0] * 30, 60).pixels != 0).any(axis=1)).tolist() == [HEIGHT - 1]
    assert np.flatnonzero((line([100.0] * 30, 60).pixels != 0).any(axis=1)).tolist() == [0]


def test_dashes_follow_the_line_up_a_wall_and_leave_gaps() -> None:
    wall = [0.0] * 50 + [100.0] * 50
    pixels = line(wall, 200, Dashes((6, 4))).pixels != 0
    inked = pixels[5:-5].sum()
    assert 0.4 * HEIGHT < inked < 0.75 * HEIGHT
    flat = pixels[HEIGHT - 1, :90].sum()
    assert 40 < flat < 70


def test_dashes_stay_on_the_line_while_it_moves_on() -> None:
    dashes = Dashes((6, 4))
    chance = np.random.default_rng(3)
    values = list(chance.uniform(20, 30, 400))
    before = line(values[:300], 300, dashes, end=10_000).pixels != 0
    for moved in range(1, 8):
        after = line(values[moved : 300 + moved], 300, dashes, end=10_000 + moved).pixels != 0
        assert np.array_equal(before[:, moved + 1 : -1], after[:, 1 : -moved - 1])


def test_a_logarithmic_scale_gives_every_power_of_ten_the_same_height() -> None:
    scaled = Scaled(400, 1.0, (0.0, 4.0))
    rows = scaled(np.array([1.0, 10.0, 100.0, 1_000.0, 10_000.0]))
    assert np.allclose(np.diff(rows)[1:-1], -100)
    # What is lower lies on the foot, and nothing is not drawn.
    assert scaled(np.array([0.0, 0.001])).tolist() == [399.0, 399.0]
    assert np.isnan(scaled(np.array([np.nan])))[0]


@given(st.integers(0, 255), st.floats(0, 1))
def test_a_premultiplied_colour_never_exceeds_its_alpha(part: int, opacity: float) -> None:
    shade = QColor(part, 255 - part, 128)
    shade.setAlphaF(opacity)
    value = int(premultiplied(shade))
    alpha = value >> 24
    assert all((value >> shift & 255) <= alpha for shift in (0, 8, 16))
