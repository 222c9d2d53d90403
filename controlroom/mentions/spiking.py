"""The spikes of the night: told once, whichever sources see them, and followed while they form."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from controlroom.clock import MICROS, Clock
from controlroom.mentions.counts import ANY
from controlroom.mentions.lane import Lane
from controlroom.mentions.samples import telling
from controlroom.mentions.spikes import REFRACTORY_S, RISEN, Rise, Spike
from controlroom.sources.mention import Mention

# A spike's words and height are still forming for so long after it was found.
FORMING_S = 30
FORMS_EVERY_S = 2
# A spike found in seconds older than this is a past one: a backlog, and no news. A source that is
# always so much behind, as one that counts by the minute, is given that on top.
PAST_S = 60
MINUTE_S = 60
USUAL_OF_MINUTES, LEAST_MINUTES, MOST_USUAL_S = 10, 4, 300

Named: TypeAlias = Callable[[Sequence[int]], Iterator[str]]


class Behind:
    """How far behind the clock a source's seconds usually are when they are complete."""

    def __init__(self) -> None:
        # Of each of the last minutes of the clock: which one, and the most seconds behind in it.
        self._most: deque[tuple[int, int]] = deque(maxlen=USUAL_OF_MINUTES)

    @property
    def usual_s(self) -> int:
        """What it was behind in every one of the last minutes; 0 while few are known. A backlog of
        some minutes changes nothing of that."""
        if len(self._most) < LEAST_MINUTES:
            return 0
        return min(MOST_USUAL_S, *(most for _, most in self._most))

    def note(self, second: int, now_s: int) -> None:
        """``second`` was complete at ``now_s``, both UTC."""
        minute, most = now_s // MINUTE_S, max(0, now_s - second - 1)
        if self._most and self._most[-1][0] == minute:
            most = max(most, self._most.pop()[1])
        self._most.append((minute, most))


class Spiking:
    """The newest spike and those that changed. ``named`` gives the slugs of columns."""

    def __init__(self, clock: Clock, named: Named) -> None:
        self._clock = clock
        self._named = named
        # The newest of each source, by its name.
        self._newest: dict[str, tuple[Spike, Rise]] = {}
        self._changed: dict[int, Spike] = {}
        self._behind: defaultdict[str, Behind] = defaultdict(Behind)

    def look(self, lane: Lane, rise: Rise | None, second: int) -> None:
        """``second`` of ``lane`` is complete, and this is what its watch says of it."""
        self._behind[lane.name].note(second, self._clock.now() // MICROS)
        followed = self._newest.get(lane.name)
        if rise is not None:
            if not self._seen_by_another(lane, rise):
                self._begin(lane, rise)
        elif followed is not None:
            self._follow(lane, *followed, second + 1)

    def take(self) -> tuple[Spike, ...]:
        """Spikes found or changed since the last call."""
        taken, self._changed = tuple(self._changed.values()), {}
        return taken

    def _seen_by_another(self, lane: Lane, rise: Rise) -> bool:
        """Whether it is what another source has just told."""
        return any(
            abs(rise.at_s - other.at_s) < REFRACTORY_S
            for name, (_, other) in self._newest.items()
            if name != lane.name
        )

    def _begin(self, lane: Lane, rise: Rise) -> None:
        why, samples = self._reason(lane, rise, rise.at_s)
        terms = tuple(self._named(rise.columns))
        lead = next(self._named((rise.lead,)), ANY)
        late_s = self._clock.now() // MICROS - rise.at_s
        past_s = late_s if late_s > PAST_S + self._behind[lane.name].usual_s else 0
        at_us = rise.at_s * MICROS
        self._keep(lane, Spike(at_us, rise.ratio, lead, why, terms, samples, late_s=past_s), rise)

    def _follow(self, lane: Lane, spike: Spike, rise: Rise, now_s: int) -> None:
        """The newest spike grows for a while after it was found."""
        age_s = now_s - rise.at_s
        if age_s >= REFRACTORY_S:
            return
        lead = spike.lead
        ratio = max(spike.ratio, lane.watch.height(rise, 0 if lead == ANY else rise.lead))
        everybody = lane.watch.height(rise, 0)
        if lead != ANY and everybody >= RISEN:
            lead, ratio = ANY, everybody
        why, samples = spike.why, spike.samples
        if age_s <= FORMING_S and age_s % FORMS_EVERY_S == 0:
            newer = self._reason(lane, rise, now_s)
            why, samples = newer[0] or why, newer[1] or samples
        changed = Spike(spike.time_us, ratio, lead, why, spike.terms, samples, late_s=spike.late_s)
        if changed != spike:
            self._keep(lane, changed, rise)

    def _reason(
        self, lane: Lane, rise: Rise, now_s: int
    ) -> tuple[tuple[str, ...], tuple[Mention, ...]]:
        """The words that rise in what is said of the terms that rose, and who says them."""
        said = lane.samples.lately(now_s, rise.columns)
        why = lane.words.rising([one.text for one in said], rise.at_s)
        return why, telling(said, why)

    def _keep(self, lane: Lane, spike: Spike, rise: Rise) -> None:
        self._newest[lane.name] = spike, rise
        self._changed[spike.time_us] = spike
