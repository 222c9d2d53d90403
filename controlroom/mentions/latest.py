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
        self._changed: dict[int, None] = {}

    def add(self, mention: Mention, columns: Sequence[int]) -> None:
        """A new mention of the terms of ``columns``."""
        for column in columns:
            kept = self._kept.get(column)
            if kept is None:
                kept = self._kept[column] = deque(maxlen=KEPT)
            kept.append(mention)
            self._changed[column] = None

    def drop(self, id_: str, source: str, columns: Sequence[int]) -> None:
        """A mention was taken back by its author."""
        for column in columns:
            kept = self._kept.get(column)
            if kept and any(one.id == id_ and one.source == source for one in kept):
                left = [one for one in kept if one.id != id_ or one.source != source]
                self._kept[column] = deque(left, maxlen=KEPT)
                self._changed[column] = None

    def take(self) -> Mapping[int, tuple[Mention, ...]]:
        """Columns that changed since they were taken last, newest mention first."""
        taken = list(self._changed)[:TOLD]
        for column in taken:
            del self._changed[column]
        return {column: tuple(reversed(self._kept[column])) for column in taken}
