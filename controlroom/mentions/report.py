"""What crosses between the collector's process and ours: frozen, picklable values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from controlroom.event.watch import WatchTerm
from controlroom.mentions.spans import Covered
from controlroom.mentions.spikes import Spike
from controlroom.mentions.watches import Fire, Solemn
from controlroom.sources.base import Option
from controlroom.sources.mention import Mention, SourceState


@dataclass(frozen=True, slots=True)
class Heard:
    """A mention that matched, with the slugs of its terms."""

    mention: Mention
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Increments:
    """What one source brought on top.

    ``seconds`` UTC, ascending; ``counts`` one row for "any", then one for each of ``slugs``.
    ``covered`` what became known of the source's seconds; ``resume`` how the source would go on
    after exactly these counts, None where that is not known.
    """

    source: str
    slugs: tuple[str, ...]
    seconds: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int32]
    covered: tuple[Covered, ...] = ()
    resume: Mapping[str, Option] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What the collector did since the report before.

    ``received`` counts everything that arrived since the start, matched or not. ``heard`` the
    newest mentions that matched, ``latest`` the newest few of some terms, newest first; of a busy
    night neither is all. ``taken_back`` (source, id) of mentions their authors deleted.
    ``spikes``, ``solemn`` and ``fires`` those found or changed; ``solemn_of`` solemn and judged
    posts of the last ten minutes by slug. ``more`` says that there was more to tell.
    """

    sources: tuple[Increments, ...]
    received: int
    heard: tuple[Heard, ...]
    latest: Mapping[str, tuple[Mention, ...]]
    taken_back: tuple[tuple[str, str], ...]
    spikes: tuple[Spike, ...]
    solemn: tuple[Solemn, ...]
    fires: tuple[Fire, ...]
    solemn_of: Mapping[str, tuple[int, int]]
    states: tuple[SourceState, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Begin:
    """What a collector's process starts with: ``begun`` up to which second (UTC) the counts of a
    source, by its name, are known from before."""

    terms: tuple[WatchTerm, ...]
    own: tuple[tuple[str, str], ...] = ()
    begun: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pull:
    """Ask for a report."""


@dataclass(frozen=True, slots=True)
class SetTerms:
    """Match against these terms from now on. No answer."""

    terms: tuple[WatchTerm, ...]


@dataclass(frozen=True, slots=True)
class SetOwn:
    """Our own posts, as (source, id), from now on. No answer."""

    posts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """End the process. No answer."""


Order: TypeAlias = Pull | SetTerms | SetOwn | Stop
