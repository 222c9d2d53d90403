"""Row ``frame-p99-at-100k``: the window's frames while 100,000 posts a second come to be counted.

They are put in behind the socket, in the collector's own process: more than a socket brings on one
core. What the collector cannot take in time is let go of in whole batches, counted and told as the
state of the source; nothing waits for ever.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer

from benchmarks.empty_window import SIZE
from benchmarks.flood_source import RATE, Flood
from benchmarks.frames import Frames
from benchmarks.live_event import event_now
from benchmarks.rows import Outcome
from controlroom.event.room_state import RoomState
from controlroom.room.opening import OpenRoom, Plan, keep_pictures
from controlroom.sources.base import SourceSpec
from ui.app import OpenDesk, make_app

WARM_S = 8.0
WATCHED_S = 20.0
LEAST_FRAMES = 100


@contextmanager
def known_as_source() -> Iterator[None]:
    """Register ``Flood`` as an installed package does; also in processes started meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        installed = Path(folder) / "flood-1.0.dist-info"
        installed.mkdir()
        (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: flood\nVersion: 1.0\n")
        point = f"[controlroom.sources]\n{Flood.key} = benchmarks.flood_source:Flood\n"
        (installed / "entry_points.txt").write_text(point)
        sys.path.insert(0, folder)
        try:
            yield
        finally:
            sys.path.remove(folder)


def measure() -> Outcome:
    app, _ = make_app(["bench"])
    event, pictures = event_now(0)
    source = SourceSpec(Flood.key, {"rate": RATE})
    with tempfile.TemporaryDirectory() as folder, known_as_source():
        plan = Plan(event=event, state=RoomState.PREP, where=Path(folder), live=(source,))
        opened = OpenRoom(plan)
        try:
            keep_pictures(opened.thread.store, event, pictures)
            desk = OpenDesk(opened.room)
            desk.window.resize(*SIZE)
            frames = Frames(desk.window)
            desk.bridge._timer.timeout.disconnect()
            desk.bridge._timer.timeout.connect(frames.pulling)
            desk.bridge._timer.timeout.connect(desk.bridge.pull)
            desk.open()
            feed = opened.room.night.reader.feed
            assert feed is not None
            QTimer.singleShot(int(WARM_S * 1000), frames.begin)
            QTimer.singleShot(int((WARM_S + WATCHED_S) * 1000), app.exit)
            app.exec()
            shot = feed.snapshot()
            desk.close()
        finally:
            opened.close()
    if len(frames.worst) < LEAST_FRAMES:
        raise RuntimeError(f"{len(frames.worst)} frames are too few")
    state = shot.sources[0]
    told = (
        f"{len(frames.worst)} frames, median {np.percentile(frames.worst, 50):.1f} ms,"
        f" {len(frames.stalls)} stalls; {shot.received:,} received,"
        f" {state.dropped:,} dropped, {state.late_s} s late, {shot.totals['any']:,} counted"
    )
    return {"frame-p99-at-100k": (float(np.percentile(frames.worst, 99)), None)}, told


if __name__ == "__main__":
    print(measure())
