"""The program under test: a real room with real channels on a real store, in a process of its own
that may be killed at any step. Its networks and its vault outlive it."""

import asyncio
import faulthandler
import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from controlroom.channels.base import Channel, Tools
from controlroom.channels.table import CHANNELS
from controlroom.clock import Clock
from controlroom.errors import Refused
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.posting.posting import Posting
from controlroom.posting.preview import By, Preview
from controlroom.posting.take import Take
from controlroom.room.opening import OpenRoom, Plan
from tests.faults.steps import Step, Steps
from tests.support.networks.fast_loop import FastClock, FastLoops
from tests.support.networks.file_vault import FileVault

STAGED_WITHIN_S = 30.0
SETTLED_WITHIN_S = 75.0
LOOK_S = 0.5
HEALED_S = 60.0
HUNG_REAL_S = 60.0
ERRORS = "errors.txt"
VAULT = "vault.json"


@dataclass(frozen=True)
class Orders:
    """What a program is to do. ``takes`` are slugs of assets, ``acts`` whether the operator meddles
    with them; without takes the program only opens its folder and, with ``acts``, releases HOLD.
    ``end_at`` is the step it is killed at, the ``nth`` time; ``follows`` whether steps are
    counted."""

    folder: Path
    event: LiveEvent
    settings: Mapping[str, str]
    clock: FastClock
    seed: int
    takes: tuple[str, ...] = ()
    acts: bool = False
    follows: bool = False
    end_at: Step | None = None
    nth: int = 1


def run(orders: Orders, told: Connection) -> None:
    """The whole life of a program. Says "taken", "played" with its steps, waits for word that the
    servers are healed (since when, and how fast time passes then), and ends a minute later."""
    asyncio.set_event_loop_policy(FastLoops(orders.clock.flow))
    keep_errors(orders.folder / ERRORS)
    with (orders.folder / ERRORS).open("a", encoding="utf-8") as hung:
        faulthandler.dump_traceback_later(HUNG_REAL_S, exit=True, file=hung)
        _live(orders, told)
        faulthandler.cancel_dump_traceback_later()


def _live(orders: Orders, told: Connection) -> None:
    opened = OpenRoom(
        Plan(
            slug=orders.event.slug,
            state=RoomState.PREP,
            where=orders.folder,
            event=orders.event,
            channels=lambda clock: ways(orders, clock),
            live_clock=orders.clock,
            tick_s=2.0,
            board=False,
        )
    )
    player = Player(opened, orders, told)
    try:
        opened.submit(player.play()).result()
        told.send(("played", dict(player.steps.seen)))
        orders.clock.flow.change(*told.recv())
        opened.submit(player.wait(HEALED_S)).result()
    finally:
        opened.close()
    told.send(("ended", None))


def ways(orders: Orders, clock: Clock) -> Mapping[str, Channel]:
    """The real channels of the event's accounts."""
    vault = FileVault(orders.folder / VAULT)
    tools = Tools(Http(), vault, Pacing(clock), clock, orders.settings, orders.folder / "hand-off")
    return {
        account.channel: CHANNELS.load(account.channel)(account, tools)
        for account in orders.event.accounts
    }


def keep_errors(file: Path) -> None:
    """What the program logs as an error is somebody's defect: keep it where a kill leaves it."""
    root = logging.getLogger()
    kept = logging.FileHandler(file, encoding="utf-8", delay=True)
    kept.setLevel(logging.ERROR)
    root.addHandler(kept)
    root.setLevel(logging.INFO)


class Player:
    """The operator of one program. Engine thread only, but for its making."""

    def __init__(self, opened: OpenRoom, orders: Orders, told: Connection) -> None:
        self.steps = Steps(orders.end_at, orders.nth)
        self._opened = opened
        self._orders = orders
        self._told = told
        self._draw = random.Random(orders.seed)

    @property
    def posting(self) -> Posting:
        """The night's posting."""
        return self._opened.room.night.posting

    async def wait(self, seconds: float) -> None:
        """Let seconds of the night pass."""
        await asyncio.sleep(seconds)

    async def play(self) -> None:
        """Take what is to be taken."""
        room = self._opened.room
        if self._orders.takes:
            await room.go(RoomState.LIVE)
        elif self._orders.acts and room.state is RoomState.HOLD:
            await room.release_hold()
        for slug in self._orders.takes:
            await self._stage(slug)
            if self._orders.follows:
                self.steps.follow()
                await self._opened.thread.run(self.steps.follow)
            take = await self.posting.take(
                self._shown(), self._draw.choice((0.0, 0.5, 2.0)), in_hold=False
            )
            self._told.send(("taken", take.id))
            await self._see_through(take)

    def _shown(self) -> Preview:
        assert self.posting.preview is not None
        return self.posting.preview

    async def _stage(self, slug: str) -> None:
        room = self._opened.room
        how = message("staged.space")
        asset = room.event.asset(slug)
        self.posting.stage(Preview(asset, None, By.YOU, how, room.now, room.gestures()))
        left = STAGED_WITHIN_S * self._draw.random()
        while self.posting.stager.busy() and left > 0:
            await asyncio.sleep(LOOK_S)
            left -= LOOK_S

    async def _see_through(self, take: Take) -> None:
        left = SETTLED_WITHIN_S
        while take.in_motion() and left > 0:
            if self._orders.acts and self._draw.random() < 0.1:
                await self._act(take)
            await asyncio.sleep(LOOK_S)
            left -= LOOK_S

    async def _act(self, take: Take) -> None:
        """What may be ordered while posts are on their way."""
        room = self._opened.room
        try:
            match self._draw.randrange(5):
                case 0:
                    await self.posting.cancel(take, keep=True)
                case 1:
                    await room.hold("key")
                    await asyncio.sleep(self._draw.random() * 5)
                    await room.release_hold()
                case 2:
                    await self.posting.retract()
                case 3:
                    await self.posting.retry("")
                case 4:
                    self.posting.shorten(take)
        except Refused:
            # Nothing to retract, nothing to try again: the operator is told so.
            return
