"""A program under test as its night sees it: a forked process and what it says."""

import asyncio
import contextlib
import signal
from concurrent.futures import Executor
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any

from tests.faults.program import Orders, run
from tests.faults.steps import Step

LONGEST_REAL_S = 120.0


class Running:
    """Started when made. ``taken`` are the takes it said it had, ``steps`` what it counted.
    ``broke``: it ended by itself before its time."""

    def __init__(self, processes: ForkServerContext, threads: Executor, orders: Orders) -> None:
        self._threads = threads
        self._told, theirs = processes.Pipe()
        self._process = processes.Process(target=run, args=(orders, theirs))
        self._process.start()
        theirs.close()
        self.taken: list[str] = []
        self.steps: dict[Step, int] = {}
        self.ended = False
        self.broke = False

    async def until_played(self) -> None:
        """Return when it has done its part, or is gone."""
        while (said := await self._hear()) is not None:
            match said:
                case ("taken", take):
                    self.taken.append(take)
                case ("played", steps):
                    self.steps = steps
                    return

    async def last_minute(self, healed: float, speed: float) -> None:
        """Tell it that the servers are healed since then, and wait for its end."""
        if not self.ended:
            with contextlib.suppress(ConnectionError):  # it may be gone without our knowing
                self._told.send((healed, speed))
        while await self._hear() is not None:
            pass

    async def kill(self) -> None:
        """End it here and now."""
        self._process.kill()
        while await self._hear() is not None:
            pass

    async def _hear(self) -> Any:
        """The next thing it says; None when it is gone."""
        if self.ended:
            return None
        loop = asyncio.get_running_loop()
        too_long = loop.call_later(LONGEST_REAL_S, self._process.kill)
        said = await loop.run_in_executor(self._threads, _receive, self._told)
        too_long.cancel()
        if said is None:
            await loop.run_in_executor(self._threads, self._process.join)
            self.ended = True
            self._told.close()
            self.broke = self._process.exitcode not in (0, -signal.SIGKILL)
        return said


def _receive(told: Connection) -> Any:
    try:
        return told.recv()
    except (EOFError, ConnectionResetError):
        return None
