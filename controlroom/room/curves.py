"""What the chart draws, read from the counts: only the lines that are drawn, once a second."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from controlroom.clock import MICROS
from controlroom.desk.chart_look import SMOOTH_S, ChartLook, over_of, step_of
from controlroom.desk.chart_readings import NightLine, Rates, Reading, Readings, SpikeMark
from controlroom.event.live_event import LiveEvent
from controlroom.mentions.counts import ANY, KEPT_S
from controlroom.mentions.expected import expected_of, slots_of
from controlroom.mentions.feed import MentionFeed
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.room.grid import Grid
from controlroom.room.lines import Choice, Wanted

AGAIN_S = 10
"""What has passed is read again so often: a gap may have been filled."""
NIGHT_COLUMNS = 480
NIGHT_STEPS = (1, 5, 15, 60, 120, 240, 480)
SECONDS_KNOWN_S = KEPT_S - 900
"""Older counts are kept by the minute only; a little before that end they are read so."""
TAIL_S = 30
"""A feed so little behind still has a newest value; beyond it is stale."""


@dataclass(slots=True)
class CurveReader:
    """Reads one feed for the chart. Engine thread only; a look costs a few milliseconds at most,
    and nothing while the second and the look are the same."""

    _read: Readings | None = None
    _asked: object = None
    _read_s: int = 0
    _night: NightLine | None = None
    _night_s: int = 0
    _choice: Choice = field(default_factory=Choice)
    _grid: Grid = field(default_factory=Grid)

    def read(self, feed: MentionFeed, event: LiveEvent, look: ChartLook, now: int) -> Readings:
        """The lines of ``look`` at ``now`` (UTC µs)."""
        now_s = now // MICROS
        live = look.is_live(now_s)
        asked = (id(feed), look, event.terms)
        due = now_s != self._read_s if live else abs(now_s - self._read_s) >= AGAIN_S
        if self._read is None or asked != self._asked or due:
            self._read = self._look(feed, event, look, now_s)
            self._asked, self._read_s = asked, now_s
        return self._read

    def _look(self, feed: MentionFeed, event: LiveEvent, look: ChartLook, now_s: int) -> Readings:
        live = look.is_live(now_s)
        snapshot = feed.snapshot()
        at = look.stretch(now_s)
        # So long ago only whole minutes are known.
        minutes = at.start_s < now_s - SECONDS_KNOWN_S
        step = max(step_of(at.seconds), 60 if minutes else 1)
        over = over_of(look, step)
        wanted = self._choice.choose(feed, event, look, at, _spike_seconds(snapshot, at.start_s))
        slugs = tuple(dict.fromkeys((ANY, *(slug for one in wanted for slug in one.slugs))))
        old = minutes and not live
        span = (at.start_s, at.end_s, step, over)
        rates, floor = self._grid.read(feed, slugs, *span, live=live, minutes=old)
        self._patch_tail(feed, slugs, rates, at.end_s, over, snapshot, step)
        rows = dict(zip(slugs, rates, strict=True))
        return Readings(
            start_s=at.start_s,
            end_s=at.end_s,
            step=step,
            over=over,
            lines=tuple(_reading(one, rows) for one in wanted),
            any=rows[ANY],
            floor=floor,
            night=self._whole_night(feed, snapshot, now_s),
            spikes=spike_marks(event, snapshot),
            terms=self._choice.possible,
            from_s=snapshot.fed_from_s or at.start_s,
        )

    @staticmethod
    def _patch_tail(
        feed: MentionFeed,
        slugs: Sequence[str],
        rates: Rates,
        end_s: int,
        over: int,
        snapshot: MentionSnapshot,
        step: int,
    ) -> None:
        """The newest value where the feed is a second or two behind: else a wide chart would end
        up to a step ago."""
        until = snapshot.fed_until_s
        if step == 1 or until is None or not end_s - min(TAIL_S, step) <= until < end_s:
            return
        rates[:, -1] = feed.window(until - 1, 1, 1, slugs, over).rates[:, 0]

    def _whole_night(
        self, feed: MentionFeed, snapshot: MentionSnapshot, now_s: int
    ) -> NightLine | None:
        if snapshot.fed_from_s is None or snapshot.fed_from_s >= now_s:
            return None
        known = self._night is not None and self._night.start_s <= snapshot.fed_from_s
        if known and 0 <= now_s - self._night_s < AGAIN_S:
            return self._night
        whole = now_s - snapshot.fed_from_s
        step = next((s for s in NIGHT_STEPS if whole <= s * NIGHT_COLUMNS), NIGHT_STEPS[-1])
        start = snapshot.fed_from_s // step * step
        columns = max(1, (now_s - start) // step)
        window = feed.window(start, columns * step, step, (ANY,))
        self._night, self._night_s = NightLine(start, step, window.of(ANY)), now_s
        return self._night


def _reading(wanted: Wanted, rows: dict[str, Rates]) -> Reading:
    if len(wanted.slugs) == 1:
        rates = rows[wanted.slugs[0]]
    else:
        rates = _sum(np.stack([rows[slug] for slug in wanted.slugs]))
    rates.flags.writeable = False
    return Reading(wanted.name, wanted.place, rates, wanted.group, wanted.slugs)


def _sum(parts: Rates) -> Rates:
    """Of the rows; unknown only where none of them is known."""
    rates: Rates = np.nansum(parts, axis=0, dtype=np.float32)
    rates[np.isnan(parts).all(axis=0)] = np.nan
    return rates


def spike_marks(event: LiveEvent, snapshot: MentionSnapshot) -> tuple[SpikeMark, ...]:
    """The spikes of the night, oldest first."""
    if not snapshot.spikes:
        return ()
    slots = slots_of(event)
    solemn = {term.slug for term in event.terms if term.group == "solemn"}
    made = []
    for spike in snapshot.spikes:
        slot = expected_of(slots, spike.time_us, spike.terms)
        made.append(
            SpikeMark(
                spike.time_us,
                spike.ratio,
                spike.why[:3],
                "" if slot is None else slot.title,
                solemn=bool(solemn.intersection(spike.terms[:1])),
            )
        )
    return tuple(made)


def _spike_seconds(snapshot: MentionSnapshot, start_s: int) -> tuple[int, ...]:
    return tuple(
        spike.time_us // MICROS for spike in snapshot.spikes if spike.time_us >= start_s * MICROS
    )


def brand_per_minute(feed: MentionFeed, event: LiveEvent, now: int) -> int | None:
    """Mentions of our own brand in the last minute: the sum of its terms, as the group's line is.
    A mention of two of them counts in both."""
    brand = tuple(term.slug for term in event.terms if term.group == "brand")
    if not brand:
        return None
    window = feed.window(now // MICROS - 61, 61, 1, brand, 60)
    return round(last(_sum(window.rates)))


def any_per_minute(feed: MentionFeed, now: int) -> float:
    """All mentions a minute, now, whatever the chart shows."""
    return last(feed.window(now // MICROS - SMOOTH_S, SMOOTH_S, 1, (ANY,), SMOOTH_S).of(ANY))


def last(values: npt.NDArray[np.float32]) -> float:
    """The last number, 0 when there is none."""
    finite = values[np.isfinite(values)]
    return float(finite[-1]) if len(finite) else 0.0
