"""A bundled night: mentions a second, by watch term, with invented things people say.

A reconstruction from published figures (see the night's ``night.toml``), never a recording.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from controlroom.rehearsal.night_curve import (
    MINUTE,
    Counts,
    Floats,
    PeakMinute,
    draw_curve,
    spread_evenly,
)
from controlroom.rehearsal.night_script import MICROS, NightScript, read_script
from controlroom.rehearsal.night_voices import SampleMention, Voices

MOST_SAMPLES = 2_000

__all__ = ["Night", "NightSecond", "Peak", "SampleMention", "load_night", "minute_sums"]


@dataclass(frozen=True, slots=True)
class NightSecond:
    """One second: how many mentions matched any term, how many each term, and some of them.

    ``time_us`` UTC µs of the second's start. A mention may match two terms, so ``terms`` may add
    up to more than ``any``.
    """

    time_us: int
    any: int
    terms: Mapping[str, int]
    samples: tuple[SampleMention, ...]


@dataclass(frozen=True, slots=True)
class Peak:
    """A published busiest minute: exactly ``figure`` mentions in [``start_us``, + 60 s).

    No other minute that begins within 60 s of it holds as many. ``stir_us`` is when the crowd
    began to react.
    """

    stir_us: int
    start_us: int
    figure: int


class Night:
    """A night's crowd. Times are UTC µs; arrays hold one entry a second from ``start_us``.

    ``any_counts`` int64 [seconds]; ``term_counts`` int64 [terms, seconds] in the order of
    ``term_slugs``. ``actual`` tells when the rundown's moments happened, by slug.
    """

    def __init__(self, script: NightScript) -> None:
        # PCG64 by name: `default_rng` may one day mean another generator.
        chance = np.random.Generator(np.random.PCG64(script.seed))
        curve = draw_curve(script, chance)
        self.title = script.title
        self.start_us = script.utc(script.begins)
        self.end_us = script.utc(script.ends)
        self.term_slugs = script.terms
        self.actual: Mapping[str, int] = {
            slug: script.utc(clock) for slug, clock in script.actual.items()
        }
        self.any_counts: Counts = curve.counts
        self._subjects = _subjects(script, curve.counts, curve.shares, chance)
        self._also_game = _also_game(script, self._subjects, chance)
        self.term_counts: Counts = self._subjects.copy()
        self.term_counts[-1] += self._also_game.sum(axis=0)
        self.peaks = tuple(self._peak(peak) for peak in curve.peaks)
        self._voices = Voices(script)
        for counts in (self.any_counts, self.term_counts):
            counts.setflags(write=False)

    def _peak(self, peak: PeakMinute) -> Peak:
        return Peak(
            self.start_us + peak.stir_at * MICROS, self.start_us + peak.start * MICROS, peak.figure
        )

    def second(self, t_us: int, samples: int = MOST_SAMPLES) -> NightSecond:
        """The second ``t_us`` falls in, with at most ``samples`` (and 2,000) of its mentions.

        Outside the night it is empty. The same second always says the same.
        """
        second = (t_us - self.start_us) // MICROS
        begins = self.start_us + second * MICROS
        if not 0 <= second < len(self.any_counts):
            return NightSecond(begins, 0, dict.fromkeys(self.term_slugs, 0), ())
        wanted = min(samples, MOST_SAMPLES)
        said = self._voices.said(
            second, begins, self._subjects[:, second], self._also_game[:, second], wanted
        )
        terms = {
            slug: int(count)
            for slug, count in zip(self.term_slugs, self.term_counts[:, second], strict=True)
        }
        return NightSecond(begins, int(self.any_counts[second]), terms, said)


@cache
def load_night(slug: str) -> Night:
    """The bundled night called ``slug``, built once. ``FileNotFoundError`` if there is none."""
    script = files("resources").joinpath("events", slug, "night.toml").read_bytes()
    return Night(read_script(script))


def minute_sums(counts: Counts) -> npt.NDArray[np.int64]:
    """Mentions in the 60 s that end with each second (fewer at the start), as the chart shows."""
    sums = np.cumsum(counts)
    sums[MINUTE:] -= sums[:-MINUTE].copy()
    return sums


def _subjects(
    script: NightScript, counts: Counts, shares: Floats, chance: np.random.Generator
) -> Counts:
    """Mentions [terms, seconds] by what each is about; every second adds up to its count."""
    subjects: Counts = chance.multinomial(counts, shares.T).T.astype(np.int64)
    rest = len(script.terms) - 1
    for slug, total in script.totals.items():
        term = script.terms.index(slug)
        wrong = total - int(subjects[term].sum())
        giver = rest if wrong > 0 else term
        # By the smaller of the two, so that neither runs below zero.
        room = np.minimum(subjects[term], subjects[rest]).astype(np.float64)
        moved = np.minimum(spread_evenly(abs(wrong), room), subjects[giver])
        subjects[term] += moved if wrong > 0 else -moved
        subjects[rest] -= moved if wrong > 0 else -moved
    return subjects


def _also_game(script: NightScript, subjects: Counts, chance: np.random.Generator) -> Counts:
    """How many of each subject's mentions also name the game, the last term."""
    odds = np.array([script.also_game.get(slug, 0.0) for slug in script.terms])
    return chance.binomial(subjects, odds[:, None]).astype(np.int64)
