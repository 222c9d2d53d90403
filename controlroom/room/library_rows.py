"""What the library shows while nothing is sought."""

from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState


def unsought(event: LiveEvent, state: RoomState) -> tuple[str, ...]:
    """Slugs: in PREP all in order; at the desk sides of outcomes and what has a role of its own
    first, then what has no fixed slot."""
    if state is RoomState.PREP:
        return tuple(asset.slug for asset in event.assets)
    slots = {slug for _, slug in event.slots}
    sides = [cue.asset for cue in event.cues if cue.outcome is not None]
    special = [a.slug for a in event.assets if a.role != "post" and a.slug not in slots]
    rest = [asset.slug for asset in event.assets if asset.slug not in slots]
    return tuple(dict.fromkeys([*sides, *special, *rest]))
