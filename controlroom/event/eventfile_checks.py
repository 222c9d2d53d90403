"""What an event file must keep to beyond its form: names given once, nothing pointing nowhere."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from controlroom.event.eventfile_form import EventForm, FeedForm, TermForm
from controlroom.event.eventfile_troubles import place, trouble
from controlroom.event.slugs import is_slug
from controlroom.event.watch import EventFeed, WatchTerm
from controlroom.event.watch_rules import (
    feed_name,
    is_hashtag,
    secret_option,
    too_many,
    wrong_in_term,
)
from controlroom.messages import Message

DIGITS = "567890"


class Slugged(Protocol):
    """Anything the file calls by a slug."""

    @property
    def slug(self) -> str:
        """Its name within the file."""


def check_names(form: EventForm) -> None:
    """Slugs are slugs, and none of a kind is given twice."""
    tables: tuple[tuple[str, Sequence[Slugged]], ...] = (
        ("event", (form,)),
        ("term", form.term),
        ("segment", form.segment),
        ("moment", form.moment),
        ("outcome_set", form.outcome_set),
        *(("outcome", one.outcome) for one in form.outcome_set),
        ("asset", form.asset),
    )
    for table, those in tables:
        for one in those:
            if not is_slug(one.slug):
                raise trouble("slug", table=table, name=one.slug)
        _check_once(table, [one.slug for one in those])
    _check_once("account", [one.channel for one in form.account])
    for asset in form.asset:
        _check_once("variant", [variant.channel for variant in asset.variant])
    for sides in form.outcome_set:
        if len(sides.outcome) < 2:
            raise trouble("one_sided", where=place("outcome_set", sides.slug))


def _check_once(table: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise trouble("twice", table=table, name=name)


def check_watched(form: EventForm) -> None:
    """Terms are of a known group and have something to look for, hashtags begin with #, and no feed
    is there twice or holds a secret."""
    if (why := too_many(tuple(map(term_of, form.term)))) is not None:
        raise trouble("terms", why=why)
    for term in form.term:
        if (why := wrong_in_term(term_of(term))) is not None:
            raise trouble("term", where=place("term", term.slug), why=why)
    for tag in form.hashtags:
        if not is_hashtag(tag):
            raise trouble("hashtag", hashtag=tag)
    feeds = [feed_of(one) for one in form.feed]
    _check_once("feed", [feed_name(one) for one in feeds])
    for feed in feeds:
        if not is_slug(feed.source.replace("_", "-")):
            raise trouble("slug", table="feed", name=feed.source)
        if (option := secret_option(feed)) is not None:
            where = place("feed", feed_name(feed))
            raise trouble("feed_secret", where=where, option=option)


def term_of(form: TermForm) -> WatchTerm:
    """A watch term as it stands in the file."""
    return WatchTerm(form.slug, form.label, form.group, form.phrases, form.exclude)


def feed_of(form: FeedForm) -> EventFeed:
    """A feed as it stands in the file."""
    options = tuple((name, str(value)) for name, value in form.options.items())
    return EventFeed(form.source, form.name, options)


def check_references(form: EventForm) -> None:
    """Everything that is pointed to is there."""
    segments, moments, assets, terms, sets = (
        {one.slug for one in those}
        for those in (form.segment, form.moment, form.asset, form.term, form.outcome_set)
    )
    channels = {one.channel for one in form.account}
    for moment in form.moment:
        where = place("moment", moment.slug)
        _check_there(where, "segment", [moment.segment], "segment", segments)
        _check_there(where, "after", [moment.after] if moment.after else [], "moment", moments)
        _check_there(where, "cues", moment.cues, "asset", assets)
        _check_there(where, "terms", moment.terms, "term", terms)
        _check_there(
            where,
            "outcome_set",
            [moment.outcome_set] if moment.outcome_set else [],
            "outcome_set",
            sets,
        )
    for asset in form.asset:
        where = place("asset", asset.slug)
        _check_there(where, "terms", asset.terms, "term", terms)
        _check_there(where, "variant", [v.channel for v in asset.variant], "account", channels)
    for sides in form.outcome_set:
        for side in sides.outcome:
            _check_there(place("outcome", side.slug), "cues", side.cues, "asset", assets)
    for digit, asset_slug in form.slots.items():
        if len(digit) != 1 or digit not in DIGITS:
            raise trouble("slot", digit=digit)
        _check_there(place("slots", digit), digit, [asset_slug], "asset", assets)


def _check_there(where: Message, key: str, named: Iterable[str], to: str, there: set[str]) -> None:
    for name in named:
        if name not in there:
            raise trouble("nowhere", where=where, key=key, to=to, name=name)
