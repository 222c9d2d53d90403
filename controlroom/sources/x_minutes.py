"""X's own count of each minute, and the posts of it that came through the stream.

The two are never added. A post that the stream brings counts in its second. When X has counted the
minute, what it counted beyond the posts that came through is added, spread evenly over the minute,
so that the minute's sum is X's own number. A post of that minute that comes later was in X's number
already: it is shown and not counted, as many times as posts were added.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from controlroom.event.watch import CONTEXT, WatchTerm
from controlroom.sources.mention import CountedSecond, Mention

MINUTE_S = 60
KEPT_MINUTES = 60


class Minutes:
    """What came through the stream, by minute (UTC seconds of its start) and by term."""

    def __init__(self) -> None:
        self._came: dict[int, int] = defaultdict(int)
        self._came_of: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._untold: set[int] = set()
        self._owed: dict[int, int] = {}
        self.added = 0

    def came(self, mention: Mention, terms: Sequence[WatchTerm], slugs: Iterable[str]) -> bool:
        """A post came; whether it counts by itself. ``slugs`` are those of the terms X let it
        through for, as far as X told."""
        minute = _minute(mention.time_us // 1_000_000)
        named = set(slugs)
        groups = {term.group for term in terms if term.slug in named}
        if not named:
            # Which terms a search found it for is not told.
            self._untold.add(minute)
        elif groups == {CONTEXT}:
            return True
        if self._owed.get(minute, 0) > 0:
            self._owed[minute] -= 1
            return False
        self._came[minute] += 1
        for slug in named:
            self._came_of[minute][slug] += 1
        self._forget()
        return True

    def through(self, minute: int) -> int:
        """How many posts of that minute came through."""
        return self._came.get(minute, 0)

    def counts_by_term(self, minute: int) -> Mapping[str, int]:
        """How many of them came through for each term, by slug; empty where X did not tell."""
        return {} if minute in self._untold else dict(self._came_of.get(minute, {}))

    def is_short(self, minute: int, counted: int) -> bool:
        """Whether X counted more than came through."""
        return counted > self.through(minute)

    def settle(
        self, minute: int, counted: int, of_terms: Mapping[str, int], slugs: Iterable[str]
    ) -> tuple[CountedSecond, ...]:
        """X has counted the minute: the seconds that make up what did not come through.

        ``of_terms`` are X's counts of single terms, as far as they were asked for; ``slugs`` all
        terms that are watched, so that none of them is taken for uncounted.
        """
        missing = max(0, counted - self.through(minute))
        came_of = self.counts_by_term(minute)
        missing_of = dict.fromkeys(slugs, 0)
        if minute not in self._untold:
            for slug, of_term in of_terms.items():
                missing_of[slug] = min(missing, max(0, of_term - came_of.get(slug, 0)))
        if not missing:
            return ()
        self._owed[minute] = missing
        self.added += missing
        return spread(minute, missing, missing_of)

    def _forget(self) -> None:
        if len(self._came) <= KEPT_MINUTES:
            return
        oldest = min(self._came)
        self._came.pop(oldest)
        self._came_of.pop(oldest, None)
        self._owed.pop(oldest, None)
        self._untold.discard(oldest)


def spread(minute: int, any_: int, terms: Mapping[str, int]) -> tuple[CountedSecond, ...]:
    """A minute's counts over its seconds, evenly; the sums are exact."""
    return tuple(
        CountedSecond(
            minute + second,
            _part(any_, second),
            {slug: _part(count, second) for slug, count in terms.items()},
        )
        for second in range(MINUTE_S)
    )


def shown_only(mention: Mention, slugs: Iterable[str]) -> CountedSecond:
    """A post that was counted already, to be read and not counted again."""
    return CountedSecond(mention.time_us // 1_000_000, 0, dict.fromkeys(slugs, 0), (mention,))


def _minute(second: int) -> int:
    return second - second % MINUTE_S


def _part(count: int, second: int) -> int:
    return count * (second + 1) // MINUTE_S - count * second // MINUTE_S
