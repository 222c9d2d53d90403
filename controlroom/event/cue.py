"""Cues and outcome sets: which assets go with which moment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """An asset paired with a moment; lower ``order`` is preferred.

    ``outcome`` names the side of the moment's outcome set this cue belongs to.
    """

    moment: str
    asset: str
    order: int
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One side of an outcome set."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class OutcomeSet:
    """Cues that exclude each other. ``decided`` is the slug of the side that came true."""

    slug: str
    title: str
    outcomes: tuple[Outcome, ...]
    decided: str | None = None
