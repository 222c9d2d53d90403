"""2011 and 2013: a designer joked that an uprising had come about his spring collection, wrote it
himself, and sent it himself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.event.live_event import Person, PersonRole
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.disasters.night import Evening, an_asset, an_event, live
from tests.room.told_feed import solemn

COLLECTION = "Millions are in uproar in #Lissabar. They must have heard of our spring collection."
PEOPLE = (Person("Dana", PersonRole.APPROVER), Person("Ivo", PersonRole.OPERATOR))


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    event = an_event(
        "2011-02-03 18:00",
        an_asset("collection", COLLECTION),
        hashtags=("#Lissabar",),
        people=PEOPLE,
    )
    with live(tmp_path, event) as evening:
        evening.says(solemn=(solemn("protesters killed", evening.now, strong=True),))
        yield evening


def test_many_deaths_in_the_news_propose_to_hold_everything(night: Evening) -> None:
    shown = night.view.solemn
    assert shown is not None
    assert night.view.alarm.priority == 1
    assert "holds all posts" in english(night.view.alarm.to_do)
    night.order("accept_hold")
    assert night.view.state is RoomState.HOLD
    night.stage("collection")
    assert "HOLD" in night.try_to_take()
    night.pass_time(3_600)
    assert night.requests == 0


def test_a_tag_on_the_list_is_no_way_round_it(night: Evening) -> None:
    night.stage("collection")
    assert (night.told("hashtags") or ("", ""))[0] == "go"
    assert (night.told("tone") or ("", ""))[0] == "caution"
    assert "second key" in night.try_to_take()
    assert night.requests == 0


def test_who_wrote_it_cannot_say_yes_to_it(tmp_path: Path) -> None:
    written = an_asset("collection", COLLECTION, yes=False, authors=("Dana",))
    event = an_event("2011-02-03 18:00", written, hashtags=("#Lissabar",), people=PEOPLE)
    with live(tmp_path, event) as night:
        night.says(solemn=(solemn("protesters killed", night.now, strong=True),))
        night.stage("collection")
        night.pass_time(2)
        assert "who neither made it nor sits at this desk" in night.second_key_refused()
        assert night.refused("take", fingerprint=night.fingerprint, source="key")
        night.pass_time(600)
        assert night.requests == 0


def test_news_that_comes_in_the_hold_window_stops_what_was_taken(tmp_path: Path) -> None:
    spring = an_asset("spring", "The spring collection is here.")
    event = an_event("2011-02-03 18:00", spring, people=PEOPLE)
    with live(tmp_path, event) as night:
        night.stage("spring")
        assert night.asks_for_more == []
        night.take()
        night.pass_time(3)
        night.says(solemn=(solemn("protesters killed", night.now, strong=True),))
        assert night.view.solemn is not None, "nobody has answered it yet"
        night.pass_time(600)
        assert night.requests == 0
        assert night.states == ["cancelled"] * 3
        assert all(why.startswith("Tone of feed: protesters killed") for why in night.kept_back)
        assert all("Nobody was asked about that at TAKE." in why for why in night.kept_back)


def test_the_apology_passes_in_hold_with_the_second_key(night: Evening) -> None:
    night.order("accept_hold")
    night.order("correction")
    night.take_with_second_key()
    night.pass_time(12)
    assert night.reached == ["That was wrong of us. We are sorry."]
