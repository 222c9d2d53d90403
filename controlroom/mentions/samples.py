"""A few texts to read: the newest that matched, and the most telling of a spike."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from controlroom.clock import MICROS
from controlroom.mentions.words import spoken_words
from controlroom.sources.mention import Mention

KEPT = 1_500
REPORTED = 40
TELLING = 5
LEAST_TELLING = 3
LATELY_S = 15
ALIKE = 0.6


class Sample(NamedTuple):
    """A mention that matched, and the columns of the terms it matched."""

    mention: Mention
    columns: tuple[int, ...]


class Samples:
    """The last few hundred mentions that matched, in the order in which they came."""

    def __init__(self) -> None:
        self._kept: deque[Sample] = deque(maxlen=KEPT)
        self._added = 0
        self._reported = 0

    def add(self, mention: Mention, columns: tuple[int, ...]) -> None:
        """Keep a mention; the oldest makes room."""
        self._kept.append(Sample(mention, columns))
        self._added += 1

    def drop(self, id_: str, source: str) -> None:
        """A mention was taken back by its author: do not show it."""
        gone = [one for one in self._kept if one.mention.id == id_ and one.mention.source == source]
        for one in gone:
            self._kept.remove(one)

    def take(self) -> tuple[Sample, ...]:
        """The newest ones since the last call, oldest first; no more than a person can read."""
        new = min(self._added - self._reported, len(self._kept), REPORTED)
        self._reported = self._added
        return tuple(self._kept)[len(self._kept) - new :]

    def lately(self, before: int, columns: Sequence[int]) -> tuple[Mention, ...]:
        """Kept mentions of the last seconds before ``before`` (UTC) that match any of ``columns``.

        Without ``columns`` all of them. The newest first.
        """
        wanted = set(columns)
        from_us, until_us = (before - LATELY_S) * MICROS, before * MICROS
        return tuple(
            one.mention
            for one in reversed(self._kept)
            if from_us <= one.mention.time_us < until_us
            and (not wanted or not wanted.isdisjoint(one.columns))
        )


def telling(mentions: Iterable[Mention], why: Iterable[str]) -> tuple[Mention, ...]:
    """A few of ``mentions``, those with most of ``why`` first, each with something else to say.

    Three at least where there are so many, even if they say the same.
    """
    wanted = set(why)
    said = [(one, spoken_words(one.text)) for one in mentions]
    said.sort(key=lambda pair: -len(wanted & pair[1]))
    chosen: list[tuple[Mention, set[str]]] = []
    alike: list[Mention] = []
    for one, words in said:
        if len(chosen) == TELLING:
            break
        if any(len(words & other) > ALIKE * min(len(words), len(other)) for _, other in chosen):
            alike.append(one)
        else:
            chosen.append((one, words))
    told = [one for one, _ in chosen]
    return (*told, *alike[: max(0, LEAST_TELLING - len(told))])
