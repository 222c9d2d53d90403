"""2013: a recipe site sent its condolences after a bombing, with scones; and again, half an hour
later, with a breakfast bowl."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.event.live_event import GuardSettings
from tests.disasters.night import Evening, an_asset, an_event, at, live
from tests.room.told_feed import solemn

SCONES = "In honour of Harrowfield, may we suggest whole-grain cranberry scones!"
BOWL = "Harrowfield, our hearts are with you. Here is a bowl of breakfast energy."
OFFER = {"offer_until": at("2013-06-01 00:00")}


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    event = an_event(
        "2013-05-14 18:00",
        an_asset("scones", SCONES),
        an_asset("bowl", BOWL),
        an_asset("box", "A box of scones, half price", **OFFER),
        settings=GuardSettings(approver="Dana", spacing_s=1_800, cap_per_hour=1),
    )
    with live(tmp_path, event) as evening:
        yield evening


def test_the_first_asks_for_a_second_pair_of_eyes(night: Evening) -> None:
    night.says(solemn=(solemn("bombing", night.now, strong=True),))
    night.stage("scones")
    assert (night.told("tone") or ("", ""))[0] == "caution"
    assert "second key" in night.try_to_take()
    assert night.requests == 0


def test_what_sells_is_stopped_while_people_mourn(night: Evening) -> None:
    night.says(solemn=(solemn("bombing", night.now, strong=True),))
    night.stage("box")
    assert night.told("promo") == ("no_go", "not now: bombing")
    assert "Promotion" in night.try_to_take()
    night.pass_time(60)
    assert night.requests == 0


def test_a_second_post_within_half_an_hour_asks_for_a_second_key(night: Evening) -> None:
    night.post("scones")
    assert night.reached == [SCONES]
    night.pass_time(900)
    night.stage("bowl")
    assert (night.told("spacing") or ("", ""))[0] == "note"
    assert "1 of 1 this hour" in (night.told("cap") or ("", ""))[1]
    assert "cap" in night.asks_for_more
    assert "second key" in night.try_to_take()
    assert night.reached == [SCONES]


def test_the_same_words_again_ask_too(night: Evening) -> None:
    night.post("scones")
    night.pass_time(4_000)
    night.stage("scones")
    assert (night.told("posted_before") or ("", ""))[0] == "caution"
    assert "second key" in night.try_to_take()
    assert night.requests == 3


def test_an_hour_later_the_next_goes_like_the_first(night: Evening) -> None:
    night.post("scones")
    night.pass_time(4_000)
    night.post("bowl")
    assert night.reached == [SCONES, BOWL]
