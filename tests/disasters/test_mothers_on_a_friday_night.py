"""2008: an advertisement for a painkiller talked down to mothers. It blew up on a Friday night;
nobody who could say anything was there before Monday. ``test_brand_under_fire.py`` plays the crowd;
here the room hears of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.event.room_state import RoomState
from controlroom.mentions.watches import Fire
from controlroom.messages import english
from tests.disasters.night import Evening, an_asset, an_event, live
from tests.room.told_feed import post

AD = "Wearing your baby seems to be in fashion."


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    event = an_event("2008-11-14 18:00", an_asset("ad", AD), an_asset("soup", "Soup, anyone?"))
    with live(tmp_path, event) as evening:
        yield evening


def on_fire(night: Evening) -> None:
    said = (post("tinwood delete this", night.now, "ann"), post("shame on you", night.now, "bo"))
    night.says(fires=(Fire(night.now, night.now, "", "", 0.62, 0.08, 14, said, ("delete this",)),))


def test_anger_at_the_brand_is_an_alarm_within_the_minute(night: Evening) -> None:
    on_fire(night)
    assert night.view.alarm.priority == 2
    assert "Tinwood under fire" in english(night.view.alarm.what)
    assert night.view.fire is not None
    assert [one.text for one in night.view.fire.posts] == ["tinwood delete this", "shame on you"]


def test_after_our_post_it_says_retract_and_that_takes_it_down(night: Evening) -> None:
    night.post("ad")
    night.pass_time(60)
    on_fire(night)
    assert night.view.alarm.priority == 1
    assert "retract" in english(night.view.alarm.to_do)
    night.order("hold", by="key")
    night.begin("retract")
    night.pass_time(3)
    assert night.public == []


def test_hold_tells_whom_to_ring_and_the_apology_passes_with_the_second_key(night: Evening) -> None:
    night.post("ad")
    night.pass_time(60)
    on_fire(night)
    night.order("hold", by="key")
    assert night.view.state is RoomState.HOLD
    hold = night.view.hold
    assert hold is not None
    told = [(one.title, english(one.line)) for one in hold.also_stop]
    assert told == [("Paid campaign", "Ola, +1 555 0100")]
    night.begin("retract")
    night.pass_time(3)
    night.order("correction")
    assert "second key" in night.try_to_take()
    night.take_with_second_key()
    night.pass_time(12)
    assert night.public == ["That was wrong of us. We are sorry."]


def test_while_it_burns_nothing_cheerful_follows_in_hold(night: Evening) -> None:
    night.post("ad")
    on_fire(night)
    night.order("hold", by="key")
    night.stage("soup")
    assert "HOLD" in night.try_to_take()
    night.pass_time(3_600)
    assert night.reached == [AD]
