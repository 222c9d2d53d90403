"""HOLD: only the correction and the pause asset, with the second key."""

from controlroom.event.asset import Role
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.held")


def guard(known: Known) -> Answer | None:
    """NO-GO for any other post while the wire is closed. None outside HOLD."""
    if known.state is not RoomState.HOLD:
        return None
    if known.asset.role is Role.POST:
        return Answer(Level.NO_GO, LABEL, message("guard.held.closed"))
    return Answer(Level.CAUTION, LABEL, message("guard.held.allowed"))
