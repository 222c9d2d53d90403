"""2012: "Good morning, shooters. Happy Friday!", written the day before, went out by itself on the
morning after a shooting."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.desk.view import TakeFace
from controlroom.event.room_state import RoomState
from tests.disasters.night import Evening, again, an_asset, an_event, live
from tests.room.told_feed import solemn

CHEER = "Good morning, shooters. Happy Friday! Weekend plans?"


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    # Its moment is an hour after the event begins.
    event = an_event("2016-06-03 07:00", an_asset("cheer", CHEER))
    with live(tmp_path, event, 3_000) as evening:
        yield evening


def test_nothing_goes_out_by_itself_whatever_time_it_is(night: Evening) -> None:
    night.until(3_600 - 60)
    assert night.in_preview == "cheer", "it is put where somebody looks at it"
    night.pass_time(4 * 3_600)
    assert night.requests == 0


def test_news_of_the_morning_asks_for_a_second_key(night: Evening) -> None:
    night.until(3_600 - 60)
    night.says(solemn=(solemn("shooting", night.now, strong=True),))
    tone, detail = night.told("tone") or ("", "")
    assert tone == "caution"
    assert detail.startswith("shooting, ")
    assert night.view.take.face is TakeFace.SECOND_KEY
    assert "second key" in night.try_to_take()
    assert night.requests == 0


def test_hold_stops_what_is_on_its_way_and_a_restart_does_not_send_it(tmp_path: Path) -> None:
    with live(tmp_path, an_event("2016-06-03 07:00", an_asset("cheer", CHEER))) as night:
        night.stage("cheer", "opening")
        night.take()
        night.pass_time(4)
        night.order("hold", by="key")
        night.pass_time(3_600)
        assert night.requests == 0
        assert night.states == ["cancelled"] * 3
    with again(tmp_path, night) as morning:
        assert morning.view.state is RoomState.HOLD
        morning.pass_time(3_600)
        assert morning.requests == 0
        assert morning.in_preview is None
