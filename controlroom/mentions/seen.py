"""The ids that were counted: so that a repeat does not count and a deletion finds its second.

An id is kept as its 64-bit hash. At twelve million ids, the most there can be, the chance that
any two share one is 4 in a million. Ids lie in generations: open-addressed tables of whole
numbers (24 bytes an id when half full), the newest written, the older ones only asked and at last
dropped whole. So the memory is bounded, and nothing is ever moved or rebuilt while mentions arrive.
"""

from array import array
from typing import NamedTuple, TypeAlias

import numpy as np

REMEMBERED_S = 900
REMEMBERED = 2_000_000
# Bounded memory comes before the fifteen minutes: 13,000 matched mentions a second all that time.
MOST = 12_000_000
SMALLEST_SLOTS = 1 << 14
LARGEST_SLOTS = 1 << 21
GROWS = 4
# Which older generations may hold an id: a bit for each generation, in a table by hash.
MARKS = 1 << 21
MARK_SHIFT = 40
GONE = -1
LANE_BITS = 16
# Seconds of which it is known which columns were counted in them: mentions come a little out of
# order, and several sources in turn.
HOT = 64

Columns: TypeAlias = tuple[int, ...]


class Where(NamedTuple):
    """Where a mention was counted: UTC second, number of its source, columns in the tally."""

    second: int
    lane: int
    columns: Columns


class Remembered:
    """Ids of the last ``seconds`` of stream time or the last ``ids`` of them, whichever is more.

    ``most`` bounds them all. An id whose post was deleted stays as a tombstone.
    """

    def __init__(
        self, seconds: int = REMEMBERED_S, ids: int = REMEMBERED, most: int = MOST
    ) -> None:
        self._seconds = seconds
        self._ids = ids
        self._most = most
        self._newest_s = 0
        self._bits = np.zeros(MARKS, np.uint32)
        self._marks = self._bits.data
        self._older: list[_Generation] = []
        self._newest = _Generation(SMALLEST_SLOTS, 0)

    def __len__(self) -> int:
        """Number of ids and tombstones kept."""
        return sum(one.used for one in (*self._older, self._newest))

    @property
    def bytes(self) -> int:
        """Memory of the tables."""
        return self._bits.nbytes + sum(one.bytes for one in (*self._older, self._newest))

    def add(self, key: int, second: int, lane: int, columns: Columns) -> bool:
        """Remember an id by its hash. False when it was here before, counted or deleted."""
        key = key or 1
        newest = self._newest
        keys, mask = newest.keys, newest.mask
        slot = key & mask
        while found := keys[slot]:
            if found == key:
                return False
            slot = slot + 1 & mask
        if self._older:
            bits = self._marks[key >> MARK_SHIFT & MARKS - 1]
            if bits and self._find_older(key, bits) is not None:
                return False
        keys[slot] = key
        numbers = newest.hot.get(second << LANE_BITS | lane)
        if numbers is None:
            numbers = newest.begin(second, lane)
            self._newest_s = max(second, self._newest_s)
        number = numbers.get(columns)
        if number is None:
            number = numbers[columns] = len(newest.wheres)
            newest.wheres.append((second, lane, columns))
        newest.places[slot] = number
        newest.used += 1
        if newest.used == newest.most:
            self._turn()
        return True

    def remove(self, key: int) -> Where | None:
        """The post was deleted: where it was counted. It does not count again from now on."""
        key = key or 1
        found = self._find(key)
        if found is None:
            self.add(key, self._newest_s, -1, ())
            found = self._find(key)
        assert found is not None
        generation, slot = found
        place, generation.places[slot] = generation.places[slot], GONE
        if place == GONE:
            return None
        where = Where(*generation.wheres[place])
        return None if where.lane < 0 else where

    def _find(self, key: int) -> "tuple[_Generation, int] | None":
        slot = self._newest.find(key)
        if slot is not None:
            return self._newest, slot
        return self._find_older(key, self._marks[key >> MARK_SHIFT & MARKS - 1])

    def _find_older(self, key: int, bits: int) -> "tuple[_Generation, int] | None":
        for generation in self._older:
            if bits & generation.bit and (slot := generation.find(key)) is not None:
                return generation, slot
        return None

    def _turn(self) -> None:
        """The newest generation is full: begin another, and let go of what is old enough."""
        full = self._newest
        full.close(self._newest_s)
        self._older.append(full)
        keys = np.frombuffer(full.keys, np.int64)
        self._bits[keys[keys != 0] >> MARK_SHIFT & MARKS - 1] |= np.uint32(full.bit)
        while self._may_drop():
            gone = self._older.pop(0)
            self._bits &= np.uint32(0xFFFFFFFF ^ gone.bit)
        taken = {one.bit for one in self._older}
        free = next(number for number in range(32) if 1 << number not in taken)
        self._newest = _Generation(min(LARGEST_SLOTS, (full.mask + 1) * GROWS), free)

    def _may_drop(self) -> bool:
        kept = sum(one.used for one in self._older)
        if kept + LARGEST_SLOTS // 2 > self._most:
            return len(self._older) > 1
        oldest = self._older[0]
        aged = self._newest_s - oldest.closed_s >= self._seconds
        return aged and kept - oldest.used >= self._ids


class _Generation:
    """One table: ``keys`` hashes (0: free), ``places`` where each was counted: the number of it in
    ``wheres``, which those of one second with the same columns share."""

    __slots__ = (
        "bit",
        "closed_s",
        "hot",
        "keys",
        "mask",
        "most",
        "places",
        "used",
        "wheres",
    )

    def __init__(self, slots: int, number: int) -> None:
        self.keys = array("q", bytes(8 * slots))
        self.places = array("i", bytes(4 * slots))
        self.mask = slots - 1
        self.most = slots // 2
        self.used = 0
        self.bit = 1 << number
        self.closed_s = 0
        # Plain tuples of numbers: the garbage collector has no need to look at millions of them.
        self.wheres: list[tuple[int, int, Columns]] = []
        self.hot: dict[int, dict[Columns, int]] = {}

    @property
    def bytes(self) -> int:
        """Memory of the table, about: a place costs some 80 bytes."""
        return 12 * (self.mask + 1) + 80 * len(self.wheres)

    def begin(self, second: int, lane: int) -> dict[Columns, int]:
        """The places of a second of a source, none yet, by their columns."""
        if len(self.hot) >= HOT:
            self.hot.clear()
        numbers = self.hot[second << LANE_BITS | lane] = {}
        return numbers

    def find(self, key: int) -> int | None:
        """The slot of a hash."""
        keys, mask = self.keys, self.mask
        slot = key & mask
        while found := keys[slot]:
            if found == key:
                return slot
            slot = slot + 1 & mask
        return None

    def close(self, closed_s: int) -> None:
        """Full: nothing is added any more."""
        self.closed_s = closed_s
        self.hot = {}
