"""What reading X costs: it is pay per use since February 2026.

Source: docs.x.com/x-api/getting-started/pricing ("Posts: Read", per post that an answer or the
stream brings; a request for counts costs what one post costs), read 2026-11-22. Rules, and opening
the stream, cost nothing. X charges a post once a UTC day, so a bill can only be lower.
"""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

from controlroom.event.watch import WatchTerm
from controlroom.sources.base import Option
from controlroom.sources.options import number, word
from controlroom.sources.x_rules import any_queries, term_query

AS_OF = "2026-11-22"

# Thousandths of a US dollar, so that sums stay exact.
POST: Final = 5
COUNTS: Final = 5
DOLLAR: Final = 1_000

HOUR_S: Final = 3_600
# X passes on no more than so many posts a second, and answers so many requests for counts a minute.
MOST_POSTS_A_SECOND: Final = 250
MOST_COUNTS_A_MINUTE: Final = 18
DEFAULT_BUDGET: Final = 10.0

BOTH, COUNTS_ONLY, STREAM_ONLY = "both", "counts", "stream"


def budget_of(options: Mapping[str, Option]) -> float | None:
    """The most that may be spent, US dollars an hour; None for no limit ("none"). ValueError for
    what is no amount."""
    told = word(options, "budget")
    if told.casefold() == "none":
        return None
    budget = number(options, "budget", DEFAULT_BUDGET)
    if not 0 <= budget * DOLLAR < math.inf:
        raise ValueError(f"budget is no amount: {told!r}")
    return budget


def way_of(options: Mapping[str, Option]) -> str:
    """What is read: both, counts or stream. ValueError for another word: they differ in price."""
    told = word(options, "read", BOTH)
    if told not in (BOTH, COUNTS_ONLY, STREAM_ONLY):
        raise ValueError(f"read is both, counts or stream, not {told!r}")
    return told


def counted_queries(options: Mapping[str, Option], terms: Sequence[WatchTerm]) -> tuple[int, int]:
    """How many queries are counted each minute: those of any term, and those of single terms."""
    way = way_of(options)
    together = 0 if way == STREAM_ONLY else len(any_queries(terms))
    together = min(together, MOST_COUNTS_A_MINUTE)
    if way != COUNTS_ONLY:
        return together, 0
    single = sum(1 for term in terms if term_query(term))
    return together, min(single, MOST_COUNTS_A_MINUTE - together)


def counts_per_hour(options: Mapping[str, Option], terms: Sequence[WatchTerm]) -> float:
    """What the minute counts cost, US dollars an hour."""
    return sum(counted_queries(options, terms)) * 60 * COUNTS / DOLLAR


def cost_per_hour(options: Mapping[str, Option], terms: Sequence[WatchTerm]) -> float | None:
    """What reading costs at most, US dollars an hour; None without terms, which costs nothing.

    The minute counts cost the same every hour; what the stream brings is cut off at the budget.
    ValueError for a budget that is no amount and a way of reading that there is not.
    """
    budget, way = budget_of(options), way_of(options)
    if not terms:
        return None
    counts = counts_per_hour(options, terms)
    if way == COUNTS_ONLY:
        return counts
    if budget is None:
        return counts + MOST_POSTS_A_SECOND * HOUR_S * POST / DOLLAR
    return max(counts, budget)


class Meter:
    """What the posts of the last hour have cost. ``most`` dollars an hour, None for no limit;
    times are seconds of any clock that goes evenly."""

    def __init__(self, most: float | None) -> None:
        self.limit(most)
        self._spent: deque[list[float]] = deque()
        self._sum = 0

    def limit(self, most: float | None) -> None:
        """The most is this from now on."""
        self._most = None if most is None else round(most * DOLLAR)

    def spend(self, mills: int, now_s: float) -> None:
        """So much was spent."""
        self._forget(now_s)
        self._sum += mills
        if self._spent and now_s - self._spent[-1][0] < 1.0:
            self._spent[-1][1] += mills
        else:
            self._spent.append([now_s, mills])

    def spent(self, now_s: float) -> int:
        """Mills spent in the last hour."""
        self._forget(now_s)
        return self._sum

    def left(self, now_s: float) -> int:
        """Mills that may still be spent now."""
        self._forget(now_s)
        return 1 << 40 if self._most is None else max(0, self._most - self._sum)

    def rest_s(self, mills: int, now_s: float) -> float:
        """Seconds until so much may be spent again; 0 where it may be now."""
        self._forget(now_s)
        if self._most is None or self._most - self._sum >= mills:
            return 0.0
        freed = self._most - self._sum
        for at_s, spent in self._spent:
            freed += int(spent)
            if freed >= mills:
                return max(0.0, at_s + HOUR_S - now_s)
        return float(HOUR_S)

    def _forget(self, now_s: float) -> None:
        while self._spent and now_s - self._spent[0][0] >= HOUR_S:
            self._sum -= int(self._spent.popleft()[1])
