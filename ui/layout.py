"""Where everything stands: the grid of the design between 1440×900 and 1920×1080, and beyond.

Pure arithmetic in pixels. Positions never change between states or sizes; only sizes do.
"""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, QSize

from ui.theme.scale import px

GAP = 8
MASTHEAD = 72
STRIP = 44
SMALL = (304, 492, 264, 340), (540, 204)
LARGE = (416, 652, 384, 428), (628, 296)
PREP = (336, 976, 576)
SMALL_SIZE = 1440, 900
LARGE_SIZE = 1920, 1080


@dataclass(frozen=True, slots=True)
class Places:
    """The rectangle of every region of the desk."""

    masthead: QRect
    rundown: QRect
    preview: QRect
    on_air: QRect
    chart: QRect
    right: QRect
    prep: QRect
    strip: QRect
    inside: QRect
    """Everything between masthead and alarm strip."""


def places(size: QSize) -> Places:
    """The regions of a window of ``size`` pixels at the scale in use."""
    gap = px(GAP)
    width, height = size.width(), size.height()
    columns = shares(
        width - 5 * gap, SMALL[0], LARGE[0], _between(width, SMALL_SIZE[0], LARGE_SIZE[0])
    )
    free = height - 5 * gap - px(MASTHEAD) - px(STRIP)
    rows = shares(free, SMALL[1], LARGE[1], _between(height, SMALL_SIZE[1], LARGE_SIZE[1]))
    lefts = [gap]
    for column in columns:
        lefts.append(lefts[-1] + column + gap)
    top = gap + px(MASTHEAD) + gap
    second = top + rows[0] + gap
    bottom = second + rows[1]
    whole = width - 2 * gap
    return Places(
        masthead=QRect(gap, gap, whole, px(MASTHEAD)),
        rundown=QRect(lefts[0], top, columns[0], bottom - top),
        preview=QRect(lefts[1], top, columns[1], rows[0]),
        on_air=QRect(lefts[2], top, columns[2], rows[0]),
        chart=QRect(lefts[1], second, columns[1] + gap + columns[2], rows[1]),
        right=QRect(lefts[3], top, columns[3], bottom - top),
        prep=QRect(gap, top, whole, bottom - top),
        strip=QRect(gap, bottom + gap, whole, px(STRIP)),
        inside=QRect(gap, top, whole, bottom - top),
    )


def shares(room: int, small: tuple[int, ...], large: tuple[int, ...], between: float) -> list[int]:
    """``room`` pixels divided as ``small`` … ``large`` at ``between`` 0-1; they sum to ``room``."""
    mixed = [a + (b - a) * between for a, b in zip(small, large, strict=True)]
    total = sum(mixed)
    edges = [0]
    passed = 0.0
    for part in mixed:
        passed += part
        edges.append(round(room * passed / total))
    return [max(0, after - before) for before, after in pairwise(edges)]


def _between(pixels: int, small: int, large: int) -> float:
    return min(1.0, max(0.0, (pixels - px(small)) / (px(large) - px(small))))
