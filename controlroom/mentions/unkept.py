"""What was counted and is not on the disk yet: counts, and how their sources would go on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from controlroom.mentions.coverage import Coverage
from controlroom.mentions.report import Increments, Report
from controlroom.mentions.spans import Covered
from controlroom.mentions.spikes import Spike
from controlroom.sources.base import Option


@dataclass(frozen=True, slots=True)
class FeedKept:
    """One source by its name: the options with which it goes on after exactly the counts kept with
    this, and which seconds are known (UTC, with those that are a floor)."""

    source: str
    resume: Mapping[str, Option]
    covered: tuple[Covered, ...]


@dataclass(frozen=True, slots=True)
class Unkept:
    """What belongs on the disk together."""

    increments: tuple[Increments, ...]
    feeds: tuple[FeedKept, ...]
    spikes: tuple[Spike, ...] = ()


@dataclass(slots=True)
class _Source:
    """Increments in the order in which they came, and which of them make a whole."""

    pieces: list[Increments] = field(default_factory=list)
    whole: int = 0
    resume: Mapping[str, Option] | None = None


class Waiting:
    """Gathers what is to be kept. Counts without the options that follow them wait for these:
    kept alone, they would be counted again after a crash."""

    def __init__(self) -> None:
        self._sources: dict[str, _Source] = {}
        self._spikes: dict[int, Spike] = {}

    def add(self, report: Report) -> None:
        """A report was added to what is shown."""
        for one in report.sources:
            source = self._sources.setdefault(one.source, _Source())
            if len(one.seconds) or one.covered:
                source.pieces.append(one)
            if one.resume is not None:
                source.whole, source.resume = len(source.pieces), one.resume
        self._spikes |= {spike.time_us: spike for spike in report.spikes}

    def take(self, coverage: Coverage) -> Unkept | None:
        """What makes a whole; the rest waits. None when there is nothing."""
        increments: list[Increments] = []
        feeds = []
        for name, source in self._sources.items():
            if not source.whole or source.resume is None:
                continue
            increments += source.pieces[: source.whole]
            del source.pieces[: source.whole]
            source.whole = 0
            feeds.append(FeedKept(name, source.resume, coverage.kept_of(name)))
        spikes, self._spikes = tuple(self._spikes.values()), {}
        if not feeds and not spikes:
            return None
        return Unkept(tuple(increments), tuple(feeds), spikes)

    def give_back(self, unkept: Unkept) -> None:
        """It could not be kept: it comes first the next time."""
        for one in reversed(unkept.increments):
            source = self._sources[one.source]
            source.pieces.insert(0, one)
            source.whole += 1
        self._spikes = {spike.time_us: spike for spike in unkept.spikes} | self._spikes
