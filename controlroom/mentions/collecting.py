"""The collector's process: runs the sources, and answers when it is asked.

Nothing is sent unasked. The pipe has a thread of its own, so a parent that asks and then does not
read holds up that thread and never the wire. When the parent is gone the pipe ends, and with it
the process.
"""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection

from controlroom.clock import Clock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.intake import Intake
from controlroom.mentions.report import Begin, Order, Pull, Report, SetOwn, SetTerms
from controlroom.mentions.reporting import report_of
from controlroom.mentions.source_run import SourceRun
from controlroom.sources.base import SourceSpec

log = logging.getLogger(__name__)

# A process whose parent is gone ends after this, whatever it hangs on.
LAST_S = 2.0


def run(pipe: Connection, specs: tuple[SourceSpec, ...], begin: Begin, clock: Clock) -> None:
    """The process, from start to end."""
    # Ctrl+C in a terminal reaches the whole group; the parent decides when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(Collecting(specs, begin, clock).until_stopped(pipe))


class Collecting:
    """The sources of one process, and what they have brought."""

    def __init__(self, specs: tuple[SourceSpec, ...], begin: Begin, clock: Clock) -> None:
        self._terms = begin.terms
        self._intake = Intake(begin.terms, clock, begin.begun)
        self._intake.set_own(begin.own)
        self._names = tuple(spec.name for spec in specs)
        self._runs = [SourceRun(spec, clock, self._intake) for spec in specs]
        self._stopping = asyncio.Event()

    async def until_stopped(self, pipe: Connection) -> None:
        """Run the sources until ordered to stop, or until the parent is gone."""
        loop = asyncio.get_running_loop()
        threading.Thread(
            target=self._answer, args=(pipe, loop), name="collector-pipe", daemon=True
        ).start()
        sources = [asyncio.create_task(one.run(self._terms)) for one in self._runs]
        await self._stopping.wait()
        for task in sources:
            task.cancel()
        await asyncio.gather(*sources, return_exceptions=True)

    def report(self) -> Report:
        """What came since the last report."""
        # Looking at the states closes the seconds that passed in silence, so it comes first.
        states = tuple(one.state() for one in self._runs)
        resume = {name: one.resume() for name, one in zip(self._names, self._runs, strict=True)}
        return report_of(self._intake, states, resume)

    def set_terms(self, terms: tuple[WatchTerm, ...]) -> None:
        """Match against these from now on; sources that filter are told."""
        self._intake.set_terms(terms)
        for one in self._runs:
            one.retarget(terms)

    def _answer(self, pipe: Connection, loop: asyncio.AbstractEventLoop) -> None:
        """The pipe's thread."""
        try:
            while self._obey(pipe.recv(), pipe, loop):
                pass
        except (EOFError, OSError):
            log.info("the parent is gone")
        last = threading.Timer(LAST_S, os._exit, (0,))
        last.daemon = True
        last.start()
        loop.call_soon_threadsafe(self._stopping.set)

    def _obey(self, order: Order, pipe: Connection, loop: asyncio.AbstractEventLoop) -> bool:
        match order:
            case Pull():
                pipe.send(_in_loop(loop, self.report))
            case SetTerms(terms):
                loop.call_soon_threadsafe(self.set_terms, terms)
            case SetOwn(posts):
                loop.call_soon_threadsafe(self._intake.set_own, posts)
            case _:
                return False
        return True


def _in_loop(loop: asyncio.AbstractEventLoop, make: Callable[[], Report]) -> Report:
    """Call ``make`` in the loop's thread and wait for what it returns."""
    made: Future[Report] = Future()

    def call() -> None:
        try:
            made.set_result(make())
        except BaseException as error:  # noqa: BLE001 - it is raised again in the waiting thread
            made.set_exception(error)

    loop.call_soon_threadsafe(call)
    return made.result()
