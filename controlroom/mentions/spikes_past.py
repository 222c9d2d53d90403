"""The past that a spike is measured against: what is usual, how it scatters, how high it went.

Arrays have one column for each column watched; those with rows have one for each reach.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

BIN_S = 5
FEWEST_BINS = 8
LEAST_RATE = 0.2


@dataclass(frozen=True, slots=True)
class Constants:
    """What the watch goes by on counts a second; one set for every stream. Times in seconds.

    ``reaches`` the windows that are looked at; ``past_s`` of bins before each of them, after
    ``gap_s``, say what is usual. A window must hold ``fewest`` mentions and stand ``sigmas`` over
    the usual, by ``rise`` (1.0: twice as many); of that the part ``give`` is enough when it is as
    many times more certain. With its busiest ``block_s`` left out it must still stand ``rest_rise``
    and ``rest_sigmas`` over the usual, so that a burst of robots is none of the crowd's.
    ``wander_s`` is how long the watch remembers how far windows stray without news; it counts no
    straying beyond ``most_stray`` sigmas, which leaves out ``1 - 1 / wander_gain`` of what chance
    alone does. The ``top_share`` quantile of the last ``top_s``, raised by ``top_rise``, is the
    level that must be topped. ``refractory_s`` after one spike the next may come; while the past
    still holds the first one it must stand as high over the height of its first ``height_s``.
    """

    reaches: tuple[int, ...] = (8, 12, 18, 27, 40)
    past_s: int = 150
    gap_s: int = 10
    sigmas: float = 4.3
    rise: float = 1.0
    give: float = 0.65
    fewest: int = 15
    block_s: int = 5
    rest_rise: float = 0.3
    rest_sigmas: float = 2.0
    wander_s: float = 2400.0
    most_stray: float = 2.0
    wander_gain: float = 1.3
    top_s: int = 1200
    top_share: float = 0.85
    top_rise: float = 0.25
    refractory_s: int = 120
    height_s: int = 20
    # One term among hundreds needs more than all of them together.
    term_rise: float = 1.25
    term_sigmas: float = 1.5


def sigmas_over(seen: Floats, expected: Floats) -> Floats:
    """How many standard deviations ``seen`` stands over ``expected``, if chance alone ruled.

    The signed root of the deviance of a Poisson count: near normal at 2 as at 20,000.
    """
    # A count of 0 has the limit of x log x, which is 0.
    seen = np.maximum(seen, 1e-9)
    deviance = 2.0 * (seen * np.log(seen / expected) - (seen - expected))
    return np.asarray(np.sign(seen - expected) * np.sqrt(np.maximum(deviance, 0.0)))


class Past:
    """Running sums of the last minutes, and what they say is usual."""

    def __init__(self, constants: Constants, width: int) -> None:
        self._constants = constants
        self._bins = constants.past_s // BIN_S
        self.lengths = np.array(constants.reaches)
        # How long before now the past of each reach ends. Its bins stand still on a grid while
        # windows move, so it may end up to one bin earlier.
        self._behind = -(-(self.lengths + constants.gap_s) // BIN_S) * BIN_S
        history = (self._bins + 1) * BIN_S + int(self._behind.max())
        self._edges = history - self._behind[:, None] - BIN_S * np.arange(self._bins, -1, -1)
        # The newest last, so that any span is one subtraction.
        self._sums = np.zeros((history + 1, width))
        # Whether a second was a floor; likewise summed.
        self._floors = np.zeros(history + 1)
        self._levels = np.full((constants.top_s // BIN_S, width), np.nan)
        self.age = np.zeros(width)
        # Seconds since the last gap: a window must not reach across it.
        self.since = 0
        shape = (len(self.lengths), width)
        self.usual = np.full(shape, np.nan)
        self.wander = np.ones(shape)
        self.top = np.full(width, np.nan)

    def widen(self, width: int) -> None:
        """Watch more columns; new ones have no past yet."""
        more = (0, max(0, width - len(self.age)))
        rows = ((0, 0), more)
        self._sums = np.pad(self._sums, rows)
        self._levels = np.pad(self._levels, rows, constant_values=np.nan)
        self.age = np.pad(self.age, more)
        self.usual = np.pad(self.usual, rows, constant_values=np.nan)
        self.wander = np.pad(self.wander, rows, constant_values=1.0)
        self.top = np.pad(self.top, more, constant_values=np.nan)

    def add(self, second: int, counts: npt.ArrayLike, floor: bool) -> None:
        """One more second (UTC)."""
        self._sums[:-1] = self._sums[1:]
        self._sums[-1] += counts
        self._floors[:-1] = self._floors[1:]
        self._floors[-1] += floor
        self.age += 1
        self.since += 1
        if (second + 1) % BIN_S == 0:
            self._stray()
            self._learn()

    def forget(self) -> None:
        """What was usual is not known any more; how this stream strays still is."""
        self.age[:] = 0
        self.usual[:] = np.nan
        self._levels[:] = np.nan
        self.top[:] = np.nan

    def reopen(self) -> None:
        """None of the seconds so far was a floor."""
        self._floors[:] = 0
        self._learn()

    def within(self, seconds: int) -> Floats:
        """Mentions of the last ``seconds``, by column."""
        return np.asarray(self._sums[-1] - self._sums[-1 - seconds])

    def windows(self) -> Floats:
        """Mentions in each reach's window; NaN where it would reach across a gap."""
        seen = self._sums[-1] - self._sums[-1 - self.lengths]
        if self.since < self.lengths[-1]:
            seen[self.lengths > self.since] = np.nan
        return np.asarray(seen)

    def busiest(self, length: int, block: int) -> Floats:
        """The most mentions in any ``block`` seconds of the last ``length``, by column."""
        recent = self._sums[-1 - length :]
        return np.asarray((recent[block:] - recent[:-block]).max(axis=0))

    def sigmas(self, seen: Floats, rates: Floats) -> Floats:
        """How far windows stand over ``rates``, against how far they stray without news."""
        return sigmas_over(seen, rates * self.lengths[:, None]) / np.sqrt(self.wander)

    def _stray(self) -> None:
        """Remember how far the windows of this moment stand from the usual."""
        constants = self._constants
        stray = sigmas_over(self.windows(), self.usual * self.lengths[:, None])
        squares = np.minimum(np.abs(stray), constants.most_stray) ** 2 * constants.wander_gain
        moved = self.wander + (squares - self.wander) * (BIN_S / constants.wander_s)
        # Less than chance there cannot be; a stream's quiet hours must not make it jumpy.
        self.wander = np.where(np.isnan(moved), self.wander, np.maximum(moved, 1.0))

    def _learn(self) -> None:
        """The usual rate of each reach and the top level, from the bins that lie behind."""
        bins = np.diff(self._sums[self._edges], axis=1)
        usual = np.median(bins, axis=1)
        ages = np.clip((self.age - self._behind[:, None]) // BIN_S, 0, self._bins).astype(int)
        if ages.min() < self._bins:
            # A young column's own past is only the newest of the bins.
            for reach, known in enumerate(ages):
                for own in np.unique(known[(known >= FEWEST_BINS) & (known < self._bins)]):
                    young = known == own
                    usual[reach, young] = np.median(bins[reach, -own:, young], axis=1)
        self.usual = np.maximum(usual / BIN_S, LEAST_RATE)
        self.usual[ages < FEWEST_BINS] = np.nan
        floors = self._floors[self._edges[:, -1]] - self._floors[self._edges[:, 0]]
        # The median of a past that is mostly floor is a floor: nothing is known to be above it.
        self.usual[floors * 2 >= self._bins * BIN_S] = np.nan
        self._levels[:-1] = self._levels[1:]
        self._levels[-1] = np.where(ages[-1] > 0, bins[-1, -1] / BIN_S, np.nan)
        self._find_top()

    def _find_top(self) -> None:
        """The level that was seldom topped; what was not yet watched counts for nothing."""
        place = self._constants.top_share * (len(self._levels) - 1)
        known = np.count_nonzero(~np.isnan(self._levels), axis=0)
        if known.min() == len(self._levels):
            ranked = np.partition(self._levels, round(place), axis=0)
            self.top = ranked[round(place)]
            return
        ranked = np.sort(self._levels, axis=0)  # what is unknown comes last
        places = np.round(self._constants.top_share * np.maximum(known - 1, 0)).astype(int)
        self.top = np.take_along_axis(ranked, places[None], axis=0)[0]
        self.top[known < self._bins] = np.nan
