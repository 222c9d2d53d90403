"""One source at work in the collector's process, and how it stands."""

import logging
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace

from controlroom.clock import Clock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.intake import Intake
from controlroom.mentions.standing import Standing
from controlroom.messages import message
from controlroom.plugins import PluginBroken
from controlroom.sources.base import Option, Source, SourceSpec
from controlroom.sources.mention import (
    Bad,
    CountedSecond,
    Deleted,
    Gap,
    Mention,
    Phase,
    SourceState,
)
from controlroom.sources.table import SOURCES

log = logging.getLogger(__name__)

BAD_LOGGED = 20


class SourceRun:
    """Pumps a source's arrivals into the intake."""

    def __init__(self, spec: SourceSpec, clock: Clock, intake: Intake) -> None:
        self._spec = spec
        self._clock = clock
        self._intake = intake
        self._lane = intake.lane(spec.name)
        self._source: Source | None = None
        self._standing = Standing()
        self._bad_logged = 0
        self._state = SourceState(spec.name, Phase.CONNECTING, message("source.connecting"))

    async def run(self, terms: tuple[WatchTerm, ...]) -> None:
        """Until the feed ends or the task is cancelled. A failing source stops; others go on."""
        name = self._spec.name
        try:
            self._source = SOURCES.load(self._spec.key)(self._spec.options, self._clock)
            await self._pump(self._source, terms)
        except PluginBroken as broken:
            self._state = SourceState(name, Phase.REFUSED, broken.line)
        except Exception as error:  # one source's fault must not end the others
            log.exception("source %s failed", name)
            line = message("source.failed", reason=repr(error))
            self._state = replace(self._state, phase=Phase.STOPPED, line=line)
        else:
            # A source that was refused ends too, and why is what there is to read.
            if self._state.phase is not Phase.REFUSED:
                line = message("source.ended")
                self._state = replace(self._state, phase=Phase.STOPPED, line=line)

    def state(self) -> SourceState:
        """How the source stands now. Time that it has passed in silence becomes known by this."""
        lane = self._lane
        shown, passed_us = self._standing.look(self._state, lane, self._clock.now())
        if passed_us is not None:
            self._intake.passed(lane.name, passed_us)
        return shown

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """The watch terms have changed."""
        if self._source is not None:
            self._source.retarget(terms)

    def resume(self) -> Mapping[str, Option]:
        """Options to go on with after the last arrival counted."""
        return self._spec.options if self._source is None else self._source.resume()

    async def _pump(self, source: Source, terms: tuple[WatchTerm, ...]) -> None:
        intake, name = self._intake, self._spec.name
        # Closed here and not by the garbage collector, so that the socket goes at once.
        async with aclosing(source.mentions(terms)) as arrivals:
            async for arrival in arrivals:
                if type(arrival) is Mention:
                    intake.mention(arrival)
                elif type(arrival) is Deleted:
                    intake.deleted(arrival)
                elif type(arrival) is CountedSecond:
                    intake.counted(arrival, name)
                elif type(arrival) is SourceState:
                    self._state = replace(arrival, source=name)
                    self._lane.told_floor = arrival.phase is Phase.SATURATED
                elif type(arrival) is Gap:
                    intake.gap(arrival)
                elif type(arrival) is Bad:
                    self._count_bad(arrival)

    def _count_bad(self, bad: Bad) -> None:
        self._lane.bad += 1
        if self._bad_logged < BAD_LOGGED:
            self._bad_logged += 1
            log.warning("source %s sent what cannot be read: %s", self._spec.name, bad.why)
