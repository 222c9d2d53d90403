"""Keeps a real night's counts on the disk, and brings back those of the last 48 hours.

Counts, how their sources go on after exactly these, and the seconds these cover are written in one
transaction, so that a crash at any moment neither loses nor doubles a mention. All of it is done in
the store's thread.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec
import numpy as np

from controlroom.clock import MICROS, Clock
from controlroom.mentions.counts import ANY
from controlroom.mentions.held import Held
from controlroom.mentions.report import Increments
from controlroom.mentions.spans import Covered
from controlroom.mentions.spikes import Spike
from controlroom.mentions.unkept import FeedKept, Unkept
from controlroom.sources.base import Option
from controlroom.store.counts import SourceCounts
from controlroom.store.feeds import FeedRow
from controlroom.store.open import Store
from controlroom.store.thread import StoreThread

LOG = logging.getLogger("controlroom.room")

KEEP_EVERY_S = 5.0
KEPT_S = 48 * 3600
HOUR_S = 3600
PRUNE_EVERY_S = 600

_spike = msgspec.json.Decoder(Spike).decode


def kept_feeds(store: Store, event: str) -> tuple[FeedKept, ...]:
    """How the feeds of ``event`` go on: for ``Collector.resume_from``."""
    return tuple(
        FeedKept(
            row.source,
            {name: _option(value) for name, value in row.resume.items()},
            tuple(Covered(from_s, until_s, floor=floor) for from_s, until_s, floor in row.covered),
        )
        for row in store.feeds.read(event)
    )


class CountsKept:
    """The counts of one event that ``held`` gathers. Used in the engine's loop.

    Made before anything is added to ``held``.
    """

    def __init__(self, thread: StoreThread, event: str, held: Held, clock: Clock) -> None:
        self._thread = thread
        self._event = event
        self._held = held
        self._clock = clock
        self._restored_until = clock.now() // MICROS + HOUR_S
        self._pruned_s = 0
        self._keeping: asyncio.Task[None] | None = None
        held.keep()

    def start(self) -> None:
        """Bring back what was kept, then keep what comes, until ``stop``."""
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep_on(), name="counts")

    async def stop(self) -> None:
        """Keep what has come until now, and no more."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None
            await self.keep()

    async def restore(self) -> None:
        """Add what was kept in the last 48 hours to what is held; the newest hour comes first."""
        first_seen: dict[str, int] = {}
        begins = end = self._restored_until
        while end > self._restored_until - KEPT_S - HOUR_S:
            begin = end - end % HOUR_S if end % HOUR_S else end - HOUR_S
            found = await self._thread.run(self._restore_hour, begin, end, first_seen)
            begins = min(begins, found)
            end = begin
        # A term that is nowhere in the first minutes was added later: no one knows it before.
        self._held.set_since(
            {slug: second if second > begins else 0 for slug, second in first_seen.items()}
        )
        since = self._restored_until * MICROS - KEPT_S * MICROS
        spikes = await self._thread.run(self._thread.store.feeds.read_spikes, self._event, since)
        self._held.restore_spikes(_spike(body) for body in spikes)

    async def keep(self) -> None:
        """Write what was not kept yet. What cannot be written waits for the next time."""
        unkept = self._held.take_unkept()
        if unkept is None:
            return
        try:
            await self._thread.run(self._write, unkept)
        except Exception:
            LOG.exception("counts could not be kept; they are kept later")
            self._held.give_back(unkept)

    async def _keep_on(self) -> None:
        try:
            await self.restore()
        except Exception:
            LOG.exception("the counts of the night so far could not be read")
        while True:
            await asyncio.sleep(KEEP_EVERY_S)
            await self.keep()

    def _restore_hour(self, begin: int, end: int, first_seen: dict[str, int]) -> int:
        """In the store's thread. Returns the first second that was kept, ``end`` if none was."""
        first = end
        for one in self._thread.store.counts.read_sources(self._event, begin, end):
            second = int(one.seconds[0])
            first = min(first, second)
            slugs = tuple(term for term in one.terms if term != ANY)
            for slug in slugs:
                first_seen[slug] = min(second, first_seen.get(slug, second))
            rows = [one.terms.index(term) for term in (ANY, *slugs) if term in one.terms]
            counts = one.counts[rows].astype(np.int32)
            if ANY not in one.terms:
                counts = np.vstack([np.zeros(len(one.seconds), np.int32), counts])
            self._held.restore([Increments(one.source, slugs, one.seconds, counts)])
        return first

    def _write(self, unkept: Unkept) -> None:
        """In the store's thread."""
        store, now_s = self._thread.store, self._clock.now() // MICROS
        spikes = {spike.time_us: msgspec.json.encode(spike) for spike in unkept.spikes}
        with store.together():
            store.counts.add_sources(self._event, _joined(unkept.increments))
            store.feeds.put(self._event, [_row(one) for one in unkept.feeds])
            store.feeds.put_spikes(self._event, spikes)
            if now_s - self._pruned_s >= PRUNE_EVERY_S:
                self._pruned_s = now_s
                store.counts.prune(self._event, now_s - KEPT_S)
                store.feeds.prune_spikes(self._event, (now_s - KEPT_S) * MICROS)


def _row(feed: FeedKept) -> FeedRow:
    covered = tuple((one.from_s, one.until_s, one.floor) for one in feed.covered)
    return FeedRow(feed.source, dict(feed.resume), covered)


def _joined(increments: Iterable[Increments]) -> Iterator[SourceCounts]:
    """The same in fewer pieces: there are five a second."""
    for (source, slugs), several in groupby(increments, lambda one: (one.source, one.slugs)):
        pieces = list(several)
        seconds, places = np.unique(
            np.concatenate([one.seconds for one in pieces]), return_inverse=True
        )
        counts = np.zeros((len(seconds), 1 + len(slugs)), np.int64)
        np.add.at(counts, places, np.concatenate([one.counts.T for one in pieces]))
        yield SourceCounts(source, (ANY, *slugs), seconds, counts.T)


def _option(value: Any) -> Option:
    """An option as it was before it was JSON, which knows no tuples."""
    if isinstance(value, list):
        return tuple(_option(one) for one in value)
    if isinstance(value, Mapping):
        return {name: _option(one) for name, one in value.items()}
    option: Option = value
    return option
