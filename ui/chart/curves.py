"""The curves: pyqtgraph items made once, given new numbers after that."""

from collections.abc import Iterable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from controlroom.desk.chart_view import ChartView, Curve
from ui.chart.columns import (
    Points,
    Values,
    column_seconds,
    highest,
    last_known,
    reduce_columns,
)
from ui.theme.scale import px
from ui.theme.tokens import colour

pg.setConfigOptions(antialias=False)

MICROS = 1_000_000
COLOURS = 6
FILL = 0.16
_DASHES: tuple[tuple[float, ...], ...] = ((), (6, 4), (8, 3, 2, 3), (2, 3))


def series_ink(order: int) -> str:
    """The token of a curve's colour."""
    return f"series_{order % COLOURS}"


def series_pen(order: int) -> QPen:
    """One pixel wide and never antialiased: anything else costs a hundred times as much."""
    pen = QPen(colour(series_ink(order)), 1)
    pen.setCosmetic(True)
    if dash := _DASHES[order % len(_DASHES)]:
        # Every dash pattern past the first four would look alike: colour tells those apart.
        pen.setDashPattern([px(part) for part in dash])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


class Curves:
    """The lines in one view box, by their order."""

    def __init__(self, box: pg.ViewBox) -> None:
        self._box = box
        self._lines: dict[int, pg.PlotCurveItem] = {}
        self._fill = pg.PlotCurveItem(
            pen=None, fillLevel=0.0, brush=colour(series_ink(0), FILL), connect="finite"
        )
        box.addItem(self._fill, ignoreBounds=True)
        self.highest = 0.0

    def show(self, view: ChartView, columns: int) -> None:
        """Draw the view's curves at most ``columns`` pixels wide."""
        span = column_seconds(view.seconds, columns)
        end = view.now // MICROS
        self.highest = 0.0
        shown = set()
        filled: tuple[Points, Points] = (np.empty(0), np.empty(0))
        for curve in view.curves:
            values = known_values(view, curve)
            self.highest = max(self.highest, highest(values))
            x, y = reduce_columns(values, end, span)
            whole = bool(np.isfinite(y).all())
            self._line(curve.order).setData(
                x, y, connect="all" if whole else "finite", skipFiniteCheck=whole
            )
            shown.add(curve.order)
            if curve.order == 0:
                filled = (x, y)
        self._fill.setData(*filled)
        self._clear(self._lines.keys() - shown)

    def _line(self, order: int) -> pg.PlotCurveItem:
        if order not in self._lines:
            line = pg.PlotCurveItem(pen=series_pen(order))
            line.setZValue(-order)  # all watch terms lie on top, as the line that carries the fill
            line.setSegmentedLineMode("off")
            self._box.addItem(line, ignoreBounds=True)
            self._lines[order] = line
        return self._lines[order]

    def _clear(self, orders: Iterable[int]) -> None:
        for order in orders:
            self._lines[order].setData(np.empty(0), np.empty(0))


def known_values(view: ChartView, curve: Curve) -> Values:
    """A curve's numbers for the chart's width; nothing after the feed fell silent."""
    values = curve.values[-view.seconds :]
    if view.stale_from is None:
        return values
    silent = min(len(values), max(0, (view.now - view.stale_from) // MICROS))
    if not silent or not np.isfinite(values[-silent:]).any():
        return values
    cut = values.copy()
    cut[-silent:] = np.nan
    return cut


def curve_end(view: ChartView, curve: Curve) -> tuple[int, float] | None:
    """Where a curve ends: seconds before now (≤ 0) and value; None for one without numbers."""
    return last_known(known_values(view, curve))
