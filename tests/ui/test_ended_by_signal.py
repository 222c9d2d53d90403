"""The program with a LIVE desk, ended from outside while a post is pending."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.event.room_state import RoomState
from tests.room.kept_network import arrived, networks
from tests.room.still_room import QUIET, StillRoom, bundled, furnish

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
LONG_S = 3_600


def heard(program: "subprocess.Popen[str]", word: str) -> None:
    assert program.stdout is not None
    assert program.stdout.readline().strip() == word


@pytest.mark.parametrize("first_asked", [False, True], ids=["SIGTERM", "Ctrl+C, then SIGTERM"])
def test_what_was_pending_is_kept_and_the_next_start_is_on_hold(
    tmp_path: Path, first_asked: bool
) -> None:
    data, network = tmp_path / "data", tmp_path / "network.txt"
    settings = replace(bundled().settings, hold_window_s=LONG_S, caution_hold_window_s=LONG_S)
    furnish(data, replace(bundled(), settings=settings))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.live_desk", str(data), str(network)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        try:
            heard(program, "pending")
            if first_asked:
                # As the window's own button: LIVE ends only when that was held.
                program.send_signal(signal.SIGINT)
                heard(program, "asked")
            program.send_signal(signal.SIGTERM)
            _, said = program.communicate(timeout=60)
        finally:
            program.kill()
    assert (program.returncode, "Traceback" in said) == (0, False), said
    with StillRoom(data, QUIET + 60, channels=lambda clock: networks(clock, network)) as room:
        assert room.view.state is RoomState.HOLD
        assert room.states == ["cancelled"] * 3
        room.pass_time(60)
        room.order("release_hold")
        assert room.view.state is RoomState.LIVE
        room.pass_time(LONG_S)
        assert arrived(network) == []
        room.order("stage_next")
        assert room.in_preview == "record"
