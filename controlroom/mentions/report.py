"""What crosses between the collector's process and ours: frozen, picklable values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from controlroom.event.watch import WatchTerm
from controlroom.mentions.spikes import Spike
from controlroom.sources.base import Option
from controlroom.sources.mention import Mention, SourceState


@dataclass(frozen=True, slots=True)
class Heard:
    """A mention that matched, with the slugs of its terms."""

    mention: Mention
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What the collector did since the report before.

    ``seconds`` UTC, ascending; ``increments`` one row for "any", then one for each of ``slugs``.
    ``received`` counts everything that arrived since the start, matched or not. ``fed`` seconds
    from, up to (not with) which a feed covers the night; None before anything arrived.
    ``spikes`` those found or changed. ``taken_back`` (source, id) of mentions their authors
    deleted. ``resume`` how each source would go on after exactly these counts.
    ``more`` says that there was more to tell.
    """

    slugs: tuple[str, ...]
    seconds: npt.NDArray[np.int64]
    increments: npt.NDArray[np.int32]
    received: int
    fed: tuple[int, int] | None
    heard: tuple[Heard, ...]
    taken_back: tuple[tuple[str, str], ...]
    spikes: tuple[Spike, ...]
    states: tuple[SourceState, ...]
    resume: Mapping[int, Mapping[str, Option]]
    more: bool


@dataclass(frozen=True, slots=True)
class Pull:
    """Ask for a report."""


@dataclass(frozen=True, slots=True)
class SetTerms:
    """Match against these terms from now on. No answer."""

    terms: tuple[WatchTerm, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """End the process. No answer."""


Order: TypeAlias = Pull | SetTerms | Stop
