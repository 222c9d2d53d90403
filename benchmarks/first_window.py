"""Row ``first-window``: from a fresh interpreter to the first picture of the desk."""

import multiprocessing
import statistics
import tempfile
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.empty_window import SIZE, shown
from benchmarks.rows import Outcome

ROUNDS = 5


def desk(pipe: Connection, folder: str) -> None:
    """Sends when it began and when the desk of the bundled event had been painted (monotonic
    seconds). For a process of its own."""
    began = time.monotonic()
    from controlroom.cli.arguments import parse
    from controlroom.cli.desk import plan_of
    from controlroom.room.opening import OpenRoom
    from ui.app import OpenDesk, make_app

    opened = OpenRoom(replace(plan_of(parse([])), where=Path(folder)))
    app, _ = make_app(["bench"])
    desk = OpenDesk(opened.room)
    desk.window.resize(*SIZE)
    desk.open()
    app.processEvents()
    pipe.send((began, time.monotonic()))
    desk.close()
    opened.close()


def measure() -> Outcome:
    """The two take turns; medians, the first round left out: it reads the disk."""
    spawn = multiprocessing.get_context("spawn")
    ours: list[float] = []
    empty: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS + 1):
            for seconds, what, given in ((ours, desk, (folder,)), (empty, shown, ())):
                pipe, theirs = spawn.Pipe()
                child = spawn.Process(target=what, args=(theirs, *given))
                child.start()
                theirs.close()
                began, painted = pipe.recv()
                child.join()
                seconds.append((painted - began) * 1000)
    return {"first-window": (statistics.median(ours[1:]), statistics.median(empty[1:]))}, ""
