"""2012: a dress shop saw a town's name trending, nine hours after the shooting there, and tied a
dress to it. Nobody had looked what it was about; it stayed up for an hour."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.desk.context_view import ContextTone
from controlroom.desk.view import TakeFace
from controlroom.messages import english
from tests.disasters.night import COUNTED_S, Evening, an_asset, an_event, live
from tests.room.told_feed import post

DRESS = "#Harrowfield is trending, clearly about our new dress"
FRIDAY = "Fabulous Friday, everybody!"


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    event = an_event(
        "2016-06-04 18:00",
        an_asset("dress", DRESS),
        an_asset("friday", FRIDAY),
        hashtags=("#TinwoodEvening",),
    )
    with live(tmp_path, event, COUNTED_S + 100, counted=True) as evening:
        evening.said.counts("context:#harrowfield", [2] * 60 + [50])
        said = [
            post(f"praying for everyone in #Harrowfield {n}", evening.now - n) for n in range(3)
        ]
        evening.says(
            latest={"context:#harrowfield": tuple(said)},
            solemn_of={"context:#harrowfield": (31, 40), "town": (2, 300)},
        )
        yield evening


def test_what_people_say_stands_beside_take_and_one_person_cannot_send_it(night: Evening) -> None:
    night.stage("dress")
    strip = night.view.context
    assert strip is not None
    assert strip.tone is ContextTone.SOLEMN
    assert strip.rows[0].posts[0].text.startswith("praying for everyone")
    assert night.told("hashtags") == ("caution", "#Harrowfield not on the list")
    assert night.told("context") == ("caution", "#Harrowfield: 31 of 40 posts solemn")
    assert night.view.take.face is TakeFace.SECOND_KEY
    assert "second key" in night.try_to_take()
    night.pass_time(600)
    assert night.requests == 0


def test_whom_two_people_send_all_the_same_can_be_taken_down_in_seconds(night: Evening) -> None:
    night.stage("dress")
    night.take_with_second_key()
    assert night.view.take.window == 10, "time to think again"
    night.pass_time(12)
    assert night.public == [DRESS]
    night.pass_time(20)
    age = night.view.on_air.age
    assert age is not None
    assert english(age) == "21 s ago", "how long it has been up stands there"
    night.begin("retract")
    night.pass_time(2)
    assert night.public == []
    assert night.states == ["retracted"] * 3


def test_no_cheerful_post_follows_the_apology(night: Evening) -> None:
    night.stage("dress")
    night.take_with_second_key()
    night.pass_time(12)
    night.order("hold")
    night.begin("retract")
    night.pass_time(3)
    night.order("correction")
    night.turn_second_key()
    night.take()
    night.pass_time(30)
    night.stage("friday")
    assert night.told("held") == ("no_go", "no")
    assert "HOLD" in night.try_to_take()
    night.pass_time(3_600)
    assert night.reached == [DRESS, "That was wrong of us. We are sorry."]
    assert night.public == ["That was wrong of us. We are sorry."]
