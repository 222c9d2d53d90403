"""The context strip: what is said now of the hashtags and names in the staged words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.clock import ManualClock
from controlroom.desk.context import MOST_SHOWN
from controlroom.desk.context_view import ContextTone
from controlroom.event.asset import Asset
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch import CONTEXT
from controlroom.messages import english
from controlroom.room import context as context_of
from controlroom.room.context import MOST_TERMS, READ_AT_ONCE, ContextReader, named_in
from controlroom.room.names import Name
from tests.room.still_room import bundled
from tests.room.told_feed import ToldFeed, ToldRoom, post

EARLY = 5_200
COUNTED_S = 3_700
"""An hour and a minute: rates are told against their hour."""


def event_with(caption: str, *hashtags: str) -> LiveEvent:
    event = bundled()
    asset = replace(event.asset("blackout-01"), caption=caption, variants=())
    return replace(event.with_asset(asset), hashtags=hashtags)


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def aurora(where: Path) -> Iterator[ToldRoom]:
    event = event_with("#Aurora is trending, clearly about our Kim K dress", "#SB47")
    with ToldRoom(where, EARLY, feed=True, event=event) as room:
        room.order("go_live")
        room.pass_time(COUNTED_S)
        yield room


def test_captions_are_counted_from_the_start_of_the_night(aurora: ToldRoom) -> None:
    context = {term.slug: term for term in aurora.said.terms if term.group == CONTEXT}
    assert context["context:#aurora"].phrases == ("#Aurora",)
    assert context["context:kim k"].label == "Kim K"
    slugs = [term.slug for term in aurora.said.terms]
    assert slugs[: len(bundled().terms)] == [term.slug for term in bundled().terms]


def test_celeb_boutique_is_stopped_beside_take(aurora: ToldRoom) -> None:
    """2012: "#Aurora is trending, clearly about our Kim K inspired #Aurora dress"."""
    said = [post(f"praying for everyone in #Aurora {n}", aurora.now - n, f"p{n}") for n in range(3)]
    aurora.said.counts("context:#aurora", [2] * 60 + [50])
    aurora.says(
        latest={"context:#aurora": tuple(said)},
        solemn_of={"context:#aurora": (31, 40), "game": (2, 300)},
    )
    aurora.stage("blackout-01")
    strip = aurora.view.context
    assert strip is not None
    assert strip.tone is ContextTone.SOLEMN
    row = strip.rows[0]
    assert (row.label, row.arrow, row.listed) == ("#Aurora", "up", False)
    assert english(row.rate) == "50 a minute, 2.0 in its hour"
    assert row.solemn is not None
    assert english(row.solemn) == "78 % solemn, 31 of 40"
    assert [one.text for one in row.posts] == [one.text for one in said[:2]]
    assert aurora.poll("hashtags") == "caution"
    assert aurora.poll("context") == "caution"
    aurora.pass_time(2)
    why = aurora.refused("take", fingerprint=aurora.fingerprint, source="key")
    assert "second key" in why
    assert aurora.up == []


def test_a_tag_on_the_list_with_nothing_sad_about_it_is_calm(where: Path) -> None:
    with ToldRoom(where, EARLY, feed=True, event=event_with("Crunch. #sb47", "#SB47")) as room:
        room.order("go_live")
        room.pass_time(COUNTED_S)
        room.said.counts("context:#sb47", [30] * 61)
        room.says(solemn_of={"context:#sb47": (1, 400), "game": (2, 300)})
        room.stage("blackout-01")
        strip = room.view.context
        assert strip is not None
        (row,) = strip.rows
        assert (row.tone, row.arrow, row.listed) == (ContextTone.CALM, "flat", True)
        assert room.poll("hashtags") == room.poll("context") == "go"


def test_fast_and_new(aurora: ToldRoom) -> None:
    aurora.said.counts("context:#aurora", [1] * 60 + [40])
    aurora.stage("blackout-01")
    strip = aurora.view.context
    assert strip is not None
    assert [(row.label, row.tone) for row in strip.rows] == [
        ("#Aurora", ContextTone.FAST),
        ("Kim K", ContextTone.CALM),
    ]


def test_what_is_typed_in_preview_is_counted_at_once(aurora: ToldRoom) -> None:
    aurora.stage("blackout-01")
    told = aurora.said.told_often
    aurora.pass_time(2)
    assert aurora.said.told_often == told, "nothing new to tell"
    for words in ("#W", "#Why", "#WhyIStayed"):
        aurora.order("edit_words", channel="x", words=f"{words} you had crisps")
    strip = aurora.view.context
    assert strip is not None
    row = next(row for row in strip.rows if row.label == "#WhyIStayed")
    assert row.tone is ContextTone.UNKNOWN
    aurora.pass_time(2)
    assert "context:#whyistayed" in {term.slug for term in aurora.said.terms}
    assert aurora.said.told_often <= told + 2, "not once a letter"
    aurora.pass_time(60)
    strip = aurora.view.context
    assert strip is not None
    row = next(row for row in strip.rows if row.label == "#WhyIStayed")
    assert row.tone is ContextTone.CALM


def test_words_that_name_nothing_have_no_strip(where: Path) -> None:
    with ToldRoom(where, feed=True, event=event_with("Power out? No problem.")) as room:
        room.order("go_live")
        assert room.view.context is None
        room.stage("blackout-01")
        assert room.view.context is None
        assert all(line.guard not in ("hashtags", "context") for line in room.view.preview.poll)


def test_the_event_s_own_terms_are_not_counted_twice(where: Path) -> None:
    with ToldRoom(where, feed=True, event=event_with("We love Baltimore and the Ravens")) as room:
        room.order("go_live")
        assert not [one for one in room.said.terms if one.slug == "context:ravens"]
        room.said.counts("ravens", [9] * 61)
        room.stage("blackout-01")
        strip = room.view.context
        assert strip is not None
        assert [english(row.rate) for row in strip.rows] == ["9 a minute, 9.0 in its hour"]


def event_of(many: int) -> LiveEvent:
    event = bundled()
    assets = tuple(
        replace(event.assets[0], slug=f"a{n}", caption=f"with Mister{n} Smith #tag{n}", variants=())
        for n in range(many)
    )
    return replace(event, assets=assets)


def test_the_number_of_terms_is_bounded_and_hashtags_come_first() -> None:
    event, context = event_of(400), ContextReader()
    for _ in range(2):
        terms = context.terms(event, None, (), 0)
    assert len(terms) == MOST_TERMS
    assert all(term.label.startswith("#") for term in terms)


def test_what_is_staged_is_counted_whatever_the_captions_name() -> None:
    event, context = event_of(400), ContextReader()
    for _ in range(2):
        context.terms(event, None, (), 0)
    staged = replace(event.assets[7], caption="#tag399 with Mister399 Smith")
    terms = context.terms(event, staged, event.channels, 1)
    assert [term.label for term in terms[:2]] == ["#tag399", "Mister399 Smith"]
    assert len(terms) == MOST_TERMS


def test_the_ninth_name_is_judged_too(where: Path) -> None:
    tags = " ".join(f"#a{n}" for n in range(9))
    event = event_with(tags, *(f"#a{n}" for n in range(9)))
    with ToldRoom(where, EARLY, feed=True, event=event) as room:
        room.order("go_live")
        room.pass_time(COUNTED_S)
        room.says(solemn_of={"context:#a8": (31, 40), "game": (2, 300)})
        room.stage("blackout-01")
        assert room.poll("context") == "caution"
        strip = room.view.context
        assert strip is not None
        assert len(strip.rows) == MOST_SHOWN
        assert (strip.rows[0].label, strip.tone) == ("#a8", ContextTone.SOLEMN)


def test_of_a_name_that_is_not_counted_nothing_is_known() -> None:
    event = bundled()
    feed = ToldFeed(ManualClock(event.starts))
    asset = replace(event.assets[0], caption="Look at #Aurora", variants=())
    (seen,) = ContextReader().read(feed, event, asset, ("x",), event.starts, {})
    assert seen.context.since is None
    assert seen.context.per_minute is None


def test_an_event_of_thousands_of_assets_is_read_a_little_in_each_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def counted(asset: Asset, channels: tuple[str, ...]) -> dict[str, Name]:
        read.append(asset.slug)
        return named_in(asset, channels)

    monkeypatch.setattr(context_of, "named_in", counted)

    def look(event: LiveEvent, staged: Asset | None = None) -> tuple[list[str], set[str]]:
        """Whose words are read in one look, and what is counted then."""
        read.clear()
        terms = context.terms(event, staged, ("x",) if staged else (), 0)
        return list(read), {term.slug for term in terms}

    event, context = event_of(10_000), ContextReader()
    looks = [len(look(event)[0]) for _ in range(45)]
    assert max(looks) <= READ_AT_ONCE
    assert sum(looks) == 10_000, "each is read once"
    assert "context:#tag0" in look(event)[1]
    staged = event.assets[9_999]
    for letters in ("#W", "#Wh", "#Why"):
        typed = replace(staged, caption=f"{letters} you had crisps")
        of, counted_now = look(replace(event, title=letters), typed)
        assert of == [staged.slug], "only what is typed"
        assert f"context:{letters.casefold()}" in counted_now
    edited = event.with_asset(replace(staged, caption="Lights #New"))
    assert look(edited)[0] == [staged.slug]
