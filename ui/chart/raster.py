"""Lines and flat fills drawn into an image column by column.

Ten times sooner than paths at twelve hours of one value a second, and never antialiased.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from ui.chart.columns import Columns, Floats

Pixels = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]


def premultiplied(shade: QColor) -> np.uint32:
    """A colour as it stands in the image."""
    alpha = shade.alpha()
    red, green, blue = (
        round(part * alpha / 255) for part in (shade.red(), shade.green(), shade.blue())
    )
    return np.uint32(alpha << 24 | red << 16 | green << 8 | blue)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """A line as one vertical run a column: rows ``top`` to ``bottom``, drawn upwards where ``up``;
    nothing where ``top`` is beyond ``bottom``."""

    base: int
    top: Rows
    bottom: Rows
    up: npt.NDArray[np.bool_]

    @property
    def lengths(self) -> Rows:
        """Pixels in each column."""
        lengths: Rows = np.maximum(self.bottom - self.top + 1, 0)
        return lengths


def runs_of(columns: Columns, rows_of: "Scaled") -> Runs:
    """The runs of a line. Each ends one short of where the next begins: a line of one pixel."""
    enters, leaves = rows_of(columns.first), rows_of(columns.last)
    step = np.sign(leaves - enters)
    short = np.where(np.isnan(step), leaves, leaves - step)
    top = np.fmin(np.fmin(enters, short), rows_of(columns.high))
    bottom = np.fmax(np.fmax(enters, short), rows_of(columns.low))
    nothing = np.isnan(top)
    top[nothing], bottom[nothing] = rows_of.height, -1
    return Runs(columns.base, top.astype(np.int64), bottom.astype(np.int64), step < 0)


@dataclass(frozen=True, slots=True)
class Scaled:
    """Values to rows of an image ``height`` high: 0 at its foot and ``top`` above its first row.
    ``decades`` (exponents of the foot and of the top) make it logarithmic."""

    height: int
    top: float
    decades: tuple[float, float] | None = None

    def share(self, values: Floats) -> Floats:
        """How far up values lie, 0-1 inside."""
        if self.decades is None:
            return values / self.top
        foot, head = self.decades
        with np.errstate(divide="ignore"):
            powers = np.log10(np.maximum(values, 0.0))
        return np.maximum((powers - foot) / (head - foot), 0.0)

    def share_of(self, value: float) -> float:
        """How far up one value lies."""
        return float(self.share(np.array([value]))[0])

    def __call__(self, values: Floats) -> Floats:
        """Rows, whole numbers as floats, NaN where there is no value."""
        rows = np.ceil(self.height * (1.0 - self.share(values))) - 1.0
        clipped: Floats = np.clip(rows, 0.0, self.height - 1.0)
        return clipped


@dataclass(slots=True)
class Dashes:
    """Where the dashes of one line lie: they stay on the line while it moves on."""

    pattern: tuple[int, ...]
    _key: object = None
    _base: int = 0
    _starts: Rows = field(default_factory=lambda: np.empty(0, np.int64))

    def starts(self, runs: Runs, key: object) -> Rows:
        """How far along the line each column begins. ``key``: the scale it is drawn to."""
        moved = runs.base - self._base
        lengths = np.maximum(runs.lengths, 1)
        along: Rows = np.cumsum(lengths) - lengths
        if key == self._key and 0 <= moved < len(self._starts) - 1:
            # Joined at the second column: of the first only a part may be left.
            along += self._starts[moved + 1] - along[1]
        self._key, self._base = key, runs.base
        self._starts = along % max(1, sum(self.pattern))
        return self._starts

    def on(self) -> npt.NDArray[np.bool_]:
        """Whether there is ink, for each pixel of the pattern."""
        parts = [np.full(part, number % 2 == 0) for number, part in enumerate(self.pattern)]
        return np.concatenate(parts)


class Canvas:
    """An image of ``width`` x ``height`` device pixels that lines are drawn into."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.zeros((height, width), np.uint32)

    def fill(self, above: Rows, ink: np.uint32, below: Rows | int | None = None) -> None:
        """Every column from row ``above`` on down to ``below``, or to the foot."""
        height = self.pixels.shape[0]
        rows = np.arange(height, dtype=np.int32)[:, None]
        inside = rows >= above.astype(np.int32)
        if below is not None:
            inside &= rows < below
        self.pixels[inside] = ink

    def line(self, runs: Runs, ink: np.uint32, dashes: Dashes, key: object, thick: int = 1) -> None:
        """A line; solid where the dashes have no pattern. ``thick`` device pixels."""
        lengths = runs.lengths
        total = int(lengths.sum())
        if not total:
            return
        height, width = self.pixels.shape
        within = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        at = np.repeat(runs.top * width + np.arange(width), lengths) + within * width
        if dashes.pattern:
            on = dashes.on()
            starts = dashes.starts(runs, key)
            begins = np.where(runs.up, starts + lengths - 1, starts)
            along = np.repeat(begins, lengths) + within * np.repeat(
                np.where(runs.up, -1, 1), lengths
            )
            at = at[on[along % len(on)]]
        flat = self.pixels.reshape(-1)
        for right in range(thick):
            for under in range(thick):
                flat[np.minimum(at + (right + under * width), height * width - 1)] = ink

    def image(self, ratio: float) -> QImage:
        """What was drawn; ``ratio`` device pixels a pixel. It shares the canvas' memory."""
        height, width = self.pixels.shape
        kind = QImage.Format.Format_ARGB32_Premultiplied
        made = QImage(self.pixels.data, width, height, 4 * width, kind)
        made.setDevicePixelRatio(ratio)
        return made
