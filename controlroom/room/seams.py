"""What the room asks of the store: events that are edited, and the as-run log."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from controlroom.event.delivery import Delivery
from controlroom.event.edits import Edit
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.posting.outbox import Ledger

Told: TypeAlias = "str | int | float | Sequence[Told] | Mapping[str, Told] | None"
"""What a line of the as-run log can say; what is None is left out."""


class Book(Protocol):
    """One event and its edits: the engine's thread is the only writer."""

    @property
    def event(self) -> LiveEvent:
        """The event as it stands."""

    async def apply(self, edit: Edit, by: str, at: int) -> LiveEvent:
        """Apply one edit and write it down with its inverse."""

    async def apply_all(self, edits: Sequence[Edit], by: str, at: int) -> LiveEvent:
        """The same for several, each of which can be undone by itself: all of them, or none."""

    async def undo(self, by: str, at: int) -> LiveEvent:
        """Take the newest edit back, by a new edit."""


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
    ) -> None:
        """Write down the state of the room; durable when it returns."""

    async def deliveries(self, *, rehearsal: bool) -> tuple[Delivery, ...]:
        """Every delivery of this event, oldest first."""
