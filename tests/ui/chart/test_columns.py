"""Curves drawn a column a pixel: no peak is lost, no gap is closed, nothing flickers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chart.columns import column_seconds, highest, last_known, reduce_columns

counts = st.floats(0, 1e6, width=32)
seconds = st.lists(st.one_of(counts, st.just(float("nan"))), min_size=1, max_size=400)
ends = st.integers(0, 2_000_000_000)
spans = st.integers(1, 90)


def array(values: list[float]) -> np.ndarray:
    return np.array(values, dtype=np.float32)


@given(seconds, ends, spans)
def test_every_value_lies_inside_its_column(values: list[float], end: int, span: int) -> None:
    given_values = array(values)
    x, y = reduce_columns(given_values, end, span)
    for index, value in enumerate(given_values):
        if np.isnan(value):
            continue
        near = y[np.abs(x - (index - len(values) + 1)) < span]
        assert np.nanmin(near) <= value <= np.nanmax(near)


@given(seconds, ends, spans)
def test_there_are_never_more_points_than_two_a_column(
    values: list[float], end: int, span: int
) -> None:
    x, y = reduce_columns(array(values), end, span)
    assert len(x) == len(y)
    assert np.all(np.diff(x) >= 0)
    assert x[-1] == 0
    assert len(x) <= max(len(values), 2 * (len(values) // span + 2) + 1)


@given(st.integers(3, 60), ends, st.integers(0, 300), st.integers(120, 300))
def test_a_gap_wider_than_a_column_stays_open(span: int, end: int, start: int, wide: int) -> None:
    values = np.full(600, 1000, dtype=np.float32)
    values[start : start + wide] = np.nan
    x, y = reduce_columns(values, end, span)
    inside = (x > start - 599 + span) & (x < start + wide - 600 - span)
    assert inside.any() or wide <= 3 * span
    assert np.isnan(y[inside]).all()


@given(st.lists(counts, min_size=300, max_size=300), ends, st.integers(3, 40))
def test_columns_keep_their_content_while_time_moves_on(
    values: list[float], end: int, span: int
) -> None:
    whole = array(values)
    before = dict(zip(*columns_at(whole[:-1], end, span), strict=True))
    after = dict(zip(*columns_at(whole[1:], end + 1, span), strict=True))
    shared = [at for at in before if at in after][1:-1]
    assert len(shared) >= 300 // span - 4
    assert [before[at] for at in shared] == [after[at] for at in shared]


def columns_at(values: np.ndarray, end: int, span: int) -> tuple[list[float], list[tuple]]:
    """Middle of each column in absolute seconds, and its lowest and highest value."""
    x, y = reduce_columns(values, end, span)
    return list(x[:-1:2] + end), list(zip(y[:-1:2], y[1:-1:2], strict=True))


def test_the_line_ends_at_the_last_value() -> None:
    values = np.arange(43_200, dtype=np.float32)
    x, y = reduce_columns(values, 43_199, column_seconds(43_200, 570))
    assert (x[-1], y[-1]) == (0.0, 43_199.0)
    assert len(x) < 2 * 572


@pytest.mark.parametrize(
    ("values", "known"),
    [([1, 2, 3], (0, 3.0)), ([1, 2, np.nan, np.nan], (-2, 2.0)), ([np.nan], None), ([], None)],
)
def test_the_last_known_value(values: list[float], known: tuple[int, float] | None) -> None:
    assert last_known(array(values)) == known


def test_nothing_counted_is_zero_high() -> None:
    assert highest(array([])) == 0
    assert highest(array([float("nan")])) == 0
    assert highest(array([1, float("nan"), 7])) == 7
