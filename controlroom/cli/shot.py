"""The desk in a given state, for pictures: a real room on a clock that stands still.

The scripted operator posts the long return, the lights go out, and the picture is taken while
*Blackout 01* stands in Preview. Nothing leaves the machine: every way out is the simulated network.
"""

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from controlroom.channels.base import Channel
from controlroom.clock import Clock, ManualClock
from controlroom.desk.view import DeskView
from controlroom.event.eventfile import read_event_and_pictures
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.mentions.feed import MentionFeed
from controlroom.rehearsal.network import SimulatedNetwork
from controlroom.rehearsal.night import load_night
from controlroom.room.opening import BUNDLED, OpenRoom, Plan, bundled_folder
from controlroom.room.still_feed import StillFeed

POSTED_AT_S = 9_131  # 20:32:11, after the long return
SHOWN_AT_S = 9_492  # 20:38:12, 42 s into the outage
PREPARED_AT_S = -100_648  # the day before, 14:02:32
STEP_S = 0.5


class _Hands:
    """Gesture time that follows the night, so that no guard sees two presses at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self) -> float:
        return self._clock.monotonic()


def view_in(state: str, use: Callable[[DeskView], None]) -> None:
    """Bring a room into ``state`` ("prep", "rehearsal", "live", "hold") and give its desk to
    ``use``, while the pictures still lie on disk."""
    with tempfile.TemporaryDirectory(prefix="controlroom-") as folder:
        event, _ = read_event_and_pictures(bundled_folder(BUNDLED))
        at_s = PREPARED_AT_S if state == "prep" else POSTED_AT_S - 60
        clock = ManualClock(event.starts + at_s * 1_000_000)
        opened = OpenRoom(_plan(Path(folder), clock, state))
        try:
            use(opened.submit(_bring(opened, clock, event, state)).result())
        finally:
            opened.close()


def _plan(folder: Path, clock: ManualClock, state: str) -> Plan:
    def still(on: Clock) -> MentionFeed:
        feed = StillFeed(load_night(BUNDLED), on)
        event, _ = read_event_and_pictures(bundled_folder(BUNDLED))
        feed.start((), event.terms)
        return feed

    def ways(on: Clock) -> Mapping[str, Channel]:
        return {key: SimulatedNetwork(key, on) for key in ("bluesky", "mastodon", "x")}

    rehearsed = state == "rehearsal"
    return Plan(
        slug=BUNDLED,
        state=RoomState.REHEARSAL if rehearsed else RoomState.PREP,
        start=clock.now(),
        where=folder,
        feed=still,
        live_feed=None if state == "prep" else still,
        channels=ways,
        make_clock=lambda at, speed: clock,
        live_clock=clock,
        gestures=_Hands(clock),
        tick_s=3_600.0,
        board=False,
    )


async def _bring(opened: OpenRoom, clock: ManualClock, event: LiveEvent, state: str) -> DeskView:
    room = opened.room

    async def until(seconds: float) -> None:
        end = event.starts + int(seconds * 1_000_000)
        while (left := (end - clock.now()) / 1_000_000) > 0:
            clock.advance(min(STEP_S, left) if room.night.posting.in_motion() else left)
            await _settle(opened)
        await room.tick()

    if state == "prep":
        await room.carry_out("select_asset", {"asset": "butterfingers"})
        return room.desk()
    if state != "rehearsal":
        await room.carry_out("go_live", {})
        # In LIVE the operator marks what happens; here the night's own times do.
        room.night.actual = load_night(BUNDLED).actual
        await room.tick()
    await until(POSTED_AT_S - 20)
    await room.carry_out("stage_asset", {"asset": "108-yards", "moment": "long-return"})
    await until(POSTED_AT_S - 17)
    await _take(opened)
    await until(SHOWN_AT_S - 6)
    await room.carry_out("stage_asset", {"asset": "blackout-01", "moment": "lights-out"})
    if state == "hold":
        await until(SHOWN_AT_S - 4)
        await _take(opened)
        await until(SHOWN_AT_S - 2)
        await room.carry_out("hold", {"by": "key"})
        await room.carry_out("pause", {})
    await until(SHOWN_AT_S)
    return room.desk()


async def _settle(opened: OpenRoom) -> None:
    """Let everything that the clock set going come to rest."""
    for _ in range(4):
        await opened.thread.run(int)
        for _ in range(10):
            await asyncio.sleep(0)


async def _take(opened: OpenRoom) -> None:
    await opened.room.tick()
    fingerprint = opened.room.desk().preview.fingerprint
    assert fingerprint is not None
    await opened.room.carry_out("take", {"fingerprint": fingerprint, "source": "script"})
