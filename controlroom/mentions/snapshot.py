"""What is known of the mentions at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from controlroom.mentions.report import Heard
from controlroom.mentions.spikes import Spike
from controlroom.mentions.watches import Fire, Solemn
from controlroom.sources.mention import Mention, SourceState


@dataclass(frozen=True, slots=True)
class MentionSnapshot:
    """Frozen; ``revision`` grows with every change.

    ``totals`` mentions since the start by slug, and "any"; ``received`` everything that arrived,
    matched or not. ``fed_from_s``/``fed_until_s`` UTC seconds between which a feed covers the
    night (None before anything arrived): newer seconds are not known yet. ``heard`` the newest
    mentions that matched, oldest first. ``spikes`` of the night, oldest first. ``starts`` how
    often the collector's process was started. ``solemn`` and ``fires`` of the night, oldest first.
    ``latest`` the newest few mentions of each term by slug, newest first; ``solemn_of`` how many of
    a term's posts of the last ten minutes are solemn, and how many were judged.
    """

    revision: int = 0
    totals: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    received: int = 0
    fed_from_s: int | None = None
    fed_until_s: int | None = None
    heard: tuple[Heard, ...] = ()
    spikes: tuple[Spike, ...] = ()
    sources: tuple[SourceState, ...] = ()
    starts: int = 0
    solemn: tuple[Solemn, ...] = ()
    fires: tuple[Fire, ...] = ()
    latest: Mapping[str, tuple[Mention, ...]] = field(default_factory=lambda: MappingProxyType({}))
    solemn_of: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
