"""Numbers of the last so many seconds or minutes, one row for each term."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

# Rows kept free, so that terms that come and go cost no copy of all the others.
SPARE = 16


class Ring:
    """``rows`` rows of the newest ``kept`` places of time.

    Memory is 4 bytes a row and place, with up to as many rows and ``SPARE`` more to spare.
    """

    def __init__(self, rows: int, kept: int) -> None:
        self._kept = kept
        # Written once: memory that is only promised would seem to grow all night.
        self._cells = np.full((rows, kept), 0, np.int32)
        # Where each row lies in the cells, and what lies free there.
        self._at = np.arange(rows)
        self._free: list[int] = []
        self._newest: int | None = None

    @property
    def bytes(self) -> int:
        """Memory of the cells."""
        return int(self._cells.nbytes)

    @property
    def oldest(self) -> int:
        """The first place that is still kept."""
        return 0 if self._newest is None else self._newest - self._kept + 1

    def rearrange(self, rows: Sequence[int | None]) -> None:
        """Have these rows from now on, by their former places, each once; None is a new one."""
        if not len(rows) <= len(self._cells) <= 2 * len(rows) + SPARE:
            self._move(rows)
            return
        at = self._at.tolist()
        stays = {at[old] for old in rows if old is not None}
        self._free += [cell for cell in at if cell not in stays]
        self._at = np.array([self._empty() if old is None else at[old] for old in rows], np.intp)

    def add(
        self,
        rows: npt.NDArray[np.intp],
        places: npt.NDArray[np.int64],
        increments: npt.NDArray[np.int32],
    ) -> None:
        """Add ``increments`` (one row for each of ``rows``); ``places`` ascending, each once.

        What is older than the ring is passed over.
        """
        if not len(places):
            return
        self._reach(int(places[-1]))
        first = int(np.searchsorted(places, self.oldest))
        if first < len(places):
            slots = places[first:] % self._kept
            self._cells[self._at[rows][:, None], slots[None, :]] += increments[:, first:]

    def read(self, rows: Sequence[int], first: int, last: int) -> npt.NDArray[np.int32]:
        """The numbers from ``first`` up to, not with, ``last``; 0 where nothing is kept."""
        numbers = np.zeros((len(rows), last - first), np.int32)
        if self._newest is None:
            return numbers
        start, end = max(first, self.oldest), min(last, self._newest + 1)
        while start < end:
            # The ring's end may lie within: then it is two pieces.
            slot = start % self._kept
            piece = min(end - start, self._kept - slot)
            into = numbers[:, start - first : start - first + piece]
            for number, row in enumerate(rows):
                into[number] = self._cells[self._at[row], slot : slot + piece]
            start += piece
        return numbers

    def _move(self, rows: Sequence[int | None]) -> None:
        """Take other cells, with room to spare."""
        cells = np.full((len(rows) + SPARE, self._kept), 0, np.int32)
        for new, old in enumerate(rows):
            if old is not None:
                cells[new] = self._cells[self._at[old]]
        self._cells, self._at = cells, np.arange(len(rows))
        self._free = list(range(len(rows), len(cells)))

    def _empty(self) -> int:
        """A free row of the cells, with nothing in it."""
        cell = self._free.pop()
        self._cells[cell] = 0
        return cell

    def _reach(self, place: int) -> None:
        """Turn the ring on to ``place``, emptying what comes round again."""
        if self._newest is None:
            self._newest = place
            return
        ahead = min(place - self._newest, self._kept)
        if ahead > 0:
            self._cells[:, np.arange(place - ahead + 1, place + 1) % self._kept] = 0
            self._newest = place
