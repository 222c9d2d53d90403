"""The computer sleeps: nothing that was pending is sent when it wakes, and HOLD stands."""

from collections.abc import Callable

import pytest

from controlroom.event.room_state import RoomState
from controlroom.messages import english
from controlroom.room.sleep import SleepWatch
from tests.room.still_room import StillRoom


def nap(room: StillRoom, seconds: float) -> None:
    """The lid is closed for ``seconds``; the loop sees it when it next looks."""
    room.slept += seconds
    room.look_for_sleep()


def test_a_pending_post_is_kept_and_the_room_holds(live: StillRoom) -> None:
    live.stage("record")
    live.take()
    live.stage("butterfingers")
    nap(live, 1_200)
    assert live.view.state is RoomState.HOLD
    assert live.view.held_from is RoomState.LIVE
    assert live.in_preview is None
    assert live.states == ["cancelled"] * 3
    assert live.view.masthead.line is not None
    assert "after the computer slept" in english(live.view.masthead.line)
    assert live.view.notice is not None
    assert "20 min" in english(live.view.notice)
    assert [line["kind"] for line in live.lines if line["kind"] in ("hold", "sleep")] == [
        "hold",
        "sleep",
    ]
    live.pass_time(60)
    live.order("release_hold")
    live.pass_time(60)
    assert live.up == []
    live.order("stage_next")
    assert live.in_preview == "butterfingers"
    live.order("stage_next")
    assert live.in_preview == "record"


def test_the_end_of_a_hold_window_may_wake_first(live: StillRoom) -> None:
    """The timer of a pending post runs before anybody looked whether the computer slept."""
    live.stage("record")
    live.take()
    live.slept += 600
    live.pass_time(20)
    assert live.up == []
    assert live.states == ["cancelled"] * 3
    live.look_for_sleep()
    assert live.view.state is RoomState.HOLD
    live.order("stage_next")
    assert live.in_preview == "record"


def test_what_hold_let_pass_is_taken_back(live: StillRoom) -> None:
    live.order("hold")
    live.order("pause")
    live.turn_second_key()
    live.take()
    nap(live, 600)
    live.pass_time(60)
    assert live.up == []
    assert live.view.state is RoomState.HOLD
    live.order("stage_next")
    assert live.in_preview == "pause-01"


def test_a_nap_of_a_blink_is_none(live: StillRoom) -> None:
    live.stage("record")
    nap(live, 14)
    assert live.view.state is RoomState.LIVE
    assert live.in_preview == "record"
    live.take()
    live.pass_time(25)
    assert live.states == ["verified"] * 3


@pytest.mark.parametrize("state", ["prep", "rehearsal"])
def test_only_a_real_night_minds(prep: StillRoom, state: str) -> None:
    if state == "rehearsal":
        prep.order("rehearse")
        prep.stage("record")
        prep.take()
    nap(prep, 9_000)
    assert prep.view.state is RoomState(state)
    if state == "rehearsal":
        prep.pass_time(25)
        assert prep.states == ["verified"] * 3


def test_a_clock_that_was_set_is_told_and_is_no_sleep(live: StillRoom) -> None:
    live.stage("record")
    live.stepped += 3_600
    live.look_for_sleep()
    assert live.view.state is RoomState.LIVE
    assert live.in_preview == "record"
    assert "jumped 1 h" in english(live.view.alarm.what)
    live.pass_time(700)
    assert live.view.alarm.priority is None


def test_a_time_server_may_nudge_the_clock(live: StillRoom) -> None:
    for _ in range(5):
        live.stepped += 1.5
        live.look_for_sleep()
    assert live.view.alarm.priority is None


Clocks = Callable[[], tuple[SleepWatch, dict[str, float]]]


@pytest.fixture
def clocks() -> Clocks:
    def make() -> tuple[SleepWatch, dict[str, float]]:
        at = {"uptime": 100.0, "wall": 1_000.0}
        watch = SleepWatch(lambda: at["uptime"], lambda: round(at["wall"] * 1_000_000))
        return watch, at

    return make


def test_before_the_first_look_nothing_is_known(clocks: Clocks) -> None:
    watch, at = clocks()
    at["uptime"] += 1_000
    assert not watch.stood_still()
    assert not watch.look().stood_still


def test_sleep_moves_both_clocks_and_a_step_only_one(clocks: Clocks) -> None:
    watch, at = clocks()
    watch.look()
    at["uptime"] += 30
    at["wall"] += 30
    assert watch.stood_still()
    beat = watch.look()
    assert (beat.stood_still, beat.stepped_s) == (True, 0.0)
    assert not watch.stood_still()
    at["uptime"] += 1
    at["wall"] += -119
    beat = watch.look()
    assert (beat.stood_still, beat.stepped_s) == (False, -120.0)
    assert watch.look().stepped_s == 0.0
