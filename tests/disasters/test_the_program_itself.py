"""Schedulers that posted one thing over and over, until somebody switched them off; and one that
tried again after a restart, until the account was closed."""

from pathlib import Path

from controlroom.channels.base import OutcomeUnknown, Receipt, Staged
from controlroom.desk.view import TakeFace
from controlroom.event.live_event import GuardSettings
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from tests.disasters.night import Remembering, again, an_asset, an_event, live

MANY = tuple(an_asset(f"post-{n}", f"Soup of the hour, number {n}.") for n in range(6))


class Mute(Remembering):
    """Takes every post and tells nobody; what is up there it does not tell either."""

    honours_key = False

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        await super().send(staged, key, parent)
        raise OutcomeUnknown(message("channel.may_have_arrived", network=self.title))

    async def find(self, staged: Staged, key: str) -> None:
        return None


def test_an_answer_that_never_came_is_not_asked_for_again(tmp_path: Path) -> None:
    with live(tmp_path, an_event("2016-06-04 18:00", *MANY), make=Mute) as night:
        night.stage("post-0")
        night.take()
        night.pass_time(4 * 3_600)
        assert night.requests == 3, "one a network, whatever became of it"
        assert night.states == ["unknown"] * 3
        assert night.view.on_air.rows[0].sheet is not None


def test_nor_after_a_restart(tmp_path: Path) -> None:
    with live(tmp_path, an_event("2016-06-04 18:00", *MANY), make=Mute) as night:
        night.stage("post-0")
        night.take()
        night.pass_time(60)
    with again(tmp_path, night) as later:
        assert later.view.state is RoomState.HOLD
        later.pass_time(4 * 3_600)
        later.order("release_hold")
        later.pass_time(4 * 3_600)
        assert later.requests == 0
        assert later.states == ["unknown"] * 3


def test_killed_in_the_window_it_sends_nothing_when_it_comes_back(tmp_path: Path) -> None:
    with live(tmp_path, an_event("2016-06-04 18:00", *MANY)) as night:
        night.stage("post-0")
        night.take()
        night.pass_time(3)
    with again(tmp_path, night) as later:
        assert later.view.state is RoomState.HOLD
        later.order("release_hold")
        later.pass_time(4 * 3_600)
        assert night.requests == later.requests == 0


def test_more_than_any_night_needs_trips_the_breaker(tmp_path: Path) -> None:
    settings = GuardSettings(approver="Dana", breaker_posts=4, breaker_minutes=10)
    event = an_event("2016-06-04 18:00", *MANY, settings=settings)
    with live(tmp_path, event) as night:
        for n in range(4):
            night.post(f"post-{n}")
        night.stage("post-4")
        tone, detail = night.told("breaker") or ("", "")
        assert tone == "no_go"
        assert "4 of ours sent, wait until" in detail
        assert night.view.take.face is TakeFace.NO_GO
        assert night.try_to_take()
        assert night.second_key_refused(), "no key opens it"
        assert night.requests == 12
        night.pass_time(660)
        night.take()
        night.pass_time(10)
        assert night.requests == 15, "once it is over, it is over"


def test_what_went_wrong_can_still_be_put_right(tmp_path: Path) -> None:
    settings = GuardSettings(approver="Dana", breaker_posts=1, breaker_minutes=10)
    with live(tmp_path, an_event("2016-06-04 18:00", *MANY, settings=settings)) as night:
        night.post("post-0")
        night.begin("retract")
        night.pass_time(3)
        assert night.public == []
        night.order("correction")
        night.take_with_second_key()
        night.pass_time(12)
        assert night.public == ["That was wrong of us. We are sorry."]


def test_one_press_sends_one_post_however_often_it_is_pressed(tmp_path: Path) -> None:
    with live(tmp_path, an_event("2016-06-04 18:00", *MANY)) as night:
        night.stage("post-0")
        night.pass_time(2)
        seen = night.fingerprint
        night.order("take", fingerprint=seen, source="key")
        for _ in range(5):
            night.refused("take", fingerprint=seen, source="key")
            night.pass_time(2)
        assert night.requests == 3
