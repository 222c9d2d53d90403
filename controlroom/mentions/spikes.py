"""The spike watch: more mentions than the recent past explains.

For windows from eight to forty seconds, the rate is compared with the median of the two and a half
minutes before. A window must stand over that by so much and so surely, and what it lacks in the
one it may have in the other: a big stream is sure of a small rise, a tiny one needs a great one.
How surely is measured against how far this stream's windows have strayed without news. It must
also top what was usual at the height of the last twenty minutes, and not by one burst of robots.
Only seconds that are complete are looked at; nothing is read ahead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from controlroom.mentions.counts import ANY
from controlroom.mentions.spikes_past import Constants, Flags, Floats, Past, sigmas_over
from controlroom.sources.mention import Mention


@dataclass(frozen=True, slots=True)
class Spike:
    """One spike. ``time_us`` is when it was found (UTC); it is also the spike's name.

    ``ratio`` the highest ten-second rate since then against the usual one, of ``lead``: "any", or
    the slug of a term that rose while all together did not. ``why`` the words that rose, ``terms``
    the slugs that rose, both strongest first; ``samples`` a few telling texts. ``late_s`` is
    above 0 for one found in seconds that were past by then (a backlog): it is no news.
    """

    time_us: int
    ratio: float
    lead: str = ANY
    why: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    samples: tuple[Mention, ...] = field(default=())
    late_s: int = 0


CONSTANTS = Constants()
REFRACTORY_S = CONSTANTS.refractory_s
# Of a longer gap nobody knows what became of the usual rate: it is learnt anew.
LONGEST_GAP_S = 60
# How much a term must have risen to be named as part of a spike.
NAMED_RATIO = 1.4
NAMED_SIGMAS = 3.0
PEAK_S = 10
# From here on all together have risen, and the spike is theirs, whichever term was first.
RISEN = 1.5


class Rise(NamedTuple):
    """A spike as columns: ``at_s`` is the end of the second that made it certain (UTC).

    ``lead`` is the column ``ratio`` is about: 0 ("any") when all together rose. ``columns`` the
    terms that rose, strongest first. ``usual`` mentions a second before, of every column.
    """

    at_s: int
    ratio: float
    columns: tuple[int, ...]
    lead: int
    usual: Floats


class SpikeWatch:
    """Watches column 0 ("any") and the columns of the terms, second by second."""

    def __init__(self, width: int = 1, constants: Constants = CONSTANTS) -> None:
        self._constants = constants
        self._past = Past(constants, width)
        self._next: int | None = None
        self._found_s: int | None = None
        self._height = np.zeros(width)

    @property
    def usual(self) -> float | None:
        """Mentions a second that are usual now, of all together; None while it is not known."""
        usual = float(self._past.usual[0, 0])
        return None if np.isnan(usual) else usual

    def widen(self, width: int) -> None:
        """Watch more columns; a new one is quiet until it has a past of its own."""
        self._past.widen(width)
        self._height = np.pad(self._height, (0, max(0, width - len(self._height))))

    def look(self, second: int, counts: Sequence[int], *, floor: bool = False) -> Rise | None:
        """The counts of the next second (UTC), by column. Seconds come in order.

        Seconds that are left out are unknown, as after ``skip``. ``floor`` says that the source
        was saturated: a rise up to its ceiling is found, but above a ceiling nothing is known.
        """
        if self._next is not None and second > self._next:
            self.skip(second)
        self._next = second + 1
        self._past.add(second, counts, floor)
        if self._found_s is None:
            return self._decide(second + 1, self._past.usual)
        since_s = second + 1 - self._found_s
        if since_s <= self._constants.height_s:
            self._height = np.maximum(self._height, self._past.within(PEAK_S) / PEAK_S)
        if since_s < self._constants.refractory_s:
            return None
        if since_s < self._constants.refractory_s + self._constants.past_s:
            # The crowd that came is not usual yet, but that it stays is no news.
            return self._decide(second + 1, np.maximum(self._past.usual, self._height))
        return self._decide(second + 1, self._past.usual)

    def skip(self, until_s: int) -> None:
        """The seconds from the last one looked at up to, not with, ``until_s`` are unknown."""
        if self._next is None or until_s <= self._next:
            return
        gap_s = until_s - self._next
        self._next = until_s
        self._past.since = 0
        if gap_s > LONGEST_GAP_S:
            self._past.forget()

    def reopen(self) -> None:
        """What was taken for a ceiling was none: the seconds looked at so far were no floors."""
        self._past.reopen()

    def height(self, rise: Rise, column: int) -> float:
        """The rate of a column's last ten seconds against its usual one before ``rise``."""
        rate = float(self._past.within(PEAK_S)[column]) / PEAK_S
        usual = rise.usual[column] if column < len(rise.usual) else np.nan
        return 0.0 if np.isnan(usual) else rate / float(usual)

    def _decide(self, at_s: int, rates: Floats) -> Rise | None:
        """Whether the windows that end at ``at_s`` stand over ``rates``, by reach and column."""
        past, constants = self._past, self._constants
        seen = past.windows()
        ratio = seen / (rates * past.lengths[:, None])
        sigmas = past.sigmas(seen, rates)
        up = self._enough(ratio, sigmas, 1.0, 0.0) & (seen >= constants.fewest)
        if not up.any():
            return None
        if up.shape[1] > 1:
            term = (constants.term_rise, constants.term_sigmas)
            up[:, 1:] &= self._enough(ratio[:, 1:], sigmas[:, 1:], *term)
        for reach in np.flatnonzero(up.any(axis=1)):
            up[reach] &= self._lasts(int(reach), seen[reach]) & self._tops(int(reach), seen[reach])
        if not up.any():
            return None
        self._found_s = at_s
        self._height = past.within(PEAK_S) / PEAK_S
        first = int(np.argmax(up.any(axis=1)))
        usual = past.usual[first]
        over = seen[first] / (usual * past.lengths[first])
        return self._rise(at_s, over, sigmas[first], up[first], usual)

    def _enough(self, ratio: Floats, sigmas: Floats, dearer: float, surer: float) -> Flags:
        """Which rises are high and certain enough; what one lacks in height it has in certainty.

        ``dearer`` times the rise and ``surer`` more sigmas are wanted than of all together.
        """
        rise = (ratio - 1.0) / (self._constants.rise * dearer)
        sure = sigmas / (self._constants.sigmas + surer)
        high = rise >= self._constants.give
        return np.asarray(high & (sure >= 1.0) & (rise * sure >= 1.0))

    def _lasts(self, reach: int, seen: Floats) -> Flags:
        """Which columns stand over the usual without their busiest seconds, too."""
        constants, past = self._constants, self._past
        length = int(past.lengths[reach])
        rest = seen - past.busiest(length, constants.block_s)
        usual = past.usual[reach] * (length - constants.block_s)
        sigmas = sigmas_over(rest, usual) / np.sqrt(past.wander[reach])
        wanted = usual * (1.0 + constants.rest_rise)
        return np.asarray((rest >= wanted) & (sigmas >= constants.rest_sigmas))

    def _tops(self, reach: int, seen: Floats) -> Flags:
        """Which columns top the level of the last twenty minutes, as far as that is known."""
        past = self._past
        wanted = past.top * (1.0 + self._constants.top_rise) * past.lengths[reach]
        return np.asarray(np.isnan(past.top) | (seen >= wanted))

    def _rise(self, at_s: int, ratio: Floats, sigmas: Floats, up: Flags, usual: Floats) -> Rise:
        named = up | ((ratio >= NAMED_RATIO) & (sigmas >= NAMED_SIGMAS))
        named[0] = False
        columns = np.flatnonzero(named)
        columns = columns[np.argsort(-sigmas[columns], kind="stable")]
        lead = 0 if up[0] else int(columns[0])
        named_columns = tuple(int(one) for one in columns)
        return Rise(at_s, float(ratio[lead]), named_columns, lead, usual.copy())
