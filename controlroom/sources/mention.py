"""What arrives from a source: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import msgspec

from controlroom.messages import Message


class Mention(msgspec.Struct, frozen=True, gc=False):
    """One public post somebody wrote.

    ``id`` is unique within ``source``; ``time_us`` UTC microseconds as the network stamped it;
    ``lang`` the first language the author declared (BCP 47) or ""; ``reply_to`` the id, within the
    same source, of the post it answers, or "".
    """

    id: str
    time_us: int
    text: str
    author: str
    source: str
    lang: str = ""
    reply_to: str = ""


class Deleted(msgspec.Struct, frozen=True, gc=False):
    """The author took a mention back; it must no longer count. ``id`` as in ``Mention``."""

    id: str
    source: str


class Bad(msgspec.Struct, frozen=True, gc=False):
    """Something arrived that cannot be read; it is counted and shown. ``why`` is for the log."""

    source: str
    why: str


class Gap(msgspec.Struct, frozen=True, gc=False):
    """Time in which the feed was not read and that it will not tell again. UTC microseconds."""

    source: str
    from_us: int
    until_us: int


@dataclass(frozen=True, slots=True)
class CountedSecond:
    """A whole second somebody else has counted.

    ``second`` UTC seconds; ``any`` mentions that any term matches, each once; ``terms`` counts by
    the term's slug; ``samples`` some of the texts behind the counts (not counted again).
    """

    second: int
    any: int
    terms: Mapping[str, int]
    samples: tuple[Mention, ...] = ()


class Phase(StrEnum):
    """Where a source stands. LATE still tells, by so much; STALE has told nothing for a while;
    SATURATED passes on less than there is, so a reading is a floor."""

    CONNECTING = "connecting"
    LIVE = "live"
    LATE = "late"
    STALE = "stale"
    SATURATED = "saturated"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SourceState:
    """How one source is doing. ``line`` says it in a sentence, with the reason where there is one.

    ``source`` is its name. ``late_s`` whole seconds between the newest mention and now; 0 while
    nothing has arrived. ``bad`` what could not be read and ``dropped`` what was let go unread since
    the start; ``cost_per_hour`` US dollars, None where it costs nothing.
    """

    source: str
    phase: Phase
    line: Message
    late_s: int = 0
    bad: int = 0
    dropped: int = 0
    cost_per_hour: float | None = None


Arrival: TypeAlias = Mention | Deleted | Bad | Gap | CountedSecond | SourceState
