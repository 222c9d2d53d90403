"""The collector's own counting: seconds still in the making, and what was not reported yet.

A column is a watch term's place in every second, for as long as the process lives: removed terms
keep theirs and new ones are appended, so a mention can be taken back from where it was counted
whatever happened to the terms in between. Column 0 is "any": each mention once.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from controlroom.event.watch import WatchTerm

KEPT_S = 1_800


class Tally:
    """Counts per second and column. Adding is O(1) in the time covered."""

    def __init__(self) -> None:
        self._columns: dict[str, int] = {}
        self._seconds: dict[int, array[int]] = {}
        self._reported: dict[int, array[int]] = {}
        self._changed: set[int] = set()
        self._hot_second = -1
        self._hot: array[int] = array("i")

    @property
    def width(self) -> int:
        """Number of columns, "any" included."""
        return 1 + len(self._columns)

    def set_terms(self, terms: Sequence[WatchTerm]) -> tuple[int, ...]:
        """The column of each of ``terms``; the past of a slug that returns goes on."""
        before = self.width
        for term in terms:
            self._columns.setdefault(term.slug, self.width)
        more = array("i", bytes(4 * (self.width - before)))
        if more:
            for counts in (*self._seconds.values(), *self._reported.values()):
                counts.extend(more)
        return tuple(self._columns[term.slug] for term in terms)

    def add(self, second: int, columns: Iterable[int]) -> None:
        """One mention that matches the terms of ``columns``."""
        counts = self._hot if second == self._hot_second else self._open(second)
        counts[0] += 1
        for column in columns:
            counts[column] += 1

    def take_back(self, second: int, columns: Iterable[int]) -> None:
        """The reverse of ``add`` with the same values."""
        counts = self._open(second)
        counts[0] -= 1
        for column in columns:
            counts[column] -= 1

    def add_counts(self, second: int, any_: int, terms: Mapping[str, int]) -> None:
        """A second's counts by slug, made elsewhere. Slugs that are no terms are passed over."""
        counts = self._open(second)
        counts[0] += any_
        for slug, count in terms.items():
            column = self._columns.get(slug)
            if column is not None:
                counts[column] += count

    def at(self, second: int) -> Sequence[int]:
        """The counts of a second of the last half hour, by column."""
        return self._seconds.get(second) or array("i", bytes(4 * self.width))

    def take(
        self, columns: Sequence[int], most: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """What came on top since the last call, for at most ``most`` seconds, the oldest first.

        Returns seconds (ascending) and increments, one row for "any" and one for each of
        ``columns``; taken-back mentions make them negative.
        """
        seconds = sorted(self._changed)[:most]
        rows = np.zeros((len(seconds), self.width), dtype=np.int32)
        for number, second in enumerate(seconds):
            counts = self._seconds[second]
            rows[number] = counts
            if second in self._reported:
                rows[number] -= np.frombuffer(self._reported[second], dtype=np.int32)
            self._reported[second] = counts[:]
        self._changed.difference_update(seconds)
        self._hot_second = -1
        picked = rows[:, [0, *columns]].T
        return np.array(seconds, dtype=np.int64), np.ascontiguousarray(picked)

    def forget(self, before: int) -> None:
        """Let go of reported seconds before ``before``; they can still be added to."""
        for second in [one for one in self._reported if one < before]:
            if second not in self._changed:
                del self._seconds[second], self._reported[second]
        self._hot_second = -1

    def _open(self, second: int) -> "array[int]":
        counts = self._seconds.get(second)
        if counts is None:
            counts = self._seconds[second] = array("i", bytes(4 * self.width))
        self._changed.add(second)
        self._hot_second, self._hot = second, counts
        return counts
