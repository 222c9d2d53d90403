"""The program as a newcomer has it: a window on a real X server, and keys pressed from outside.

Nothing is looked at but what the program wrote down: the as-run log and the deliveries.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from controlroom.cli.arguments import time_of
from controlroom.errors import UserFacingError
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.eventfile import read_event
from controlroom.room.opening import BUNDLED, bundled_folder
from controlroom.store.as_run import AsRunLine
from controlroom.store.open import DATABASE_NAME, Store, open_store
from tests.support.waiting import eventually

MISSING = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
pytestmark = [
    pytest.mark.ui,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

ROOT = Path(__file__).parents[2]
START, LIGHTS_OUT = "20:37:20", "20:37:30"
START_S, SPIKE_S, POSTED_S, AGAIN_S = 60.0, 120.0, 60.0, 5.0


class Night:
    """What the program has written down so far."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _read(self, look: Callable[[Store], tuple[object, ...]]) -> tuple[object, ...]:
        if not (self._folder / DATABASE_NAME).exists():
            return ()
        try:
            with open_store(self._folder, read_only=True) as store:
                return look(store)
        except UserFacingError:
            return ()  # it is only being made

    def lines(self, kind: str) -> list[AsRunLine]:
        read = self._read(lambda store: store.as_run.read(BUNDLED))
        return [line for line in read if isinstance(line, AsRunLine) and line.kind == kind]

    def deliveries(self) -> list[Delivery]:
        read = self._read(lambda store: store.outbox.of_event(BUNDLED))
        return [delivery for delivery in read if isinstance(delivery, Delivery)]

    def states(self) -> list[DeliveryState]:
        return [delivery.state for delivery in self.deliveries()]

    def staged(self) -> str | None:
        lines = self.lines("stage")
        return lines[-1].details["asset"] if lines else None

    def edits(self) -> list[str]:
        return [line.details["edit"] for line in self.lines("edit")]


class Hands:
    """Presses keys on one display."""

    def __init__(self, display: str, night: Night) -> None:
        self._surroundings = {**os.environ, "DISPLAY": display}
        self._night = night

    def xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=self._surroundings,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout.strip()

    def find_window(self) -> None:
        """Wait for the window and give it the keyboard, as a click on it would."""
        search = ("search", "--onlyvisible", "--name", "^Control Room$")
        window = eventually(lambda: self.xdotool(*search), START_S).split()[0]

        def focused() -> bool:
            self.xdotool("windowfocus", window)
            return self.xdotool("getwindowfocus") == window

        eventually(focused, START_S)

    def press(self, *keys: str) -> None:
        self.xdotool("key", "--delay", "80", *keys)

    def press_until(self, key: str, done: Callable[[], bool], deadline_s: float) -> None:
        """Press, look, and press again after some seconds, as people do."""
        presses = 0
        while True:
            self.press(key)
            presses += 1
            try:
                eventually(done, AGAIN_S)
            except AssertionError:
                if presses * AGAIN_S >= deadline_s:
                    raise
            else:
                return

    def hold_until(
        self, keys: tuple[str, ...], done: Callable[[], bool], deadline_s: float
    ) -> None:
        """Press and hold, look, let go; once more where the desk did not show yet what they do."""
        for left_s in range(int(deadline_s), -1, -int(AGAIN_S)):
            self.xdotool(*(word for key in keys for word in ("keydown", key)))
            try:
                eventually(done, AGAIN_S)
            except AssertionError:
                if left_s < AGAIN_S:
                    raise
            else:
                return
            finally:
                self.xdotool(*(word for key in reversed(keys) for word in ("keyup", key)))

    def take(self) -> None:
        """Press TAKE until one is taken; a refusal is answered by pressing again."""
        before = len(self._night.lines("take"))
        self.press_until("ctrl+Return", lambda: len(self._night.lines("take")) > before, POSTED_S)


@contextmanager
def ending(started: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """End exactly this process, whatever happens."""
    try:
        yield started
    finally:
        if started.poll() is None:
            started.terminate()
            try:
                started.wait(30)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


@pytest.fixture
def display() -> Iterator[str]:
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
        pass_fds=(writes,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with ending(server), os.fdopen(reads, encoding="ascii") as told:
        yield f":{told.readline().strip()}"


def start_program(display: str, home: Path, said: Path) -> "subprocess.Popen[bytes]":
    surroundings = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "CONTROLROOM_HOME": str(home),
    }
    with said.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "main.py", "--from", START],
            cwd=ROOT,
            env=surroundings,
            stdout=out,
            stderr=subprocess.STDOUT,
        )


def test_from_the_spike_to_the_wire_with_keys_alone(display: str, tmp_path: Path) -> None:
    night, said = Night(tmp_path / "data"), tmp_path / "said.txt"
    hands = Hands(display, night)
    with ending(start_program(display, tmp_path, said)) as program:
        hands.find_window()
        dark = time_of(LIGHTS_OUT, read_event(bundled_folder(BUNDLED)))
        eventually(lambda: [line for line in night.lines("spike") if line.at >= dark], SPIKE_S)

        hands.press_until("1", lambda: night.staged() == "blackout-01", POSTED_S)
        hands.take()
        assert {delivery.asset for delivery in night.deliveries()} == {"blackout-01"}
        hands.press("Escape")
        eventually(lambda: set(night.states()) == {DeliveryState.CANCELLED}, POSTED_S)

        hands.take()
        eventually(lambda: night.states().count(DeliveryState.VERIFIED) == 3, POSTED_S)
        accepted = [line.channel for line in night.lines("delivery") if line.state == "accepted"]
        assert sorted(filter(None, accepted)) == ["bluesky", "mastodon", "x"]
        assert night.states().count(DeliveryState.CANCELLED) == 3

        hands.press("Escape", "Escape")
        eventually(lambda: night.lines("hold"), POSTED_S)
        hands.hold_until(
            ("ctrl", "shift", "h"),
            lambda: night.lines("state")[-1].state == "rehearsal",
            POSTED_S,
        )

        hands.press("slash", "p", "u", "r", "p", "l", "e", "Return")
        eventually(lambda: night.staged() == "purple-night", POSTED_S)
        hands.press("o", "1")
        eventually(lambda: "DecideOutcome" in night.edits(), POSTED_S)
        marks = night.edits().count("MarkMoment")
        hands.press("m")
        eventually(lambda: night.edits().count("MarkMoment") > marks, POSTED_S)

        program.terminate()
        assert program.wait(60) == 0
    told = said.read_text(encoding="utf-8", errors="replace")
    for trouble in ("Traceback", "QPainter", "has been deleted"):
        assert trouble not in told
    with open_store(tmp_path / "data", read_only=True) as store:
        assert store.as_run.verify_chain(BUNDLED) is None
    assert len(night.deliveries()) == 6
