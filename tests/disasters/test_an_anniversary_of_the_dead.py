"""2013: a telephone company showed its telephone in front of the lights of a memorial; a maker of
soup asked people to remember an attack with a cheerful noodle."""

from pathlib import Path

import pytest

from controlroom.event.live_event import LiveEvent, Sensitive
from tests.disasters.night import Evening, a_picture, an_asset, an_event, live

REMEMBER = "Take a moment to remember with us."


def on_the_day(local: str, **other: object) -> LiveEvent:
    return an_event(local, an_asset("remember", REMEMBER, picture=a_picture()), **other)


@pytest.mark.parametrize("day", ["2013-09-11", "2013-12-07"])
def test_a_date_that_hurts_asks_for_a_second_key(tmp_path: Path, day: str) -> None:
    with live(tmp_path, on_the_day(f"{day} 18:00")) as night:
        night.stage("remember")
        tone, detail = night.told("sensitive") or ("", "")
        assert tone == "caution"
        assert detail
        assert "second key" in night.try_to_take()
        night.pass_time(600)
        assert night.requests == 0
        night.take_with_second_key()
        night.pass_time(12)
        assert night.reached == [REMEMBER]


def test_the_day_ends_at_midnight_where_the_event_is(tmp_path: Path) -> None:
    event = on_the_day("2013-12-07 23:00")
    with live(tmp_path, event, 3_500) as night:
        night.stage("remember")
        assert (night.told("sensitive") or ("", ""))[0] == "caution"
        night.pass_time(200)
        assert night.told("sensitive") is None
        goes(night)


def test_a_brand_adds_its_own_dates(tmp_path: Path) -> None:
    own = Sensitive("the fire in our factory", day="03-09")
    with live(tmp_path, on_the_day("2013-03-09 18:00", sensitive=(own,))) as night:
        night.stage("remember")
        assert night.told("sensitive") == ("caution", "the fire in our factory")
        assert "second key" in night.try_to_take()
        assert night.requests == 0


def test_on_any_other_day_it_costs_nothing(tmp_path: Path) -> None:
    with live(tmp_path, on_the_day("2013-12-08 18:00")) as night:
        night.stage("remember")
        assert night.asks_for_more == []
        goes(night)


def goes(night: Evening) -> None:
    night.take()
    night.pass_time(6)
    assert night.reached == [REMEMBER]
