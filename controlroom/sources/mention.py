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
    ``lang`` the first language the author declared (BCP 47) or "".
    """

    id: str
    time_us: int
    text: str
    author: str
    source: str
    lang: str = ""


class Deleted(msgspec.Struct, frozen=True, gc=False):
    """The author took a mention back; it must no longer count. ``id`` as in ``Mention``."""

    id: str
    source: str


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
    """Where a source stands."""

    CONNECTING = "connecting"
    LIVE = "live"
    LATE = "late"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SourceState:
    """How one source is doing. ``line`` says it in a sentence, with the reason where there is one.

    ``late_s`` whole seconds between the newest mention and now; 0 while nothing has arrived.
    """

    source: str
    phase: Phase
    line: Message
    late_s: int = 0


Arrival: TypeAlias = Mention | Deleted | CountedSecond | SourceState
