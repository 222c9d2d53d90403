"""Finding assets as one types, the same on both databases."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from controlroom.event.asset import Asset, Picture, Role, Variant
from controlroom.event.cue import Cue
from controlroom.event.edits import EditWords, RemoveAsset, ReplaceAsset, UnpairCue
from controlroom.store.open import Store
from controlroom.store.words import asked_words, words_of
from tests.event.test_edits import an_event
from tests.store.strategies import assets, events

PICTURE = Picture("ab" * 32, "dark.jpg", "image/jpeg", 1, 1, 1, "A cookie in a spotlight")
LIBRARY = (
    Asset("blackout-01", "Dunk in the dark", Role.POST, "You can still dunk.", PICTURE),
    Asset("touchdown", "Six points", Role.POST, "TOUCHDOWN! Café au lait 🏈", None, tags=("td",)),
    Asset("lights-on", "Lights", Role.POST, "Back!", None, use_when="power is back in the dome"),
    Asset("spot", "Spot the dark side", Role.POST, "", None, (Variant("x", "short, dunked"),)),
    Asset("straße", "Straße 東京", Role.PAUSE, "it's 100% “quoted” don't-you-know", None),
)


@pytest.fixture
def library(store: Store) -> Store:
    event = an_event()
    cues = (Cue("dark", "lights-on", 0), Cue("half", "touchdown", 0))
    store.events.save_event(replace(event, assets=LIBRARY, cues=cues, slots=()))
    return store


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("d", ["blackout-01", "spot", "lights-on", "straße"]),
        ("dunk", ["blackout-01", "spot"]),
        ("DUNK dar", ["blackout-01", "spot"]),
        ("dark", ["blackout-01", "spot"]),
        ("cookie spotl", ["blackout-01"]),
        ("cafe", ["touchdown"]),
        ("café", ["touchdown"]),
        ("td", ["touchdown"]),
        ("half-time", ["touchdown"]),
        ("🏈", ["touchdown"]),
        ("power", ["lights-on"]),
        ("blackout", ["blackout-01", "lights-on"]),
        ("strasse", ["straße"]),
        ("STRASSE", ["straße"]),
        ("京", ["straße"]),
        ("東京", ["straße"]),
        ('"quoted"', ["straße"]),
        ("100%", ["straße"]),
        ("don't", ["straße"]),
        ("oma", []),
        ("dunk zebra", []),
        ("", []),
        ("   ", []),
        ("'", []),
        ("***", []),
        ('" OR title:* --', []),
        ("NOT dunk", []),
        ("dunk AND", []),
        ("-dunk", ["blackout-01", "spot"]),
        ("(dunk", ["blackout-01", "spot"]),
        ("dunk:* & !dark | 'x'", []),
        ("💡", []),
        ("\x00\ud800", []),
        ("a" * 5000, []),
    ],
)
def test_what_is_typed_finds(library: Store, typed: str, found: list[str]) -> None:
    assert list(library.search.find("night", typed)) == found


def test_the_title_comes_before_the_rest_and_the_limit_holds(library: Store) -> None:
    assert library.search.find("night", "d", 2) == ("blackout-01", "spot")
    assert library.search.find("night", "d", 3) == ("blackout-01", "spot", "lights-on")
    assert library.search.find("night", "d", 0) == ()


def test_one_event_does_not_find_the_assets_of_another(library: Store) -> None:
    library.events.save_event(replace(an_event(), id="2", slug="gala"))
    assert library.search.find("gala", "dunk") == ()
    assert library.search.find("nowhere", "dunk") == ()


def test_an_edit_is_found_at_once_and_keeps_its_place(library: Store) -> None:
    edit = EditWords("blackout-01", "x", "Kein Licht")
    event = library.events.apply_edit("night", 0, edit, "me", 1)
    assert library.search.find("night", "kein") == ("blackout-01",)
    assert library.search.find("night", "dark") == ("blackout-01", "spot")
    event = library.events.apply_edit("night", event.revision, RemoveAsset("spot"), "me", 2)
    assert library.search.find("night", "dark") == ("blackout-01",)
    library.events.undo("night", event.revision, "me", 3)
    assert library.search.find("night", "dark") == ("blackout-01", "spot")


def test_a_cue_brings_the_words_of_its_moment_and_takes_them_away(library: Store) -> None:
    event = library.events.apply_edit("night", 0, UnpairCue("dark", "lights-on"), "me", 1)
    assert library.search.find("night", "blackout") == ("blackout-01",)
    library.events.undo("night", event.revision, "me", 2)
    assert library.search.find("night", "blackout") == ("blackout-01", "lights-on")


RELAXED = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@RELAXED
@given(typed=st.text(max_size=30))
def test_nothing_one_can_type_is_an_error(library: Store, typed: str) -> None:
    assert set(library.search.find("night", typed)) <= {asset.slug for asset in LIBRARY}


@RELAXED
@given(asset=assets(st.just("new")), choice=st.data())
def test_every_word_of_an_asset_finds_it_from_its_first_letters(
    store: Store, asset: Asset, choice: st.DataObject
) -> None:
    event = store.events.save_event(an_event())
    store.events.apply_edit("night", event.revision, ReplaceAsset(asset), "me", 1)
    said = f"{asset.title} {asset.caption} {' '.join(asset.tags)} {asset.use_when}"
    words = words_of(said)
    if not words:
        return
    some = choice.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    typed = " ".join(word[: choice.draw(st.integers(1, len(word)))] for word in some)
    # A word that stands for an emoji or an ideograph is typed as that; it is tried above.
    if all(asked in said for asked in asked_words(typed)):
        assert "new" in store.search.find("night", typed)


@RELAXED
@given(event=events(), typed=st.text(max_size=4))
def test_the_search_finds_what_a_plain_look_through_the_words_finds(
    store: Store, event: object, typed: str
) -> None:
    from controlroom.event.live_event import LiveEvent

    assert isinstance(event, LiveEvent)
    store.events.save_event(event)
    titles = {moment.slug: moment.title for moment in event.moments}
    asked = asked_words(typed)
    expected = set()
    for asset in event.assets:
        pictures = [asset.picture, *(variant.picture for variant in asset.variants)]
        said = [asset.title, asset.slug, asset.caption, asset.use_when, *asset.tags]
        said += [variant.caption or "" for variant in asset.variants]
        said += [picture.alt for picture in pictures if picture is not None]
        said += [titles[cue.moment] for cue in event.cues if cue.asset == asset.slug]
        words = [word for text in said for word in words_of(text)]
        if asked and all(any(word.startswith(one) for word in words) for one in asked):
            expected.add(asset.slug)
    assert set(store.search.find(event.slug, typed)) == expected
