"""Events as hypothesis makes them: every field, any text."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import strategies as st

from controlroom.event.asset import (
    Approval,
    Asset,
    Crop,
    Link,
    Part,
    Picture,
    Role,
    Slot,
    Variant,
    Verdict,
)
from controlroom.event.cue import Cue, Outcome, OutcomeSet
from controlroom.event.live_event import (
    Account,
    AlsoStop,
    Brand,
    GuardSettings,
    LiveEvent,
    Person,
    PersonRole,
    Policy,
    Sensitive,
)
from controlroom.event.moment import Anchor, HardTime, Intent, Moment, Segment
from controlroom.event.watch import EventFeed, WatchTerm
from controlroom.event.watch_rules import feed_name

Made = TypeVar("Made")

# Any text a person can type: no half characters and no NUL, which PostgreSQL's text cannot hold.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
TIME = st.integers(0, 4_000_000_000_000_000)
MAYBE_TIME = st.none() | TIME
CHANNEL = st.sampled_from(["bluesky", "mastodon", "x", "by hand"])
SLUGS = [f"s{number}" for number in range(6)]
SLUG = st.sampled_from(SLUGS)
SHA = st.binary(min_size=32, max_size=32).map(bytes.hex)

SHARE = st.floats(0, 1)
PIXELS = st.integers(0, 9999)
PICTURES = st.builds(
    Picture,
    SHA,
    TEXT,
    TEXT,
    st.integers(0, 9**9),
    PIXELS,
    PIXELS,
    TEXT,
    st.floats(0, 999),
    st.none() | SHA,
    st.none() | st.builds(Crop, SHARE, SHARE, SHARE, SHARE),
)
MORE = st.lists(PICTURES, max_size=2).map(tuple)
VARIANTS = st.lists(
    st.builds(
        Variant,
        CHANNEL,
        st.none() | TEXT,
        st.none() | PICTURES,
        st.none() | MORE,
        st.none() | TEXT,
        TEXTS,
    ),
    max_size=2,
    unique_by=lambda variant: variant.channel,
).map(tuple)
APPROVALS = st.lists(
    st.builds(
        Approval,
        CHANNEL,
        TEXT,
        TIME,
        st.integers(1, 99),
        SHA,
        MAYBE_TIME,
        st.sampled_from(Verdict),
        TEXT,
    ),
    max_size=3,
    unique_by=lambda one: one.channel,
).map(tuple)
SLOTS = st.lists(
    st.builds(Slot, TEXT, st.integers(1, 99), TEXTS), max_size=2, unique_by=lambda one: one.name
).map(tuple)
MARKS = st.integers(-100_000, 100_000)


def assets(slug: st.SearchStrategy[str] = SLUG) -> st.SearchStrategy[Asset]:
    return st.builds(
        Asset,
        slug,
        TEXT,
        st.sampled_from(Role),
        TEXT,
        st.none() | PICTURES,
        VARIANTS,
        TEXT,
        TEXT,
        TEXTS,
        TEXTS,
        MAYBE_TIME,
        MAYBE_TIME,
        MAYBE_TIME,
        st.integers(1, 99),
        MORE,
        st.lists(st.builds(Part, TEXT, MORE), max_size=2).map(tuple),
        st.none() | st.builds(Link, TEXT, TEXT, TEXT, st.none() | PICTURES),
        TEXTS,
        APPROVALS,
        SLOTS,
        st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
        TEXT,
        TEXTS,
    )


MOMENTS = st.builds(
    Moment,
    SLUG,
    TEXT,
    TEXT,
    SLUG,
    st.sampled_from(Anchor),
    st.sampled_from(Intent),
    st.none() | st.builds(HardTime, TEXT, TEXT, TIME, st.integers(0, 1)),
    MAYBE_TIME,
    st.none() | SLUG,
    MARKS,
    st.integers(0, 999),
    st.integers(0, 999),
    MAYBE_TIME,
    st.booleans(),
    st.booleans(),
    TEXTS,
    st.none() | SLUG,
)
OUTCOMES = st.lists(
    st.builds(Outcome, SLUG, TEXT), min_size=1, max_size=3, unique_by=lambda one: one.slug
).map(tuple)
OUTCOME_SETS = OUTCOMES.flatmap(
    lambda sides: st.builds(
        OutcomeSet,
        SLUG,
        TEXT,
        st.just(sides),
        st.none() | st.sampled_from([side.slug for side in sides]),
    )
)

TERMS = st.builds(WatchTerm, SLUG, TEXT, TEXT, TEXTS, TEXTS)
FEEDS = st.builds(
    EventFeed,
    st.sampled_from(["jetstream", "lines"]),
    st.sampled_from(["", "", "press", "jetstream"]),
    st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
)


BRANDS = st.builds(Brand, TEXT, TEXT, TEXT, TEXTS, TEXT, TEXTS, TEXTS)
PEOPLE = st.lists(
    st.builds(Person, TEXT, st.sampled_from(PersonRole), st.booleans(), TEXT), max_size=3
).map(tuple)
SENSITIVE = st.lists(
    st.builds(Sensitive, TEXT, TEXT, MAYBE_TIME, MAYBE_TIME, TEXTS), max_size=2
).map(tuple)
NUMBER = st.integers(0, 9999)
SETTINGS = st.builds(
    GuardSettings,
    *(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER),
    TEXT,
    *(NUMBER, NUMBER),
    st.sampled_from(Policy),
    *(NUMBER, NUMBER),
)
ACCOUNTS = st.builds(
    Account,
    CHANNEL,
    TEXT,
    TEXT,
    st.none() | SHA,
    st.none() | TEXT,
    st.none() | TEXT,
    TEXT,
    MAYBE_TIME,
    # What nobody confirmed was confirmed at no time.
).map(lambda one: one if one.confirmed else replace(one, confirmed_at=None))


def _listed(
    made: st.SearchStrategy[Made], name: Callable[[Made], Any], least: int = 0
) -> st.SearchStrategy[tuple[Made, ...]]:
    return st.lists(made, min_size=least, max_size=5, unique_by=name).map(tuple)


TERM_LISTS = _listed(TERMS, lambda one: one.slug)


def events(slug: str = "a-night") -> st.SearchStrategy[LiveEvent]:
    """Events in which every slug is there once and stands for something."""
    return st.builds(
        LiveEvent,
        id=st.uuids(version=4).map(str),
        slug=st.just(slug),
        title=TEXT,
        brand=BRANDS,
        zone=TEXT,
        second_zone=TEXT,
        second_zone_label=TEXT,
        starts=TIME,
        ends=TIME,
        segments=st.lists(st.builds(Segment, TEXT, TEXT, TEXT), max_size=2).map(tuple),
        moments=_listed(MOMENTS, lambda one: one.slug, 1),
        assets=_listed(assets(), lambda one: one.slug, 1),
        cues=_listed(
            st.builds(Cue, SLUG, SLUG, st.integers(0, 9), st.none() | SLUG),
            lambda one: (one.moment, one.asset),
        ),
        outcome_sets=_listed(OUTCOME_SETS, lambda one: one.slug, 1),
        accounts=st.lists(ACCOUNTS, max_size=2).map(tuple),
        terms=TERM_LISTS,
        slots=st.lists(st.tuples(st.sampled_from("567890"), SLUG), max_size=2).map(tuple),
        also_stop=st.lists(st.builds(AlsoStop, TEXT, TEXT, TEXT), max_size=2).map(tuple),
        settings=SETTINGS,
        synthetic=st.booleans(),
        revision=st.integers(0, 10**12),
        feeds=_listed(FEEDS, feed_name),
        hashtags=TEXTS,
        links=TEXTS,
        never=TEXTS,
        people=PEOPLE,
        sensitive=SENSITIVE,
        regions=TEXTS,
    ).map(_without_loose_ends)


def _without_loose_ends(event: LiveEvent) -> LiveEvent:
    moments = {one.slug for one in event.moments}
    assets_ = {one.slug for one in event.assets}
    return replace(
        event,
        cues=tuple(one for one in event.cues if one.moment in moments and one.asset in assets_),
        slots=tuple(pair for pair in event.slots if pair[1] in assets_),
    )
