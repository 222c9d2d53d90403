"""Counts per second for the last hours: one ring for "any" and one for each watch term."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ANY = "any"
KEPT_S = 12 * 3600
PER_MINUTE = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of the night, for a chart.

    ``rates`` mentions a minute, float32, one row for each of ``slugs``, one value each ``step``
    seconds from ``start_s`` (UTC seconds) on; NaN where there was no feed. Read only.
    """

    start_s: int
    step: int
    slugs: tuple[str, ...]
    rates: npt.NDArray[np.float32]

    def of(self, slug: str) -> npt.NDArray[np.float32]:
        """The row of ``slug``. ValueError for one that was not asked for."""
        row: npt.NDArray[np.float32] = self.rates[self.slugs.index(slug)]
        return row


class Counts:
    """Sums of increments, so any number of collectors can add theirs.

    Memory is fixed by ``kept_s`` and the number of terms (170 kB a term for twelve hours). Seconds
    older than ``kept_s`` before the newest are in ``totals`` only.
    """

    def __init__(self, kept_s: int = KEPT_S) -> None:
        self._kept_s = kept_s
        self._rings: dict[str, npt.NDArray[np.int32]] = {ANY: np.zeros(kept_s, np.int32)}
        self._since: dict[str, int] = {}
        self._newest: int | None = None
        self._fed: tuple[int, int] | None = None
        self.totals: dict[str, int] = {ANY: 0}

    def set_terms(self, slugs: Iterable[str]) -> None:
        """Keep rings for exactly these terms. A new one counts from here on."""
        wanted = [ANY, *slugs]
        for slug in wanted:
            if slug not in self._rings:
                self._rings[slug] = np.zeros(self._kept_s, np.int32)
                self.totals[slug] = 0
                if self._fed is not None:
                    self._since[slug] = self._fed[1]
        for slug in [one for one in self._rings if one not in wanted]:
            del self._rings[slug], self.totals[slug]
            self._since.pop(slug, None)

    def merge(
        self,
        slugs: Sequence[str],
        seconds: npt.NDArray[np.int64],
        increments: npt.NDArray[np.int32],
    ) -> None:
        """Add what a collector counted.

        ``seconds`` ascending, each once; ``increments`` one row for "any", then one for each of
        ``slugs``; rows of terms that are not kept are passed over.
        """
        if not len(seconds):
            return
        self._reach(int(seconds[-1]))
        kept = seconds > self._oldest()
        slots = seconds[kept] % self._kept_s
        for slug, row in zip((ANY, *slugs), increments, strict=True):
            ring = self._rings.get(slug)
            if ring is not None:
                ring[slots] += row[kept]
                self.totals[slug] += int(row.sum(dtype=np.int64))

    def set_fed(self, from_s: int, until_s: int) -> None:
        """Seconds from ``from_s`` up to, not with, ``until_s`` are covered by a feed."""
        self._fed = (from_s, until_s)

    def window(
        self, start_s: int, seconds: int, step: int, slugs: Sequence[str] = (ANY,), over: int = 0
    ) -> Window:
        """Rates from ``start_s`` for ``seconds``, one value each ``step`` seconds.

        Each value is the mean of the ``over`` seconds that end with its step (default: the step
        itself). Unknown slugs are rows of NaN.
        """
        over = over or step
        steps = seconds // step
        ends = start_s + step * np.arange(1, steps + 1, dtype=np.int64)
        rates = np.full((len(slugs), steps), np.nan, dtype=np.float32)
        if self._fed is not None and steps > 0:
            for row, slug in zip(rates, slugs, strict=True):
                ring = self._rings.get(slug)
                if ring is not None:
                    self._fill(row, ring, ends, over, self._since.get(slug, self._fed[0]))
        rates.flags.writeable = False
        return Window(start_s, step, tuple(slugs), rates)

    def _fill(
        self,
        row: npt.NDArray[np.float32],
        ring: npt.NDArray[np.int32],
        ends: npt.NDArray[np.int64],
        over: int,
        since: int,
    ) -> None:
        if self._fed is None:
            return
        first = int(ends[0]) - over
        stretch = np.arange(first, int(ends[-1]), dtype=np.int64)
        counts = np.where(
            (stretch > self._oldest()) & (stretch <= self._last()), ring[stretch % self._kept_s], 0
        )
        sums = np.concatenate(([0], np.cumsum(counts)))
        fed = (ends - 1 >= max(since, self._fed[0])) & (ends <= self._fed[1])
        mean = (sums[ends - first] - sums[ends - first - over]) / over
        row[fed] = (mean * PER_MINUTE)[fed]

    def _last(self) -> int:
        return -1 if self._newest is None else self._newest

    def _oldest(self) -> int:
        """The youngest second that has already left the rings."""
        return self._last() - self._kept_s

    def _reach(self, second: int) -> None:
        """Turn the rings on to ``second``, emptying what comes round again."""
        if self._newest is None:
            self._newest = second
            return
        ahead = min(second - self._newest, self._kept_s)
        if ahead > 0:
            slots = np.arange(self._newest + 1, self._newest + 1 + ahead) % self._kept_s
            for ring in self._rings.values():
                ring[slots] = 0
            self._newest = second
