"""What the room asks of the store: events that are edited, and the as-run log."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from controlroom.event.delivery import Delivery
from controlroom.event.edits import Edit
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.posting.outbox import Ledger, Noted, Told


class Book(Protocol):
    """One event and its edits: the engine's thread is the only writer."""

    @property
    def event(self) -> LiveEvent:
        """The event as it stands."""

    async def apply(self, edit: Edit, by: str, at: int) -> LiveEvent:
        """Apply one edit and write it down with its inverse."""

    async def apply_all(self, edits: Sequence[Edit], by: str, at: int) -> LiveEvent:
        """The same for several, each of which can be undone by itself: all of them, or none."""

    async def next_undo(self) -> Edit | None:
        """The edit by which ``undo`` would take the newest one back, None where there is none."""

    async def undo(self, by: str, at: int) -> int:
        """Take the newest edit back, by a new edit; the revision that the one taken back made."""


class Journal(Ledger, Protocol):
    """The outbox's rows, the as-run log and the room's state."""

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
        """Append one line, which says what is ``told`` and ``more``."""

    async def keep_state(
        self,
        state: RoomState,
        held_from: RoomState | None,
        held_since: int | None,
        reason: str | None,
        at: int,
        *notes: Noted,
    ) -> None:
        """Write down the state of the room and the ``notes`` that tell of it: all of it, or
        nothing. Durable when it returns. Of a rehearsal only the notes are kept."""

    async def deliveries(self, *, rehearsal: bool) -> tuple[Delivery, ...]:
        """Every delivery of this event, oldest first."""
