"""Public posts of X, API v2: the filtered stream second by second, and X's own minute counts.

Both cost money, so there is a budget (``x_prices.py``): the minute counts have a fixed price, and
the stream is closed for as long as its posts would cost more than the rest. How the two become one
number without counting anything twice is told in ``x_minutes.py``. X tells no deletions of others'
posts this way: a post that was counted stays counted.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import ClassVar

from controlroom.clock import MICROS, Clock, local_zone
from controlroom.event.watch import WatchTerm
from controlroom.messages import At, Message, message
from controlroom.net.http import Http
from controlroom.sources.base import API, Option
from controlroom.sources.beside import first_of
from controlroom.sources.mention import Arrival, Phase, SourceState
from controlroom.sources.options import whole, word
from controlroom.sources.x_api import ADDRESS, Api
from controlroom.sources.x_counting import Counting
from controlroom.sources.x_minutes import Minutes
from controlroom.sources.x_prices import (
    BOTH,
    COUNTS_ONLY,
    HOUR_S,
    STREAM_ONLY,
    Meter,
    budget_of,
    cost_per_hour,
    counts_per_hour,
    way_of,
)
from controlroom.sources.x_streaming import Streaming
from controlroom.sources.x_watched import Standing, Watched

WAITING = 2_000
WHOLE = ("from_us", "until_us", "lost_us", "counted_s", "spent", "spent_us")


class X:
    """Options: ``token`` (the bearer token of an app), ``budget`` (US dollars an hour, or "none";
    10 if it is not given), ``read`` (both, counts or stream), ``server`` (another address),
    ``from_us`` and ``until_us`` (UTC µs between which it reads, since it costs); ``newest``,
    ``lost_us``, ``counted_s``, ``spent`` and ``spent_us`` to go on where an earlier run ended."""

    api: ClassVar[int] = API
    key: ClassVar[str] = "x"
    title: ClassVar[str] = "X"

    def __init__(self, options: Mapping[str, Option], clock: Clock) -> None:
        self._given = options
        self._clock = clock
        self._name = word(options, "name") or self.key
        self._wrong = _wrong_option(options)
        if self._wrong is not None:
            options = {}
        self._options = options
        self._way = way_of(options)
        self._arrivals: asyncio.Queue[Arrival | Exception | None] = asyncio.Queue(WAITING)
        self._watched = Watched(clock)
        self._standing = Standing(self._name, options, self._watched, self._arrivals.put)
        self._meter = Meter(None)
        self._streaming: Streaming | None = None
        self._counting: Counting | None = None
        self._until_us = whole(options, "until_us")

    @staticmethod
    def cost_per_hour(options: Mapping[str, Option], terms: tuple[WatchTerm, ...]) -> float | None:
        """What reading costs at most, US dollars an hour: see ``x_prices``."""
        return cost_per_hour(options, terms)

    def resume(self) -> Mapping[str, Option]:
        """The same, after the newest post and the last second told, with what was spent."""
        options: dict[str, Option] = dict(self._given)
        if self._streaming is not None:
            streaming = self._streaming
            options["newest"] = streaming.since if streaming.lost_us else streaming.newest
            options["lost_us"] = streaming.lost_us or self._clock.now()
            options["spent_us"] = self._clock.now()
            options["spent"] = self._meter.spent(asyncio.get_running_loop().time())
        if self._counting is not None and self._way == COUNTS_ONLY:
            options["counted_s"] = self._counting.next_s
        return options

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """Rules are changed while the stream is open, new ones first; the counts of a minute are
        of the terms at its start."""
        self._watched.turn_to(terms)
        self._meter.limit(self._for_posts())

    async def mentions(self, terms: tuple[WatchTerm, ...]) -> AsyncGenerator[Arrival, None]:
        """Posts and counts as they come; connects again for ever, or until ``until_us``."""
        self.retarget(terms)
        reading = asyncio.create_task(self._read())
        try:
            while (arrival := await self._arrivals.get()) is not None:
                if isinstance(arrival, Exception):
                    raise arrival
                yield arrival
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self) -> None:
        try:
            if self._wrong is not None:
                # It costs money: nothing is read that was not asked for in so many words.
                await self._arrivals.put(SourceState(self._name, Phase.REFUSED, self._wrong))
                await asyncio.Event().wait()
            if not word(self._options, "token"):
                locked = word(self._options, "locked")
                line = message("source.x.locked" if locked else "source.x.no_token")
                await self._arrivals.put(self._standing.state(Phase.REFUSED, line))
                await asyncio.Event().wait()
            await self._wait_for_the_night()
            http = Http()
            try:
                await first_of(self._work(http), self._watch_the_time())
            finally:
                await http.close()
            await self._arrivals.put(None)
        except Exception as fault:  # noqa: BLE001 - raised again where the arrivals are read
            await self._arrivals.put(fault)

    async def _wait_for_the_night(self) -> None:
        from_us = whole(self._options, "from_us")
        while (left_us := from_us - self._clock.now()) > 0:
            cost = cost_per_hour(self._options, self._watched.terms) or 0.0
            line = message("source.x.begins", at=At(from_us, local_zone()), cost=f"{cost:.2f}")
            await self._arrivals.put(self._standing.state(Phase.STOPPED, line))
            await self._clock.sleep(min(60.0, left_us / MICROS))

    async def _watch_the_time(self) -> None:
        """Show what changes by itself; end when the night is over."""
        while not self._until_us or self._clock.now() < self._until_us:
            await asyncio.sleep(1.0)
            await self._standing.show()

    async def _work(self, http: Http) -> None:
        while True:
            changed = self._watched.changed
            why_not = self._why_not()
            if why_not is None:
                await self._standing.show()
                await first_of(self._work_within_budget(http), self._outgrown())
            else:
                await self._arrivals.put(why_not)
                await changed.wait()

    def _for_posts(self) -> float | None:
        """What of the budget is left when each minute is counted."""
        budget = budget_of(self._options)
        counts = counts_per_hour(self._options, self._watched.terms)
        return None if budget is None else max(0.0, budget - counts)

    def _why_not(self) -> SourceState | None:
        terms = self._watched.terms
        if not terms:
            return self._standing.state(Phase.STOPPED, message("source.x.no_terms"))
        budget, counts = budget_of(self._options), counts_per_hour(self._options, terms)
        if budget is not None and counts > budget:
            line = message("source.x.over_budget", cost=f"{counts:.2f}", budget=f"{budget:.2f}")
            return self._standing.state(Phase.REFUSED, line)
        return None

    async def _outgrown(self) -> None:
        """Until the terms have become too dear, or none."""
        while self._why_not() is None:
            await self._watched.changed.wait()

    async def _work_within_budget(self, http: Http) -> None:
        options, clock, watched, name = self._options, self._clock, self._watched, self._name
        api = Api(word(options, "server", ADDRESS), word(options, "token"), http, clock)
        long_ago = clock.now() - whole(options, "spent_us") > HOUR_S * MICROS
        spent = 0 if long_ago else whole(options, "spent")
        if self._streaming is not None:
            spent = self._meter.spent(asyncio.get_running_loop().time())
        self._meter = meter = Meter(self._for_posts())
        meter.spend(spent, asyncio.get_running_loop().time())
        minutes = Minutes()
        counting = Counting(
            api, clock, watched, self._standing, meter, minutes, self._arrivals.put, name
        )
        if self._way == COUNTS_ONLY:
            from_s = (
                whole(options, "counted_s") if self._counting is None else self._counting.next_s
            )
            self._counting = counting
            await counting.alone(from_s)
        counted = minutes if self._way == BOTH else None
        streaming = Streaming(
            api, clock, watched, self._standing, meter, counted, self._arrivals.put, name
        )
        before = self._streaming
        if before is None:
            streaming.newest = streaming.since = word(options, "newest")
            streaming.lost_us = whole(options, "lost_us")
        else:
            streaming.newest, streaming.since = before.newest, before.since
            streaming.lost_us = before.lost_us
        self._streaming = streaming
        if self._way == STREAM_ONLY:
            await streaming.run()
        await first_of(streaming.run(), counting.beside_stream())


def _wrong_option(options: Mapping[str, Option]) -> Message | None:
    """What cannot be read of them."""
    try:
        way_of(options)
        budget_of(options)
        for name in WHOLE:
            whole(options, name)
    except ValueError as wrong:
        return message("source.x.bad_option", reason=str(wrong))
    return None
