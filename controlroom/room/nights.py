"""Making and ending nights: the real one of PREP and LIVE, and each rehearsal."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from controlroom.channels.base import Seen
from controlroom.clock import Clock, NightClock
from controlroom.event.delivery import Delivery
from controlroom.event.edits import MarkMoment
from controlroom.event.live_event import LiveEvent
from controlroom.ids import uuid7
from controlroom.mentions.collector import Collector
from controlroom.messages import Message
from controlroom.posting.at_wire import AtWire
from controlroom.posting.outbox import Outbox
from controlroom.posting.posting import Posting
from controlroom.posting.surroundings import Surroundings as PostingSurroundings
from controlroom.posting.wire import Wire
from controlroom.rehearsal.spotter import due_marks
from controlroom.room.counts_kept import CountsKept
from controlroom.room.feed import FeedReader
from controlroom.room.keeping import RehearsalBook, StoredBook, StoredJournal
from controlroom.room.night import Night
from controlroom.room.seams import Book, Journal
from controlroom.room.shelf import StoredShelf
from controlroom.store.thread import StoreThread

if TYPE_CHECKING:
    from controlroom.room.floor import Floor, Surroundings

MakeClock = Callable[[int, float], Clock]


class Hooked(Protocol):
    """What posting tells and asks the room."""

    def changed(self) -> None:
        """The desk must be drawn anew."""

    async def differs(self, row: Delivery, seen: Seen) -> None:
        """A post reads back otherwise than it was sent."""

    def may_still_go(self, post: AtWire) -> Message | None:
        """Why a post that was taken must not leave now, or None."""


class Nights:
    """The nights of one event. ``speed`` is that of rehearsals; ``make_clock`` makes theirs from
    (UTC µs, speed)."""

    def __init__(
        self,
        thread: StoreThread,
        event: LiveEvent,
        around: "Surroundings",
        *,
        rehearse_from: int | None,
        speed: float,
        make_clock: MakeClock = NightClock.starting_at,
    ) -> None:
        self.around = around
        self.speed = speed
        self._thread = thread
        self._event = event
        self._rehearse_from = rehearse_from
        self._make_clock = make_clock
        self._room: Hooked | None = None
        self._kept: CountsKept | None = None
        # All that is rehearsed while the room is open is one chain of the as-run log.
        self.run = uuid7(around.live_clock.now())
        self.real = self._make_real(event)

    def rehearsal_starts(self, event: LiveEvent) -> int:
        """UTC µs at which a rehearsal begins."""
        return self._rehearse_from if self._rehearse_from is not None else event.starts

    def hook(self, room: Hooked) -> None:
        """Let posting tell the room what changed, and ask its guards."""
        self._room = room

    def _changed(self) -> None:
        if self._room is not None:
            self._room.changed()

    async def _differs(self, row: Delivery, seen: Seen) -> None:
        if self._room is not None:
            await self._room.differs(row, seen)

    def _may_still_go(self, post: AtWire) -> Message | None:
        return None if self._room is None else self._room.may_still_go(post)

    def _journal(self, event: LiveEvent, *, rehearsal: bool) -> StoredJournal:
        return StoredJournal(
            self._thread,
            event.slug,
            rehearsal=rehearsal,
            heard=self.around.heard,
            run=self.run if rehearsal else "",
        )

    def _make_real(self, event: LiveEvent) -> Night:
        around, clock = self.around, self.around.live_clock
        book, journal = StoredBook(self._thread, event), self._journal(event, rehearsal=False)
        known = self._thread.store.outbox.of_event(event.slug, False)  # noqa: FBT003
        posting = self._posting(clock, book, journal, known, rehearsal=False)
        feed = around.live_feed(clock) if around.live_feed is not None else None
        if isinstance(feed, Collector):
            self._kept = CountsKept(self._thread, event.slug, feed.held, clock)
        reader = FeedReader(feed)
        return Night(book, journal, clock, reader, posting, {}, simulated=False)

    async def rehearsal(self, at: int, speed: float, floor: "Floor") -> Night:
        """A rehearsal from ``at`` on: what happened before is marked already."""
        around, clock = self.around, self._make_clock(at, speed)
        book = RehearsalBook(self.real.book.event)
        for slug, when in due_marks(book.event, around.actual, at):
            await book.apply(MarkMoment(slug, when), "spotter", at)
        journal = self._journal(book.event, rehearsal=True)
        posting = self._posting(clock, book, journal, (), rehearsal=True)
        feed = await asyncio.to_thread(around.rehearsal_feed, clock)
        reader = FeedReader(feed)
        return Night(
            book, journal, clock, reader, posting, around.actual, simulated=True, run=self.run
        )

    def _posting(
        self,
        clock: Clock,
        book: Book,
        journal: Journal,
        known: tuple[Delivery, ...],
        *,
        rehearsal: bool,
    ) -> Posting:
        around = self.around
        make = around.simulated if rehearsal else around.channels
        surroundings = PostingSurroundings(
            clock=clock,
            gestures=around.gestures,
            event=lambda: book.event,
            media=self._thread.store.media.read,
            changed=self._changed,
            differs=self._differs,
            may_still_go=self._may_still_go,
            # What a rehearsal uploads is nowhere.
            shelf=None if rehearsal else StoredShelf(self._thread),
        )
        # Opened by LIVE and by REHEARSAL. A rehearsal that slept has nothing to be late with.
        still = around.sleep.stood_still
        wire = Wire(closed=True) if rehearsal else Wire(closed=True, stood_still=still)
        outbox = Outbox(journal, known)
        return Posting(make(clock), outbox, wire, surroundings, rehearsal=rehearsal)

    def keep_counts(self) -> None:
        """Show the real night so far and keep what comes; a rehearsal's counts are not kept."""
        if self._kept is not None:
            self._kept.start()

    async def end(self, night: Night) -> None:
        """Let go of a night: pending posts are cancelled, the feed ends."""
        await night.own_posts.stop()
        await night.posting.stop()
        if night.reader.feed is not None:
            await asyncio.to_thread(night.reader.feed.stop)
        if night is self.real and self._kept is not None:
            await self._kept.stop()
