"""Who orders something from outside the window, and where: the same for a command that has a room
of its own and for one that comes through the door of a running room."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from controlroom.channels.base import Tools
from controlroom.errors import UserFacingError, WrongInput
from controlroom.messages import message
from controlroom.room.accounts_ways import EventWays
from controlroom.room.room import Room
from controlroom.store.thread import StoreThread

Line = dict[str, Any]
"""What is told: JSON's own kinds of values; ``kind`` says what it is about."""

DONE, REFUSED, UNKNOWN = 0, 1, 3
"""Exit codes: done, refused or NO-GO, outcome unknown."""


class NotKnown(UserFacingError):
    """It was carried out as far as it could be, and what came of it is not known."""

    exit_code = UNKNOWN


class Visitor(Protocol):
    """The one who ordered."""

    async def tell(self, line: Line) -> None:
        """Tell something on the way."""

    async def ask(self, name: str, line: Line) -> str:
        """Ask for something only a person has: a password, the second key. ``name`` is which of
        what was asked for. Raises ``WrongInput`` where nobody answers."""

    def open_page(self, address: str) -> None:
        """Show a page in the visitor's browser."""


@dataclass(frozen=True, slots=True)
class Premises:
    """Where an order is carried out. ``room`` and ``ways`` are None for what needs no event;
    ``turn`` keeps those apart that post."""

    thread: StoreThread
    tools: Tools
    room: Room | None = None
    ways: EventWays | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Wish:
    """An order as it was asked: ``call`` and its arguments, checked when they are read."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self._asked = asked
        self.call = self.text("call")

    def text(self, name: str) -> str:
        """A text that must be there."""
        found = self.maybe(name)
        if found is None:
            raise WrongInput(message("door.lacks", name=name))
        return found

    def maybe(self, name: str) -> str | None:
        """A text that may be left out."""
        found = self._asked.get(name)
        if found is not None and not isinstance(found, str):
            raise WrongInput(message("door.lacks", name=name))
        return found

    def yes(self, name: str) -> bool:
        """A yes or no."""
        return self._asked.get(name) is True

    def number(self, name: str) -> float | None:
        """A number that may be left out."""
        found = self._asked.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise WrongInput(message("door.lacks", name=name))
        return float(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """Several texts."""
        found = self._asked.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise WrongInput(message("door.lacks", name=name))
        return tuple(found)

    def pairs(self, name: str) -> dict[str, str]:
        """Names and texts."""
        found = self._asked.get(name, {})
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
            raise WrongInput(message("door.lacks", name=name))
        return dict(found)
