"""Whether a source is live, late, stale or at its ceiling, judged by what it brings."""

import math
from dataclasses import replace

from controlroom.clock import MICROS
from controlroom.mentions.lane import Lane
from controlroom.messages import message
from controlroom.sources.mention import Phase, SourceState

LATE_S = 10
STALE_S = 10
# A silence is no accident when, at the usual rate, so many should have come in it (e^-12).
MISSED = 12.0
# The usual rate is that of about the last five minutes of the feed's own time.
RATE_OVER_S = 300.0
# A source that is alive and silent has told everything up to so long ago, unless what it told
# last was older than an hour: then its times are not ours.
QUIET_US = 2 * MICROS
OLDEST_US = 3_600 * MICROS
# Phases that a source reports and that stand above what its arrivals say.
OWN_WORD = (Phase.CONNECTING, Phase.STALE, Phase.REFUSED, Phase.STOPPED)


class Standing:
    """Looked at a few times a second; times are the night's, UTC microseconds."""

    def __init__(self) -> None:
        self._received = 0
        self._newest_us = 0
        self._came_us = 0
        self._lag_us = 0
        self._rate = 0.0
        self._learnt = 0.0

    def look(self, told: SourceState, lane: Lane, now_us: int) -> tuple[SourceState, int | None]:
        """The state to show, and up to when silence is known to be silence (UTC µs), if so."""
        self._arrivals(lane, now_us)
        late_s = max(0, (now_us - lane.newest_us) // MICROS) if lane.newest_us else 0
        known = replace(told, late_s=late_s, bad=told.bad + lane.bad)
        if told.phase in OWN_WORD or not lane.newest_us:
            return known, None
        silent_s = (now_us - self._came_us) / MICROS
        late = silent_s < STALE_S and self._lag_us >= LATE_S * MICROS
        # That a reading is a floor matters more than when it was taken; ``late_s`` tells that too.
        floor = told.phase is Phase.SATURATED
        if late and not floor:
            line = message("source.late", seconds=late_s)
            return replace(known, phase=Phase.LATE, line=line), None
        if silent_s >= STALE_S and silent_s * self._usual() >= MISSED:
            line = message("source.stale", seconds=int(silent_s))
            return replace(known, phase=Phase.STALE, line=line), None
        if told.phase is Phase.LIVE and lane.at_ceiling:
            known = replace(known, phase=Phase.SATURATED, line=message("source.saturated"))
        if late:
            return known, None
        known_us = now_us - QUIET_US - (max(0, self._lag_us) if silent_s < STALE_S else 0)
        return known, known_us if now_us - lane.newest_us < OLDEST_US else None

    def _usual(self) -> float:
        """Arrivals a second of the feed's own time; a backlog read fast has its natural rate."""
        return self._rate / self._learnt if self._learnt else 0.0

    def _arrivals(self, lane: Lane, now_us: int) -> None:
        """Learn how often something comes, and how far behind what comes is."""
        came, self._received = lane.received - self._received, lane.received
        moved_s = (lane.newest_us - self._newest_us) / MICROS if self._newest_us else 0.0
        self._newest_us = lane.newest_us
        if not came:
            return
        self._came_us, self._lag_us = now_us, now_us - lane.newest_us
        # What only fills the past says nothing of how often something new comes.
        if moved_s > 0:
            share = 1.0 - math.exp(-moved_s / RATE_OVER_S)
            self._rate += (came / moved_s - self._rate) * share
            self._learnt += (1.0 - self._learnt) * share
