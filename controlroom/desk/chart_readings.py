"""What was counted for the chart: frozen arrays, read by the room and drawn by ``desk.chart``."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rates = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One line: mentions a minute.

    ``name`` is a term's slug, a group's name where ``group``, or "" for all watch terms, each
    mention once. A group is the sum of its terms (``slugs``). ``place`` is the line's
    colour, steady while it is shown: 0 carries the fill.
    """

    name: str
    place: int
    rates: Rates
    group: bool = False
    slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class NightLine:
    """All mentions from the night's beginning until now, a value each ``step`` seconds from
    ``start_s`` (UTC) on."""

    start_s: int
    step: int
    rates: Rates


@dataclass(frozen=True, slots=True)
class SpikeMark:
    """A spike of the night: when (UTC µs), how many times the usual, why, and the title of the
    scheduled moment it belongs to, "" for a surprise."""

    at: int
    ratio: float
    why: tuple[str, ...]
    expected: str
    solemn: bool


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What was counted in one stretch.

    Each line's last value ends with ``end_s`` (UTC); those before it end at the whole multiples of
    ``step`` below. ``over`` seconds each value is the mean of. ``floor`` says, value by value,
    where a reading is a floor (None: nowhere). ``any`` all watch terms in the same stretch, drawn
    or not. ``terms`` how many lines there could be. ``from_s`` when the feed began.
    """

    start_s: int
    end_s: int
    step: int
    over: int
    lines: tuple[Reading, ...]
    any: Rates
    floor: Flags | None = None
    night: NightLine | None = None
    spikes: tuple[SpikeMark, ...] = ()
    terms: int = 0
    from_s: int = 0


def value_times(end_s: int, step: int, count: int) -> npt.NDArray[np.int64]:
    """UTC seconds at which ``count`` values end, the last of them at ``end_s``."""
    if count == 0:
        return np.empty(0, np.int64)
    before = (end_s - 1) // step * step
    times = before + step * np.arange(2 - count, 2, dtype=np.int64)
    times[-1] = end_s
    return times
