"""What posting needs from the room."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from controlroom.channels.base import Seen
from controlroom.clock import Clock
from controlroom.event.delivery import Delivery
from controlroom.event.live_event import LiveEvent
from controlroom.messages import Message
from controlroom.posting.at_wire import Asks, AtWire
from controlroom.posting.shelf import Shelf
from controlroom.posting.stager import MediaBytes


def nothing_speaks_against_it(post: AtWire) -> Message | None:
    """A room without guards."""
    return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``gestures`` are real seconds; ``event`` the event as it stands; ``changed`` asks for a new
    picture of the desk; ``differs`` is told of a post that reads back otherwise than it was sent.
    ``may_still_go`` polls the guards once more and says why a post must not leave. ``shelf`` keeps
    uploads over restarts."""

    clock: Clock
    gestures: Callable[[], float]
    event: Callable[[], LiveEvent]
    media: MediaBytes
    changed: Callable[[], None]
    differs: Callable[[Delivery, Seen], Awaitable[None]]
    may_still_go: Asks = nothing_speaks_against_it
    shelf: Shelf | None = None
