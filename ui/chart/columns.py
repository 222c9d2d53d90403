"""From one value a second to at most one column a pixel, keeping every peak and every gap."""

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]

FEW = 2
"""Up to so many seconds a column the values are drawn as they are: fewer points than columns."""


def column_seconds(seconds: int, columns: int) -> int:
    """How many seconds share a column when ``seconds`` are drawn ``columns`` pixels wide."""
    return max(1, -(-seconds // max(1, columns)))


def reduce_columns(values: Values, end: int, span: int) -> tuple[Points, Points]:
    """Curve points: x in seconds before the last value (≤ 0, ascending) and y.

    ``values`` one a second, NaN where there was none; ``end`` the last value's second on any
    steady clock; ``span`` seconds a column. Columns lie on whole multiples of ``span``, so they
    keep their content while the window moves on and no peak flickers. Each column gives its
    lowest and highest value; a column with nothing but NaN gives NaN.
    """
    count = len(values)
    if count == 0 or span <= FEW:
        return np.arange(1 - count, 1, dtype=np.float64), values.astype(np.float64)
    lead = (end - count + 1) % span
    wide = -(-(lead + count) // span)
    padded = np.full(wide * span, np.nan, dtype=np.float32)
    padded[lead : lead + count] = values
    columns = padded.reshape(wide, span)
    middle = np.arange(wide) * span + (span - 1) / 2 - lead - (count - 1)
    x = np.repeat(np.clip(middle, 1 - count, 0), 2)
    y = np.empty(wide * 2, dtype=np.float64)
    y[0::2] = np.fmin.reduce(columns, axis=1)
    y[1::2] = np.fmax.reduce(columns, axis=1)
    # The line ends at the last value, where its label points.
    return np.append(x, 0.0), np.append(y, float(values[-1]))


def last_known(values: Values) -> tuple[int, float] | None:
    """Seconds before the end (≤ 0) and value of the last number; None when there is none."""
    if len(values) and np.isfinite(values[-1]):
        return 0, float(values[-1])
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return None
    return int(known[-1]) - len(values) + 1, float(values[known[-1]])


def highest(values: Values) -> float:
    """The largest number, 0 when there is none."""
    if not len(values):
        return 0.0
    most = float(np.fmax.reduce(values))
    return most if np.isfinite(most) else 0.0
