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
        # One row a ring: a chart asks for hundreds of terms ten times a second.
        self._rings = np.zeros((1, kept_s), np.int32)
        self._row = {ANY: 0}
        self._since: dict[str, int] = {}
        self._newest: int | None = None
        self._fed: tuple[int, int] | None = None
        self.totals: dict[str, int] = {ANY: 0}

    def set_terms(self, slugs: Iterable[str]) -> None:
        """Keep rings for exactly these terms. A new one counts from here on."""
        wanted = dict.fromkeys((ANY, *slugs))
        if self._fed is not None:
            self._since |= {slug: self._fed[1] for slug in wanted if slug not in self._row}
        rings = np.zeros((len(wanted), self._kept_s), np.int32)
        for row, slug in enumerate(wanted):
            if slug in self._row:
                rings[row] = self._rings[self._row[slug]]
        self._rings = rings
        self._row = {slug: row for row, slug in enumerate(wanted)}
        self._since = {slug: since for slug, since in self._since.items() if slug in wanted}
        self.totals = {slug: self.totals.get(slug, 0) for slug in wanted}

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
            place = self._row.get(slug)
            if place is not None:
                self._rings[place, slots] += row[kept]
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
        known = [place for place, slug in enumerate(slugs) if slug in self._row]
        if self._fed is not None and steps > 0 and known:
            asked = [slugs[place] for place in known]
            rates[known] = np.where(
                self._covered(asked, ends), self._means(asked, ends, over), np.nan
            )
        rates.flags.writeable = False
        return Window(start_s, step, tuple(slugs), rates)

    def _means(
        self, slugs: Sequence[str], ends: npt.NDArray[np.int64], over: int
    ) -> npt.NDArray[np.float32]:
        """Mentions a minute in the ``over`` seconds before each of ``ends``, a row a term."""
        first, last = int(ends[0]) - over, int(ends[-1])
        step = int(ends[1] - ends[0]) if len(ends) > 1 else 1
        sums = np.zeros((len(slugs), last - first + 1), np.int64)
        np.cumsum(self._counts(slugs, first, last), axis=1, out=sums[:, 1:])
        added = sums[:, over::step] - sums[:, : last - first - over + 1 : step]
        means: npt.NDArray[np.float32] = np.multiply(added, PER_MINUTE / over, dtype=np.float32)
        return means

    def _counts(self, slugs: Sequence[str], first: int, last: int) -> npt.NDArray[np.int32]:
        """Mentions in each second from ``first`` up to, not with, ``last``, a row a term."""
        counts = np.zeros((len(slugs), last - first), np.int32)
        start, end = max(first, self._oldest() + 1), min(last, self._last() + 1)
        rows = [self._row[slug] for slug in slugs]
        while start < end:
            # The ring's end may lie within: then it is two pieces.
            slot = start % self._kept_s
            piece = min(end - start, self._kept_s - slot)
            counts[:, start - first : start - first + piece] = self._rings[
                rows, slot : slot + piece
            ]
            start += piece
        return counts

    def _covered(self, slugs: Sequence[str], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of the steps that end at ``ends`` a feed covered, a row a term."""
        assert self._fed is not None
        fed_from, fed_until = self._fed
        since = np.array([max(fed_from, self._since.get(slug, fed_from)) for slug in slugs])
        return (ends > since[:, None]) & (ends <= fed_until)

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
            self._rings[:, slots] = 0
            self._newest = second
