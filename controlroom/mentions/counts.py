"""Counts of the last hours: seconds of all sources together, minutes of each, and what they cover.

Seconds are kept for twelve hours, minutes for forty-eight; hours are read from the minutes. Every
mention is in exactly one second and one minute, also one that came late or was taken back, as long
as they are kept; ``totals`` know all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from controlroom.mentions.coverage import Coverage
from controlroom.mentions.rings import Ring
from controlroom.mentions.spans import Covered

ANY = "any"
KEPT_S = 12 * 3600
KEPT_MINUTES = 48 * 60
MINUTE_S = 60
PER_MINUTE = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of the night, for a chart.

    ``rates`` mentions a minute, float32, one row for each of ``slugs``, one value each ``step``
    seconds from ``start_s`` (UTC seconds) on; NaN where there was no feed. ``floor`` tells for each
    step that more was said than counted: some source was saturated or missing. Read only.
    """

    start_s: int
    step: int
    slugs: tuple[str, ...]
    rates: npt.NDArray[np.float32]
    floor: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def of(self, slug: str) -> npt.NDArray[np.float32]:
        """The row of ``slug``. ValueError for one that was not asked for."""
        row: npt.NDArray[np.float32] = self.rates[self.slugs.index(slug)]
        return row


class _Steps(NamedTuple):
    number: int
    step: int
    over: int


class Counts:
    """Sums of increments, so any number of collectors can add theirs.

    Memory is bounded by the number of terms and sources: 173 kB a term for its seconds, 11.5 kB a
    term and source for its minutes, and a few rows to spare (``rings``). What is older than the
    rings is in ``totals`` only.
    """

    def __init__(self, kept_s: int = KEPT_S, kept_minutes: int = KEPT_MINUTES) -> None:
        self._kept_minutes = kept_minutes
        self._row = {ANY: 0}
        self._seconds = Ring(1, kept_s)
        self._minutes: dict[str, Ring] = {}
        self._since: dict[str, int] = {}
        self.coverage = Coverage(kept_minutes * MINUTE_S)
        self.totals: dict[str, int] = {ANY: 0}

    @property
    def bytes(self) -> int:
        """Memory of all rings."""
        return self._seconds.bytes + sum(ring.bytes for ring in self._minutes.values())

    def set_terms(self, slugs: Iterable[str]) -> None:
        """Keep rings for exactly these terms. A new one counts from here on."""
        wanted = dict.fromkeys((ANY, *slugs))
        until_s = self.coverage.until_s
        if until_s is not None:
            self._since |= {slug: until_s for slug in wanted if slug not in self._row}
        rows = [self._row.get(slug) for slug in wanted]
        for ring in (self._seconds, *self._minutes.values()):
            ring.rearrange(rows)
        self._row = {slug: row for row, slug in enumerate(wanted)}
        self._since = {slug: since for slug, since in self._since.items() if slug in wanted}
        self.totals = {slug: self.totals.get(slug, 0) for slug in wanted}

    def set_since(self, slug: str, since_s: int) -> None:
        """``slug`` has been watched from ``since_s`` on; what was said before is not known."""
        if slug in self._row:
            self._since[slug] = since_s

    def merge(
        self,
        slugs: Sequence[str],
        seconds: npt.NDArray[np.int64],
        increments: npt.NDArray[np.int32],
        source: str = "",
    ) -> None:
        """Add what a collector counted of ``source``.

        ``seconds`` ascending, each once; ``increments`` one row for "any", then one for each of
        ``slugs``; rows of terms that are not kept are passed over.
        """
        if not len(seconds):
            return
        named = list(enumerate((ANY, *slugs)))
        kept = [(place, self._row[slug]) for place, slug in named if slug in self._row]
        rows = np.array([row for _, row in kept], np.intp)
        numbers = increments[[place for place, _ in kept]]
        self._seconds.add(rows, seconds, numbers)
        minutes = seconds // MINUTE_S
        starts = np.flatnonzero(np.diff(minutes, prepend=minutes[0] - 1))
        self._minutes_of(source).add(
            rows, minutes[starts], np.add.reduceat(numbers, starts, axis=1, dtype=np.int32)
        )
        sums = numbers.sum(axis=1, dtype=np.int64)
        for (place, _), number in zip(kept, sums.tolist(), strict=True):
            self.totals[named[place][1]] += number

    def cover(self, covered: Iterable[Covered], source: str = "") -> None:
        """What became known of the seconds of ``source``, in that order."""
        self.coverage.add(covered, source)

    def set_fed(self, from_s: int, until_s: int, source: str = "") -> None:
        """Seconds from ``from_s`` up to, not with, ``until_s`` are covered by ``source``."""
        self.coverage.add((Covered(from_s, until_s),), source)

    def window(
        self,
        start_s: int,
        seconds: int,
        step: int,
        slugs: Sequence[str] = (ANY,),
        over: int = 0,
        source: str = "",
    ) -> Window:
        """Rates from ``start_s`` for ``seconds``, one value each ``step`` seconds.

        Each value is the mean of the ``over`` seconds that end with its step (default: the step
        itself). Unknown slugs are rows of NaN. ``source`` asks for that one alone, which is kept by
        the minute: ``step`` and ``over`` must then be whole minutes (ValueError). Whole minutes
        older than the seconds kept, or of one source, begin at a whole minute: ``start_s`` of the
        answer tells.
        """
        over = over or step
        whole = step % MINUTE_S == 0 and over % MINUTE_S == 0
        if source and not whole:
            raise ValueError("one source's counts are kept by the minute")
        if source or (whole and start_s - over + step < self._seconds.oldest):
            start_s -= start_s % MINUTE_S
        by_minute = whole and start_s % MINUTE_S == 0
        steps = seconds // step
        rates = np.full((len(slugs), max(0, steps)), np.nan, dtype=np.float32)
        floor = np.zeros(max(0, steps), np.bool_)
        known = [place for place, slug in enumerate(slugs) if slug in self._row]
        if steps > 0 and known:
            asked = [slugs[place] for place in known]
            ends = start_s + step * np.arange(1, steps + 1, dtype=np.int64)
            unit = MINUTE_S if by_minute else 1
            rings = [self._seconds]
            if by_minute:
                only = [source] if source else list(self._minutes)
                rings = [self._minutes[one] for one in only if one in self._minutes]
            sums = self._sums(
                rings, asked, int(ends[0]) // unit, _Steps(steps, step // unit, over // unit)
            )
            told, floor = self.coverage.of(ends, step, over, source)
            inside = self.coverage.inside(ends, source)
            since = np.array([self._since.get(slug, 0) for slug in asked], np.int64)
            # Where nobody covers but something was counted, it is at least that much.
            shown = (told | ((sums > 0) & inside)) & (ends > since[:, None])
            rates[known] = np.where(shown, sums * np.float32(PER_MINUTE / over), np.nan)
            floor = (floor | ~told) & shown.any(axis=0)
        rates.flags.writeable = floor.flags.writeable = False
        return Window(start_s, step, tuple(slugs), rates, floor)

    def _sums(
        self, rings: Sequence[Ring], slugs: Sequence[str], first_end: int, steps: _Steps
    ) -> npt.NDArray[np.int64]:
        """Mentions in the ``over`` places before each end, a row a term; all in the rings' unit."""
        number, step, over = steps
        first, last = first_end - over, first_end + (number - 1) * step
        rows = [self._row[slug] for slug in slugs]
        counts = np.zeros((len(rows), last - first), np.int32)
        for ring in rings:
            counts += ring.read(rows, first, last)
        if over == step:
            whole: npt.NDArray[np.int64] = counts.reshape(len(rows), number, step).sum(
                axis=2, dtype=np.int64
            )
            return whole
        sums = np.zeros((len(rows), last - first + 1), np.int64)
        np.cumsum(counts, axis=1, out=sums[:, 1:])
        ends, begins = sums[:, over::step], sums[:, : last - first - over + 1 : step]
        added: npt.NDArray[np.int64] = ends - begins
        return added

    def _minutes_of(self, source: str) -> Ring:
        ring = self._minutes.get(source)
        if ring is None:
            ring = self._minutes[source] = Ring(len(self._row), self._kept_minutes)
        return ring
