"""A whole room on a clock that moves only when told: store, engine, posting, desk.

What the clock set going has come to rest when a call returns, so every run is the same. The
ways out of LIVE are simulated networks of their own; ``up`` is what they hold.
"""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import pytest

from controlroom.channels.base import Channel
from controlroom.clock import MICROS, Clock, ManualClock
from controlroom.desk.view import DeskView, RundownRow
from controlroom.errors import Refused
from controlroom.event.delivery import Delivery
from controlroom.event.eventfile import read_event_and_pictures
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Moment
from controlroom.event.room_state import RoomState
from controlroom.mentions.feed import MentionFeed
from controlroom.posting.second_key import STEP_S, code_at
from controlroom.rehearsal.network import SimulatedNetwork
from controlroom.rehearsal.night import load_night
from controlroom.room import Room
from controlroom.room.opening import BUNDLED, OpenRoom, Plan, bundled_folder, keep_pictures
from controlroom.room.sleep import SleepWatch
from controlroom.room.still_feed import StillFeed
from controlroom.store.open import open_store

T = TypeVar("T")
STEP = 0.5
SECRET = "JBSWY3DPEHPK3PXP"
CHANNELS = ("bluesky", "mastodon", "x")

# Seconds since the event starts (18:00).
BEFORE_KICK_OFF = 1_800 - 200
QUIET = 9_000
LIGHTS_OUT = 9_450


@cache
def bundled() -> LiveEvent:
    """The bundled event as its file has it."""
    return _read()[0]


def bundled_start() -> int:
    """When the bundled night begins, UTC µs, without reading its art."""
    return load_night(BUNDLED).start_us


@cache
def _read() -> tuple[LiveEvent, Mapping[str, bytes]]:
    return read_event_and_pictures(bundled_folder(BUNDLED))


def furnish(where: Path, event: LiveEvent | None = None) -> None:
    """Make a data folder that holds ``event`` (by default the bundled one), art included."""
    for name, content in _furnished().items():
        file = where / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    with open_store(where) as store:
        store.events.save_event(event or bundled())


@cache
def _furnished() -> dict[str, bytes]:
    """The files of a data folder with the bundled art: writing them anew each time is slow."""
    event, pictures = _read()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with open_store(data) as store:
            keep_pictures(store, event, pictures)
        files = (path for path in data.rglob("*") if path.is_file())
        return {str(path.relative_to(data)): path.read_bytes() for path in files}


@dataclass
class StillRoom:
    """Open it with ``with``. ``at_s`` seconds after the event starts; ``feed`` whether LIVE has
    one (a rehearsal always does); ``board`` whether LIVE asks for the readiness board."""

    where: Path
    at_s: float = QUIET
    state: RoomState = RoomState.PREP
    feed: bool = False
    event: LiveEvent | None = None
    second_key: str | None = SECRET
    board: bool = False
    networks: dict[str, SimulatedNetwork] = field(default_factory=dict)
    channels: Callable[[Clock], Mapping[str, Channel]] | None = None
    lines: list[dict[str, object]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.starts = bundled().starts
        if not self.where.exists():
            furnish(self.where, self.event)
        self.clock = ManualClock(self.starts + round(self.at_s * MICROS))
        self.opened = OpenRoom(
            Plan(
                state=self.state,
                start=self.clock.now(),
                where=self.where,
                feed=self._still,
                live_feed=self._still if self.feed else None,
                channels=self.channels or self._ways,
                make_clock=lambda at, speed: self._clock_at(at),
                live_clock=self.clock,
                gestures=lambda: self.clock.monotonic() + self.hands,
                heard=self.lines.append,
                tick_s=3_600.0,
                second_key=self.second_key,
                board=self.board,
                sleep=SleepWatch(lambda: self.slept, self._wall),
            )
        )
        self._submit(self._one_worker())
        self.settle()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.opened.close()

    hands = 0.0
    slept = 0.0
    stepped = 0.0

    def _wall(self) -> int:
        return round((self.slept + self.stepped) * MICROS)

    def _still(self, on: Clock) -> MentionFeed:
        feed = StillFeed(load_night(BUNDLED), on)
        # The past that spikes are measured against, and no more.
        feed._next_s = max(feed._next_s, on.now() // MICROS - 2_400)
        feed.start((), bundled().terms)
        return feed

    def _ways(self, on: Clock) -> Mapping[str, Channel]:
        self.networks = {key: SimulatedNetwork(key, on) for key in CHANNELS}
        return self.networks

    def _clock_at(self, at: int) -> Clock:
        """The rehearsal's clock is the same one: it stands still too."""
        if at < self.clock.now():
            self.clock._now = at
        return self.clock

    async def _one_worker(self) -> None:
        # One worker for files: what was asked of it before has been done when it answers.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))

    # Doing

    @property
    def room(self) -> Room:
        return self.opened.room

    def _submit(self, work: Coroutine[Any, Any, T]) -> T:
        return self.opened.submit(work).result(60)

    def order(self, command: str, **arguments: str) -> None:
        """Order a command as a key does, and let what follows from it happen."""
        try:
            self.room.order(command, arguments).result(60)
        finally:
            self.settle()

    def begin(self, command: str, **arguments: str) -> None:
        """Order something that takes its time: it goes on as time passes."""
        self.room.order(command, arguments)
        self.settle()

    def refused(self, command: str, **arguments: str) -> str:
        """Order something that must be refused; the reason, in English."""
        with pytest.raises(Refused) as refusal:
            self.order(command, **arguments)
        return str(refusal.value)

    def look_for_sleep(self) -> None:
        """What the room does every second: look whether the computer slept (``slept`` seconds) or
        its clock was set (``stepped``)."""
        self._submit(self.room.heed_sleep())
        self.settle()

    def settle(self) -> None:
        """Let everything come to rest; no time passes."""
        self._submit(self._settle())

    async def _settle(self) -> None:
        for _ in range(6):
            await self.opened.thread.run(int)
            await asyncio.to_thread(int)
            for _ in range(12):
                await asyncio.sleep(0)
        await self.room.tick()

    def pass_time(self, seconds: float) -> None:
        """Let ``seconds`` of the night pass."""
        self._submit(self._pass(seconds))

    async def _pass(self, seconds: float) -> None:
        end = self.clock.now() + round(seconds * MICROS)
        while (left := (end - self.clock.now()) / MICROS) > 0:
            moving = self.room.night.posting.in_motion()
            self.clock.advance(min(STEP, left) if moving else left)
            await self._settle()

    def until(self, seconds: float) -> None:
        """Go on to ``seconds`` after the event starts."""
        self.pass_time(seconds - (self.clock.now() - self.starts) / MICROS)

    def take(self) -> None:
        """Look for a second, then TAKE what is seen."""
        self.pass_time(2.0)
        self.order("take", fingerprint=self.fingerprint, source="key")

    def turn_second_key(self, secret: str = SECRET) -> None:
        """The approver reads the code over the phone; in a rehearsal it stands on the desk."""
        practised = self.room.practice_code()
        step = self.clock.now() // MICROS // STEP_S
        self.order("second_key", digits=practised or code_at(secret, step))

    def pin_of(self, name: str) -> str:
        """The PIN of an approver, which they set up the first time it is asked for."""
        pin = {"Dana": "4728", "Ruth Aldous": "3951", "Robin": "8264"}[name]
        if "pin" not in self.room.keys.set_up(name):
            self.order("person_pin", name=name, pin=pin, again=pin)
        return pin

    def sits(self, name: str) -> None:
        """An approver sits down at the desk, and shows their PIN."""
        self.order("sit_here", name=name, pin=self.pin_of(name))

    def post(self, asset: str, moment: str = "") -> None:
        """Stage, TAKE, and wait until it is read back."""
        self.stage(asset, moment)
        self.take()
        self.pass_time(25)

    def stage(self, asset: str, moment: str = "") -> None:
        """Stage any asset by its name."""
        given = {"asset": asset} | ({"moment": moment} if moment else {})
        self.order("stage_asset", **given)

    # Asking

    @property
    def view(self) -> DeskView:
        return self.room.desk()

    @property
    def fingerprint(self) -> str:
        shown = self.view.preview.fingerprint
        assert shown is not None, "Preview is empty"
        return shown

    @property
    def in_preview(self) -> str | None:
        """The asset that TAKE would send."""
        return self.view.preview.asset if self.view.preview.fingerprint else None

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        return self.room.night.posting.outbox.all

    @property
    def states(self) -> list[str]:
        return [str(row.state) for row in self.deliveries]

    @property
    def up(self) -> list[str]:
        """The words that are public, by network."""
        return [
            f"{key}: {seen.text}"
            for key, network in self.networks.items()
            for seen in network.posts
        ]

    def poll(self, guard: str) -> str:
        """How one guard answers."""
        return next(str(line.tone) for line in self.view.preview.poll if line.guard == guard)

    def row(self, moment: str) -> RundownRow:
        """A moment's line in the rundown."""
        return next(r for g in self.view.rundown.groups for r in g.rows if r.slug == moment)

    def moment(self, slug: str) -> Moment:
        return self.room.event.moment(slug)
