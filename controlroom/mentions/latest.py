"""The newest few mentions of each term, so that one with few posts is not pushed out."""

from collections import deque
from collections.abc import Mapping, Sequence

from controlroom.sources.mention import Mention

KEPT = 5
# Terms told of in one report; the others wait for the next, those that waited longest first.
TOLD = 40


class Latest:
    """By column."""

    def __init__(self) -> None:
        self._kept: dict[int, deque[Mention]] = {}
        # How many came since the column was told of last; no more than those are looked at.
        self._changed: dict[int, int] = {}
        self._full: set[int] = set()

    def add(self, mention: Mention, columns: Sequence[int]) -> None:
        """A new mention of the terms of ``columns``. Of a busy one the first few between two
        reports are as new as the last."""
        full = self._full
        for column in columns:
            if column in full:
                continue
            kept = self._kept.get(column)
            if kept is None:
                kept = self._kept[column] = deque(maxlen=KEPT)
            kept.append(mention)
            came = self._changed[column] = self._changed.get(column, 0) + 1
            if came >= KEPT:
                full.add(column)

    def drop(self, id_: str, source: str, columns: Sequence[int]) -> None:
        """A mention was taken back by its author."""
        for column in columns:
            kept = self._kept.get(column)
            if kept and any(one.id == id_ and one.source == source for one in kept):
                left = [one for one in kept if one.id != id_ or one.source != source]
                self._kept[column] = deque(left, maxlen=KEPT)
                self._changed.setdefault(column, 0)

    def take(self) -> Mapping[int, tuple[Mention, ...]]:
        """Columns that changed since they were taken last, newest mention first."""
        taken = list(self._changed)[:TOLD]
        for column in taken:
            del self._changed[column]
        self._full.difference_update(taken)
        return {column: tuple(reversed(self._kept[column])) for column in taken}
