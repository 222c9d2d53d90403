"""The room's seams on a real store: books that keep an event, and the journal of a night."""

from collections.abc import Callable
from typing import Any

from controlroom.errors import Refused
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.edits import Edit, apply
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.posting.outbox import Fields
from controlroom.room.seams import Told
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
        events, now = self._thread.store.events, self._event
        self._event = await self._thread.run(
            events.apply_edit, now.slug, now.revision, edit, by, at
        )
        return self._event

    async def undo(self, by: str, at: int) -> LiveEvent:
        """Take the newest edit back, by a new edit."""
        events, now = self._thread.store.events, self._event
        self._event = await self._thread.run(events.undo, now.slug, now.revision, by, at)
        return self._event


class RehearsalBook:
    """An event that is only rehearsed: what is marked and decided ends with the rehearsal."""

    def __init__(self, event: LiveEvent) -> None:
        self._event = event
        self._inverses: list[Edit] = []

    @property
    def event(self) -> LiveEvent:
        """The event as it stands in this rehearsal."""
        return self._event

    async def apply(self, edit: Edit, by: str, at: int) -> LiveEvent:
        """Apply one edit."""
        self._event, inverse = apply(self._event, edit)
        self._inverses.append(inverse)
        return self._event

    async def undo(self, by: str, at: int) -> LiveEvent:
        """Take the newest edit back."""
        if not self._inverses:
            raise Refused(message("undo.nothing"))
        self._event, _ = apply(self._event, self._inverses.pop())
        return self._event


class StoredJournal:
    """Outbox rows, as-run lines and the room's state of one event, durable when a call returns.

    ``heard`` gets every line as it is written: (time, kind, delivery, channel, state, body).
    """

    def __init__(
        self,
        thread: StoreThread,
        event: str,
        *,
        rehearsal: bool,
        heard: Callable[[dict[str, Any]], None],
    ) -> None:
        self._thread = thread
        self._event = event
        self._rehearsal = rehearsal
        self._heard = heard

    async def put(self, deliveries: tuple[Delivery, ...]) -> None:
        """Write new deliveries, and a line for each, in one transaction."""
        await self._thread.run(self._put, deliveries)

    def _put(self, deliveries: tuple[Delivery, ...]) -> None:
        with self._thread.store.together():
            self._thread.store.outbox.put(deliveries)
            for row in deliveries:
                self._line_of(row)

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
        told: dict[str, Told] = {
            "asset": row.asset,
            "moment": row.moment,
            "take": row.take,
            "key": row.key,
            "words": row.words if row.state is DeliveryState.PENDING else None,
            "url": row.url,
            "problem": row.problem,
            "until": row.until,
            "part": row.place + 1 if row.parent is not None else None,
            "handed": row.handed,
            "retracted": row.retracted,
        }
        body = {name: value for name, value in told.items() if value is not None}
        self._append("delivery", row.changed, row.id, row.channel, row.state, body)

    async def log(self, kind: str, at: int, *, state: str | None = None, **told: Told) -> None:
        """Append one line that is about no delivery."""
        body = {name: value for name, value in told.items() if value is not None}
        await self._thread.run(self._append, kind, at, None, None, state, body)

    def _append(
        self,
        kind: str,
        at: int,
        delivery: str | None,
        channel: str | None,
        state: str | None,
        body: dict[str, Any],
    ) -> None:
        line = self._thread.store.as_run.append(
            kind,
            event=self._event,
            at=at,
            rehearsal=self._rehearsal,
            delivery=delivery,
            channel=channel,
            state=state,
            body=body,
        )
        self._heard(
            {
                "at": at,
                "kind": kind,
                "delivery": delivery,
                "channel": channel,
                "state": state,
                "rehearsal": self._rehearsal,
                "hash": line.hash,
                **body,
            }
        )

    async def keep_state(
        self,
        state: RoomState,
        held_from: RoomState | None,
        held_since: int | None,
        reason: str | None,
        at: int,
    ) -> None:
        """Write down the state of the room."""
        row = RoomRow(self._event, state, at, held_from, held_since, reason or "")
        await self._thread.run(self._thread.store.rooms.save, row)

    async def deliveries(self, *, rehearsal: bool) -> tuple[Delivery, ...]:
        """Every delivery of this event, oldest first."""
        return await self._thread.run(self._thread.store.outbox.of_event, self._event, rehearsal)
