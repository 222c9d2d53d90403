"""The states of the room and the only ways between them (docs/architecture.md, States)."""

from enum import StrEnum


class RoomState(StrEnum):
    """What the room is doing. CAUTION is not a state: it is a mood of LIVE."""

    PREP = "prep"
    REHEARSAL = "rehearsal"
    LIVE = "live"
    HOLD = "hold"
    WRAP = "wrap"


_WAYS: dict[RoomState, frozenset[RoomState]] = {
    RoomState.PREP: frozenset({RoomState.REHEARSAL, RoomState.LIVE}),
    RoomState.REHEARSAL: frozenset({RoomState.PREP, RoomState.HOLD}),
    RoomState.LIVE: frozenset({RoomState.HOLD, RoomState.WRAP}),
    RoomState.WRAP: frozenset({RoomState.PREP}),
}


def may_go(now: RoomState, to: RoomState, held_from: RoomState | None = None) -> bool:
    """Whether the room may go from ``now`` to ``to``.

    ``held_from`` is the state HOLD was entered from; HOLD leads back there or to WRAP.
    """
    if now is RoomState.HOLD:
        return to is RoomState.WRAP or (held_from is not None and to is held_from)
    return to in _WAYS[now]
