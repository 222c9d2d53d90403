"""Which lines the chart draws: a few terms, groups, brand against rivals, or many small ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from controlroom.desk.chart_look import By, ChartLook, Kind, Stretch
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch import GROUPS, WatchTerm
from controlroom.mentions.counts import ANY
from controlroom.mentions.feed import MentionFeed

LINES = 3
"""Beside the line of all watch terms; a chart holds four."""
GROUP_LINES = 4
RIVALS = 3
TILES = 12
STAYS = 1.25
"""A line stays until another is so many times as high: else two of a height would take turns."""
RISING = 0.02
"""A solemn line above this share of all mentions must not be overlooked."""
LOOKS = 12
LOOK_S = 60
STANDS_S = 10
"""So long what is high stays chosen: finding it looks at every term a dozen times."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to draw: its name, the terms it sums, its colour."""

    name: str
    slugs: tuple[str, ...]
    place: int
    group: bool = False


@dataclass(slots=True)
class Choice:
    """Chooses lines and remembers their places, so that no line changes its colour while it is
    shown. ``possible``: how many there could be."""

    possible: int = 0
    _places: dict[str, int] = field(default_factory=dict)
    _high: dict[str, float] = field(default_factory=dict)
    _high_of: object = None
    _high_s: int = 0

    def choose(
        self,
        feed: MentionFeed,
        event: LiveEvent,
        look: ChartLook,
        at: Stretch,
        spikes: Sequence[int],
    ) -> tuple[Wanted, ...]:
        """The lines of ``look`` for ``at``; ``spikes`` (UTC seconds) are where to look closer."""
        terms = [term for term in event.terms if term.group in GROUPS]
        groups = _groups(terms)
        self.possible = len(terms)
        if look.kind is Kind.SHARE:
            return self._shares(feed, groups, at, spikes)
        if look.by is By.GROUPS:
            self.possible = len(groups)
            return self._of_groups(feed, groups, look, at)
        if look.kind is Kind.TILES:
            return self._tiles(feed, terms, at, spikes)
        return self._few(feed, terms, look, at, spikes)

    def _few(
        self,
        feed: MentionFeed,
        terms: Sequence[WatchTerm],
        look: ChartLook,
        at: Stretch,
        spikes: Sequence[int],
    ) -> tuple[Wanted, ...]:
        """All watch terms and the three highest; our brand is a number in the head."""
        plain = [term.slug for term in terms if term.group not in ("brand", "solemn")]
        solemn = [term.slug for term in terms if term.group == "solemn"]
        sought = [ANY, *plain, *solemn]
        tops = _now(feed, sought, at) if look.back is None else self._tops(feed, sought, at, spikes)
        stay = {slug: STAYS if slug in self._places else 1.0 for slug in sought}
        chosen = sorted(plain, key=lambda slug: -tops[slug] * stay[slug])[:LINES]
        rising = sorted(solemn, key=lambda slug: -tops[slug])[:1]
        if rising and tops[rising[0]] > RISING * tops[ANY]:
            # It takes the last place: it must not be overlooked.
            chosen = [*chosen[: LINES - 1], rising[0]]
        self._place([slug for slug in sought if slug in chosen])
        lines = sorted(self._places.items(), key=lambda line: line[1])
        all_terms = Wanted("", (ANY,), 0)
        return (all_terms, *(Wanted(slug, (slug,), place) for slug, place in lines))

    def _place(self, chosen: Sequence[str]) -> None:
        kept = {slug: place for slug, place in self._places.items() if slug in chosen}
        free = [place for place in range(1, LINES + 1) if place not in kept.values()]
        for slug in chosen:
            if slug not in kept:
                kept[slug] = free.pop(0)
        self._places = kept

    def _of_groups(
        self,
        feed: MentionFeed,
        groups: dict[str, tuple[str, ...]],
        look: ChartLook,
        at: Stretch,
    ) -> tuple[Wanted, ...]:
        made = [
            Wanted(group, slugs, GROUPS.index(group), group=True) for group, slugs in groups.items()
        ]
        if look.kind is Kind.TILES:
            return (Wanted("", (ANY,), 0), *made)
        if len(made) <= GROUP_LINES:
            return tuple(made)
        sums = {one.name: 0.0 for one in made}
        rates = _now(feed, [ANY, *(slug for one in made for slug in one.slugs)], at)
        for one in made:
            sums[one.name] = sum(rates[slug] for slug in one.slugs)
        quiet = sums["solemn"] <= RISING * rates[ANY]
        others = [one for one in made if one.name not in ("solemn", "brand")]
        dropped = "solemn" if quiet else min(others, key=lambda one: sums[one.name]).name
        return tuple(one for one in made if one.name != dropped)

    def _shares(
        self,
        feed: MentionFeed,
        groups: dict[str, tuple[str, ...]],
        at: Stretch,
        spikes: Sequence[int],
    ) -> tuple[Wanted, ...]:
        brand, rivals = groups.get("brand", ()), groups.get("rivals", ())
        self.possible = len(brand) + len(rivals)
        if not brand or not rivals:
            return ()
        alone = rivals
        if len(rivals) > RIVALS + 1:
            tops = self._tops(feed, rivals, at, spikes)
            high = sorted(rivals, key=lambda slug: -tops[slug])[:RIVALS]
            alone = tuple(slug for slug in rivals if slug in high)
        rest = tuple(slug for slug in rivals if slug not in alone)
        made = [Wanted("brand", brand, 0, group=True)]
        made += [Wanted(slug, (slug,), place) for place, slug in enumerate(alone, 1)]
        if rest:
            made.append(Wanted("rivals", rest, len(made), group=True))
        return tuple(made)

    def _tiles(
        self,
        feed: MentionFeed,
        terms: Sequence[WatchTerm],
        at: Stretch,
        spikes: Sequence[int],
    ) -> tuple[Wanted, ...]:
        ordered = sorted(terms, key=lambda term: GROUPS.index(term.group))
        if len(ordered) > TILES:
            slugs = [term.slug for term in ordered]
            tops = self._tops(feed, slugs, at, spikes)
            high = set(sorted(slugs, key=lambda slug: -tops[slug])[:TILES])
            ordered = [term for term in ordered if term.slug in high]
        return tuple(Wanted(term.slug, (term.slug,), GROUPS.index(term.group)) for term in ordered)

    def _tops(
        self, feed: MentionFeed, slugs: Sequence[str], at: Stretch, spikes: Sequence[int]
    ) -> dict[str, float]:
        """As ``_tops``, for ten seconds; a new spike is looked at at once."""
        asked = (id(feed), tuple(slugs), at.seconds, spikes[-1:])
        if asked != self._high_of or not 0 <= at.end_s - self._high_s < STANDS_S:
            self._high = _tops(feed, slugs, at, spikes)
            self._high_of, self._high_s = asked, at.end_s
        return self._high


def _groups(terms: Sequence[WatchTerm]) -> dict[str, tuple[str, ...]]:
    """The groups that have terms, in their order."""
    made = {group: tuple(term.slug for term in terms if term.group == group) for group in GROUPS}
    return {group: slugs for group, slugs in made.items() if slugs}


def _now(feed: MentionFeed, slugs: Sequence[str], at: Stretch) -> dict[str, float]:
    """Mentions a minute at the end of the stretch, by slug; 0 where nothing is known."""
    window = feed.window(at.end_s - 20, 20, 1, tuple(slugs), 15)
    newest = np.zeros(len(slugs))
    for column in window.rates.T:
        newest = np.where(np.isfinite(column), column, newest)
    return dict(zip(slugs, (float(value) for value in newest), strict=True))


def _tops(
    feed: MentionFeed, slugs: Sequence[str], at: Stretch, spikes: Sequence[int]
) -> dict[str, float]:
    """The highest of a dozen looks over the stretch, and after its newest spikes: all of it, of
    hundreds of terms, would hold up the wire."""
    even = [at.start_s + round(at.seconds * (one + 1) / LOOKS) for one in range(LOOKS)]
    near = [second + LOOK_S // 2 for second in spikes if second < at.end_s][-LOOKS:]
    highest = np.zeros(len(slugs))
    for end in {*even, *near}:
        rates = feed.window(end - LOOK_S, LOOK_S, LOOK_S, tuple(slugs)).rates[:, -1]
        highest = np.fmax(highest, rates)
    return dict(zip(slugs, (float(value) for value in highest), strict=True))
