"""The collector's own counting: seconds still in the making, and what was not reported yet.

A column is a watch term's place in every second, for as long as the process lives: removed terms
keep theirs and new ones are appended, so a mention can be taken back from where it was counted
whatever happened to the terms in between. Column 0 is "any": each mention once. All sources have
the same columns and each its own counts.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from controlroom.event.watch import WatchTerm

KEPT_S = 1_800


class Columns:
    """Which column each watch term has had since the process began."""

    def __init__(self) -> None:
        self._columns: dict[str, int] = {}

    @property
    def width(self) -> int:
        """Number of columns, "any" included."""
        return 1 + len(self._columns)

    def of(self, terms: Sequence[WatchTerm]) -> tuple[int, ...]:
        """The column of each of ``terms``; the past of a slug that returns goes on."""
        for term in terms:
            self._columns.setdefault(term.slug, self.width)
        return tuple(self._columns[term.slug] for term in terms)

    def find(self, slug: str) -> int | None:
        """The column of ``slug``, if it ever was a term."""
        return self._columns.get(slug)


class Tally:
    """One source's counts per second and column. Adding is O(1) in the time covered."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._width = columns.width
        self._seconds: dict[int, array[int]] = {}
        self._reported: dict[int, array[int]] = {}
        self._changed: set[int] = set()
        # Mentions of the newest second by their columns: few combinations are frequent.
        self._hot_second = -1
        self._hot: dict[tuple[int, ...], int] = {}

    def widen(self) -> None:
        """Columns have been added."""
        self._settle()
        more = array("i", bytes(4 * (self._columns.width - self._width)))
        self._width = self._columns.width
        if more:
            for counts in (*self._seconds.values(), *self._reported.values()):
                counts.extend(more)

    def add(self, second: int, columns: tuple[int, ...]) -> None:
        """One mention that counts in ``columns``; 0 among them where it counts as "any"."""
        if second != self._hot_second:
            self._settle()
            self._hot_second = second
        hot = self._hot
        hot[columns] = hot.get(columns, 0) + 1

    def take_back(self, second: int, columns: Iterable[int]) -> None:
        """The reverse of ``add`` with the same values."""
        counts = self._open(second)
        for column in columns:
            counts[column] -= 1

    def add_counts(self, second: int, any_: int, terms: Mapping[str, int]) -> None:
        """A second's counts by slug, made elsewhere. Slugs that are no terms are passed over."""
        counts = self._open(second)
        counts[0] += any_
        for slug, count in terms.items():
            column = self._columns.find(slug)
            if column is not None:
                counts[column] += count

    def at(self, second: int) -> Sequence[int]:
        """The counts of a second of the last half hour, by column."""
        self._settle()
        return self._seconds.get(second) or array("i", bytes(4 * self._width))

    def take(
        self, columns: Sequence[int], most: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """What came on top since the last call, for at most ``most`` seconds, the oldest first.

        Returns seconds (ascending) and increments, one row for "any" and one for each of
        ``columns``; taken-back mentions make them negative.
        """
        self._settle()
        seconds = sorted(self._changed)[:most]
        rows = np.zeros((len(seconds), self._width), dtype=np.int32)
        for number, second in enumerate(seconds):
            counts = self._seconds[second]
            rows[number] = counts
            if second in self._reported:
                rows[number] -= np.frombuffer(self._reported[second], dtype=np.int32)
            self._reported[second] = counts[:]
        self._changed.difference_update(seconds)
        picked = rows[:, [0, *columns]].T
        return np.array(seconds, dtype=np.int64), np.ascontiguousarray(picked)

    def forget(self, before: int) -> None:
        """Let go of reported seconds before ``before``; they can still be added to."""
        for second in [one for one in self._reported if one < before]:
            if second not in self._changed:
                del self._seconds[second], self._reported[second]

    def _settle(self) -> None:
        """Count what was only noted."""
        if self._hot:
            counts = self._open(self._hot_second)
            for columns, number in self._hot.items():
                for column in columns:
                    counts[column] += number
            self._hot.clear()

    def _open(self, second: int) -> "array[int]":
        counts = self._seconds.get(second)
        if counts is None:
            counts = self._seconds[second] = array("i", bytes(4 * self._width))
        self._changed.add(second)
        return counts
