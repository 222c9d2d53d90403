"""What ``controlroom watch`` prints: lines for programs, and the same as sentences."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from controlroom.clock import MICROS
from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY
from controlroom.mentions.feed import MentionFeed
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.mentions.spikes import Spike
from controlroom.mentions.watches import Fire, Solemn
from controlroom.messages import Message, english, message
from controlroom.sources.mention import Mention, Phase, SourceState
from controlroom.sources.times import iso

Line: TypeAlias = dict[str, Any]
MINUTE_S = 60
SAID = 3
SHOWN = 160
# A state of these is told again when only its words have changed.
WORDS_MATTER = (Phase.REFUSED, Phase.SATURATED, Phase.STOPPED)


class Watching:
    """What has been printed of a feed, so that the rest is printed once."""

    def __init__(self, feed: MentionFeed, terms: Sequence[WatchTerm]) -> None:
        self._feed = feed
        self._labels = {ANY: ANY, **{term.slug: term.label for term in terms}}
        self._states: dict[str, tuple[Phase, str, float | None]] = {}
        self._unread: dict[str, tuple[int, int]] = {}
        self._spikes: dict[int, Spike] = {}
        self._solemn: dict[tuple[str, int], Solemn] = {}
        self._fires: dict[int, Fire] = {}

    def news(self, now_us: int) -> Iterator[Line]:
        """What has changed since the last call."""
        snapshot = self._look()
        yield from (self._state(state, now_us) for state in self._changed(snapshot))
        for spike in snapshot.spikes:
            if self._spikes.get(spike.time_us) != spike:
                self._spikes[spike.time_us] = spike
                yield self._spike(spike)
        for solemn in snapshot.solemn:
            if self._solemn.get((solemn.subject, solemn.since_us)) != solemn:
                self._solemn[solemn.subject, solemn.since_us] = solemn
                yield self._subject(solemn)
        for fire in snapshot.fires:
            if self._fires.get(fire.since_us) != fire:
                self._fires[fire.since_us] = fire
                yield self._fire(fire)

    def counts(self, now_us: int) -> Line:
        """The last minute that is known, and the totals since the start, by the term's words."""
        snapshot = self._look()
        now_s = now_us // MICROS
        until_s = now_s if snapshot.fed_until_s is None else min(now_s, snapshot.fed_until_s)
        slugs = tuple(self._labels)
        window = self._feed.window(until_s - MINUTE_S, MINUTE_S, MINUTE_S, slugs)
        minute = {
            self._labels[slug]: None if math.isnan(rate[0]) else round(float(rate[0]))
            for slug, rate in zip(slugs, window.rates, strict=True)
            if len(rate)
        }
        return {
            "kind": "counts",
            "time": iso(now_us),
            "until": iso(until_s * MICROS),
            "minute": minute,
            "totals": self._totals(snapshot),
            "received": snapshot.received,
            **self._sums(),
        }

    def ended(self, now_us: int) -> Line:
        """The last line."""
        snapshot = self._look()
        return {
            "kind": "ended",
            "time": iso(now_us),
            "totals": self._totals(snapshot),
            "received": snapshot.received,
            **self._sums(),
        }

    def _totals(self, snapshot: MentionSnapshot) -> dict[str, int]:
        return {label: snapshot.totals.get(slug, 0) for slug, label in self._labels.items()}

    def _look(self) -> MentionSnapshot:
        snapshot = self._feed.snapshot()
        # A feed that has been stopped tells none of these, so what it told before stands.
        for state in snapshot.sources:
            bad, dropped = self._unread.get(state.source, (0, 0))
            self._unread[state.source] = max(bad, state.bad), max(dropped, state.dropped)
        return snapshot

    def _sums(self) -> Line:
        """What all feeds together sent that could not be read, and what was let go unread."""
        told = self._unread.values()
        return {"bad": sum(bad for bad, _ in told), "dropped": sum(let_go for _, let_go in told)}

    def _changed(self, snapshot: MentionSnapshot) -> Iterator[SourceState]:
        for state in snapshot.sources:
            words = english(state.line) if state.phase in WORDS_MATTER else state.line.id
            told = state.phase, words, state.cost_per_hour
            if self._states.get(state.source) != told:
                self._states[state.source] = told
                yield state

    def _state(self, state: SourceState, now_us: int) -> Line:
        return {
            "kind": "source",
            "time": iso(now_us),
            "source": state.source,
            "phase": state.phase.value,
            "line": english(state.line),
            "late_s": state.late_s,
            "bad": state.bad,
            "dropped": state.dropped,
            "cost_per_hour": state.cost_per_hour,
        }

    def _spike(self, spike: Spike) -> Line:
        return {
            "kind": "spike",
            "time": iso(spike.time_us),
            "lead": self._labels.get(spike.lead, spike.lead),
            "ratio": round(spike.ratio, 2) if math.isfinite(spike.ratio) else None,
            "why": list(spike.why),
            "terms": [self._labels.get(slug, slug) for slug in spike.terms],
            "samples": _said(spike.samples),
        }

    def _subject(self, solemn: Solemn) -> Line:
        return {
            "kind": "solemn",
            "time": iso(solemn.since_us),
            "latest": iso(solemn.latest_us),
            "subject": solemn.subject,
            "words": list(solemn.words),
            "strong": solemn.strong,
            "authors": solemn.authors,
            "share": round(solemn.share, 4),
            "usual": round(solemn.usual, 4),
            "samples": _said(solemn.posts),
        }

    def _fire(self, fire: Fire) -> Line:
        return {
            "kind": "fire",
            "time": iso(fire.since_us),
            "latest": iso(fire.latest_us),
            "own_post": fire.own_post,
            "source": fire.source,
            "authors": fire.authors,
            "share": round(fire.share, 4),
            "usual": round(fire.usual, 4),
            "words": list(fire.words),
            "samples": _said(fire.posts),
        }


def sentences(line: Line) -> list[Message]:
    """A line as sentences for a person."""
    head = _HEADS[line["kind"]](line)
    if line["kind"] in ("counts", "ended") and (line["bad"] or line["dropped"]):
        head = message("watch.unread", line=head, bad=line["bad"], dropped=line["dropped"])
    return [head, *_samples(line)]


def _said(posts: Sequence[Mention]) -> list[Line]:
    return [
        {
            "source": post.source,
            "id": post.id,
            "time": iso(post.time_us),
            "author": post.author,
            "text": post.text,
        }
        for post in posts[:SAID]
    ]


def _counts(line: Line) -> Message:
    minute = {term: count for term, count in line["minute"].items() if term != ANY}
    busiest = sorted(minute.items(), key=lambda pair: -(pair[1] or 0))
    return message(
        "watch.counts",
        time=line["time"],
        any=_figure(line["minute"].get(ANY)),
        total=line["totals"][ANY],
        terms=tuple(
            message("watch.counts.term", term=term, count=_figure(count))
            for term, count in busiest[:8]
        ),
    )


def _figure(count: int | None) -> str:
    return "–" if count is None else str(count)


def _samples(line: Line) -> list[Message]:
    return [
        message(
            "watch.said", author=one["author"] or "–", text=" ".join(one["text"].split())[:SHOWN]
        )
        for one in line.get("samples", ())
    ]


_HEADS: dict[str, Callable[[Line], Message]] = {
    "cost": lambda line: (
        message("watch.free", source=line["source"])
        if line["cost_per_hour"] is None
        else message(
            "watch.cost",
            source=line["source"],
            cost=f"{line['cost_per_hour']:.2f}",
        )
    ),
    "source": lambda line: message(
        "watch.source",
        time=line["time"],
        source=line["source"],
        phase=line["phase"].upper(),
        line=line["line"],
    ),
    "counts": _counts,
    "spike": lambda line: message(
        "watch.spike",
        time=line["time"],
        lead=line["lead"],
        ratio="–" if line["ratio"] is None else f"{line['ratio']:.1f}",
        why=", ".join(line["why"]) or "–",
    ),
    "solemn": lambda line: message(
        "watch.solemn",
        time=line["time"],
        subject=line["subject"],
        authors=line["authors"],
        share=f"{100 * line['share']:.1f}",
    ),
    "fire": lambda line: message(
        "watch.fire",
        time=line["time"],
        authors=line["authors"],
        share=f"{100 * line['share']:.1f}",
    ),
    "ended": lambda line: message(
        "watch.ended",
        time=line["time"],
        total=line["totals"][ANY],
        received=line["received"],
    ),
}
