"""The gaps in a template: which there are, what may stand in them, how they are filled."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels.base import PostMedia
from controlroom.event.asset import Asset, Part, Picture, Role, Slot, Variant
from controlroom.event.live_event import Account
from controlroom.event.slots import as_typed, fits_slot, gaps_in, unfilled
from controlroom.posting.posts import posts_of

PLAYER, SCORE = Slot("player", 12), Slot("score", 5, ("21-6", "28-6"))
TEMPLATE = Asset(
    "a",
    "A",
    Role.POST,
    "{player}, that was {crunchy}.",
    None,
    (Variant("x", "{score}!"),),
    thread=(Part("Again: {player}"),),
    slots=(PLAYER, SCORE),
)


def filled(*told: tuple[str, str]) -> Asset:
    return replace(TEMPLATE, filled=told)


def test_gaps_are_told_in_the_order_they_are_read_each_once() -> None:
    assert gaps_in(TEMPLATE, ("bluesky",)) == ("player",)
    assert gaps_in(TEMPLATE, ("x",)) == ("score", "player")
    assert gaps_in(TEMPLATE, ("bluesky", "x")) == ("player", "score")
    assert gaps_in(replace(TEMPLATE, slots=()), ("bluesky", "x")) == ()


def test_a_gap_is_open_until_something_stands_in_it() -> None:
    assert unfilled(TEMPLATE, ("x",)) == ("score", "player")
    assert unfilled(filled(("score", "21-6")), ("x",)) == ("player",)
    assert unfilled(filled(("score", " "), ("player", "Ray")), ("x",)) == ("score",)


def test_every_part_of_a_post_is_filled_in() -> None:
    account = Account("x", "@saltwick", "Saltwick")

    def media(_: Picture) -> PostMedia:
        raise AssertionError

    posts = posts_of(filled(("player", "Ray"), ("score", "21-6")), account, media)
    assert [post.text for post in posts] == ["21-6!", "Again: Ray"]


def test_only_gaps_are_filled_and_only_once() -> None:
    asset = filled(("crunchy", "soft"), ("player", "{score}"), ("score", "21-6"))
    # Braces that are no slot are plain text, and so is what was filled in.
    assert asset.words_for("bluesky") == "{score}, that was {crunchy}."
    nested = replace(TEMPLATE, caption="{a{score}}{{score}}{}{ score }", filled=asset.filled)
    assert nested.words_for("bluesky") == "{a21-6}{21-6}{}{ score }"


def test_a_name_in_any_script_is_a_name() -> None:
    asset = replace(TEMPLATE, caption="{spielstärke} {счёт}", slots=(Slot("счёт", 3),))
    assert gaps_in(asset, ("bluesky",)) == ("счёт",)
    assert replace(asset, filled=(("счёт", "1:0"),)).words_for("bluesky") == "{spielstärke} 1:0"


@pytest.mark.parametrize(
    "words", ["Ray", "Jos\u00e9", "R 2", "李娜", "👩\u200d🚀", "x" * 12, "@ray"]
)
def test_what_keeps_to_the_rule_fits(words: str) -> None:
    assert fits_slot(PLAYER, words)


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "x" * 13, " Ray", "Ray ", "Ray\nLewis", "Ray\u2028", "a\x00b", "a\tb"),
        *("{score}", "a}", "{", "yaR\u202e", "\u2067a", "\ud83c", "a\x85b", "a\x0bb"),
    ],
)
def test_what_breaks_the_rule_does_not(words: str) -> None:
    assert not fits_slot(PLAYER, words)


def test_of_a_list_only_its_very_words_fit() -> None:
    slot = Slot("side", 12, ("Ravens", "US"))
    assert fits_slot(slot, "Ravens")
    assert not fits_slot(slot, "us")
    assert not fits_slot(replace(slot, longest=3), "Ravens")


def test_typing_is_taken_as_the_list_has_it() -> None:
    slot = Slot("side", 12, ("Ravens", "US", "us"))
    assert as_typed(slot, " ravens ") == "Ravens"
    assert as_typed(slot, "us") == "us"
    assert as_typed(slot, "Rovers") == "Rovers"
    assert as_typed(PLAYER, "  Ray ") == "Ray"


@given(st.text(), st.integers(1, 9))
def test_what_was_typed_and_fits_is_what_goes_out(typed: str, longest: int) -> None:
    slot = Slot("player", longest)
    words = as_typed(slot, typed)
    if fits_slot(slot, words):
        asset = replace(TEMPLATE, slots=(slot,), filled=(("player", words),))
        assert asset.words_for("bluesky") == f"{words}, that was {{crunchy}}."
        assert len(words.splitlines()) == 1
