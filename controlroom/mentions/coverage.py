"""Which seconds the sources cover, and where what they tell is only a floor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from controlroom.mentions.spans import Covered, Spans

# A source this much behind the foremost is on time: the newest seconds wait for it.
TOGETHER_S = 10
FORGETS_EVERY_S = 600

Seconds: TypeAlias = npt.NDArray[np.int64]
Steps: TypeAlias = npt.NDArray[np.bool_]


@dataclass(slots=True)
class SourceSpans:
    """``known`` seconds of one source, and those of them where it told only a floor."""

    known: Spans = field(default_factory=Spans)
    floor: Spans = field(default_factory=Spans)


class Coverage:
    """Of every source that ever told something, for the last ``kept_s`` seconds.

    A source that is not among the ``running`` ones is not missed after its end.
    """

    def __init__(self, kept_s: int) -> None:
        self._kept_s = kept_s
        self._forgot_s = 0
        self._sources: dict[str, SourceSpans] = {}
        self._running: frozenset[str] | None = None

    @property
    def from_s(self) -> int | None:
        """The first second any source covers."""
        return min((one.known.first or 0 for one in self._told()), default=None)

    @property
    def until_s(self) -> int | None:
        """The end of what all sources on time have told; None before any has told anything."""
        ends = [one.known.end or 0 for one in self._told()]
        return min((end for end in ends if end >= max(ends) - TOGETHER_S), default=None)

    def set_running(self, names: Iterable[str]) -> None:
        """The sources that are expected to tell."""
        self._running = frozenset(names)

    def ends(self) -> dict[str, int]:
        """Up to which second each source has told, by its name."""
        ends = {name: one.known.end for name, one in self._sources.items()}
        return {name: end for name, end in ends.items() if end is not None}

    def kept_of(self, source: str) -> tuple[Covered, ...]:
        """What is known of one source, as ``restore`` takes it."""
        spans = self._sources.get(source, SourceSpans())
        known = [Covered(*span) for span in spans.known]
        return (*known, *(Covered(*span, floor=True) for span in spans.floor))

    def add(self, covered: Iterable[Covered], source: str) -> None:
        """What became known of the seconds of ``source``, in that order."""
        spans = self._sources.setdefault(source, SourceSpans())
        for one in covered:
            if one.known:
                spans.known.add(one.from_s, one.until_s)
                change = spans.floor.add if one.floor else spans.floor.remove
                change(one.from_s, one.until_s)
            else:
                spans.known.remove(one.from_s, one.until_s)
                spans.floor.remove(one.from_s, one.until_s)
            if one.until_s > self._forgot_s + FORGETS_EVERY_S:
                self._forgot_s = one.until_s
                self._forget(one.until_s - self._kept_s)

    def restore(self, kept: Mapping[str, Sequence[Covered]]) -> None:
        """What was known before this program started. What is known already stays."""
        for source, covered in kept.items():
            spans = self._sources.setdefault(source, SourceSpans())
            for one in covered:
                spans.known.add(one.from_s, one.until_s)
                if one.floor:
                    spans.floor.add(one.from_s, one.until_s)

    def of(self, ends: Seconds, step: int, over: int, source: str = "") -> tuple[Steps, Steps]:
        """For steps that end at ``ends``: told by any source; a floor.

        A step is told when some source covers some of it and all on time have come to its end. It
        is a floor when one that was there before does not cover all of its ``over`` seconds, or
        was saturated.
        """
        told, floor = np.zeros(len(ends), np.bool_), np.zeros(len(ends), np.bool_)
        for name, spans in self._asked(source):
            before, first = spans.known.seconds_before(ends), spans.known.first
            told |= before > spans.known.seconds_before(ends - step)
            whole = before - spans.known.seconds_before(ends - over) == over
            expected = ends > (first or 0)
            if self._running is not None and name not in self._running:
                expected &= ends - over < (spans.known.end or 0)
            floor |= expected & ~whole
            if spans.floor:
                at_floor = spans.floor.seconds_before(ends)
                floor |= at_floor > spans.floor.seconds_before(ends - over)
        return told & self.inside(ends, source), floor

    def inside(self, ends: Seconds, source: str = "") -> Steps:
        """Steps after the first second covered and not after the newest."""
        if source:
            known = self._sources[source].known if source in self._sources else Spans()
            first, end = known.first, known.end
        else:
            first, end = self.from_s, self.until_s
        if first is None or end is None:
            return np.zeros(len(ends), np.bool_)
        return (ends > first) & (ends <= end)

    def _told(self) -> list[SourceSpans]:
        return [one for one in self._sources.values() if one.known]

    def _asked(self, source: str) -> list[tuple[str, SourceSpans]]:
        told = [(name, one) for name, one in self._sources.items() if one.known]
        return [(name, one) for name, one in told if not source or name == source]

    def _forget(self, before: int) -> None:
        for spans in self._sources.values():
            spans.known.forget(before)
            spans.floor.forget(before)
