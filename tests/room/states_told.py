"""What the model of the room's states remembers, and which posts it may take."""

from functools import cache
from typing import NamedTuple

from controlroom.clock import MICROS
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Role
from tests.room.still_room import QUIET, bundled


class Content(NamedTuple):
    """What must not be lost."""

    asset: str
    moment: str | None
    words: str


class Pending(NamedTuple):
    """A take inside its hold window."""

    take: str
    content: Content
    passes: bool


@cache
def posts() -> list[str]:
    """Assets that may be posted without a second key."""
    event = bundled()
    at = event.starts + QUIET * MICROS
    outcomes = {cue.asset for cue in event.cues if cue.outcome is not None}
    return [
        asset.slug
        for asset in event.assets
        if asset.role is Role.POST
        and not asset.slots
        and asset.slug not in outcomes
        and is_approved(asset, event.channels, at)
    ][:8]
