"""Spikes in counts alone, where no source tells of its gaps, its backlog and its ceiling.

A run of zeros that chance would hardly give is a silence of the feed: unknown, not zero. What
comes in a heap after it is a backlog: it is spread over the silence that owed it, so that only
what exceeds the debt can be news. A ceiling is found by itself.
"""

from typing import TypeAlias

from controlroom.mentions.ceiling import Ceiling
from controlroom.mentions.spikes import Rise, SpikeWatch

# A silence is a run of zeros that chance gives once in e to the power of this.
UNLIKELY = 14.0
# A second belongs to a heap while it holds more than usual by so many times, and by so much.
HEAPED = 1.5
HEAPED_BY = 3
# A heap is no backlog unless it holds this part of what the silence owes.
OWED = 0.5
LONGEST_HEAP_S = 10

Second: TypeAlias = tuple[int, int]


class CountsAlone:
    """Watches one series of counts, second by second."""

    def __init__(self, watch: SpikeWatch | None = None) -> None:
        self._watch = watch or SpikeWatch()
        self._ceiling = Ceiling()
        self._zeros: list[Second] = []
        self._heap: list[Second] = []

    def look(self, second: int, count: int) -> Rise | None:
        """The next second (UTC) and its mentions, without gaps.

        The rise is certain now: its time is never before the end of this second.
        """
        usual = self._watch.usual
        if self._heap:
            return self._after_silence(second, count, usual or 0.0)
        if count == 0 and usual is not None:
            self._zeros.append((second, 0))
            return None
        if usual is None or usual * len(self._zeros) < UNLIKELY:
            zeros, self._zeros = self._zeros, []
            return self._look_at([*zeros, (second, count)], second)
        return self._after_silence(second, count, usual)

    def _after_silence(self, second: int, count: int, usual: float) -> Rise | None:
        """A heap goes on until a second is ordinary, the debt is paid or it has lasted too long."""
        self._heap.append((second, count))
        extra = sum(each - usual for _, each in self._heap)
        debt = usual * len(self._zeros)
        heaped = count > usual * HEAPED and count >= usual + HEAPED_BY
        if heaped and extra < debt and len(self._heap) < LONGEST_HEAP_S:
            return None
        silent, self._zeros = self._zeros, []
        heap, self._heap = self._heap, []
        self._ceiling.broken()
        if extra >= OWED * debt:
            return self._look_at(_spread([*silent, *heap]), second)
        self._watch.skip(heap[0][0])
        return self._look_at(heap, second)

    def _look_at(self, seconds: list[Second], now: int) -> Rise | None:
        """Look at seconds that were held back; what they tell is known only now."""
        found: Rise | None = None
        for second, count in seconds:
            known = self._ceiling.known
            floor = self._ceiling.reached(second, count)
            if known and not self._ceiling.known:
                self._watch.reopen()
            found = self._watch.look(second, (count,), floor=floor) or found
        return None if found is None else found._replace(at_s=now + 1)


def _spread(seconds: list[Second]) -> list[Second]:
    """The same mentions, evenly over the same seconds."""
    total = sum(count for _, count in seconds)
    length = len(seconds)
    shares = [total * (n + 1) // length - total * n // length for n in range(length)]
    return [(second, share) for (second, _), share in zip(seconds, shares, strict=True)]
