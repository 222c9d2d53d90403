"""The readiness board as it was made: one line for everything that was checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from controlroom.messages import Message


class BoardLevel(StrEnum):
    """What a check found: nothing, something to know, or something that stands in the way."""

    GO = "go"
    NOTE = "note"
    NO_GO = "no_go"


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody goes LIVE in spite of one line, and why; ``at`` UTC µs."""

    by: str
    reason: str
    at: int


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line: which ``check``, ``about`` whom or what (a channel, a moment's slug, a name), what
    was found and what to do about it. ``key`` names the line and its reason: with another reason it
    is another one. ``overridden`` where somebody goes LIVE in spite of it."""

    check: str
    about: str
    level: BoardLevel
    label: Message
    what: Message
    do: Message | None
    key: str
    overridden: Override | None = None

    @property
    def stops(self) -> bool:
        """Whether it stands in the way of LIVE."""
        return self.level is BoardLevel.NO_GO and self.overridden is None


@dataclass(frozen=True, slots=True)
class Board:
    """All lines of one look at ``made_at`` (UTC µs), in the order of the checks. Of the event's
    assets ``ready`` could go out, those named in ``waiting`` (slugs) not. ``revision`` is the
    event's that was looked at."""

    made_at: int
    lines: tuple[BoardLine, ...]
    ready: int
    waiting: tuple[str, ...]
    revision: int

    @property
    def not_ready(self) -> int:
        """How many assets could not go out."""
        return len(self.waiting)

    @property
    def stops(self) -> tuple[BoardLine, ...]:
        """What stands in the way of LIVE."""
        return tuple(line for line in self.lines if line.stops)


def count(lines: Iterable[BoardLine]) -> dict[str, int]:
    """How many lines say what; one that is overridden is counted as a NOTE."""
    found = {level.value: 0 for level in BoardLevel}
    for line in lines:
        found[BoardLevel.NOTE if line.overridden is not None else line.level] += 1
    return found
