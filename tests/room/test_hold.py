"""HOLD: nothing public starts, nothing is lost, and what may pass needs the second key."""

from controlroom.clock import MICROS
from controlroom.desk.view import TakeFace
from controlroom.event.room_state import RoomState
from controlroom.posting.second_key import STEP_S, code_at
from tests.room.still_room import SECRET, StillRoom


def test_hold_cancels_what_is_pending_and_release_sends_nothing(live: StillRoom) -> None:
    live.stage("record")
    live.take()
    live.pass_time(1)
    live.stage("butterfingers")
    live.take()
    assert live.states == ["pending"] * 6
    live.order("hold")
    assert live.view.state is RoomState.HOLD
    assert live.states == ["cancelled"] * 6
    assert live.in_preview is None
    live.pass_time(30)
    live.order("release_hold")
    live.pass_time(60)
    assert live.up == []
    assert live.in_preview is None


def test_cancelled_posts_come_back_one_at_a_time_and_can_be_sent(live: StillRoom) -> None:
    for asset in ("record", "butterfingers"):
        live.stage(asset)
        live.take()
    live.order("hold")
    live.order("release_hold")
    live.order("stage_next")
    first = live.in_preview
    live.take()
    live.pass_time(25)
    live.order("stage_next")
    assert {first, live.in_preview} == {"record", "butterfingers"}
    assert live.up != []
    assert live.view.preview.kept is None


def test_an_ordinary_post_is_refused_on_hold_with_any_key(live: StillRoom) -> None:
    live.order("hold")
    live.stage("record")
    assert live.poll("held") == "no_go"
    assert live.view.take.face is TakeFace.NO_GO
    live.refused("second_key", digits="123456")
    live.pass_time(2)
    assert "HOLD" in live.refused("take", fingerprint=live.fingerprint)
    live.pass_time(60)
    assert live.states == []


def test_the_pause_asset_passes_with_the_second_key(live: StillRoom) -> None:
    live.order("hold")
    live.order("pause")
    live.pass_time(2)
    assert live.view.take.face is TakeFace.SECOND_KEY
    assert live.refused("take", fingerprint=live.fingerprint)
    assert live.refused("second_key", digits="000000")
    assert live.refused("take", fingerprint=live.fingerprint)
    live.turn_second_key()
    assert live.view.take.face is TakeFace.ARMED
    live.order("take", fingerprint=live.fingerprint)
    assert live.view.take.window == 10
    live.pass_time(9)
    assert live.up == []
    live.pass_time(25)
    assert live.states == ["verified"] * 3
    assert live.view.state is RoomState.HOLD


def test_the_correction_passes_too(live: StillRoom) -> None:
    live.order("hold")
    live.order("correction")
    live.turn_second_key()
    live.take()
    live.pass_time(40)
    assert set(live.states) == {"verified"}


def test_a_code_is_taken_once_and_only_for_what_was_seen(live: StillRoom) -> None:
    live.order("hold")
    live.order("pause")
    live.turn_second_key()
    live.order("correction")
    assert live.view.take.face is TakeFace.SECOND_KEY
    used = code_at(SECRET, live.clock.now() // MICROS // STEP_S)
    live.refused("second_key", digits=used)
    live.pass_time(2)
    live.refused("take", fingerprint=live.fingerprint)
    assert live.states == []


def test_words_changed_after_the_second_key_need_it_again(live: StillRoom) -> None:
    live.order("hold")
    live.order("pause")
    live.turn_second_key()
    live.order("edit_words", channel="bluesky", words="Something else.")
    live.pass_time(2)
    assert live.refused("take", fingerprint=live.fingerprint)
    assert live.states == []


def test_retract_works_on_hold(live: StillRoom) -> None:
    live.post("record")
    assert len(live.up) == 3
    live.order("hold")
    live.begin("retract")
    live.pass_time(5)
    assert live.up == []
    assert live.states == ["retracted"] * 3


def test_hold_asks_why_only_once_it_is_on(live: StillRoom) -> None:
    live.order("hold")
    assert live.view.hold is not None
    assert live.view.hold.reason is None
    live.order("hold_reason", reason="Somebody is hurt")
    assert live.view.hold.reason == "Somebody is hurt"
    assert live.view.state is RoomState.HOLD


def test_who_was_told_is_kept_while_hold_lasts(live: StillRoom) -> None:
    live.order("hold")
    live.order("told", number="1")
    assert live.view.hold is not None
    assert [row.done for row in live.view.hold.also_stop] == [False, True, False, False, False]
    live.order("told", number="1")
    assert not any(row.done for row in live.view.hold.also_stop)
    live.refused("told", number="9")
