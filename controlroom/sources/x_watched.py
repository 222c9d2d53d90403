"""What the parts of the X source share: the terms of each minute, and how the source stands."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping

from controlroom.clock import MICROS, Clock
from controlroom.event.watch import WatchTerm
from controlroom.messages import Message, message
from controlroom.sources.base import Option
from controlroom.sources.mention import Phase, SourceState
from controlroom.sources.x_prices import (
    BOTH,
    COUNTS_ONLY,
    MOST_COUNTS_A_MINUTE,
    MOST_POSTS_A_SECOND,
    cost_per_hour,
    counted_queries,
    way_of,
)

TERMS_KEPT = 20
# Near enough to the most that X passes on to take it for reached; shown for so long after.
AT_MOST_A_SECOND = MOST_POSTS_A_SECOND - 10
SATURATED_FOR_S = 10.0


class Watched:
    """The terms now and in the minutes before, and a sign when they change."""

    def __init__(self, clock: Clock) -> None:
        self.terms: tuple[WatchTerm, ...] = ()
        self.changed = asyncio.Event()
        self._clock = clock
        self._before: deque[tuple[int, tuple[WatchTerm, ...]]] = deque(maxlen=TERMS_KEPT)

    def turn_to(self, terms: tuple[WatchTerm, ...]) -> None:
        """Watch these from now on."""
        self.terms = terms
        self._before.append((self._clock.now() // MICROS, terms))
        before, self.changed = self.changed, asyncio.Event()
        before.set()

    def of(self, minute: int) -> tuple[WatchTerm, ...]:
        """The terms at the start of a minute (UTC seconds), or the oldest known after it."""
        known = [terms for since, terms in self._before if since <= minute]
        return known[-1] if known else self._before[0][1]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of the terms."""
        return tuple(term.slug for term in self.terms)


class Standing:
    """How the source stands, told when it changes. Each part notes what it sees."""

    def __init__(
        self,
        name: str,
        options: Mapping[str, Option],
        watched: Watched,
        tell: Callable[[SourceState], Awaitable[None]],
    ) -> None:
        self.stream: tuple[Phase, Message] | None = (
            Phase.CONNECTING,
            message("source.connecting"),
        )
        self.counts: tuple[Phase, Message] | None = None
        self.short: Message | None = None
        self.broke: Message | None = None
        self.unseen = 0
        self._name = name
        self._options = options
        self._way = way_of(options)
        self._watched = watched
        self._tell = tell
        self._told: SourceState | None = None
        self._second = 0
        self._in_second = 0
        self._saturated_until = float("-inf")

    def came(self, now_s: float) -> None:
        """A post came through the stream; ``now_s`` is the loop's time."""
        if int(now_s) != self._second:
            self._second, self._in_second = int(now_s), 0
        self._in_second += 1
        if self._in_second >= AT_MOST_A_SECOND:
            self._saturated_until = now_s + SATURATED_FOR_S

    async def show(self) -> None:
        """Tell how the source stands, if that has changed."""
        state = self._state()
        if state != self._told:
            self._told = state
            await self._tell(state)

    def state(self, phase: Phase, line: Message) -> SourceState:
        """A state with what reading costs at most."""
        cost = cost_per_hour(self._options, self._watched.terms)
        return SourceState(self._name, phase, line, dropped=self.unseen, cost_per_hour=cost)

    def _state(self) -> SourceState:
        phase, line = self._phase()
        return self.state(phase, line)

    def _phase(self) -> tuple[Phase, Message]:
        if self._way == COUNTS_ONLY:
            return self.counts or self._only_some()
        if self.stream is not None:
            return self.stream
        if self.broke is not None:
            return Phase.SATURATED, self.broke
        if asyncio.get_running_loop().time() < self._saturated_until:
            return Phase.SATURATED, message("source.x.saturated", most=MOST_POSTS_A_SECOND)
        if self.short is not None:
            return Phase.SATURATED, self.short
        if self._way == BOTH and self.counts is not None:
            return Phase.LIVE, message("source.x.without_counts", why=self.counts[1])
        return Phase.LIVE, message("source.live")

    def _only_some(self) -> tuple[Phase, Message]:
        terms = self._watched.terms
        together, single = counted_queries(self._options, terms)
        if together + single >= MOST_COUNTS_A_MINUTE and single < len(terms):
            line = message("source.x.some_counted", counted=single, terms=len(terms))
            return Phase.SATURATED, line
        return Phase.LIVE, message("source.x.by_the_minute")
