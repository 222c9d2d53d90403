"""2014: a pizza brand joined a hashtag with a joke; women were telling there why they had stayed
with men who beat them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.disasters.night import COUNTED_S, Evening, an_asset, an_event, live

PLAIN = "We have soup."
JOKE = "#WhyIStayed You had soup."


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    event = an_event("2014-09-08 18:00", an_asset("soup", PLAIN), hashtags=("#TinwoodEvening",))
    with live(tmp_path, event, COUNTED_S + 100, counted=True) as evening:
        evening.stage("soup")
        yield evening


def test_a_hashtag_off_the_list_needs_somebody_else(night: Evening) -> None:
    night.type_words(JOKE)
    assert night.told("hashtags") == ("caution", "#WhyIStayed not on the list")
    assert night.told("approval") == ("caution", "changed since v1")
    assert night.told("context") == ("note", "not read yet"), "nobody knows what it is about"
    assert "second key" in night.try_to_take()
    assert night.requests == 0


def test_soon_it_is_known_what_it_is_about(night: Evening) -> None:
    night.type_words(JOKE)
    night.pass_time(90)
    night.says(solemn_of={"context:#whyistayed": (22, 30), "town": (2, 300)})
    assert night.told("context") == ("caution", "#WhyIStayed: 22 of 30 posts solemn")
    assert "second key" in night.try_to_take()
    assert night.requests == 0


def test_one_letter_after_the_second_key_it_is_asked_for_again(night: Evening) -> None:
    night.type_words("#WhyIStayed with soup")
    night.pass_time(2)
    night.turn_second_key()
    night.type_words(JOKE)
    assert "second key" in night.try_to_take()
    assert night.requests == 0


def test_the_same_words_with_a_tag_of_the_list_cost_one_key(night: Evening) -> None:
    night.type_words("You had soup. #TinwoodEvening")
    assert (night.told("hashtags") or ("", ""))[0] == "go"
    night.take_with_second_key()
    night.pass_time(12)
    assert night.reached == ["You had soup. #TinwoodEvening"]
