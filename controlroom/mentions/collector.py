"""The collector as the room sees it: a process that counts, pulled by a thread of ours.

No call here waits for the process. A process that dies is started again and goes on where the last
report left it, so that what was counted stays and nothing counts twice.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TypeAlias

from controlroom.clock import Clock, SystemClock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.collecting import run
from controlroom.mentions.counts import ANY, Window
from controlroom.mentions.held import Held
from controlroom.mentions.report import Begin, Pull, Report, SetOwn, SetTerms, Stop
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.mentions.unkept import FeedKept
from controlroom.messages import message
from controlroom.sources.base import Option, SourceSpec
from controlroom.sources.mention import Phase, SourceState

log = logging.getLogger(__name__)

PULL_EVERY_S = 0.2
STOP_S = 3.0
# A process that has not answered for so long is taken for dead.
SILENT_S = 20.0
FIRST_REST_S = 0.5
LONGEST_REST_S = 30.0

Change: TypeAlias = SetTerms | SetOwn | None


class Collector:
    """Receives, matches and counts mentions in a process of its own.

    ``clock`` goes to that process and must be picklable (``SystemClock``, ``NightClock``).
    ``on_change`` is called in the collector's thread after each new snapshot; it must be quick.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        pull_every_s: float = PULL_EVERY_S,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        self._clock: Clock = clock or SystemClock()
        self._pull_every_s = pull_every_s
        self._on_change = on_change
        self.held = Held()
        self._orders: queue.SimpleQueue[Change] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._specs: tuple[SourceSpec, ...] = ()
        # By a source's name, what differs from its spec once it has run.
        self._resume: dict[str, Mapping[str, Option]] = {}
        self._terms: tuple[WatchTerm, ...] = ()
        self._own: tuple[tuple[str, str], ...] = ()
        self.pid: int | None = None

    def resume_from(self, kept: Iterable[FeedKept]) -> None:
        """Go on where an earlier run ended, and gather what is to be kept. Before ``start``."""
        self.held.keep()
        kept = tuple(kept)
        self._resume = {one.source: one.resume for one in kept}
        self.held.restore_coverage({one.source: one.covered for one in kept})

    def start(self, sources: Sequence[SourceSpec], terms: Sequence[WatchTerm]) -> None:
        """Begin. Returns at once; the snapshot tells how the sources are doing.

        RuntimeError when it was started before: one collector serves one start.
        """
        if self._thread is not None:
            raise RuntimeError("a collector is started once")
        self._specs, self._terms = tuple(sources), tuple(terms)
        self.held.set_terms([term.slug for term in terms])
        self.held.set_running(spec.name for spec in sources)
        self._thread = threading.Thread(target=self._work, name="collector", daemon=True)
        self._thread.start()

    def set_terms(self, terms: Sequence[WatchTerm]) -> None:
        """Match against these from now on. Terms that stay keep their counts, new ones begin."""
        self._orders.put(SetTerms(tuple(terms)))

    def set_own(self, posts: Sequence[tuple[str, str]]) -> None:
        """Our own public posts as (source, id): answers to them are judged, whatever they say."""
        self._orders.put(SetOwn(tuple(posts)))

    def snapshot(self) -> MentionSnapshot:
        """The newest snapshot. Waits for nothing."""
        return self.held.snapshot

    def window(
        self,
        start_s: int,
        seconds: int,
        step: int,
        slugs: Sequence[str] = (ANY,),
        over: int = 0,
        source: str = "",
    ) -> Window:
        """Mentions a minute for a chart; see ``Counts.window``. Takes well under a millisecond
        for an hour."""
        return self.held.window(start_s, seconds, step, slugs, over, source)

    def stop(self, wait_s: float = STOP_S + 2.0) -> bool:
        """End the process and the thread. Waits up to ``wait_s``; 0 returns at once.

        Returns whether all has ended.
        """
        if self._thread is None:
            return True
        self._orders.put(None)
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        """The collector's thread: start the process, pull, start it again when it dies."""
        rest_s = FIRST_REST_S
        starts = 0
        while True:
            starts += 1
            self.held.began(starts, self._states(Phase.CONNECTING, "source.connecting"))
            pulls = self._serve()
            if pulls is None:
                break
            rest_s = FIRST_REST_S if pulls else min(LONGEST_REST_S, rest_s * 2)
            log.error("the collector's process ended; it is started again in %.1f s", rest_s)
            self.held.ended(self._states(Phase.STOPPED, "source.process_ended"))
            self._changed()
            if not self._wait(rest_s, None):
                break
        self.held.ended(self._states(Phase.STOPPED, "source.stopped"))
        self._changed()

    def _serve(self) -> int | None:
        """One life of the process. Returns how often it answered; None when told to stop."""
        spawn = get_context("spawn")
        pipe, theirs = spawn.Pipe()
        process = spawn.Process(
            target=run,
            args=(theirs, self._resumed(), self._begin(), self._clock),
            name="controlroom-mentions",
            daemon=True,
        )
        process.start()
        theirs.close()
        self.pid = process.pid
        pulls = 0
        try:
            while True:
                self._pull(pipe)
                pulls += 1
                self._changed()
                if not self._wait(self._pull_every_s, pipe):
                    pipe.send(Stop())
                    return None
        except (EOFError, OSError):
            return pulls
        finally:
            pipe.close()
            _end(process)
            self.pid = None

    def _resumed(self) -> tuple[SourceSpec, ...]:
        """The sources, with the options to go on after all that was added."""
        return tuple(
            replace(spec, options={**spec.options, **self._resume.get(spec.name, {})})
            for spec in self._specs
        )

    def _begin(self) -> Begin:
        # A source without a place to go on from has missed what was said meanwhile.
        known = self.held.covered_until().items()
        begun = {name: until_s for name, until_s in known if self._resume.get(name)}
        return Begin(self._terms, self._own, begun)

    def _pull(self, pipe: Connection) -> None:
        """Fetch and add all there is to tell. EOFError when the process is dead.

        A long backlog comes in several reports; they are added together, because only after the
        last of them is it known how to go on.
        """
        reports: list[Report] = []
        while not reports or reports[-1].more:
            pipe.send(Pull())
            if not pipe.poll(SILENT_S):
                raise EOFError
            reports.append(self._told(pipe.recv()))
        for report in reports:
            self.held.add(report)
            for one in report.sources:
                if one.resume is not None:
                    self._resume[one.source] = one.resume

    def _told(self, report: Report) -> Report:
        """A report with only those options that a source has changed: the others may be secret."""
        given = {spec.name: spec.options for spec in self._specs}
        sources = tuple(
            replace(one, resume=_changed(given.get(one.source, {}), one.resume))
            for one in report.sources
        )
        return replace(report, sources=sources)

    def _wait(self, seconds: float, pipe: Connection | None) -> bool:
        """Wait for the next pull, passing on orders meanwhile. False when told to stop."""
        try:
            change = self._orders.get(timeout=seconds)
        except queue.Empty:
            return True
        if change is None:
            return False
        if isinstance(change, SetTerms):
            self._terms = change.terms
            self.held.set_terms([term.slug for term in change.terms])
        else:
            self._own = change.posts
        if pipe is not None:
            pipe.send(change)
        return True

    def _changed(self) -> None:
        if self._on_change is not None:
            self._on_change()

    def _states(self, phase: Phase, id_: str) -> tuple[SourceState, ...]:
        return tuple(SourceState(spec.name, phase, message(id_)) for spec in self._specs)


def _changed(
    given: Mapping[str, Option], now: Mapping[str, Option] | None
) -> Mapping[str, Option] | None:
    if now is None:
        return None
    return {name: value for name, value in now.items() if given.get(name) != value}


def _end(process: SpawnProcess) -> None:
    """Wait for the process to end by itself, and end it when it does not."""
    process.join(STOP_S)
    if process.is_alive():
        process.terminate()
        process.join(STOP_S)
    if process.is_alive():
        process.kill()
        process.join(STOP_S)
    process.close()
