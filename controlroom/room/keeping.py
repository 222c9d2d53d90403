"""The room's seams on a real store: books that keep an event, and the journal of a night."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from controlroom.errors import Refused
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.edits import Edit, apply
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.posting.outbox import Fields, Noted, Told
from controlroom.room.ordered import who_ordered
from controlroom.store.as_run import AsRunLine
from controlroom.store.as_run_file import told_of
from controlroom.store.room_rows import RoomRow
from controlroom.store.thread import StoreThread


class StoredBook:
    """An event whose edits are written down: PREP and LIVE."""

    def __init__(self, thread: StoreThread, event: LiveEvent) -> None:
        self._thread = thread
        self._event = event

    @property
    def event(self) -> LiveEvent:
        """The event as it stands."""
        return self._event

    async def apply(self, edit: Edit, by: str, at: int) -> LiveEvent:
        """Apply one edit in one transaction with its inverse."""
        return await self.apply_all((edit,), by, at)

    async def apply_all(self, edits: Sequence[Edit], by: str, at: int) -> LiveEvent:
        """Apply several in one transaction: all of them, or none."""
        events, now = self._thread.store.events, self._event
        self._event = await self._thread.run(
            events.apply_edits, now.slug, now.revision, edits, by, at
        )
        return self._event

    async def next_undo(self) -> Edit | None:
        """The edit by which ``undo`` would take the newest one back."""
        return await self._thread.run(self._thread.store.events.next_undo, self._event.slug)

    async def undo(self, by: str, at: int) -> int:
        """Take the newest edit back, by a new edit; the revision that the one taken back made."""
        events, now = self._thread.store.events, self._event
        self._event = await self._thread.run(events.undo, now.slug, now.revision, by, at)
        return await self._thread.run(events.taken_back_by, now.slug, self._event.revision)


class RehearsalBook:
    """An event that is only rehearsed: what is marked and decided ends with the rehearsal."""

    def __init__(self, event: LiveEvent) -> None:
        self._event = event
        self._inverses: list[tuple[int, Edit]] = []

    @property
    def event(self) -> LiveEvent:
        """The event as it stands in this rehearsal."""
        return self._event

    async def apply(self, edit: Edit, by: str, at: int) -> LiveEvent:
        """Apply one edit."""
        return await self.apply_all((edit,), by, at)

    async def apply_all(self, edits: Sequence[Edit], by: str, at: int) -> LiveEvent:
        """Apply several: all of them, or none."""
        event, inverses = self._event, list[tuple[int, Edit]]()
        for edit in edits:
            event, inverse = apply(event, edit)
            inverses.append((event.revision, inverse))
        self._event = event
        self._inverses += inverses
        return event

    async def next_undo(self) -> Edit | None:
        """The edit by which ``undo`` would take the newest one back."""
        return self._inverses[-1][1] if self._inverses else None

    async def undo(self, by: str, at: int) -> int:
        """Take the newest edit back; the revision that it made."""
        if not self._inverses:
            raise Refused(message("undo.nothing"))
        back, inverse = self._inverses.pop()
        self._event, _ = apply(self._event, inverse)
        return back


class StoredJournal:
    """Outbox rows, as-run lines and the room's state of one event, durable when a call returns.

    ``run`` names the chain of a rehearsal, "" is the event's own. ``heard`` gets every line once it
    is written: the object that stands in the log's file, and ``at`` (UTC µs).
    """

    def __init__(
        self,
        thread: StoreThread,
        event: str,
        *,
        rehearsal: bool,
        heard: Callable[[dict[str, Any]], None],
        run: str = "",
    ) -> None:
        self._thread = thread
        self._event = event
        self._rehearsal = rehearsal
        self._run = run
        self._heard = heard

    async def put(self, deliveries: tuple[Delivery, ...], *notes: Noted) -> None:
        """Write new deliveries, a line for each, and the ``notes`` that go with them, in one
        transaction."""
        await self._thread.run(self._put, deliveries, notes, who_ordered())

    def _put(
        self, deliveries: tuple[Delivery, ...], notes: tuple[Noted, ...], who: str | None
    ) -> None:
        with self._thread.store.together():
            self._thread.store.outbox.put(deliveries)
            for row in deliveries:
                self._line_of(row)
            self._note(notes, who)

    def _note(self, notes: Sequence[Noted], who: str | None) -> None:
        for note in notes:
            told = {"operator": who, **note.told}
            self._append(note.kind, note.at, None, None, note.state, told)

    async def move(self, delivery: Delivery, to: DeliveryState, fields: Fields) -> Delivery:
        """Write a delivery's next state and its line, in one transaction."""
        return await self._thread.run(self._move, delivery, to, fields)

    def _move(self, delivery: Delivery, to: DeliveryState, fields: Fields) -> Delivery:
        known: Any = {"changed": delivery.changed, **fields}
        with self._thread.store.together():
            moved = self._thread.store.outbox.move(delivery.id, delivery.state, to, **known)
            self._line_of(moved)
        return moved

    async def amend(self, delivery: Delivery, fields: Fields) -> Delivery:
        """Write what became known of a delivery, and a line, in one transaction."""
        return await self._thread.run(self._amend, delivery, fields)

    def _amend(self, delivery: Delivery, fields: Fields) -> Delivery:
        known: Any = {"changed": delivery.changed, **fields}
        with self._thread.store.together():
            told = self._thread.store.outbox.amend(delivery.id, delivery.state, **known)
            self._line_of(told)
        return told

    def _line_of(self, row: Delivery) -> None:
        fresh = row.state is DeliveryState.PENDING
        told: dict[str, Told] = {
            "asset": row.asset,
            "moment": row.moment,
            "take": row.take,
            "key": row.key,
            "handle": row.handle,
            "words": row.words if fresh else None,
            "pictures": row.pictures if fresh else None,
            "url": row.url,
            "remote_id": row.remote_id,
            "accepted": row.accepted,
            "problem": row.problem,
            "until": row.until,
            "part": row.place + 1 if row.parent is not None else None,
            "handed": row.handed,
            "retracted": row.retracted,
        }
        self._append("delivery", row.changed, row.id, row.channel, row.state, told)

    async def log(
        self,
        kind: str,
        at: int,
        more: Mapping[str, Told] | None = None,
        /,
        *,
        state: str | None = None,
        channel: str | None = None,
        **told: Told,
    ) -> None:
        """Append one line that is about no delivery; with whoever ordered it, where it follows from
        an order."""
        body: dict[str, Told] = {"operator": who_ordered(), **told, **(more or {})}
        await self._thread.run(self._append, kind, at, None, channel, state, body)

    def _append(
        self,
        kind: str,
        at: int,
        delivery: str | None,
        channel: str | None,
        state: str | None,
        told: Mapping[str, Told],
    ) -> None:
        self._thread.store.as_run.append(
            kind,
            event=self._event,
            run=self._run,
            at=at,
            rehearsal=self._rehearsal,
            delivery=delivery,
            channel=channel,
            state=state,
            body={name: value for name, value in told.items() if value is not None},
            heard=self._hear,
        )

    def _hear(self, line: AsRunLine) -> None:
        self._heard({**told_of(line), "at": line.at})

    async def keep_state(
        self,
        state: RoomState,
        held_from: RoomState | None,
        held_since: int | None,
        reason: str | None,
        at: int,
        *notes: Noted,
    ) -> None:
        """Write down the state of the room and the ``notes`` that tell of it, in one transaction.
        A rehearsal's state is nobody's business tomorrow: only its notes are kept."""
        row = RoomRow(self._event, state, at, held_from, held_since, reason or "")
        await self._thread.run(self._keep_state, row, notes, who_ordered())

    def _keep_state(self, row: RoomRow, notes: tuple[Noted, ...], who: str | None) -> None:
        with self._thread.store.together():
            if not self._rehearsal:
                self._thread.store.rooms.save(row)
            self._note(notes, who)

    async def deliveries(self, *, rehearsal: bool) -> tuple[Delivery, ...]:
        """Every delivery of this event, oldest first."""
        return await self._thread.run(self._thread.store.outbox.of_event, self._event, rehearsal)
