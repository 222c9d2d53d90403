"""2014 to 2016: a giraffe for a country that has none, a shuttle breaking apart taken for clouds,
a bun for an actress who had died that day. Somebody who looked again would have seen it."""

from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.clock import MICROS
from controlroom.errors import Refused
from controlroom.event.asset import Asset
from controlroom.event.live_event import LiveEvent, Person, PersonRole
from controlroom.posting.second_key import STEP_S, code_at
from tests.disasters.night import SECRET, Evening, a_picture, an_asset, an_event, live

SMOKE = "Clouds for the holiday!"
FOUND = an_asset("clouds", SMOKE, picture=a_picture("blackout-02"), provenance="a stock library")
PEOPLE = (Person("Dana", PersonRole.APPROVER), Person("Ivo", PersonRole.APPROVER))


def evening(asset: Asset) -> LiveEvent:
    return an_event("2014-07-03 18:00", asset, an_asset("soup", "Soup."), people=PEOPLE)


def says_yes(night: Evening) -> None:
    """Dana says yes to it at this desk, with the code she has just read."""
    code = code_at(SECRET, night.now // MICROS // STEP_S)
    night.order("approve", asset="clouds", channel="all", by="Dana", pin=code)


def test_a_picture_nobody_looked_at_needs_a_second_pair_of_eyes(tmp_path: Path) -> None:
    with live(tmp_path, evening(replace(FOUND, approvals=()))) as night:
        night.stage("clouds")
        assert night.told("approval") == ("caution", "by nobody")
        assert "second key" in night.try_to_take()
        night.pass_time(600)
        assert night.requests == 0


def test_another_picture_under_a_yes_voids_it(tmp_path: Path) -> None:
    other = replace(FOUND, picture=a_picture("crisplight"))
    with live(tmp_path, evening(other)) as night:
        night.stage("clouds")
        assert night.told("approval") == ("caution", "changed since v1")
        assert "second key" in night.try_to_take()
        assert night.requests == 0


def test_so_does_naming_something_else_in_it(tmp_path: Path) -> None:
    told = replace(FOUND, picture=a_picture("blackout-02", alt="A shuttle that breaks apart."))
    with live(tmp_path, evening(told)) as night:
        night.stage("clouds")
        assert "approval" in night.asks_for_more
        assert night.view.preview.tabs[0].alt == "A shuttle that breaks apart.", "read at the desk"
        assert "second key" in night.try_to_take()
        assert night.requests == 0


def test_nobody_says_yes_to_the_picture_they_brought(tmp_path: Path) -> None:
    brought = replace(FOUND, approvals=(), authors=("Dana",))
    with Evening(tmp_path / "data", 0, event=evening(brought)) as night:
        with pytest.raises(Refused, match="made"):
            says_yes(night)
        night.go_live()
        night.stage("clouds")
        assert night.told("approval") == ("caution", "by nobody")
        assert "second key" in night.try_to_take()
        night.pass_time(600)
        assert night.requests == 0


def test_somebody_else_who_looked_says_yes_and_one_key_is_enough(tmp_path: Path) -> None:
    with Evening(tmp_path / "data", 0, event=evening(replace(FOUND, approvals=()))) as night:
        says_yes(night)
        night.go_live()
        night.stage("clouds")
        assert night.asks_for_more == []
        night.take()
        night.pass_time(6)
        assert night.reached == [SMOKE]


def test_a_picture_without_its_words_or_origin_is_noted(tmp_path: Path) -> None:
    bare = an_asset("clouds", SMOKE, picture=a_picture(alt=""))
    from_us = an_asset("tin", "A tin.", picture=a_picture(), provenance="our own studio")
    event = an_event("2014-07-03 18:00", bare, from_us)
    with live(tmp_path, event) as night:
        night.stage("clouds")
        assert night.told("alt_text") == ("note", "missing")
        assert night.told("provenance") == ("note", "not known")


def test_two_pairs_of_eyes_let_it_go(tmp_path: Path) -> None:
    with live(tmp_path, evening(replace(FOUND, approvals=()))) as night:
        night.stage("clouds")
        night.take_with_second_key()
        night.pass_time(12)
        assert night.reached == [SMOKE]
        keys = [line for line in night.lines if line["kind"] == "second_key"]
        assert [line["who"] for line in keys] == ["Dana"], "and it is written down whose they were"
