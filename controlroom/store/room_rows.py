"""The state of each event's room, so that a HOLD survives a restart."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row, select

from controlroom.event.room_state import RoomState
from controlroom.store.database import Database
from controlroom.store.tables import ROOM_STATES


@dataclass(frozen=True, slots=True)
class RoomRow:
    """What the room of ``event`` was doing at ``updated_at``; times are UTC µs.

    ``held_from``: the state HOLD was entered from, at ``held_since``, for ``reason``.
    """

    event: str
    state: RoomState
    updated_at: int
    held_from: RoomState | None = None
    held_since: int | None = None
    reason: str = ""


_COLUMNS = tuple(ROOM_STATES.c[field.name] for field in fields(RoomRow))


class RoomRows:
    """The rooms' states of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, room: RoomRow) -> None:
        """Write down what the room is doing; on the disk when it returns."""
        row = {
            "event": room.event,
            "state": room.state.value,
            "held_from": None if room.held_from is None else room.held_from.value,
            "held_since": room.held_since,
            "reason": room.reason,
            "updated_at": room.updated_at,
        }
        with self._database.writing() as connection:
            self._database.put(connection, ROOM_STATES, [row])

    def load(self, event: str) -> RoomRow | None:
        """What the room of ``event`` was doing, None if it never did anything."""
        with self._database.reading() as connection:
            row = connection.execute(
                select(*_COLUMNS).where(ROOM_STATES.c.event == event)
            ).one_or_none()
        return None if row is None else _room(row)

    def all_rooms(self) -> tuple[RoomRow, ...]:
        """Every room, the one that changed last in front."""
        order = (ROOM_STATES.c.updated_at.desc(), ROOM_STATES.c.event)
        with self._database.reading() as connection:
            return tuple(
                _room(row) for row in connection.execute(select(*_COLUMNS).order_by(*order))
            )


def _room(row: Row[Any]) -> RoomRow:
    held_from = None if row.held_from is None else RoomState(row.held_from)
    return RoomRow(
        row.event, RoomState(row.state), row.updated_at, held_from, row.held_since, row.reason
    )
