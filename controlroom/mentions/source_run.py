"""One source at work in the collector's process, and how it stands."""

import logging
from collections.abc import Mapping
from contextlib import aclosing

from controlroom.clock import MICROS, Clock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.intake import Intake
from controlroom.messages import message
from controlroom.plugins import PluginBroken
from controlroom.sources.base import Option, Source, SourceSpec
from controlroom.sources.mention import CountedSecond, Deleted, Mention, Phase, SourceState
from controlroom.sources.table import SOURCES

log = logging.getLogger(__name__)

LATE_S = 10


class SourceRun:
    """Pumps a source's arrivals into the intake."""

    def __init__(self, spec: SourceSpec, clock: Clock) -> None:
        self._spec = spec
        self._clock = clock
        self._source: Source | None = None
        self._newest_us = 0
        self._state = SourceState(spec.key, Phase.CONNECTING, message("source.connecting"))

    async def run(self, terms: tuple[WatchTerm, ...], intake: Intake) -> None:
        """Until the feed ends or the task is cancelled. A failing source stops; others go on."""
        try:
            self._source = SOURCES.load(self._spec.key)(self._spec.options, self._clock)
            await self._pump(self._source, terms, intake)
        except PluginBroken as broken:
            self._state = SourceState(self._spec.key, Phase.REFUSED, broken.line)
        except Exception as error:  # one source's fault must not end the others
            log.exception("source %s failed", self._spec.key)
            line = message("source.failed", reason=repr(error))
            self._state = SourceState(self._spec.key, Phase.STOPPED, line)
        else:
            self._state = SourceState(self._spec.key, Phase.STOPPED, message("source.ended"))

    def state(self) -> SourceState:
        """How the source stands now; live turns late when its newest mention is too old."""
        late_s = 0
        if self._newest_us:
            late_s = max(0, (self._clock.now() - self._newest_us) // MICROS)
        state = self._state
        if state.phase is Phase.LIVE and late_s >= LATE_S:
            line = message("source.late", seconds=late_s)
            return SourceState(state.source, Phase.LATE, line, late_s)
        return SourceState(state.source, state.phase, state.line, late_s)

    def resume(self) -> Mapping[str, Option]:
        """Options to go on with after the last arrival counted."""
        return self._spec.options if self._source is None else self._source.resume()

    async def _pump(self, source: Source, terms: tuple[WatchTerm, ...], intake: Intake) -> None:
        # Closed here and not by the garbage collector, so that the socket goes at once.
        async with aclosing(source.mentions(terms)) as arrivals:
            async for arrival in arrivals:
                if type(arrival) is Mention:
                    if arrival.time_us > self._newest_us:
                        self._newest_us = arrival.time_us
                    intake.mention(arrival)
                elif type(arrival) is Deleted:
                    intake.deleted(arrival)
                elif type(arrival) is CountedSecond:
                    self._newest_us = max(self._newest_us, (arrival.second + 1) * MICROS)
                    intake.counted(arrival)
                elif type(arrival) is SourceState:
                    self._state = arrival
