"""``controlroom`` on a computer without a display."""

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.program import ROOT

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a desktop")
def test_it_says_so_plays_the_night_and_can_be_interrupted() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    with subprocess.Popen(
        [sys.executable, "-u", str(ROOT / "main.py")],
        env=bare,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        try:
            first = program.stdout.readline()
            second = program.stdout.readline()
            program.send_signal(signal.SIGINT)
            code = program.wait(30)
        finally:
            program.kill()
        said = program.stderr.read()
    assert "no display" in first
    assert "30×" in second, "the night goes by at thirty times its speed"
    assert code == 130
    assert "Traceback" not in said
