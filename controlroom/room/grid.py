"""Values at the whole multiples of a step, of which only what is new is asked for."""

from dataclasses import dataclass, field

import numpy as np

from controlroom.desk.chart_readings import Flags, Rates
from controlroom.mentions.feed import MentionFeed

STANDS_S = 120
"""Older values stand for a while: late mentions come with the next whole reading."""
AGAIN_S = 60
"""In so long all of it is read again, a part with each reading: the whole would hold up the wire.
"""


@dataclass(slots=True)
class Grid:
    """Values at the whole multiples of a step. What was read a while ago is kept: only what is
    new, the last two minutes, and in turn a part of the rest are asked for."""

    _key: object = None
    _first: int = 0
    _rates: Rates = field(default_factory=lambda: np.empty((0, 0), np.float32))
    _floor: Flags = field(default_factory=lambda: np.empty(0, np.bool_))
    _read_s: int = 0
    _again_s: int = 0

    def read(
        self,
        feed: MentionFeed,
        slugs: tuple[str, ...],
        start: int,
        end: int,
        step: int,
        over: int,
        *,
        live: bool = True,
        minutes: bool = False,
    ) -> tuple[Rates, Flags | None]:
        """Rates, a row a slug, as ``Readings`` describes them, and where they are floors.

        Looking back (not ``live``) everything is read; ``minutes``: so long ago that only whole
        minutes are known.
        """
        first, last = start // step * step + step, (end - 1) // step * step
        count = max(0, (last - first) // step + 1)
        key = (id(feed), slugs, step, over)
        kept: int = self._reusable(key, first, end, count, step) if live else 0
        fresh = first + kept * step
        window = feed.window(fresh - step, (count - kept) * step, step, slugs, over)
        rates = np.empty((len(slugs), count + 1), np.float32)
        floor = np.zeros(count + 1, np.bool_)
        if kept:
            skipped = (first - self._first) // step
            rates[:, :kept] = self._rates[:, skipped : skipped + kept]
            floor[:kept] = self._floor[skipped : skipped + kept]
            place, part = self._due(first, end, kept, step)
            if part:
                again = feed.window(first + (place - 1) * step, part * step, step, slugs, over)
                rates[:, place : place + part] = again.rates
                floor[place : place + part] = again.floor
                self._again_s = first + (place + part) * step
        rates[:, kept:count] = window.rates
        floor[kept:count] = window.floor
        if minutes:
            tail = feed.window((end - over) // 60 * 60, over, over, slugs)
        else:
            tail = feed.window(end - 1, 1, 1, slugs, over)
        rates[:, count:] = tail.rates
        floor[count:] = tail.floor
        self._key, self._first = key, first
        self._rates, self._floor = rates[:, :count], floor[:count]
        self._read_s = end
        return rates.copy(), floor if floor.any() else None

    def _reusable(self, key: object, first: int, end: int, count: int, step: int) -> int:
        """How many values from ``first`` on are known and old enough to stand."""
        if key != self._key or not 0 <= end - self._read_s < AGAIN_S or first < self._first:
            return 0
        skipped = (first - self._first) // step
        old = (end - STANDS_S - first) // step
        return max(0, min(int(self._rates.shape[1]) - skipped, old, count))

    def _due(self, first: int, end: int, kept: int, step: int) -> tuple[int, int]:
        """Which of the values that stand are read again now: from where, and how many."""
        place = (self._again_s - first) // step
        if not 0 <= place < kept:
            place = 0
        return place, min(kept - place, -(-kept * (end - self._read_s) // AGAIN_S))
