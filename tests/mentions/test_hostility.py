"""Hostile to us, or only grumbling, swearing in a friendly way, or about somebody else."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.mentions.hostility import hostility, is_hostile


@pytest.mark.parametrize(
    "text",
    [
        "Who approved this?",
        "@saltwick DELETE THIS.",
        "this ad is disgusting",
        "shame on you, shame on all of you",
        "#BoycottSaltwick",
        "tone-deaf, tone deaf, TONE DEAF",
        "I’m never buying these again",
        "that was terrible, apologise",
        "what were you thinking @saltwick",
        "fuck off saltwick",
        "fuck you, saltwick",
        "saltwick 🤮",
        "saltwick 🖕🖕",
        "great job insulting half the country #fail",
        "not even an apology? pathetic",
        "ihr seid widerlich, saltwick",
        "Schämt euch!",
        "qué vergüenza, saltwick",
        "honteux, supprimez cette pub",
        "vergognatevi",
        "不買運動だ",
    ],
)
def test_hostile(text: str) -> None:
    assert is_hostile(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "saltwick and the game tonight",
        "saltwick app is down again, fix it please",
        "my order is late and support does not answer",
        "holy shit saltwick is good",
        "fucking love saltwick",
        "shut up and take my money, saltwick",
        "I hate how good saltwick is",
        "that ad is not offensive at all",
        "don't see what's so offensive about it",
        "nobody should be offended by a crisp",
        "terrible call ref, passing the saltwick",
        "boycott the refs, eat saltwick",
        "fire your coach. saltwick anyone?",
        "disgusting catch! saltwick flew everywhere",
        "this is awful weather for a saltwick run",
        "killing it, saltwick",
        "https://saltwick.example/boycott-offensive",
    ],
)
def test_not_hostile(text: str) -> None:
    assert not is_hostile(text)


def test_in_an_answer_to_us_a_mild_word_is_meant_for_us() -> None:
    assert not is_hostile("awful")
    assert is_hostile("awful", aimed=True)
    assert not is_hostile("nice one", aimed=True)


def test_it_says_by_what() -> None:
    assert hostility("Delete this. Shame on you! 😡").words == ("delete this", "shame on", "😡")


@given(st.text(max_size=2_000))
def test_any_text_can_be_judged(text: str) -> None:
    told = hostility(text)
    assert told.weight >= 0
    assert bool(told.words) >= (told.weight > 0)
    assert hostility(text, aimed=True).weight >= told.weight


def test_ordinary_talk_is_hardly_ever_hostile() -> None:
    talk = Path(__file__).parents[3] / "shared" / "data" / "event_chatter"
    talk /= "ordinary_talk_2013.csv"
    if not talk.exists():
        pytest.skip("the ordinary talk of 2013 is not on this machine")
    with talk.open(encoding="utf-8", newline="") as lines:
        texts = [row["tweet"] for row in csv.DictReader(lines)]
    flagged = sum(is_hostile(text) for text in texts)
    assert flagged < 0.01 * len(texts)
