"""Row ``kill-to-take``: a LIVE desk is killed over a pending post; until its next start can TAKE.

The next start is the program as it is: room, window, store, with the as-run log of a busy night
behind it and a keyring that never answers. It releases HOLD, brings the post back, waits for its
upload and for the second in which TAKE does not count, and TAKEs.
"""

import asyncio
import multiprocessing
import statistics
import tempfile
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.live_event import CHANNEL, event_now
from benchmarks.rows import Outcome
from controlroom.channels.base import Channel
from controlroom.clock import Clock, wall_micros
from controlroom.desk.view import TakeFace
from controlroom.errors import Refused
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, message
from controlroom.rehearsal.network import SimulatedNetwork
from controlroom.room.opening import OpenRoom, Plan, keep_pictures
from controlroom.room.room import Room
from controlroom.store.open import open_store

ROUNDS = 3
LINES = 2_000
"""Of the as-run log: a night of posts, edits, alarms and looks."""
LONGEST_S = 30.0
LOOK_S = 0.005
POST = "post-000"


class SilentVault:
    """A locked keyring."""

    lasting = True

    @property
    def place(self) -> Message:
        """Nowhere that answers."""
        return message("vault.none")

    async def read(self, name: str) -> str | None:
        """Never."""
        return await asyncio.get_running_loop().create_future()

    async def write(self, name: str, secret: str) -> None:
        """Never."""
        await asyncio.get_running_loop().create_future()

    async def erase(self, name: str) -> None:
        """Never."""
        await asyncio.get_running_loop().create_future()


def plan(folder: str) -> Plan:
    """The measured night, its way out simulated."""
    event, pictures = event_now(1)

    def ways(clock: Clock) -> Mapping[str, Channel]:
        return {CHANNEL: SimulatedNetwork(CHANNEL, clock)}

    return Plan(
        slug=event.slug,
        state=RoomState.PREP,
        where=Path(folder),
        event=event,
        pictures=pictures,
        channels=ways,
        vault=SilentVault(),
        board=False,
    )


def furnish(folder: str) -> None:
    """The data folder, with a night's log."""
    event, pictures = event_now(1)
    with open_store(Path(folder)) as store:
        keep_pictures(store, event, pictures)
        store.events.save_event(event)
        with store.together():
            for number in range(LINES):
                store.as_run.append(
                    "alarm",
                    event=event.slug,
                    at=wall_micros(),
                    rehearsal=False,
                    state="raised",
                    body={"what": f"nothing ready {number}", "priority": 2},
                )


def live(pipe: Connection, folder: str) -> None:
    """A LIVE desk with a pending post; it says so, and waits to be killed."""
    room = OpenRoom(plan(folder)).room
    # After the first round it was LIVE before.
    _order(room, "release_hold" if room.desk().state is RoomState.HOLD else "go_live")
    _order(room, "stage_asset", asset=POST)
    _take(room)
    pipe.send(None)
    threading.Event().wait()


def again(pipe: Connection, folder: str) -> None:
    """The next start. Sends when TAKE was accepted (monotonic seconds)."""
    from benchmarks.empty_window import SIZE
    from ui.app import OpenDesk, make_app

    opened = OpenRoom(plan(folder))
    app, _ = make_app(["bench"])
    desk = OpenDesk(opened.room)
    desk.window.resize(*SIZE)
    desk.open()
    app.processEvents()
    _order(opened.room, "release_hold")
    _order(opened.room, "stage_next")
    pipe.send(_take(opened.room))
    # The next round has it pending again.
    _order(opened.room, "cancel")
    desk.close()
    opened.close()


def _order(room: Room, command: str, **given: str) -> None:
    room.order(command, given).result(LONGEST_S)


def _take(room: Room) -> float:
    """TAKE what stands in Preview as soon as it counts; when it did (monotonic seconds)."""
    ends = time.monotonic() + LONGEST_S
    while time.monotonic() < ends:
        view = room.desk()
        if view.take.face is TakeFace.ARMED and view.preview.fingerprint is not None:
            try:
                _order(room, "take", fingerprint=view.preview.fingerprint)
            except Refused:
                # Right after a change a press does not count.
                time.sleep(LOOK_S)
                continue
            return time.monotonic()
        time.sleep(LOOK_S)
    raise RuntimeError(f"TAKE stayed {room.desk().take.face}")


def measure() -> Outcome:
    """Seconds from the kill to the accepted TAKE: the slowest round."""
    spawn = multiprocessing.get_context("spawn")
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        furnish(folder)
        for _ in range(ROUNDS):
            child, pipe = _started(spawn, live, folder)
            pipe.recv()
            child.kill()
            killed = time.monotonic()
            child.join()
            after, pipe = _started(spawn, again, folder)
            seconds.append(pipe.recv() - killed)
            after.join()
    median = statistics.median(seconds)
    return {"kill-to-take": (max(seconds), None)}, f"median {median:.2f} s of {ROUNDS}"


def _started(
    spawn: multiprocessing.context.SpawnContext, what: object, folder: str
) -> tuple[BaseProcess, Connection]:
    pipe, theirs = spawn.Pipe()
    child = spawn.Process(target=what, args=(theirs, folder))  # type: ignore[arg-type]
    child.start()
    theirs.close()
    return child, pipe
