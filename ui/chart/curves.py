"""The curves: one item of pyqtgraph's view box that draws all lines as one image."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from controlroom.desk.chart_look import Kind
from controlroom.desk.chart_view import ChartView, Curve
from ui.chart.columns import Columns, Values, last_known, pixel_columns
from ui.chart.raster import Canvas, Dashes, Rows, Scaled, premultiplied, runs_of
from ui.theme.scale import px
from ui.theme.tokens import colour

pg.setConfigOptions(antialias=False)

MICROS = 1_000_000
COLOURS = 6
FILL = 0.16
SHARE_FILL = 0.30
_DASHES: tuple[tuple[int, ...], ...] = ((), (6, 4), (8, 3, 2, 3), (2, 3))
SOLID = Dashes(())


def series_ink(order: int) -> str:
    """The token of a curve's colour."""
    return f"series_{order % COLOURS}"


def series_dashes(order: int) -> Dashes:
    """The dashes of a curve. Past the first four patterns would look alike: colour tells those
    apart."""
    return Dashes(tuple(px(part) for part in _DASHES[order % len(_DASHES)]))


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The lines of a view as pixel columns, in its order; shares stand on each other."""

    columns: tuple[Columns, ...]
    width: int

    def highest(self, view: ChartView) -> float:
        """The highest value of all lines; a share goes to 100 per cent."""
        if view.kind is Kind.SHARE:
            return 100.0
        return max((columns.highest() for columns in self.columns), default=0.0)


def columns_of(view: ChartView, width: int) -> Drawn:
    """The lines of a view, ``width`` device pixels wide."""
    end = view.now // MICROS
    start = end - view.seconds
    lines = stacks(view) if view.kind is Kind.SHARE else None
    return Drawn(
        tuple(
            pixel_columns(
                known_values(view, curve) if lines is None else lines[number],
                curve.step,
                start,
                end,
                width,
            )
            for number, curve in enumerate(view.curves)
        ),
        width,
    )


class DrawnLines(pg.GraphicsObject):  # type: ignore[misc]
    """All lines of a view, drawn at once."""

    def __init__(self) -> None:
        super().__init__()
        self._dashes: dict[tuple[int, int], Dashes] = {}
        self._image: QImage | None = None
        self._canvas: Canvas | None = None
        self._at = QPointF()

    def show(self, view: ChartView, drawn: Drawn, at: QPoint, scaled: Scaled, ratio: float) -> None:
        """Draw the view's lines from the pixel ``at`` on; ``scaled`` to device pixels."""
        canvas = Canvas(drawn.width, scaled.height)
        if view.kind is Kind.SHARE:
            self._draw_shares(view, canvas, drawn, scaled, max(1, round(ratio)))
        else:
            self._draw_lines(view, canvas, drawn, scaled, max(1, round(ratio)))
        self._canvas, self._image = canvas, canvas.image(ratio)
        self._at = QPointF(at)
        self.update()

    def _draw_lines(
        self, view: ChartView, canvas: Canvas, drawn: Drawn, scaled: Scaled, thick: int
    ) -> None:
        runs = [runs_of(columns, scaled) for columns in drawn.columns]
        lines = sorted(zip(view.curves, runs, strict=True), key=lambda line: -line[0].order)
        for curve, run in lines:
            # The area under a line means nothing on a logarithmic scale.
            if curve.order == 0 and not view.log:
                shade = premultiplied(colour(series_ink(0), FILL))
                canvas.fill(np.where(run.bottom < 0, scaled.height, run.bottom + 1), shade)
        # The last are drawn first: the line that carries the fill lies on top.
        key = (scaled, view.seconds, drawn.width)
        for curve, run in lines:
            ink = premultiplied(colour(series_ink(curve.order)))
            canvas.line(run, ink, self._dashes_of(curve.order), key, thick)

    def _draw_shares(
        self, view: ChartView, canvas: Canvas, drawn: Drawn, scaled: Scaled, thick: int
    ) -> None:
        """Bands on top of each other, the first at the foot, up to 100 per cent."""
        under: Rows | int = scaled.height
        for curve, columns in zip(view.curves, drawn.columns, strict=True):
            run = runs_of(_middle(columns), scaled)
            edge = np.where(run.bottom < 0, scaled.height, run.top)
            canvas.fill(edge, premultiplied(colour(series_ink(curve.order), SHARE_FILL)), under)
            ink = premultiplied(colour(series_ink(curve.order)))
            canvas.line(run, ink, SOLID, None, thick)
            under = edge

    def _dashes_of(self, order: int) -> Dashes:
        key = order, px(100)
        if key not in self._dashes:
            self._dashes[key] = series_dashes(order)
        return self._dashes[key]

    def boundingRect(self) -> QRectF:
        """All that is seen of the view box."""
        return QRectF(self.viewRect())

    def viewRangeChanged(self) -> None:  # noqa: N802
        """The image is drawn anew anyway."""
        self.prepareGeometryChange()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _on: QWidget | None = None
    ) -> None:
        """Draw the image where the plot is."""
        if self._image is None:
            return
        painter.save()
        painter.resetTransform()
        painter.drawImage(self._at, self._image)
        painter.restore()


def stacks(view: ChartView) -> list[Values]:
    """The upper edge of each share, per cent."""
    summed: list[Values] = []
    for curve in view.curves:
        values = known_values(view, curve)
        summed.append(values if not summed else summed[-1] + values)
    return summed


def _middle(columns: Columns) -> Columns:
    """One value a column: an edge between two bands, not a ragged line."""
    middle = (np.fmin(columns.low, columns.first) + np.fmax(columns.high, columns.first)) / 2
    after = np.append(middle[1:], columns.last[-1:])
    return Columns(columns.base, middle, np.where(np.isnan(after), middle, after), middle, middle)


def known_values(view: ChartView, curve: Curve) -> Values:
    """A curve's numbers; nothing after the feed fell silent."""
    values = curve.values
    if view.stale_from is None or not len(values):
        return values
    after = curve.times(view.now) * MICROS > view.stale_from
    if not np.isfinite(values[after]).any():
        return values
    cut = values.copy()
    cut[after] = np.nan
    return cut


def curve_end(view: ChartView, curve: Curve) -> tuple[int, float] | None:
    """Where a curve ends: UTC seconds and value; None for one without numbers."""
    values = known_values(view, curve)
    if len(values) and np.isfinite(values[-1]):
        return view.now // MICROS, float(values[-1])
    return last_known(curve.times(view.now), values)
