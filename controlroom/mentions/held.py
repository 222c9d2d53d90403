"""Our side of the mentions: every report added up."""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from controlroom.mentions.counts import ANY, Counts, Window
from controlroom.mentions.report import Heard, Report
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.mentions.spikes import Spike
from controlroom.sources.mention import SourceState

HEARD_KEPT = 60
SPIKES_KEPT = 200


class Held:
    """Counts, samples and spikes of the night so far. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = Counts()
        self._heard: deque[Heard] = deque(maxlen=HEARD_KEPT)
        self._spikes: dict[int, Spike] = {}
        self._received_before = 0
        self._fed_from: int | None = None
        self._snapshot = MentionSnapshot()

    @property
    def snapshot(self) -> MentionSnapshot:
        """The newest snapshot; reading it waits for nothing."""
        return self._snapshot

    def set_terms(self, slugs: Sequence[str]) -> None:
        """Keep counts of exactly these terms."""
        with self._lock:
            self._counts.set_terms(slugs)

    def window(
        self, start_s: int, seconds: int, step: int, slugs: Sequence[str] = (ANY,), over: int = 0
    ) -> Window:
        """As ``Counts.window``."""
        with self._lock:
            return self._counts.window(start_s, seconds, step, slugs, over)

    def began(self, starts: int, states: tuple[SourceState, ...]) -> None:
        """A collector process is starting, for the ``starts``-th time."""
        self._received_before = self._snapshot.received
        self._show(replace(self._snapshot, starts=starts, sources=states))

    def ended(self, states: tuple[SourceState, ...]) -> None:
        """No collector process is running."""
        self._show(replace(self._snapshot, sources=states))

    def add(self, report: Report) -> None:
        """Add what a collector did since its last report."""
        with self._lock:
            self._counts.merge(report.slugs, report.seconds, report.increments)
            if report.fed is not None:
                if self._fed_from is None:
                    self._fed_from = report.fed[0]
                self._counts.set_fed(self._fed_from, report.fed[1])
            totals = MappingProxyType(dict(self._counts.totals))
        self._hear(report)
        for spike in report.spikes:
            self._spikes[spike.time_us] = spike
        while len(self._spikes) > SPIKES_KEPT:
            del self._spikes[min(self._spikes)]
        before = self._snapshot
        self._show(
            replace(
                before,
                totals=totals,
                received=self._received_before + report.received,
                fed_from_s=self._fed_from,
                fed_until_s=before.fed_until_s if report.fed is None else report.fed[1],
                heard=tuple(self._heard),
                spikes=tuple(self._spikes[at] for at in sorted(self._spikes)),
                sources=report.states,
            )
        )

    def _hear(self, report: Report) -> None:
        self._heard.extend(report.heard)
        if report.taken_back:
            gone = set(report.taken_back)
            kept = [one for one in self._heard if (one.mention.source, one.mention.id) not in gone]
            self._heard = deque(kept, maxlen=HEARD_KEPT)

    def _show(self, snapshot: MentionSnapshot) -> None:
        if snapshot != self._snapshot:
            self._snapshot = replace(snapshot, revision=self._snapshot.revision + 1)
