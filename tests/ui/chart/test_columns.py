"""Lines drawn a column a pixel: no peak is lost, no gap is closed, nothing flickers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.desk.chart_readings import value_times
from ui.chart.columns import Columns, last_known, pixel_columns

counts = st.floats(0, 1e6, width=32)
series = st.lists(st.one_of(counts, st.just(float("nan"))), min_size=1, max_size=150)
ends = st.integers(1_000, 2_000_000_000)
steps = st.sampled_from([1, 5, 15, 60])
widths = st.integers(2, 400)


def array(values: list[float]) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def drawn(values: np.ndarray, step: int, end: int, width: int, seconds: int = 0) -> Columns:
    return pixel_columns(values, step, end - (seconds or len(values) * step), end, width)


@given(series, ends, steps, widths)
def test_every_value_lies_inside_its_column(
    values: list[float], end: int, step: int, width: int
) -> None:
    columns = drawn(array(values), step, end, width)
    span = len(values) * step / width
    for time, value in zip(value_times(end, step, len(values)), array(values), strict=True):
        if np.isnan(value):
            continue
        place = min(width - 1, math.floor(time / span - columns.base))
        if place >= 0:
            near = slice(max(0, place - 1), place + 2)
            assert np.nanmin(columns.low[near]) <= value <= np.nanmax(columns.high[near])


@given(series, ends, steps, widths)
def test_nothing_is_drawn_that_was_not_counted(
    values: list[float], end: int, step: int, width: int
) -> None:
    columns = drawn(array(values), step, end, width)
    known = array(values)[np.isfinite(array(values))]
    for part in (columns.first, columns.last, columns.low, columns.high):
        shown = part[np.isfinite(part)]
        if len(shown):
            assert shown.min() >= known.min() - 1e-3 * max(1, known.max())
            assert shown.max() <= known.max() * (1 + 1e-6) + 1e-3


@given(ends, st.integers(0, 300), st.integers(60, 300), st.integers(100, 900))
def test_a_gap_stays_open(end: int, start: int, wide: int, width: int) -> None:
    values = np.full(600, 1000, dtype=np.float32)
    values[start : start + wide] = np.nan
    columns = drawn(values, 1, end, width)
    times = value_times(end, 1, 600)
    first, last = (
        (times[at] * width / 600 - columns.base) for at in (start, min(599, start + wide - 1))
    )
    inside = slice(int(first) + 2, max(int(first) + 2, int(last) - 1))
    for part in (columns.first, columns.last, columns.low, columns.high):
        assert np.isnan(part[inside]).all()


@given(st.lists(counts, min_size=121, max_size=121), ends, st.integers(20, 60))
def test_columns_keep_their_content_while_time_moves_on(
    values: list[float], end: int, width: int
) -> None:
    whole = array(values)
    before, after = drawn(whole[:-1], 1, end, width), drawn(whole[1:], 1, end + 1, width)
    moved = after.base - before.base
    for one, other in ((before.low, after.low), (before.high, after.high)):
        same = one[moved + 1 : -1], other[1 : -moved - 1 if moved else -1]
        assert np.array_equal(*same, equal_nan=True)


def test_the_line_ends_with_the_last_value() -> None:
    values = np.arange(43_200, dtype=np.float32)
    columns = drawn(values, 1, 1_780_000_007, 570)
    assert columns.high[-1] == 43_199
    assert columns.highest() == 43_199
    # A wide step, and a last value that is newer than the last whole one.
    columns = drawn(array([1, 2, 9]), 60, 1_780_000_007, 300, seconds=180)
    assert columns.high[-1] == 9


@pytest.mark.parametrize(
    ("values", "known"),
    [([1, 2, 3], (1_000, 3.0)), ([1, 2, np.nan, np.nan], (998, 2.0)), ([np.nan], None), ([], None)],
)
def test_the_last_known_value(values: list[float], known: tuple[int, float] | None) -> None:
    assert last_known(value_times(1_000, 1, len(values)), array(values)) == known


def test_nothing_counted_is_zero_high() -> None:
    assert drawn(array([]), 1, 1_000, 10, seconds=60).highest() == 0
    assert drawn(array([float("nan")]), 1, 1_000, 10, seconds=60).highest() == 0
    assert drawn(array([1, float("nan"), 7]), 1, 1_000, 10, seconds=60).highest() == 7
