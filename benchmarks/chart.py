"""Row ``redraw-12h``: twelve hours of counts a second, eight curves, drawn anew."""

import statistics
import time

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from benchmarks.rows import Figures, Outcome
from controlroom.desk.chart_view import ChartView, Curve
from controlroom.messages import message
from ui.app import make_app
from ui.chart.plot import Plot

SECONDS = 12 * 3600
CURVES = 8
REDRAWS = 120
WARM = 10
SIZE = (900, 300)
START = 1_780_000_000


def counts() -> list[np.ndarray]:
    """Eight busy nights: noise on slow waves, one value a second, an hour to spare."""
    chance = np.random.default_rng(7)
    second = np.arange(SECONDS + 3600)
    return [
        (
            chance.poisson(60, len(second)) * (2 + np.sin(second / (700 + 300 * n))) * (CURVES - n)
        ).astype(np.float32)
        for n in range(CURVES)
    ]


def view(nights: list[np.ndarray], at: int) -> ChartView:
    """The chart ``at`` seconds after the first one."""
    curves = tuple(
        Curve(f"t{n}", f"Term {n}", n, night[at : at + SECONDS], message("number", count=at))
        for n, night in enumerate(nights)
    )
    words = message("number", count=0)
    return ChartView(
        title=words,
        width=words,
        badge=None,
        brand=None,
        tone=None,
        tone_value=None,
        tone_alarm=False,
        now=(START + at) * 1_000_000,
        seconds=SECONDS,
        zone="America/New_York",
        curves=curves,
        marks=(),
        spike=None,
        band_from=None,
        stale_from=None,
        stale=None,
        said_title=words,
        said_about="",
        said=(),
        hint=words,
    )


def painted(chart: pg.PlotWidget) -> None:
    """Lay it out and paint it now."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    chart.viewport().repaint()


def measure() -> Outcome:
    app, _ = make_app(["bench"])
    nights = counts()
    views = [view(nights, at) for at in range(REDRAWS + WARM)]
    ours, plain = Plot(), pg.PlotWidget()
    for widget in (ours, plain):
        widget.resize(*SIZE)
        widget.show()
    app.processEvents()
    lines = [plain.plot(pen=pg.mkPen(width=1)) for _ in range(CURVES)]
    x = np.arange(-SECONDS, 0)
    mine, theirs = [], []
    for shown in views:
        began = time.perf_counter()
        ours.draw_view(shown, compact=False)
        painted(ours)
        mine.append((time.perf_counter() - began) * 1000)
        if len(mine) % 12 == 0:
            began = time.perf_counter()
            for line, curve in zip(lines, shown.curves, strict=True):
                line.setData(x, curve.values)
            painted(plain)
            theirs.append((time.perf_counter() - began) * 1000)
    value = float(np.percentile(mine[WARM:], 95))
    figures: Figures = {"redraw-12h": (value, float(np.percentile(theirs[1:], 95)))}
    return figures, f"median {statistics.median(mine[WARM:]):.1f} ms"
