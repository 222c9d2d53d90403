"""What stands in the right column while the wire is closed."""

from dataclasses import dataclass

from controlroom.messages import Message


@dataclass(frozen=True, slots=True)
class StillPossible:
    """One thing that can (or cannot) be done in HOLD. ``mark``: check, key or cross."""

    mark: str
    title: Message
    line: Message
    note: Message


@dataclass(frozen=True, slots=True)
class AlsoStopRow:
    """Something to stop by hand outside this program."""

    number: int
    title: str
    line: Message
    done: bool
    note: Message


@dataclass(frozen=True, slots=True)
class HoldView:
    """HOLD answers "what can I still do?" before "why?". ``left`` tells of requests that were under
    way when it began, ``also_empty`` how to fill the card of what else to stop."""

    since: int
    still: tuple[StillPossible, ...]
    also_stop: tuple[AlsoStopRow, ...]
    also_note: Message
    reasons: tuple[tuple[str, Message], ...]
    reason: str | None
    release: Message
    release_line: Message
    left: Message | None = None
    also_empty: Message | None = None
