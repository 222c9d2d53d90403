"""The spike watch: more mentions than the recent past explains.

For windows from five to forty seconds, the rate is compared with the median of the five-second
bins before the window, and the difference measured in standard deviations on the square-root
scale, where counts have the same scatter at every rate. How much more they scatter than chance
alone would is taken from the step between neighbouring bins. A short window needs a larger rise
than a long one, so a great rise is found at once and a small one as soon as it is certain.
Only seconds that are complete are looked at; nothing is read ahead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from controlroom.mentions.counts import ANY
from controlroom.sources.mention import Mention

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spike:
    """One spike. ``time_us`` is when it was found (UTC); it is also the spike's name.

    ``ratio`` the highest ten-second rate since then against the usual one, of ``lead``: "any", or
    the slug of a term that rose while all together did not. ``why`` the words that rose, ``terms``
    the slugs that rose, both strongest first; ``samples`` a few telling texts.
    """

    time_us: int
    ratio: float
    lead: str = ANY
    why: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    samples: tuple[Mention, ...] = field(default=())


class Reach(NamedTuple):
    """A window and what it takes: ``ratio`` over the usual rate, by ``sigmas``."""

    seconds: int
    ratio: float
    sigmas: float


REACHES = (
    Reach(5, 2.2, 5.0),
    Reach(8, 1.9, 5.0),
    Reach(12, 1.7, 5.0),
    Reach(20, 1.55, 5.25),
    Reach(40, 1.5, 6.0),
)
BIN_S = 5
PAST_BINS = 30
FEWEST_BINS = 8
GAP_S = 5
LEAST_RATE = 0.2
REFRACTORY_S = 120
# One term among hundreds needs more than all of them together, or chance alone would find one.
TERM_RATIO = 1.25
TERM_SIGMAS = 1.5
TERM_FEWEST = 15
# How much a term must have risen to be named as part of a spike.
NAMED_RATIO = 1.4
NAMED_SIGMAS = 3.0
PEAK_S = 10
# From here on all together have risen, and the spike is theirs, whichever term was first.
RISEN = 1.5
HISTORY_S = (PAST_BINS + 1) * BIN_S + GAP_S + REACHES[-1].seconds
# The reaches as columns of numbers, to be set against all terms at once.
LENGTHS = np.array([one.seconds for one in REACHES])
RATIOS = np.array([[one.ratio] for one in REACHES])
SIGMAS = np.array([[one.sigmas] for one in REACHES])
# How long before now the past of each reach ends, and the edges of its bins in the running sums.
# The bins stand still on a grid while windows move, so they end up to one bin earlier.
BEHIND = -(-(LENGTHS + GAP_S) // BIN_S) * BIN_S
EDGES = HISTORY_S - BEHIND[:, None] - BIN_S * np.arange(PAST_BINS, -1, -1)
# The median of |a - b| for two normal values of spread s is 0.954 s.
MEDIAN_STEP = 0.954
ANSCOMBE = 0.375


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
    """Watches column 0 ("any") and the columns of the terms, second by second.

    Arrays hold one row for each reach and one column for each column watched.
    """

    def __init__(self, width: int = 1) -> None:
        # Running sums, the newest last, so that any span is one subtraction.
        self._sums = np.zeros((HISTORY_S + 1, width))
        self._age = np.zeros(width)
        self._found_s: int | None = None
        self._usual = np.full((len(REACHES), width), np.nan)
        self._scatter = np.ones((len(REACHES), width))

    def widen(self, width: int) -> None:
        """Watch more columns; a new one is quiet until it has a past of its own."""
        more = (0, max(0, width - len(self._age)))
        self._sums = np.pad(self._sums, ((0, 0), more))
        self._age = np.pad(self._age, more)
        self._usual = np.pad(self._usual, ((0, 0), more), constant_values=np.nan)
        self._scatter = np.pad(self._scatter, ((0, 0), more), constant_values=1.0)

    def look(self, second: int, counts: Sequence[int]) -> Rise | None:
        """The counts of the next second (UTC), by column. Seconds come in order, without gaps."""
        self._sums[:-1] = self._sums[1:]
        self._sums[-1] += counts
        self._age += 1
        if (second + 1) % BIN_S == 0:
            self._learn()
        if self._found_s is not None and second + 1 < self._found_s + REFRACTORY_S:
            return None
        return self._decide(second + 1)

    def height(self, rise: Rise, column: int) -> float:
        """The rate of a column's last ten seconds against its usual one before ``rise``."""
        rate = float(self._sums[-1, column] - self._sums[-1 - PEAK_S, column]) / PEAK_S
        usual = rise.usual[column] if column < len(rise.usual) else np.nan
        return 0.0 if np.isnan(usual) else rate / float(usual)

    def _learn(self) -> None:
        """Median and scatter of the bins that end before each window."""
        bins = np.diff(self._sums[EDGES], axis=1)
        steps = np.abs(np.diff(bins, axis=1))
        usual, step = np.median(bins, axis=1), np.median(steps, axis=1)
        known = np.clip((self._age - BEHIND[:, None]) // BIN_S, 0, PAST_BINS).astype(int)
        for reach, column in zip(*np.nonzero(known < PAST_BINS), strict=True):
            # A young column's own past is only the newest of the bins.
            own = known[reach, column]
            if own >= FEWEST_BINS:
                usual[reach, column] = np.median(bins[reach, -own:, column])
                step[reach, column] = np.median(steps[reach, 1 - own :, column])
        self._usual = np.maximum(usual / BIN_S, LEAST_RATE)
        self._usual[known < FEWEST_BINS] = np.nan
        self._scatter = np.maximum(1.0, (step / MEDIAN_STEP) ** 2 / 2 / (self._usual * BIN_S))

    def _decide(self, at_s: int) -> Rise | None:
        seen = self._sums[-1] - self._sums[-1 - LENGTHS]
        ratio = seen / (self._usual * LENGTHS[:, None])
        by_chance = np.sqrt(self._usual * LENGTHS[:, None] + ANSCOMBE)
        sigmas = 2.0 * (np.sqrt(seen + ANSCOMBE) - by_chance) / np.sqrt(self._scatter)
        up = (ratio >= RATIOS * TERM_RATIO) & (sigmas >= SIGMAS + TERM_SIGMAS)
        up &= seen >= TERM_FEWEST
        up[:, 0] = (ratio[:, 0] >= RATIOS[:, 0]) & (sigmas[:, 0] >= SIGMAS[:, 0])
        if not up.any():
            return None
        self._found_s = at_s
        reach = int(np.argmax(up.any(axis=1)))
        return self._rise(at_s, ratio[reach], sigmas[reach], up[reach], self._usual[reach])

    def _rise(
        self,
        at_s: int,
        ratio: Floats,
        sigmas: Floats,
        up: npt.NDArray[np.bool_],
        usual: Floats,
    ) -> Rise:
        named = up | ((ratio >= NAMED_RATIO) & (sigmas >= NAMED_SIGMAS))
        named[0] = False
        columns = np.flatnonzero(named)
        columns = columns[np.argsort(-sigmas[columns], kind="stable")]
        lead = 0 if up[0] else int(columns[0])
        named_columns = tuple(int(one) for one in columns)
        return Rise(at_s, float(ratio[lead]), named_columns, lead, usual.copy())
