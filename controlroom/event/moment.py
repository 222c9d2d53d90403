"""Moments: what will or may happen, and when we expect it."""

from dataclasses import dataclass
from enum import StrEnum


class Anchor(StrEnum):
    """How firmly a moment's time is known."""

    HARD = "hard"
    SOFT = "soft"
    FLOAT = "float"


class Intent(StrEnum):
    """What we mean to do with a moment. SILENT: we stay out, and that is logged."""

    MUST = "must"
    MAY = "may"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class HardTime:
    """A wall-clock time in a zone, and the UTC microseconds it means.

    ``local`` is ISO 8601 without offset; ``fold`` picks the second of two equal wall times.
    """

    local: str
    zone: str
    utc: int
    fold: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of the rundown.

    ``planned`` UTC µs: for HARD the time itself, for SOFT the time it was planned for before the
    night began; ``after`` and ``offset_s`` say what a SOFT moment hangs on (another moment's
    slug) and by how much. ``marked`` UTC µs: when it happened, once it has. ``spread_s`` is the
    half-width of the estimate.
    """

    slug: str
    title: str
    short: str
    segment: str
    anchor: Anchor
    intent: Intent = Intent.MAY
    hard: HardTime | None = None
    planned: int | None = None
    after: str | None = None
    offset_s: int = 0
    spread_s: int = 0
    length_s: int = 0
    marked: int | None = None
    skipped: bool = False
    found_by_spike: bool = False
    terms: tuple[str, ...] = ()
    outcome_set: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the rundown under one heading ("First half", "If it happens")."""

    slug: str
    title: str
    short: str
