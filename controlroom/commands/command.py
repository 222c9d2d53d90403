"""What a command is: the same id, reason and run for key, button and command line."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from controlroom.commands.orders import Orders
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, message

Arguments = Mapping[str, str]
PREP, REHEARSAL, LIVE, HOLD, WRAP = RoomState
ANYWHERE = frozenset(RoomState)
RUNNING = frozenset({REHEARSAL, LIVE, HOLD})
DESK = RUNNING | {PREP}


class Gesture(StrEnum):
    """How a key is used. HELD: pressed for ``Command.held_s``. TWICE: two presses with a key-up
    between them, within 600 ms."""

    PRESS = "press"
    HELD = "held"
    TWICE = "twice"


Run = Callable[[Orders, Arguments], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be ordered.

    ``keys`` are portable key names ("Ctrl+Return"); on macOS Ctrl is shown as ⌘. ``in_text``:
    also answers while somebody types. ``arguments`` are the names ``run`` needs.
    """

    id: str
    title: Message
    run: Run
    keys: tuple[str, ...] = ()
    gesture: Gesture = Gesture.PRESS
    held_s: float = 0.0
    in_text: bool = False
    states: frozenset[RoomState] = RUNNING
    arguments: tuple[str, ...] = ()
    first_night: bool = False

    def why_not(self, orders: Orders) -> Message | None:
        """Why this cannot be done now, or None."""
        if orders.state in self.states:
            return None
        return message("command.not_in_state", command=self.title, state=state_word(orders.state))


def state_word(state: RoomState) -> Message:
    """The word for a state of the room."""
    return message(f"state.{state}")
