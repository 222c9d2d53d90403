"""One fault night: servers that fall ill, a program that is ended and started again, healing, and
the comparison at the end. The servers live in this process and outlive the program."""

import asyncio
import contextlib
import multiprocessing
import random
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.context import ForkServerContext
from pathlib import Path

from controlroom.event.live_event import Account
from controlroom.room.opening import keep_pictures
from controlroom.store.open import open_store
from tests.faults.material import START, bytes_of_pictures, drawn_event
from tests.faults.program import ERRORS, VAULT, Orders
from tests.faults.running import Running
from tests.faults.steps import Step
from tests.faults.toll import Toll, Truth, toll
from tests.support.networks.fast_loop import FastClock, Flow
from tests.support.networks.faulty import FaultyServer, listening
from tests.support.networks.file_vault import FileVault
from tests.support.networks.illness import Illness
from tests.support.networks.side import SIDES, Side


@dataclass(frozen=True)
class Plan:
    """What a night is like. ``sides`` name the simulated networks; ``ill`` is the share of requests
    that go wrong; ``end_after_s`` kills the program after so many seconds of the night, and
    ``again_after_s`` the one that is started after it, so that there is a third."""

    seed: int
    sides: tuple[str, ...]
    ill: float
    takes: int = 1
    acts: bool = False
    follows: bool = False
    end_at: Step | None = None
    nth: int = 1
    end_after_s: float | None = None
    again_after_s: float | None = None
    speed: float = 25.0
    healed_speed: float = 12.0


@dataclass
class Ended:
    """How a night went. ``steps`` were counted in it; ``killed`` whether the program was."""

    plan: Plan
    toll: Toll
    steps: dict[Step, int] = field(default_factory=dict)
    killed: bool = False


class Stage:
    """Where nights are played: the place programs are forked from, and a folder to copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = ThreadPoolExecutor(32)
        self._processes: ForkServerContext = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.faults.program"])
        self._empty = folder / "empty"
        with open_store(self._empty) as store:
            event = drawn_event("e", 0, 40, ())
            keep_pictures(store, event, bytes_of_pictures())

    async def play(self, plan: Plan) -> Ended:
        """One night from TAKE to the reckoning."""
        folder = Path(tempfile.mkdtemp(prefix="night", dir=self._folder))
        data = folder / "data"
        shutil.copytree(self._empty, data)
        clock = FastClock(START, Flow.at(plan.speed))
        sides = [SIDES[name](clock) for name in plan.sides]
        try:
            async with _servers(sides, plan, clock.flow) as servers:
                orders = self._orders(plan, data, clock, sides, servers)
                first, killed = await self._through(plan, orders, servers)
                truths = {
                    side.channel: Truth(
                        side.kind,
                        side.tells,
                        side.signed_in(),
                        tuple(server.posts().values()),
                        tuple(server.ever.values()),
                    )
                    for side, server in zip(sides, servers, strict=True)
                }
            with open_store(data, read_only=True) as store:
                rows = store.outbox.of_event(orders.event.slug)
            made = toll(rows, truths, first.taken)
            if (data / ERRORS).stat().st_size:
                made.errors.append((data / ERRORS).read_text("utf-8"))
            return Ended(plan, made, first.steps, killed)
        finally:
            shutil.rmtree(folder)

    def _orders(
        self,
        plan: Plan,
        data: Path,
        clock: FastClock,
        sides: Sequence[Side],
        servers: Sequence[FaultyServer],
    ) -> Orders:
        accounts: list[Account] = []
        secrets: dict[str, str] = {}
        settings: dict[str, str] = {}
        for side, server in zip(sides, servers, strict=True):
            accounts.append(side.account(server.url))
            secrets |= side.secrets(server.url)
            settings |= side.settings(server.url)
        FileVault(data / VAULT).put(secrets)
        event = drawn_event(f"n{plan.seed}", plan.seed, plan.takes, accounts)
        return Orders(
            folder=data,
            event=event,
            settings=settings,
            clock=clock,
            seed=plan.seed,
            takes=tuple(asset.slug for asset in event.assets),
            acts=plan.acts,
            follows=plan.follows or plan.end_at is not None,
            end_at=plan.end_at,
            nth=plan.nth,
        )

    async def _through(
        self, plan: Plan, orders: Orders, servers: Sequence[FaultyServer]
    ) -> tuple[Running, bool]:
        """The program's lives. The first of them, and whether it was killed."""
        first = Running(self._processes, self._threads, orders)
        if plan.end_after_s is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(plan.end_after_s / plan.speed):
                    await first.until_played()
            await first.kill()
        else:
            await first.until_played()
        killed = first.ended
        for server in servers:
            server.illness.heal()
        # A busy computer must not look like a slow network: the last minute has its time.
        healed, flow = time.monotonic(), orders.clock.flow
        flow.change(healed, plan.healed_speed)
        if not killed:
            await first.last_minute(healed, plan.healed_speed)
            return first, False
        later = replace(orders, takes=(), end_at=None, follows=False)
        again = Running(self._processes, self._threads, later)
        if plan.again_after_s is not None:
            await asyncio.sleep(plan.again_after_s / flow.speed)
            await again.kill()
            again = Running(self._processes, self._threads, later)
        await again.until_played()
        await again.last_minute(flow.since, flow.speed)
        return first, True


@asynccontextmanager
async def _servers(
    sides: Sequence[Side], plan: Plan, flow: Flow
) -> AsyncIterator[list[FaultyServer]]:
    """A server for each side, each with an illness of its own."""
    draw = random.Random(plan.seed)
    async with AsyncExitStack() as open_ones:
        yield [
            await open_ones.enter_async_context(
                listening(
                    FaultyServer(
                        side.answering,
                        side.posts,
                        Illness(draw.randrange(2**32), plan.ill),
                        flow,
                    )
                )
            )
            for side in sides
        ]
