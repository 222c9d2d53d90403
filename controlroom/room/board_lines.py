"""What the checks of the readiness board give back, and what they may look at."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from controlroom.channels.base import Channel, Standing
from controlroom.desk.board_facts import BoardLevel, BoardLine
from controlroom.event.asset import Asset
from controlroom.event.live_event import LiveEvent, Person
from controlroom.event.times import Expected
from controlroom.guards.poll import GoPoll
from controlroom.messages import Message, english
from controlroom.sources.mention import SourceState


@dataclass(frozen=True, slots=True)
class Found:
    """What one check found; the check of the assets says how many are ``ready`` and which are
    ``waiting`` (slugs)."""

    lines: tuple[BoardLine, ...]
    ready: int = 0
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What the checks may look at, none of it public.

    ``ways`` the ways out by channel; ``poll`` is what the guards say of an asset at a time (UTC
    µs); ``sources`` how the feeds stand (None: no feed runs); ``clock_off_s`` how far this
    computer's clock is from the servers' (None: none was asked), ``stepped_s`` by how much it was
    just moved. ``learned`` takes what a harmless call said of an account. ``vault`` asks the
    keyring (raises ``VaultClosed``) and says whether it keeps.
    ``has_key`` whether a person can turn the second key, ``reached`` who said that they answer
    (UTC µs by name). ``free_bytes`` and ``try_store`` ask the store's disk (may raise).
    """

    event: LiveEvent
    expected: Expected
    now: int
    operator: str
    ways: Mapping[str, Channel]
    title: Callable[[str], str]
    poll: Callable[[Asset, int], GoPoll]
    sources: Callable[[], tuple[SourceState, ...]] | None
    clock_off_s: Callable[[], float | None]
    stepped_s: float | None
    learned: Callable[[str, Standing], None]
    vault: Callable[[], Awaitable[bool]]
    has_key: Callable[[Person], Awaitable[bool]]
    free_bytes: Callable[[], Awaitable[int]]
    try_store: Callable[[], Awaitable[None]]
    reached: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """One check, to be run beside the others. ``hung`` is the line where it does not answer;
    ``endless``: it only computes, and may take as long as the library is large. ``last``: it looks
    at what the others have learned."""

    check: str
    run: Callable[[], Awaitable[Found]]
    hung: BoardLine
    endless: bool = False
    last: bool = False


def board_line(
    check: str,
    about: str,
    level: BoardLevel,
    label: Message,
    what: Message,
    do: Message | None = None,
    *,
    because: str = "",
) -> BoardLine:
    """A line with its key. ``because`` is the reason in words that stay the same from one look to
    the next, where ``what`` holds figures that do not."""
    told = f"{level}\n{because or english(what)}"
    digest = hashlib.sha256(told.encode()).hexdigest()[:6]
    key = ":".join(part for part in (check, about, digest) if part)
    return BoardLine(check, about, level, label, what, do, key)


def go(check: str, about: str, label: Message, what: Message) -> BoardLine:
    """Nothing to do."""
    return board_line(check, about, BoardLevel.GO, label, what)


def found(lines: Iterable[BoardLine]) -> Found:
    """The same as what a check gives back."""
    return Found(tuple(lines))
