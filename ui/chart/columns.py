"""From values in time to pixel columns: no peak and no gap is lost, and none flickers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float32]
Times = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A line over pixel columns, in values: where it enters and leaves each, and its lowest and
    highest there. NaN where there is nothing. ``base`` numbers the first column on a grid that
    stands still in time."""

    base: int
    first: Floats
    last: Floats
    low: Floats
    high: Floats

    def highest(self) -> float:
        """The largest value of the line, 0 when there is none."""
        most = float(np.fmax.reduce(self.high)) if len(self.high) else 0.0
        return most if np.isfinite(most) else 0.0


def pixel_columns(values: Values, step: int, start: float, end: int, width: int) -> Columns:
    """Columns of a line between ``start`` and ``end`` (UTC seconds).

    ``values`` as in ``Curve``: the last at ``end``, those before it at whole multiples of
    ``step``; NaN where there was none. Columns lie on whole multiples of a column's seconds, so
    they keep their content while the window moves on; the last one ends at or just after ``end``.
    """
    span = max(end - start, 1e-9) / width
    base = int(np.ceil(end / span - 1e-9)) - width
    count = len(values)
    low, high = np.full(width, np.nan), np.full(width, np.nan)
    if not count:
        return Columns(base, low, low, high, high)
    newest = (end - 1) // step * step if count > 1 else end
    oldest = newest - max(0, count - 2) * step
    edges = (base + np.arange(width + 1.0)) * span
    # How many values lie before each edge; the last one is in the last column.
    before = np.clip(np.ceil((edges - oldest) / step).astype(np.int64), 0, count - 1)
    before[edges > end], before[-1] = count, count
    begins = before[:-1]
    filled = before[1:] > begins
    if filled.any():
        at = begins[filled]
        points = values[: before[-1]]
        low[filled] = np.fmin.reduceat(points, at)
        high[filled] = np.fmax.reduceat(points, at)
    crossed = _between(values, oldest, newest, end, step, edges)
    return Columns(base, crossed[:-1], crossed[1:], low, high)


def _between(
    values: Values, oldest: int, newest: int, end: int, step: int, edges: Floats
) -> Floats:
    """The line's value at each edge, NaN outside it and where a neighbour is missing."""
    count = len(values)
    if count < 2:
        return np.full(len(edges), np.nan)
    left = np.clip(np.floor((edges - oldest) / step).astype(np.int64), 0, count - 2)
    begins = oldest + left * step
    length = np.where(left == count - 2, end - newest, step)
    share = (edges - begins) / length
    crossed: Floats = values[left] * (1 - share) + values[left + 1] * share
    crossed[(share < 0) | (share > 1)] = np.nan
    return crossed


def last_known(times: Times, values: Values) -> tuple[int, float] | None:
    """Time (UTC seconds) and value of the last number; None when there is none."""
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return None
    return int(times[known[-1]]), float(values[known[-1]])
