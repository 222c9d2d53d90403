"""Edits of what an event watches: terms, ways in, hashtags.

Whether a term is one that can be used is asked before it is put (``watch_rules``): an edit that
takes another back must work for terms of old files, too.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeVar

from controlroom.errors import WrongInput
from controlroom.event.change import Change
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch import EventFeed, WatchTerm
from controlroom.event.watch_rules import feed_name
from controlroom.messages import message

Named = TypeVar("Named")


class PutTerm(Change, frozen=True):
    """A watch term as it is given: instead of the one with its slug, else one more.

    ``place`` counts from 0; None: where it was, or behind the others.
    """

    term: WatchTerm
    place: int | None = None

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "WatchEdit"]:
        """See ``edits.apply``."""
        terms, was = _put(event.terms, self.term, self.place, _slug)
        back = RemoveTerm(self.term.slug) if was is None else PutTerm(event.terms[was], was)
        return replace(event, terms=terms), back


class RemoveTerm(Change, frozen=True):
    """A watch term goes. What names it (moments, assets) goes on naming it, for when it returns."""

    slug: str

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "WatchEdit"]:
        """See ``edits.apply``."""
        place = _place(event.terms, self.slug, _slug)
        if place is None:
            raise WrongInput(message("edit.no_term", term=self.slug))
        terms = (*event.terms[:place], *event.terms[place + 1 :])
        return replace(event, terms=terms), PutTerm(event.terms[place], place)


class SetTerms(Change, frozen=True):
    """All watch terms as they are given: for many at once."""

    terms: tuple[WatchTerm, ...]

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "WatchEdit"]:
        """See ``edits.apply``."""
        return replace(event, terms=self.terms), SetTerms(event.terms)


class PutFeed(Change, frozen=True):
    """A way in as it is given: instead of the one of its name, else one more. ``place`` as in
    ``PutTerm``."""

    feed: EventFeed
    place: int | None = None

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "WatchEdit"]:
        """See ``edits.apply``."""
        feeds, was = _put(event.feeds, self.feed, self.place, feed_name)
        back = RemoveFeed(feed_name(self.feed)) if was is None else PutFeed(event.feeds[was], was)
        return replace(event, feeds=feeds), back


class RemoveFeed(Change, frozen=True):
    """A way in goes. ``name`` as ``feed_name`` says it."""

    name: str

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "WatchEdit"]:
        """See ``edits.apply``."""
        place = _place(event.feeds, self.name, feed_name)
        if place is None:
            raise WrongInput(message("edit.no_feed", feed=self.name))
        feeds = (*event.feeds[:place], *event.feeds[place + 1 :])
        return replace(event, feeds=feeds), PutFeed(event.feeds[place], place)


class SetHashtags(Change, frozen=True):
    """The hashtags (with their #) that may stand in a caption without a second key."""

    hashtags: tuple[str, ...]

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "WatchEdit"]:
        """See ``edits.apply``."""
        return replace(event, hashtags=self.hashtags), SetHashtags(event.hashtags)


WatchEdit: TypeAlias = PutTerm | RemoveTerm | SetTerms | PutFeed | RemoveFeed | SetHashtags


def _slug(term: WatchTerm) -> str:
    return term.slug


def _place(those: tuple[Named, ...], name: str, named: Callable[[Named], str]) -> int | None:
    return next((at for at, one in enumerate(those) if named(one) == name), None)


def _put(
    those: tuple[Named, ...], new: Named, place: int | None, named: Callable[[Named], str]
) -> tuple[tuple[Named, ...], int | None]:
    """``those`` with ``new`` among them, and the place of the one it stands for."""
    was = _place(those, named(new), named)
    if was is None:
        others, usual = those, len(those)
    else:
        others, usual = (*those[:was], *those[was + 1 :]), was
    to = usual if place is None else max(0, min(place, len(others)))
    return (*others[:to], new, *others[to:]), was
