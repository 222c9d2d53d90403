"""What is said just now of each hashtag and name in the staged words.

Those of all captions of the event are counted from the start of the night; what is typed in Preview
is added at once. Beside the event's own terms, bounded, in no chart and no total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import is_

import numpy as np

from controlroom.clock import MICROS
from controlroom.desk.facts import ContextSeen
from controlroom.event.asset import Asset
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch import CONTEXT, WatchTerm
from controlroom.guards.caption import words_of
from controlroom.guards.known import Context
from controlroom.mentions.feed import MentionFeed
from controlroom.mentions.folding import fold
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.room.names import Name, names_in, terms_named
from controlroom.room.subjects import posts_of

MOST_TERMS = 300
MOST_TYPED = 40
READ_AT_ONCE = 250
"""Assets whose captions are read in one look at the night."""
POSTS = 2
OVER_S = 60
# Counted for less than this, a rate says nothing.
LEAST_S = 10
HOUR_S = 3_600
# Of so few judged posts no usual share can be told; then so much of all talk is solemn.
JUDGED_FEW = 50
SOLEMN_OF_ALL = 0.01


def context_slug(label: str) -> str:
    """The slug a hashtag or name is counted by."""
    return f"{CONTEXT}:{fold(label)}"


def context_terms(
    watched: Iterable[WatchTerm], typed: Mapping[str, Name], of_captions: Mapping[str, Name]
) -> tuple[WatchTerm, ...]:
    """The terms of what was ``typed``, then of the captions, each by the slug it is counted by.

    What the event watches anyway, phrase for phrase, needs no second term.
    """
    phrases = {fold(phrase) for term in watched for phrase in term.phrases}
    made: dict[str, WatchTerm] = {}
    for slug, name in chain(typed.items(), of_captions.items()):
        if len(made) == MOST_TERMS:
            break
        if slug not in made and fold(name.phrase) not in phrases:
            made[slug] = WatchTerm(slug, name.label, CONTEXT, (name.phrase,))
    return tuple(made.values())


def named_in(asset: Asset, channels: tuple[str, ...]) -> dict[str, Name]:
    """What the words of ``asset`` on ``channels`` name, by the slug it is counted by."""
    found: dict[str, Name] = {}
    for words, on in words_of(asset, channels or ("",)).items():
        for name in names_in(words, on):
            found.setdefault(context_slug(name.label), name)
    return found


@dataclass(slots=True)
class CaptionNames:
    """What the captions of an event name, hashtags before names.

    Of an event of thousands of assets a few hundred are read in one look, so that no look takes
    long; until all are read it is as it was. Only assets that changed are read again.
    """

    names: Mapping[str, Name] = field(default_factory=dict)
    _assets: tuple[Asset, ...] | None = None
    _channels: tuple[str, ...] = ()
    _of: dict[str, tuple[Asset, Mapping[str, Name]]] = field(default_factory=dict)

    def read(self, event: LiveEvent) -> Mapping[str, Name]:
        """By slug; the same mapping while nothing has changed."""
        if event.channels != self._channels:
            self._assets, self._channels, self._of = None, event.channels, {}
        if event.assets is self._assets:
            return self.names
        left = READ_AT_ONCE
        for asset in event.assets:
            known = self._of.get(asset.slug)
            if known is not None and known[0] is asset:
                continue
            if left == 0:
                return self.names
            left -= 1
            self._of[asset.slug] = asset, named_in(asset, event.channels)
        self._of = {asset.slug: self._of[asset.slug] for asset in event.assets}
        found = {slug: name for _, names in self._of.values() for slug, name in names.items()}
        tags = {slug: name for slug, name in found.items() if name.label[0] == "#"}
        self._assets, self.names = event.assets, tags | found
        return self.names


@dataclass(slots=True)
class ContextReader:
    """The context terms of one night, and what is said of those in a caption."""

    _captions: CaptionNames = field(default_factory=CaptionNames)
    _typed: dict[str, Name] = field(default_factory=dict)
    _made_of: tuple[object, ...] = ()
    _made_on: tuple[str, ...] = ()
    _terms: tuple[WatchTerm, ...] = ()
    _since: dict[str, int] = field(default_factory=dict)
    _named_of: tuple[object, ...] = ()
    _named: tuple[tuple[str, str], ...] = ()
    _read_of: tuple[object, ...] = ()
    _read: tuple[ContextSeen, ...] = ()

    def terms(
        self, event: LiveEvent, asset: Asset | None, channels: tuple[str, ...], now: int
    ) -> tuple[WatchTerm, ...]:
        """What to count beside the event's terms, with the words of ``asset``, which is staged."""
        of_captions = self._captions.read(event)
        of = (of_captions, event.terms, asset)
        same = channels == self._made_on and all(map(is_, of, self._made_of))
        if same and self._made_of:
            return self._terms
        self._made_of, self._made_on = of, channels
        if asset is not None:
            # What is staged or was typed last is most wanted.
            self._typed = named_in(asset, channels) | self._typed
            for slug in tuple(self._typed)[MOST_TYPED:]:
                del self._typed[slug]
        self._terms = context_terms(event.terms, self._typed, of_captions)
        slugs = {term.slug for term in self._terms}
        self._since = {slug: at for slug, at in self._since.items() if slug in slugs}
        for slug in slugs:
            self._since.setdefault(slug, now)
        return self._terms

    def read(
        self,
        feed: MentionFeed | None,
        event: LiveEvent,
        asset: Asset,
        channels: tuple[str, ...],
        now: int,
        titles: Mapping[str, str],
    ) -> tuple[ContextSeen, ...]:
        """What is said of the names in the words of ``asset``, once a second and snapshot."""
        if feed is None:
            return ()
        snapshot = feed.snapshot()
        of = (asset, channels, event.terms, snapshot.revision, now // MICROS)
        if of != self._read_of:
            self._read_of = of
            self._read = self._look(feed, snapshot, event, asset, channels, now, titles)
        return self._read

    def _look(
        self,
        feed: MentionFeed,
        snapshot: MentionSnapshot,
        event: LiveEvent,
        asset: Asset,
        channels: tuple[str, ...],
        now: int,
        titles: Mapping[str, str],
    ) -> tuple[ContextSeen, ...]:
        named = self._names(event, asset, channels)
        if not named:
            return ()
        usual = usual_share(snapshot, event)
        slugs = tuple(slug for _, slug in named)
        rates = _rates(feed, slugs, now, {slug: self._age_s(slug, snapshot, now) for slug in slugs})
        seen = []
        for label, slug in named:
            solemn, judged = snapshot.solemn_of.get(slug, (0, 0))
            per_minute, usual_per_minute = rates[slug]
            context = Context(
                label,
                slug,
                per_minute,
                usual_per_minute,
                self._counted_from(slug, snapshot),
                solemn,
                judged,
                usual,
            )
            posts = posts_of(snapshot.latest.get(slug, ())[:POSTS], titles)
            seen.append(ContextSeen(context, posts))
        return tuple(seen)

    def _names(
        self, event: LiveEvent, asset: Asset, channels: tuple[str, ...]
    ) -> tuple[tuple[str, str], ...]:
        """(label, slug) of what the words name; the event's own terms by their own slugs."""
        of = (asset, channels, event.terms)
        if of == self._named_of:
            return self._named
        self._named_of = of
        watched = {fold(phrase): term for term in event.terms for phrase in term.phrases}
        found: dict[str, str] = {}
        for words, on in words_of(asset, channels).items():
            for name in names_in(words, on):
                term = watched.get(fold(name.phrase))
                slug = term.slug if term is not None else context_slug(name.label)
                found.setdefault(slug, name.label)
            for term in terms_named(words, event.terms):
                found.setdefault(term.slug, term.label)
        self._named = tuple((label, slug) for slug, label in found.items())
        return self._named

    def _age_s(self, slug: str, snapshot: MentionSnapshot, now: int) -> int:
        since = self._counted_from(slug, snapshot)
        return (now - since) // MICROS if since is not None else 0

    def _counted_from(self, slug: str, snapshot: MentionSnapshot) -> int | None:
        """UTC µs; None for a name that is not counted: of that nothing is known."""
        own = not slug.startswith(f"{CONTEXT}:")
        return self._since.get(slug, _fed_from(snapshot) if own else None)


def usual_share(snapshot: MentionSnapshot, event: LiveEvent) -> float:
    """The solemn share of all talk about the event in the last ten minutes."""
    counted = [snapshot.solemn_of.get(term.slug, (0, 0)) for term in event.terms]
    judged = sum(number for _, number in counted)
    if judged < JUDGED_FEW:
        return SOLEMN_OF_ALL
    return max(SOLEMN_OF_ALL, sum(solemn for solemn, _ in counted) / judged)


def _fed_from(snapshot: MentionSnapshot) -> int | None:
    return None if snapshot.fed_from_s is None else snapshot.fed_from_s * MICROS


def _rates(
    feed: MentionFeed, slugs: tuple[str, ...], now: int, ages: Mapping[str, int]
) -> dict[str, tuple[float | None, float | None]]:
    """By slug: mentions a minute now, and the mean of the hour before this minute."""
    until_s = now // MICROS
    window = feed.window(until_s - HOUR_S - OVER_S, HOUR_S + OVER_S, 10, slugs, 10)
    rates: dict[str, tuple[float | None, float | None]] = {}
    for slug in slugs:
        row = window.of(slug)
        known = row[np.isfinite(row)]
        steps = min(ages[slug], OVER_S) // 10
        if ages[slug] < LEAST_S or len(known) < steps:
            rates[slug] = (None, None)
            continue
        newest, before = known[-steps:], known[:-steps]
        rates[slug] = (
            float(newest.mean()),
            float(before.mean()) if len(before) >= OVER_S // 10 else None,
        )
    return rates
