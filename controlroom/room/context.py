"""What is said just now of each hashtag and name in the staged words.

Those of all captions of the event are counted from the start of the night; what is typed in Preview
is added at once. Beside the event's own terms, bounded, in no chart and no total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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
MOST_SHOWN = 8
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


def context_terms(event: LiveEvent, typed: Iterable[Name]) -> tuple[WatchTerm, ...]:
    """The terms of all captions of ``event`` and of what was ``typed``, hashtags before names.

    What the event watches anyway, phrase for phrase, needs no second term.
    """
    watched = {fold(phrase) for term in event.terms for phrase in term.phrases}
    named = list(typed)
    for asset in event.assets:
        for words in words_of(asset, event.channels or ("",)):
            named += names_in(words)
    # What was typed last is most wanted, and a hashtag more than a name.
    named.sort(key=lambda name: name.label[0] != "#")
    made: dict[str, WatchTerm] = {}
    for name in named:
        slug = context_slug(name.label)
        if slug not in made and fold(name.phrase) not in watched and len(made) < MOST_TERMS:
            made[slug] = WatchTerm(slug, name.label, CONTEXT, (name.phrase,))
    return tuple(made.values())


@dataclass(slots=True)
class ContextReader:
    """The context terms of one night, and what is said of those in a caption."""

    _typed: dict[str, Name] = field(default_factory=dict)
    _made_of: tuple[object, ...] = ()
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
        of = (event.assets, event.terms, event.channels, asset, channels)
        if of == self._made_of:
            return self._terms
        self._made_of = of
        for words in words_of(asset, channels) if asset is not None else ():
            for name in names_in(words):
                self._typed.pop(context_slug(name.label), None)
                self._typed[context_slug(name.label)] = name
        while len(self._typed) > MOST_TYPED:
            del self._typed[next(iter(self._typed))]
        self._terms = context_terms(event, reversed(tuple(self._typed.values())))
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
                self._since.get(slug, _fed_from(snapshot)),
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
        for words in words_of(asset, channels):
            for name in names_in(words):
                term = watched.get(fold(name.phrase))
                slug = term.slug if term is not None else context_slug(name.label)
                found.setdefault(slug, name.label)
            for term in terms_named(words, event.terms):
                found.setdefault(term.slug, term.label)
        self._named = tuple((label, slug) for slug, label in found.items())[:MOST_SHOWN]
        return self._named

    def _age_s(self, slug: str, snapshot: MentionSnapshot, now: int) -> int:
        since = self._since.get(slug, _fed_from(snapshot))
        return (now - since) // MICROS if since is not None else 0


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
