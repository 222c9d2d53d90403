"""A LIVE room that is killed: it comes back on HOLD, sends nothing by itself, loses nothing."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from controlroom.desk.view import TakeFace
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.room.kept_network import arrived, networks
from tests.room.still_room import QUIET, StillRoom, furnish

Reopen = Callable[..., AbstractContextManager[StillRoom]]


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """What the networks got, over all restarts."""
    return tmp_path / "network.txt"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    furnish(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def kill_at(data: Path, network: Path) -> Callable[[str], None]:
    def kill_at(step: str) -> None:
        """Run a LIVE room up to ``step`` and kill it there."""
        words = [sys.executable, "-m", "tests.room.live_program", str(data), str(network), step]
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        ) as program:
            assert program.stdout is not None
            assert program.stderr is not None
            try:
                # While sending, each network says when a request has arrived.
                expected = ["out"] * 3 if step == "sending" else [step]
                lines = [program.stdout.readline().strip() for _ in expected]
            finally:
                program.kill()
            assert lines == expected, program.stderr.read()

    return kill_at


@pytest.fixture
def reopen(data: Path, network: Path) -> Reopen:
    @contextmanager
    def reopen(state: RoomState = RoomState.PREP, after_s: float = 8.0) -> Iterator[StillRoom]:
        """The room on the same data, ``after_s`` seconds later."""
        room = StillRoom(
            data, QUIET + after_s, state, channels=lambda clock: networks(clock, network)
        )
        with room:
            yield room

    return reopen


def test_killed_in_the_hold_window(
    kill_at: Callable[[str], None], reopen: Reopen, network: Path
) -> None:
    kill_at("holding")
    with reopen(RoomState.REHEARSAL) as room:
        assert room.view.state is RoomState.HOLD
        assert room.in_preview is None
        assert room.states == ["cancelled"] * 3
        assert room.view.preview.kept is not None
        assert room.view.alarm.priority is not None
        room.pass_time(60)
        room.order("release_hold")
        assert room.view.state is RoomState.LIVE
        room.pass_time(60)
        assert arrived(network) == []

        room.order("stage_next")
        assert room.in_preview == "record"
        room.take()
        room.pass_time(25)
        assert sorted(room.states) == ["cancelled"] * 3 + ["verified"] * 3
        assert len(arrived(network)) == 3


def test_killed_while_sending(
    kill_at: Callable[[str], None], reopen: Reopen, network: Path
) -> None:
    kill_at("sending")
    before = arrived(network)
    assert before
    with reopen() as room:
        assert room.view.state is RoomState.HOLD
        assert set(room.states) == {"unknown"}
        assert room.view.alarm.priority == 1
        assert "Nobody knows" in english(room.view.alarm.what)
        assert room.room.left_before_hold == 3
        room.order("release_hold")
        room.stage("record")
        assert room.poll("posted_before") == "caution"
        assert room.view.take.face is TakeFace.SECOND_KEY
        for _ in range(30):
            room.pass_time(4)
        assert arrived(network) == before, "it was sent again by itself"
        # Each network was looked at, honours our keys and has no such post.
        assert set(room.states) == {"refused"}
        assert room.room.left_before_hold == 0
        room.post("butterfingers")
        assert room.states[-3:] == ["verified"] * 3


def test_killed_after_the_answer(
    kill_at: Callable[[str], None], reopen: Reopen, network: Path
) -> None:
    kill_at("accepted")
    assert len(arrived(network)) == 3
    with reopen() as room:
        assert room.view.state is RoomState.HOLD
        assert set(room.states) <= {"accepted", "verified"}
        room.order("release_hold")
        room.pass_time(60)
        assert len(arrived(network)) == 3


def test_killed_on_hold_what_hold_kept_is_still_kept(
    kill_at: Callable[[str], None], reopen: Reopen
) -> None:
    kill_at("edited and held")
    with reopen() as room:
        room.order("release_hold")
        room.order("stage_next")
        assert room.in_preview == "butterfingers"
        room.order("clear_preview")
        room.order("stage_next")
        assert room.in_preview == "record"
        words = {tab.channel: tab.words for tab in room.view.preview.tabs}
        assert words["x"] == "A record, in other words."
        assert words["bluesky"] != words["x"]
        room.order("clear_preview")
        assert room.view.preview.kept is None


def test_killed_with_something_in_preview(
    kill_at: Callable[[str], None], reopen: Reopen, network: Path
) -> None:
    kill_at("staged")
    with reopen() as room:
        assert room.view.state is RoomState.HOLD
        assert room.in_preview is None
        room.order("release_hold")
        room.order("stage_next")
        assert room.in_preview == "record"
        room.take()
        room.pass_time(25)
        assert room.states == ["verified"] * 3


def test_a_stored_hold_comes_back_with_its_reason(
    kill_at: Callable[[str], None], reopen: Reopen
) -> None:
    kill_at("held")
    for _ in range(2):  # and a second restart changes nothing
        with reopen(RoomState.REHEARSAL) as room:
            assert room.view.state is RoomState.HOLD
            assert room.view.held_from is RoomState.LIVE
            assert room.view.hold is not None
            assert room.view.hold.reason == "A flare in the crowd"
            room.stage("record")
            room.pass_time(2)
            assert room.refused("take", fingerprint=room.fingerprint)


@pytest.mark.parametrize("asked", [RoomState.PREP, RoomState.REHEARSAL])
def test_a_rehearsal_does_not_come_back(
    kill_at: Callable[[str], None], reopen: Reopen, network: Path, asked: RoomState
) -> None:
    kill_at("rehearsed")
    with reopen(asked) as room:
        assert room.view.state is asked
        assert room.deliveries == ()
        assert room.in_preview is None
        room.pass_time(30)
        assert arrived(network) == []


def test_closed_on_hold_it_opens_on_hold_and_wrapped_it_opens_in_wrap(reopen: Reopen) -> None:
    with reopen() as room:
        room.order("go_live")
        room.order("hold")
    with reopen() as room:
        assert room.view.state is RoomState.HOLD
        room.order("wrap")
    for _ in range(2):
        with reopen(RoomState.REHEARSAL) as room:
            assert room.view.state is RoomState.WRAP
            assert room.room.night.posting.wire.closed
            assert room.view.wrap is not None
            assert room.view.wrap.sound
            assert room.lines == [], "opening a wrapped event writes lines"
    with reopen() as room:
        room.order("prep")
    with reopen(RoomState.REHEARSAL) as room:
        assert room.view.state is RoomState.REHEARSAL
