"""A calm night: what was prepared and approved costs one look and one key, and no waiting."""

from pathlib import Path

import pytest

from controlroom.clock import MICROS
from controlroom.desk.view import TakeFace
from controlroom.event.asset import Slot
from controlroom.event.live_event import LiveEvent
from tests.disasters.night import a_picture, an_asset, an_event, live

WORDS = "Doors are open, and the soup is hot. #TinwoodEvening"
READY = an_asset("doors", WORDS, picture=a_picture(), provenance="our own studio")


SCORED = an_asset(
    "scored",
    "{player}, that was hot. {score}",
    slots=(Slot("player", 12, ("Ada", "Bo")), Slot("score", 5)),
)


def the_event() -> LiveEvent:
    return an_event("2016-06-04 18:00", READY, SCORED, hashtags=("#TinwoodEvening",))


def test_prepared_and_approved_goes_with_one_key(tmp_path: Path) -> None:
    with live(tmp_path, the_event()) as night:
        assert night.overridden == [], "the readiness board has nothing against it"
        night.stage("doors", "opening")
        night.pass_time(2)
        assert night.asks_for_more == []
        assert night.view.take.face is TakeFace.ARMED, "no other key is asked for"
        pressed = night.now
        night.order("take", fingerprint=night.fingerprint, source="key")
        assert night.view.take.window == 5, "the hold window of what is approved, and no more"
        night.pass_time(4.5)
        assert night.reached == []
        night.pass_time(1.5)
        assert night.reached == [WORDS]
        went = [when for network in night.ways.values() for when, _ in network.ever]
        # A network takes a quarter of a second; nothing else comes between.
        assert max(went) - pressed <= 6 * MICROS
        night.pass_time(25)
        assert night.states == ["verified"] * 3
        assert night.requests == 3


def test_found_in_any_way_it_is_the_same(tmp_path: Path) -> None:
    with live(tmp_path, the_event(), 3_600 - 200) as night:
        night.pass_time(150)
        assert night.in_preview == "doors", "staged by itself a minute and a half before"
        night.pass_time(2)
        assert night.view.take.face is TakeFace.ARMED
        night.order("take", fingerprint=night.fingerprint, source="key")
        night.pass_time(6)
        assert night.reached == [WORDS]


def test_pressing_twice_posts_once(tmp_path: Path) -> None:
    with live(tmp_path, the_event()) as night:
        night.stage("doors", "opening")
        night.pass_time(2)
        seen = night.fingerprint
        night.order("take", fingerprint=seen, source="key")
        told = night.refused("take", fingerprint=seen, source="key")
        assert told.startswith("There is nothing in Preview.")
        night.pass_time(30)
        assert night.requests == 3


@pytest.mark.parametrize("seconds", [0.5, 4.5])
def test_esc_in_the_window_leaves_nothing_public(tmp_path: Path, seconds: float) -> None:
    with live(tmp_path, the_event()) as night:
        night.stage("doors", "opening")
        night.take()
        night.pass_time(seconds)
        night.order("cancel")
        night.pass_time(60)
        assert night.requests == 0
        assert night.in_preview == "doors", "it is back where it was looked at"


def test_a_score_filled_in_at_the_desk_costs_no_other_key(tmp_path: Path) -> None:
    with live(tmp_path, the_event()) as night:
        night.stage("scored")
        assert night.told("slots") == ("no_go", "player is empty")
        night.order("fill_slot", name="player", words="ada")
        night.order("fill_slot", name="score", words="2:1")
        assert night.asks_for_more == []
        night.take()
        night.pass_time(6)
        assert night.reached == ["Ada, that was hot. 2:1"]


def test_what_breaks_the_rule_of_a_gap_asks_for_a_second_key(tmp_path: Path) -> None:
    with live(tmp_path, the_event()) as night:
        night.stage("scored")
        night.order("fill_slot", name="player", words="Nobody")
        night.order("fill_slot", name="score", words="2:1")
        assert night.told("approval") == ("caution", "a gap breaks its rule")
        assert "second key" in night.try_to_take()
        assert night.requests == 0
