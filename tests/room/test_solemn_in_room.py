"""What the room makes of a solemn subject: CAUTION by itself, HOLD only when somebody says so."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.channels.base import ChannelDown, Receipt
from controlroom.desk.view import TakeFace
from controlroom.event.room_state import RoomState
from controlroom.messages import english, message
from tests.room.still_room import bundled
from tests.room.told_feed import ToldRoom, solemn


@pytest.fixture
def night(tmp_path: Path) -> Iterator[ToldRoom]:
    with ToldRoom(tmp_path / "data", feed=True, event=bundled()) as room:
        room.order("go_live")
        room.stage("blackout-01")
        yield room


def raised(night: ToldRoom, *subjects: str, strong: bool = False) -> None:
    night.says(solemn=tuple(solemn(one, night.now, strong=strong) for one in subjects))


def test_the_room_goes_to_caution_by_itself_and_shows_the_posts(night: ToldRoom) -> None:
    assert night.poll("tone") == "go"
    raised(night, "stand collapse")
    assert night.view.caution
    assert night.poll("tone") == "caution"
    shown = night.view.solemn
    assert shown is not None
    assert (shown.subject, shown.strong, shown.answered) == ("stand collapse", False, False)
    assert [post.text for post in shown.posts] == ["oh no, a stand collapse at the stadium"]
    assert "Bluesky" in english(shown.posts[0].line)
    assert english(shown.share) == "21.0 % of what is said, 1.0 % as usual"
    assert night.view.state is RoomState.LIVE, "it never holds by itself"
    assert english(night.view.alarm.what).endswith(": stand collapse.")
    assert night.view.alarm.priority == 2
    assert night.logged("solemn") == [("raised", "stand collapse", None)]
    night.pass_time(2)
    assert "stand collapse" in night.refused("take", fingerprint=night.fingerprint, source="key")


def test_it_is_over_a_while_after_the_last_word_of_it(night: ToldRoom) -> None:
    raised(night, "stand collapse")
    night.pass_time(899)
    assert night.poll("tone") == "caution"
    night.pass_time(3)
    assert night.poll("tone") == "go"
    assert night.view.solemn is None
    assert night.logged("solemn")[-1] == ("over", "stand collapse", None)


def test_a_strong_one_proposes_hold_and_h_accepts(night: ToldRoom) -> None:
    raised(night, "stand collapse")
    night.order("acknowledge")
    raised(night, "stand collapse", strong=True)
    alarm = night.view.alarm
    assert (alarm.priority, alarm.acknowledged) == (1, False)
    assert "HOLD is proposed" in english(alarm.what)
    assert night.view.state is RoomState.LIVE
    assert night.view.suggestions.rows == ()
    shown = night.view.solemn
    assert shown is not None
    assert [(one.command, one.keys) for one in shown.buttons] == [
        ("accept_hold", ("H",)),
        ("solemn_not_ours", ()),
    ]
    night.order("accept_hold")
    assert night.view.state is RoomState.HOLD
    assert night.view.hold is not None
    assert night.view.hold.reason == "solemn"
    assert english(night.view.masthead.line).count("solemn subject") == 1  # type: ignore[arg-type]
    assert night.view.alarm.priority is None, "it is answered"
    assert ("accepted", "stand collapse", None) in night.logged("solemn")


def test_without_a_proposal_h_does_nothing(night: ToldRoom) -> None:
    assert "No HOLD is proposed" in night.refused("accept_hold")
    raised(night, "stand collapse")
    assert "No HOLD is proposed" in night.refused("accept_hold")
    assert night.view.state is RoomState.LIVE


def test_seen_not_ours_lets_one_subject_be_for_fifteen_minutes(night: ToldRoom) -> None:
    raised(night, "stand collapse", strong=True)
    night.order("solemn_not_ours", subject="stand collapse", reason="elsewhere")
    assert night.poll("tone") == "go"
    assert night.view.alarm.priority is None
    shown = night.view.solemn
    assert shown is not None
    assert shown.answered
    assert english(shown.line).endswith("(It happened elsewhere)")
    assert night.logged("solemn")[-1] == ("not_ours", "stand collapse", "elsewhere")
    # Another subject makes CAUTION all the same.
    both = (solemn("stand collapse", night.now, strong=True), solemn("shooting", night.now))
    night.says(solemn=both)
    assert night.poll("tone") == "caution"
    assert night.view.solemn is not None
    assert night.view.solemn.subject == "shooting"


def test_after_fifteen_minutes_it_comes_back_if_it_still_goes_on(night: ToldRoom) -> None:
    at = night.now
    raised(night, "stand collapse")
    night.order("solemn_not_ours", subject="", reason="a film, the one on Sunday")
    night.pass_time(890)
    night.says(solemn=(solemn("stand collapse", at, latest=night.now),))
    assert night.poll("tone") == "go"
    night.pass_time(15)
    assert night.poll("tone") == "caution"
    assert night.logged("solemn")[-1] == ("back", "stand collapse", None)


def test_the_answer_needs_a_subject_and_a_reason(night: ToldRoom) -> None:
    assert "no such solemn subject" in night.refused("solemn_not_ours", subject="", reason="film")
    raised(night, "stand collapse")
    given = {"subject": "stand collapse", "reason": "  "}
    assert "Say why" in night.refused("solemn_not_ours", **given)
    given = {"subject": "flood", "reason": "film"}
    assert "no such solemn subject" in night.refused("solemn_not_ours", **given)
    assert night.poll("tone") == "caution"


def test_the_answer_is_taken_back(night: ToldRoom) -> None:
    raised(night, "stand collapse")
    night.order("solemn_not_ours", subject="stand collapse", reason="film")
    assert night.view.solemn is not None
    assert [one.command for one in night.view.solemn.buttons] == ["solemn_ours_again"]
    night.order("solemn_ours_again", subject="stand collapse")
    assert night.poll("tone") == "caution"
    assert ("ours_again", "stand collapse", None) in night.logged("solemn")
    night.refused("solemn_ours_again", subject="stand collapse")


def test_in_a_rehearsal_too(tmp_path: Path) -> None:
    with ToldRoom(tmp_path / "data", state=RoomState.REHEARSAL, event=bundled()) as room:
        raised(room, "stand collapse", strong=True)
        assert room.view.solemn is not None
        assert room.view.solemn.strong
        room.order("accept_hold")
        assert room.view.state is RoomState.HOLD


def test_the_pause_asset_is_one_key_away_under_caution(night: ToldRoom) -> None:
    raised(night, "stand collapse")
    night.order("pause")
    assert night.poll("tone") == "go"


def test_a_key_turned_for_something_else_lets_no_tragedy_through(tmp_path: Path) -> None:
    event = bundled()
    asset = replace(event.asset("blackout-01"), caption="Crunch. #Aurora", variants=())
    event = event.with_asset(asset)
    with ToldRoom(tmp_path / "data", feed=True, event=event) as room:
        room.order("go_live")
        room.stage("blackout-01")
        assert room.poll("hashtags") == "caution"
        room.turn_second_key()
        assert room.view.take.face is TakeFace.ARMED
        room.pass_time(60)
        raised(room, "stand collapse")
        assert room.view.take.face is TakeFace.SECOND_KEY
        room.refused("take", fingerprint=room.fingerprint, source="key")
        assert room.deliveries == ()
        room.turn_second_key()
        # The figures of a subject change all the time, and it is the same one.
        raised(room, "stand collapse", strong=True)
        assert room.view.take.face is TakeFace.ARMED
        raised(room, "stand collapse", "shooting")
        room.refused("take", fingerprint=room.fingerprint, source="key")
        room.pass_time(30)
        room.turn_second_key()
        room.take()
        room.pass_time(30)
        assert len(room.up) == 3


def test_what_was_taken_before_does_not_go_out_in_the_middle_of_it(night: ToldRoom) -> None:
    night.take()
    night.pass_time(2)
    raised(night, "stand collapse")
    night.pass_time(30)
    assert night.up == []
    assert set(night.states) == {"cancelled"}
    assert "stand collapse" in str(night.deliveries[0].problem)
    # It is one key away, and somebody may say yes to it all the same.
    night.order("stage_next")
    assert night.in_preview == "blackout-01"
    assert night.view.take.face is TakeFace.SECOND_KEY
    night.turn_second_key()
    night.take()
    night.pass_time(30)
    assert len(night.up) == 3


def test_what_waits_for_its_network_does_not_go_out_in_the_middle_of_it(
    night: ToldRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: object) -> Receipt:
        raise ChannelDown(message("nothing"))

    with monkeypatch.context() as offline:
        offline.setattr(night.networks["x"], "send", down)
        night.take()
        night.pass_time(30)
        assert sorted(night.states) == ["verified", "verified", "waiting"]
        raised(night, "stand collapse")
    night.pass_time(120)
    assert len(night.up) == 2
    assert sorted(night.states) == ["cancelled", "verified", "verified"]


def test_a_subject_that_was_let_be_stops_nothing(night: ToldRoom) -> None:
    night.take()
    raised(night, "stand collapse")
    night.order("solemn_not_ours", subject="stand collapse", reason="elsewhere")
    night.pass_time(30)
    assert len(night.up) == 3
