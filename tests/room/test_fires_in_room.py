"""Our brand under fire: an alarm that says look, HOLD, retract."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.channels.base import Receipt
from controlroom.mentions.watches import Fire
from controlroom.messages import english
from tests.room.still_room import bundled
from tests.room.told_feed import ToldRoom, post

S = 1_000_000


@pytest.fixture
def night(tmp_path: Path) -> Iterator[ToldRoom]:
    with ToldRoom(tmp_path / "data", feed=True, event=bundled()) as room:
        room.order("go_live")
        yield room


def fire(room: ToldRoom, own: str = "", source: str = "", *, over: bool = False) -> Fire:
    said = (post("saltwick delete this", room.now, "ann"), post("shame on you", room.now, "bo"))
    since = room.now
    return Fire(since, since, own, source, 0.62, 0.08, 14, said, ("delete this",), over)


def test_the_brand_under_fire_is_act_soon(night: ToldRoom) -> None:
    night.says(fires=(fire(night),))
    alarm = night.view.alarm
    assert alarm.priority == 2
    assert "Saltwick under fire since" in english(alarm.what)
    assert english(alarm.what).endswith("14 people, 62 % hostile, 8 % is usual.")
    assert "Look" in english(alarm.to_do)
    shown = night.view.fire
    assert shown is not None
    assert [one.text for one in shown.posts] == ["saltwick delete this", "shame on you"]
    assert [one.command for one in shown.buttons] == ["hold"]


def test_after_our_own_post_it_is_act_now_and_says_retract(night: ToldRoom) -> None:
    night.post("blackout-01")
    night.pass_time(60)
    night.says(fires=(fire(night),))
    alarm = night.view.alarm
    assert alarm.priority == 1
    assert english(alarm.what).startswith("Blackout 01 under fire")
    assert "retract" in english(alarm.to_do)
    assert night.view.fire is not None
    assert [one.command for one in night.view.fire.buttons] == ["hold", "retract"]


def test_long_after_our_post_it_is_not_about_that_post(night: ToldRoom) -> None:
    night.post("blackout-01")
    night.pass_time(1_900)
    night.says(fires=(fire(night),))
    assert night.view.alarm.priority == 2


def test_answers_to_our_post_are_one_alarm_beside_the_brand(night: ToldRoom) -> None:
    night.post("blackout-01")
    source, own = next(one for one in night.said.own if one[0] == "jetstream")
    night.says(fires=(fire(night), replace(fire(night, own, source), since_us=night.now + 1)))
    night.pass_time(1)
    assert night.view.alarm.priority == 1
    assert len([key for key in night.room.night.board.standing if key.startswith("fire")]) == 1
    assert night.view.fire is not None
    assert night.view.fire.own


def test_it_goes_when_it_is_over(night: ToldRoom) -> None:
    night.says(fires=(fire(night),))
    night.order("acknowledge")
    night.says(fires=(fire(night, over=True),))
    assert night.view.alarm.priority is None
    assert night.view.fire is None


def test_the_feed_is_told_of_our_posts_when_they_are_public(night: ToldRoom) -> None:
    assert night.said.own == ()
    night.post("blackout-01")
    receipts: list[Receipt] = [
        seen.receipt for network in night.networks.values() for seen in network.posts
    ]
    bluesky = next(one for one in receipts if one.channel == "bluesky")
    names = {feed.name or feed.source for feed in night.room.event.feeds} | {"jetstream"}
    assert {source for source, _ in night.said.own} <= names
    assert any(bluesky.remote_id.endswith(id_.rpartition("/")[2]) for _, id_ in night.said.own)
