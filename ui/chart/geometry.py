"""Where the parts of the plot lie, in pixels."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

from ui.chart.raster import Scaled
from ui.theme.scale import px

LEFT, RIGHT, RIGHT_COMPACT = 44, 172, 166
TOP, STRIP, FOOT = 8, 24, 24
LOW = 150
"""A plot lower than this writes the name and value of a curve on one line."""


@dataclass(frozen=True, slots=True)
class PlotGeometry:
    """The strip of moments, the plot under it, and the scale of time across it."""

    strip: QRect
    plot: QRect
    right: int
    seconds: int
    now: int
    low: bool

    def x(self, at: float) -> float:
        """The pixel of a time in UTC µs; it may lie outside the plot."""
        share = 1 - (self.now - at) / (self.seconds * 1_000_000)
        return self.plot.left() + share * self.plot.width()

    def time(self, x: float) -> float:
        """The time at a pixel, UTC µs."""
        share = (x - self.plot.left()) / self.plot.width()
        return self.now - (1 - share) * self.seconds * 1_000_000

    def y(self, value: float, scaled: Scaled) -> float:
        """The pixel of a value on a scale."""
        return self.plot.bottom() + 1 - scaled.share_of(value) * self.plot.height()


def geometry(width: int, height: int, seconds: int, now: int, *, compact: bool) -> PlotGeometry:
    """Lay the plot into ``width`` x ``height``; ``compact`` in a narrow window."""
    right = px(RIGHT_COMPACT if compact else RIGHT)
    wide = max(px(40), width - px(LEFT) - right)
    strip = QRect(px(LEFT), px(TOP), wide, px(STRIP))
    top = strip.bottom() + 1
    tall = max(px(20), height - top - px(FOOT))
    return PlotGeometry(
        strip=strip,
        plot=QRect(strip.left(), top, wide, tall),
        right=width,
        seconds=max(1, seconds),
        now=now,
        low=tall < px(LOW),
    )
