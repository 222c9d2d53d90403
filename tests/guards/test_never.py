"""Words never to use: found wherever somebody can read them, and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.asset import Link, Part, Picture, Slot, Variant
from controlroom.guards.known import Known, Level
from tests.guards.knowledge import ASSET, EVENT, PICTURE, known, told

FOUND = Level.NO_GO


def says(caption: str, *never: str) -> Known:
    return known(asset=replace(ASSET, caption=caption), event=replace(EVENT, never=never))


@pytest.mark.parametrize(
    ("never", "caption"),
    [
        ("beer", "A BEER, please"),
        ("beer", "beer"),
        ("beer", "root-beer"),
        ("beer", "(beer)"),
        ("beer", "beer2013"),
        ("beer", "Ｂｅｅｒ"),
        ("beer", "be\u00ader"),
        ("beer", "#beer"),
        ("beer", "＃beer"),
        ("beer", "#FreeBeerNow"),
        ("beer", "#free_beer"),
        ("NFL", "#NFLSucks"),
        ("super bowl", "Superbowl"),
        ("super bowl", "super  \n bowl"),
        ("Super-Bowl", "#SuperBowl"),
        ("don't panic", "Don’t panic"),
        ("#pray", "and #pray"),
        ("straße", "STRASSE"),
        ("café", "cafe\u0301 noir"),
        ("49ers", "the 49ers"),
        ("死亡", "昨日死亡した"),
        ("🍆", "look 🍆\ufe0f"),
    ],
)
def test_found(never: str, caption: str) -> None:
    answer = told("never", says(caption, never))
    assert answer is not None
    assert answer[0] is FOUND


@pytest.mark.parametrize(
    ("never", "caption"),
    [
        ("beer", "beers"),
        ("beer", "#gingerbeer"),
        ("ass", "a classic assist"),
        ("49ers", "149ers"),
        ("super bowl", "super, this bowl"),
        ("as is", "an oasis"),
        ("हिन", "हिन्दी"),
    ],
)
def test_not_found(never: str, caption: str) -> None:
    assert told("never", says(caption, never)) == (Level.GO, "none")


def test_an_event_without_such_words_says_nothing() -> None:
    assert told("never", says("beer")) is None
    assert told("never", says("beer", " ", "")) is None


def test_the_person_is_told_which_word_and_the_longest_of_several() -> None:
    assert told("never", says("A Beer Belly", "beer", "beer belly")) == (FOUND, "“beer belly”")


def test_everything_somebody_can_read_is_read() -> None:
    event = replace(EVENT, never=("crash",))
    alt = Picture("cd" * 32, "a.jpg", "image/jpeg", 9, 4, 3, "A car crash")
    for asset in (
        replace(ASSET, variants=(Variant("x", "crash"),)),
        replace(ASSET, thread=(Part("and crash"),)),
        replace(ASSET, thread=(Part("and", (alt,)),)),
        replace(ASSET, picture=alt),
        replace(ASSET, more=(alt,)),
        replace(ASSET, link=Link("https://a.example/crash", "A page")),
        replace(ASSET, link=Link("https://a.example", "Crash")),
        replace(ASSET, link=Link("https://a.example", "A page", "about a crash")),
        replace(ASSET, link=Link("https://a.example", "A page", thumb=alt)),
        replace(ASSET, caption="{what}", slots=(Slot("what", 9),), filled=(("what", "crash"),)),
    ):
        assert told("never", known(asset=asset, event=event)) == (FOUND, "“crash”")
    elsewhere = replace(ASSET, variants=(Variant("mastodon", "crash"),), title="crash")
    assert told("never", known(asset=elsewhere, event=event)) == (Level.GO, "none")
    assert PICTURE.alt == "A dark stadium"


def test_a_wall_of_dots_takes_no_time_to_read() -> None:
    assert told("never", says("." * 5_000, ". " * 40 + "x")) == (Level.GO, "none")


WORDS = st.text(st.sampled_from("abßéé’ -_#B2死\u0301"), min_size=1, max_size=6)


@given(WORDS, st.sampled_from(["", " ", ". ", "(", "\n"]), st.sampled_from(["", " ", ".", "\n"]))
def test_a_phrase_is_found_in_itself_whatever_stands_around_it(
    never: str, before: str, after: str
) -> None:
    answer = told("never", says(f"{before}{never}{after}", never))
    assert answer is None or answer[0] is FOUND
    assert (answer is None) == (not never.strip(" -_"))


@given(st.text(max_size=40), st.text(max_size=8))
def test_any_words_can_be_asked_about(caption: str, never: str) -> None:
    answer = told("never", says(caption, never))
    assert answer is None or answer[0] in (FOUND, Level.GO)
