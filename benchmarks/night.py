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
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QTimer

from benchmarks.arrivals import Arrivals
from benchmarks.empty_window import SIZE, redrawn
from benchmarks.frames import Frames
from benchmarks.live_event import HOLD_WINDOW_S, event_now
from benchmarks.mentions_load import LoadServer
from benchmarks.one_request import OneRequest, Straight
from controlroom.clock import wall_micros
from controlroom.event.room_state import RoomState
from controlroom.room.opening import OpenRoom, Plan, keep_pictures
from controlroom.room.room import Room
from controlroom.sources.base import SourceSpec
from ui.app import OpenDesk, make_app

Figures: TypeAlias = dict[str, tuple[float | None, float | None]]

TAKES = 64
WARM_TAKES = 4
WARM_S = 6.0
AFTER_CHANGE_S = 0.42
BETWEEN_S = 1.02
EMPTY_S = 20.0
ANSWER_S = 10.0


class Operator(threading.Thread):
    """Stages and TAKEs one post a second, then lets the window go."""

    def __init__(self, room: Room, takes: int) -> None:
        super().__init__(name="operator")
        self._room = room
        self._takes = takes
        self.offsets: list[int] = []
        self.failed: BaseException | None = None
        self.done = threading.Event()

    def run(self) -> None:
        try:
            self._order("go_live", {})
            time.sleep(WARM_S)
            for number in range(self._takes):
                began = time.monotonic()
                self._take(f"post-{number:03}")
                time.sleep(max(0.0, began + BETWEEN_S - time.monotonic()))
            time.sleep(HOLD_WINDOW_S + 0.5)
        except BaseException as error:
            self.failed = error
        finally:
            self.done.set()

    def _take(self, slug: str) -> None:
        self._order("stage_asset", {"asset": slug})
        time.sleep(AFTER_CHANGE_S)
        fingerprint = self._room.desk().preview.fingerprint
        assert fingerprint is not None, "nothing stands in Preview"
        self._order("take", {"fingerprint": fingerprint, "source": "key"})
        self.offsets.append(wall_micros() * 1000 - time.monotonic_ns())

    def _order(self, command: str, arguments: dict[str, str]) -> None:
        self._room.order(command, arguments).result(ANSWER_S)


def percentile(values: list[float], share: float) -> float:
    return float(np.percentile(values, share))


def measure(takes: int = TAKES) -> Figures:
    """Rows ``take-to-first-byte``, ``frame-p99-at-20k`` and ``stalls-over-100ms-at-20k``."""
    with LoadServer() as load:
        late, straight, frames = _night(load.url, takes)
        empty, empty_stalls = _empty(load.url)
    linux = sys.platform.startswith("linux")
    if not linux:
        print("take-to-first-byte: only Linux has one monotonic clock for all processes")
    if len(frames.worst) < 100 or len(late) < takes - WARM_TAKES:
        raise RuntimeError(f"{len(frames.worst)} frames and {len(late)} posts are too few")
    return {
        "take-to-first-byte": (percentile(late, 99), percentile(straight, 99))
        if linux
        else (None, None),
        "frame-p99-at-20k": (percentile(frames.worst, 99), percentile(empty, 99)),
        "stalls-over-100ms-at-20k": (len(frames.stalls), len(empty_stalls)),
    }


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
            looks.timeout.connect(lambda: operator.done.is_set() and app.quit())
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


if __name__ == "__main__":
    print(measure())
