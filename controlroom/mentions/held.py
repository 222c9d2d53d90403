"""Our side of the mentions: every report added up."""

import threading
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from controlroom.mentions.counts import ANY, Counts, Window
from controlroom.mentions.report import Heard, Increments, Report
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.mentions.spans import Covered
from controlroom.mentions.spikes import Spike
from controlroom.mentions.unkept import Unkept, Waiting
from controlroom.mentions.watches import Fire, Solemn
from controlroom.sources.mention import Mention, SourceState

HEARD_KEPT = 60
FOUND_KEPT = 200

Found = TypeVar("Found")


class Held:
    """Counts, samples, spikes and alarms of the night so far. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = Counts()
        self._waiting: Waiting | None = None
        self._heard: deque[Heard] = deque(maxlen=HEARD_KEPT)
        self._latest: dict[str, tuple[Mention, ...]] = {}
        self._spikes: dict[int, Spike] = {}
        self._solemn: dict[tuple[int, str], Solemn] = {}
        self._fires: dict[int, Fire] = {}
        self._received_before = 0
        self._snapshot = MentionSnapshot()

    @property
    def snapshot(self) -> MentionSnapshot:
        """The newest snapshot; reading it waits for nothing."""
        return self._snapshot

    @property
    def bytes(self) -> int:
        """Memory of the counts."""
        return self._counts.bytes

    def set_terms(self, slugs: Sequence[str]) -> None:
        """Keep counts of exactly these terms."""
        with self._lock:
            self._counts.set_terms(slugs)
        self._latest = {slug: said for slug, said in self._latest.items() if slug in slugs}

    def set_running(self, names: Iterable[str]) -> None:
        """The sources that are to tell, by name."""
        with self._lock:
            self._counts.coverage.set_running(names)

    def window(
        self,
        start_s: int,
        seconds: int,
        step: int,
        slugs: Sequence[str] = (ANY,),
        over: int = 0,
        source: str = "",
    ) -> Window:
        """As ``Counts.window``."""
        with self._lock:
            return self._counts.window(start_s, seconds, step, slugs, over, source)

    def covered_until(self) -> dict[str, int]:
        """Up to which second each source has told, by its name."""
        with self._lock:
            return self._counts.coverage.ends()

    def keep(self) -> None:
        """From now on remember what was not taken to be kept; see ``take_unkept``."""
        with self._lock:
            self._waiting = self._waiting or Waiting()

    def take_unkept(self) -> Unkept | None:
        """What came since the last call and is to be kept, whole or not at all; None: nothing."""
        with self._lock:
            return None if self._waiting is None else self._waiting.take(self._counts.coverage)

    def give_back(self, unkept: Unkept) -> None:
        """It could not be kept; the next call brings it again."""
        with self._lock:
            if self._waiting is not None:
                self._waiting.give_back(unkept)

    def restore(self, increments: Iterable[Increments]) -> None:
        """Counts of an earlier run of this night, of any stretch and in any order."""
        with self._lock:
            for one in increments:
                self._counts.merge(one.slugs, one.seconds, one.counts, one.source)
            totals = MappingProxyType(dict(self._counts.totals))
        self._show(replace(self._snapshot, totals=totals))

    def restore_coverage(self, covered: Mapping[str, Sequence[Covered]]) -> None:
        """What the sources had told in an earlier run of this night."""
        with self._lock:
            self._counts.coverage.restore(covered)
            fed = self._counts.coverage.from_s, self._counts.coverage.until_s
        self._show(replace(self._snapshot, fed_from_s=fed[0], fed_until_s=fed[1]))

    def restore_spikes(self, spikes: Iterable[Spike]) -> None:
        """Spikes of an earlier run of this night."""
        for spike in spikes:
            self._spikes.setdefault(spike.time_us, spike)
        self._show(replace(self._snapshot, spikes=_newest(self._spikes)))

    def set_since(self, since: Mapping[str, int]) -> None:
        """From which second terms have been watched, where that is later than the feeds began."""
        with self._lock:
            for slug, second in since.items():
                self._counts.set_since(slug, second)

    def began(self, starts: int, states: tuple[SourceState, ...]) -> None:
        """A collector process is starting, for the ``starts``-th time."""
        self._received_before = self._snapshot.received
        if starts > 1:
            # The process before this one watched them: nobody would ever say that they are over.
            self._fires = {at: replace(one, over=True) for at, one in self._fires.items()}
        fires = _newest(self._fires)
        self._show(replace(self._snapshot, starts=starts, sources=states, fires=fires))

    def ended(self, states: tuple[SourceState, ...]) -> None:
        """No collector process is running."""
        self._show(replace(self._snapshot, sources=states))

    def add(self, report: Report) -> None:
        """Add what a collector did since its last report."""
        with self._lock:
            for one in report.sources:
                self._counts.merge(one.slugs, one.seconds, one.counts, one.source)
                self._counts.cover(one.covered, one.source)
            if self._waiting is not None:
                self._waiting.add(report)
            totals = MappingProxyType(dict(self._counts.totals))
            fed = self._counts.coverage.from_s, self._counts.coverage.until_s
        self._hear(report)
        self._spikes |= {spike.time_us: spike for spike in report.spikes}
        self._solemn |= {(one.since_us, one.subject): one for one in report.solemn}
        self._fires |= {fire.since_us: fire for fire in report.fires}
        self._show(
            replace(
                self._snapshot,
                totals=totals,
                received=self._received_before + report.received,
                fed_from_s=fed[0],
                fed_until_s=fed[1],
                heard=tuple(self._heard),
                spikes=_newest(self._spikes),
                solemn=_newest(self._solemn),
                fires=_newest(self._fires),
                latest=MappingProxyType(self._latest),
                solemn_of=MappingProxyType(dict(report.solemn_of)),
                sources=report.states,
            )
        )

    def _hear(self, report: Report) -> None:
        self._heard.extend(report.heard)
        if report.taken_back:
            gone = set(report.taken_back)
            kept = [one for one in self._heard if (one.mention.source, one.mention.id) not in gone]
            self._heard = deque(kept, maxlen=HEARD_KEPT)
        if report.latest:
            # Snapshots keep theirs: a new dict each time something changed.
            self._latest = self._latest | dict(report.latest)

    def _show(self, snapshot: MentionSnapshot) -> None:
        if snapshot != self._snapshot:
            self._snapshot = replace(snapshot, revision=self._snapshot.revision + 1)


def _newest(found: dict[Any, Found]) -> tuple[Found, ...]:
    """What was found, by time, oldest first; the oldest makes room."""
    while len(found) > FOUND_KEPT:
        del found[min(found)]
    return tuple(found[at] for at in sorted(found))
