"""The whole program on a night of 20,000 mentions a second: window, room, posts going out.

One run gives the rows about TAKE and about the window's frames.
"""

import multiprocessing
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer

from benchmarks.arrivals import Arrivals
from benchmarks.empty_window import SIZE, redrawn
from benchmarks.frames import Frames
from benchmarks.live_event import HOLD_WINDOW_S, event_now
from benchmarks.mentions_load import LoadServer
from benchmarks.one_request import OneRequest, Straight
from benchmarks.rows import Figures, Outcome
from controlroom.clock import wall_micros
from controlroom.event.room_state import RoomState
from controlroom.room.opening import OpenRoom, Plan, keep_pictures
from controlroom.room.room import Room
from controlroom.sources.base import SourceSpec
from ui.app import OpenDesk, make_app

TAKES = 64
WARM_TAKES = 4
WARM_S = 6.0
AFTER_CHANGE_S = 0.45
BETWEEN_S = 1.03
EMPTY_S = 20.0
ANSWER_S = 10.0
LEAST_FRAMES = 100


class Operator(threading.Thread):
    """Stages and TAKEs one post a second, then lets the window go."""

    def __init__(self, room: Room, takes: int) -> None:
        super().__init__(name="operator")
        self._room = room
        self._takes = takes
        self._taken = time.monotonic()
        self.offsets: list[int] = []
        self.failed: Exception | None = None
        self.done = threading.Event()

    def run(self) -> None:
        try:
            self._order("go_live", {})
            time.sleep(WARM_S)
            for number in range(self._takes):
                self._take(f"post-{number:03}")
            time.sleep(HOLD_WINDOW_S + 0.5)
        except Exception as error:  # noqa: BLE001 - raised again once the window is closed
            self.failed = error
        finally:
            self.done.set()

    def _take(self, slug: str) -> None:
        self._order("stage_asset", {"asset": slug})
        time.sleep(max(AFTER_CHANGE_S, self._taken + BETWEEN_S - time.monotonic()))
        fingerprint = self._room.desk().preview.fingerprint
        assert fingerprint is not None, "nothing stands in Preview"
        self._order("take", {"fingerprint": fingerprint, "source": "key"})
        self._taken = time.monotonic()
        self.offsets.append(wall_micros() * 1000 - time.monotonic_ns())

    def _order(self, command: str, arguments: dict[str, str]) -> None:
        self._room.order(command, arguments).result(ANSWER_S)


def measure() -> Outcome:
    """Rows ``take-to-first-byte``, ``frame-p99-at-20k`` and ``stalls-over-100ms-at-20k``."""
    with LoadServer() as load:
        late, straight, frames = _night(load.url, TAKES)
        empty, empty_stalls = _empty(load.url)
    if len(frames.worst) < LEAST_FRAMES or len(late) < TAKES - WARM_TAKES:
        raise RuntimeError(f"{len(frames.worst)} frames and {len(late)} posts are too few")
    figures: Figures = {
        "frame-p99-at-20k": (_p99(frames.worst), _p99(empty)),
        "stalls-over-100ms-at-20k": (len(frames.stalls), len(empty_stalls)),
    }
    if not sys.platform.startswith("linux"):
        return figures, "take-to-first-byte: only Linux has one monotonic clock for all processes"
    return {"take-to-first-byte": (_p99(late), _p99(straight)), **figures}, (
        f"{_spread('posts', late)}; {_spread('straight', straight)}; "
        f"{_spread('frames', frames.worst)}; {_spread('empty', empty)}"
    )


def _p99(values: list[float]) -> float:
    return float(np.percentile(values, 99))


def _spread(name: str, values: list[float]) -> str:
    told = " / ".join(f"{at:.1f}" for at in np.percentile(values, (50, 90, 99)))
    return f"{len(values)} {name}, p50 / p90 / p99 {told} ms"


def _night(url: str, takes: int) -> tuple[list[float], list[float], Frames]:
    event, pictures = event_now(takes)
    app, _ = make_app(["bench"])
    with tempfile.TemporaryDirectory() as folder, Arrivals() as server, Straight(server.url) as by:
        opened = OpenRoom(
            Plan(
                event=event,
                state=RoomState.PREP,
                where=Path(folder),
                live=(SourceSpec("jetstream", {"endpoint": url}),),
                channels=lambda clock: {"bluesky": OneRequest(server.url)},
                board=False,
            )
        )
        try:
            keep_pictures(opened.thread.store, event, pictures)
            desk = OpenDesk(opened.room)
            desk.window.resize(*SIZE)
            frames = Frames(desk.window)
            # Before the bridge's own connection is called there is no hook: pull in its place.
            desk.bridge._timer.timeout.disconnect()
            desk.bridge._timer.timeout.connect(frames.pulling)
            desk.bridge._timer.timeout.connect(desk.bridge.pull)
            desk.open()
            desk.window.activateWindow()
            operator = Operator(opened.room, takes)
            looks = QTimer()
            looks.timeout.connect(lambda: operator.done.is_set() and app.exit())
            looks.start(250)
            QTimer.singleShot(int(WARM_S * 1000), frames.begin)
            operator.start()
            app.exec()
            operator.join()
            desk.close()
            if operator.failed is not None:
                raise operator.failed
            offset = int(statistics.median(operator.offsets))
            due = {
                row.key: row.sends_at * 1000 - offset
                for row in opened.room.night.posting.outbox.all
            }
        finally:
            opened.close()
        stamps = server.stamps()
        late = [(stamps[key] - due[key]) / 1e6 for key in list(due)[WARM_TAKES:] if key in stamps]
    bare = [(stamps[name] - at) / 1e6 for name, at in by.due.items() if name in stamps]
    return late, bare[20:], frames


def _empty(url: str) -> tuple[list[float], list[float]]:
    spawn = multiprocessing.get_context("spawn")
    pipe, theirs = spawn.Pipe()
    child = spawn.Process(target=redrawn, args=(theirs, url, 3.0, EMPTY_S))
    child.start()
    theirs.close()
    seen: tuple[list[float], list[float]] = pipe.recv()
    child.join()
    return seen
