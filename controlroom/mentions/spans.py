"""Stretches of seconds: which time a source covers, and where its counts are only a floor."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Covered:
    """What became known of the seconds from, up to (not with) ``until_s``.

    ``known``: a feed covers them, else they are lost. ``floor``: more was said than was passed on.
    """

    from_s: int
    until_s: int
    known: bool = True
    floor: bool = False


class Spans:
    """Seconds as stretches from, up to (not with), sorted and apart."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._from: list[int] = []
        self._until: list[int] = []
        for span in spans:
            self.add(*span)

    def __iter__(self) -> Iterator[Span]:
        return zip(self._from, self._until, strict=True)

    def __bool__(self) -> bool:
        return bool(self._from)

    @property
    def first(self) -> int | None:
        """The first second."""
        return self._from[0] if self._from else None

    @property
    def end(self) -> int | None:
        """The end of the last stretch."""
        return self._until[-1] if self._until else None

    def add(self, from_s: int, until_s: int) -> None:
        """These seconds too."""
        if from_s >= until_s:
            return
        if self._until and self._from[-1] <= from_s <= self._until[-1]:
            self._until[-1] = max(until_s, self._until[-1])
            return
        # What it touches becomes one stretch with it.
        first, last = bisect_left(self._until, from_s), bisect_right(self._from, until_s)
        if first < last:
            from_s = min(from_s, self._from[first])
            until_s = max(until_s, self._until[last - 1])
        self._from[first:last], self._until[first:last] = [from_s], [until_s]

    def remove(self, from_s: int, until_s: int) -> None:
        """These seconds no longer."""
        if from_s >= until_s:
            return
        first, last = bisect_right(self._until, from_s), bisect_left(self._from, until_s)
        if first >= last:
            return
        rest = [
            (begins, ends)
            for begins, ends in (
                (self._from[first], min(from_s, self._until[first])),
                (max(until_s, self._from[last - 1]), self._until[last - 1]),
            )
            if begins < ends
        ]
        self._from[first:last] = [begins for begins, _ in rest]
        self._until[first:last] = [ends for _, ends in rest]

    def forget(self, before: int) -> None:
        """Let go of what lies before ``before``."""
        if self._from and self._from[0] < before:
            self.remove(self._from[0], before)

    def seconds_before(self, edges: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many of these seconds lie before each of ``edges``."""
        if not self._from:
            return np.zeros(len(edges), np.int64)
        begins, ends = np.array(self._from, np.int64), np.array(self._until, np.int64)
        before = np.concatenate(([0], np.cumsum(ends - begins)))
        place = np.searchsorted(begins, edges, side="right")
        inside = np.minimum(edges, ends[place - 1]) - begins[place - 1]
        return np.where(place > 0, before[place - 1] + inside, 0)
