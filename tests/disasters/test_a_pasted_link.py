"""2014: an airline answered a complaint with a link from its clipboard. It was that of a picture
somebody had reported an hour before, and the network showed the picture again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.event.asset import Variant
from tests.disasters.night import Evening, an_asset, an_event, live

ANSWER = "We are sorry to hear that. Tell us more: tinwood.example.com/help"
PASTED = "We are sorry to hear that. Tell us more: https://pic.example.org/x7Gh2"


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    event = an_event("2014-04-14 18:00", an_asset("answer", ANSWER), links=("tinwood.example.com",))
    with live(tmp_path, event) as evening:
        evening.stage("answer")
        yield evening


def test_a_link_off_the_list_needs_somebody_else(night: Evening) -> None:
    night.type_words(PASTED)
    assert night.told("links") == ("caution", "pic.example.org/x7Gh2 not on the list")
    assert {tab.words for tab in night.view.preview.tabs} == {PASTED}, "what goes out is shown"
    assert "second key" in night.try_to_take()
    night.pass_time(600)
    assert night.requests == 0


@pytest.mark.parametrize(
    "link",
    [
        "https://tinwood.example.com.example.org/x",
        "https://tinwood.example.com@example.org/x",
        "http://example.org/tinwood.example.com/help",
    ],
)
def test_nor_is_one_that_only_looks_like_ours(night: Evening, link: str) -> None:
    night.type_words(f"Tell us more: {link}")
    assert "links" in night.asks_for_more
    assert "second key" in night.try_to_take()
    assert night.requests == 0


def test_a_post_under_a_stranger_s_is_a_link_too(tmp_path: Path) -> None:
    under = Variant("bluesky", reply_to="https://pic.example.org/profile/one/post/3k")
    answer = an_asset("answer", "We are sorry.", variants=(under,))
    event = an_event("2014-04-14 18:00", answer, links=("tinwood.example.com",))
    with live(tmp_path, event) as night:
        night.stage("answer")
        assert (night.told("links") or ("", ""))[0] == "caution"
        assert night.try_to_take()
        assert night.requests == 0


def test_ours_goes_as_it_was_prepared(night: Evening) -> None:
    assert (night.told("links") or ("", ""))[0] == "go"
    assert night.asks_for_more == []
    night.take()
    night.pass_time(6)
    assert night.reached == [ANSWER]


def test_what_was_pasted_can_go_when_somebody_looked_at_it(night: Evening) -> None:
    night.type_words(PASTED)
    night.take_with_second_key()
    night.pass_time(9)
    assert night.requests == 0, "ten seconds to look again"
    night.pass_time(3)
    assert night.reached == [PASTED]
