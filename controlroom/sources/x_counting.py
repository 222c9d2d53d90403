"""Asking X how many posts each minute had."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from controlroom.clock import MICROS, Clock
from controlroom.messages import message
from controlroom.net.http import WireError
from controlroom.sources.mention import CountedSecond, Gap, Phase
from controlroom.sources.x_api import Api, Nonsense, Refusal, line_of
from controlroom.sources.x_minutes import MINUTE_S, Minutes, spread
from controlroom.sources.x_prices import COUNTS, MOST_COUNTS_A_MINUTE, Meter
from controlroom.sources.x_rules import any_queries, term_query
from controlroom.sources.x_watched import Standing, Watched

log = logging.getLogger(__name__)

# X counts up to half a minute before now; posts come into its index in some seconds.
SETTLED_S = 45
# A second that was counted by X alone is told so long after it, so that they come evenly.
BEHIND_S = MINUTE_S + SETTLED_S + 1
LONGEST_BACK_S = 12 * 3_600
# So many terms of a minute that did not come through whole are counted one by one.
SHORT_TERMS = 12
SHORT_SHARE = 0.05
SHORT_LEAST = 20
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 320.0

Tell = Callable[[CountedSecond | Gap], Awaitable[None]]


class Counting:
    """``next_s`` is the second (UTC) from which on nothing has been told yet."""

    def __init__(
        self,
        api: Api,
        clock: Clock,
        watched: Watched,
        standing: Standing,
        meter: Meter,
        minutes: Minutes,
        tell: Tell,
        name: str,
    ) -> None:
        self.next_s = 0
        self._api = api
        self._clock = clock
        self._watched = watched
        self._standing = standing
        self._meter = meter
        self._minutes = minutes
        self._tell = tell
        self._name = name
        self._failures = 0

    async def beside_stream(self) -> None:
        """Make up each minute what did not come through the stream. For ever."""
        minute = _minute(self._now_s() + MINUTE_S - 1)
        while True:
            minute = await self._one_round(minute, self._make_up)

    async def alone(self, from_s: int) -> None:
        """Tell each second by the minute counts alone, from ``from_s`` (UTC; 0: now). For ever."""
        self.next_s = from_s or _minute(self._now_s())
        minute = _minute(self.next_s)
        while True:
            minute = await self._one_round(minute, self._tell_all)

    async def _one_round(
        self, minute: int, settle: Callable[[list[int], dict[int, int]], Awaitable[None]]
    ) -> int:
        """Ask for the minutes from ``minute`` on that are over; the first one not asked for."""
        await self._until(minute + MINUTE_S + SETTLED_S)
        last = _minute(self._now_s() - SETTLED_S) - MINUTE_S
        if last - minute > LONGEST_BACK_S:
            gap_s, minute = minute, last - LONGEST_BACK_S
            await self._tell(Gap(self._name, gap_s * MICROS, minute * MICROS))
        terms = self._watched.of(minute)
        minutes = [
            one for one in range(minute, last + 1, MINUTE_S) if self._watched.of(one) == terms
        ]
        try:
            counted = await self._any(minutes)
            await settle(minutes, counted)
        except (Refusal, Nonsense, WireError) as trouble:
            await self._failed(trouble)
            return minute
        self._failures = 0
        self._standing.counts = None
        await self._standing.show()
        return minutes[-1] + MINUTE_S

    async def _any(self, minutes: list[int]) -> dict[int, int]:
        """Posts of each minute that any term mentions; a floor where that takes several queries,
        because a post may be in more than one."""
        counted = dict.fromkeys(minutes, 0)
        for query in any_queries(self._watched.of(minutes[0]))[:MOST_COUNTS_A_MINUTE]:
            for minute, count in (await self._ask(query, minutes)).items():
                if minute in counted:
                    counted[minute] = max(counted[minute], count)
        return counted

    async def _ask(self, query: str, minutes: list[int]) -> dict[int, int]:
        until_us = (minutes[-1] + MINUTE_S) * MICROS
        return await self._api.counts(query, minutes[0] * MICROS, until_us)

    async def _make_up(self, minutes: list[int], counted: dict[int, int]) -> None:
        short = [one for one in minutes if self._minutes.is_short(one, counted[one])]
        of_terms = await self._terms_of(short) if short else {}
        for minute in minutes:
            of_minute = {slug: told.get(minute, 0) for slug, told in of_terms.items()}
            slugs = {*self._watched.slugs, *of_minute}
            through = self._minutes.through(minute)
            for second in self._minutes.settle(minute, counted[minute], of_minute, slugs):
                await self._tell(second)
            self._judge(minute, counted[minute], through)

    async def _terms_of(self, minutes: list[int]) -> dict[str, dict[int, int]]:
        """X's counts of the terms that came most in those minutes, as far as they are paid for."""
        came: dict[str, int] = {}
        for minute in minutes:
            for slug, count in self._minutes.counts_by_term(minute).items():
                came[slug] = came.get(slug, 0) + count
        terms = sorted(self._watched.of(minutes[0]), key=lambda term: -came.get(term.slug, 0))
        told = {}
        for term in terms[:SHORT_TERMS]:
            query, now_s = term_query(term), asyncio.get_running_loop().time()
            if not query or self._meter.left(now_s) < COUNTS:
                continue
            self._meter.spend(COUNTS, now_s)
            told[term.slug] = await self._ask(query, minutes)
        return told

    def _judge(self, minute: int, counted: int, through: int) -> None:
        missing = counted - through
        self._standing.unseen = self._minutes.added
        self._standing.short = None
        if missing >= max(SHORT_LEAST, SHORT_SHARE * counted):
            self._standing.short = message("source.x.short", counted=counted, through=through)

    async def _tell_all(self, minutes: list[int], counted: dict[int, int]) -> None:
        terms = self._watched.of(minutes[0])
        queries = {term.slug: term_query(term) for term in terms}
        room = max(0, MOST_COUNTS_A_MINUTE - len(any_queries(terms)))
        asked = [(slug, query) for slug, query in queries.items() if query][:room]
        of_terms = {slug: await self._ask(query, minutes) for slug, query in asked}
        self._standing.counts = None
        await self._standing.show()
        for minute in minutes:
            of_minute = {slug: told.get(minute, 0) for slug, told in of_terms.items()}
            for second in spread(
                minute, counted[minute], {**dict.fromkeys(queries, 0), **of_minute}
            ):
                if second.second >= self.next_s:
                    await self._until(second.second + BEHIND_S)
                    self.next_s = second.second + 1
                    await self._tell(second)

    async def _failed(self, trouble: Refusal | Nonsense | WireError) -> None:
        self._failures += 1
        log.info("counts: %s", trouble)
        self._standing.counts = (Phase.REFUSED, line_of(trouble))
        await self._standing.show()
        told = getattr(trouble, "wait_s", None)
        wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (self._failures - 1))
        await asyncio.sleep((wait_s if told is None else told) * random.uniform(1.0, 1.2))

    async def _until(self, second: float) -> None:
        left_us = int(second * MICROS) - self._clock.now()
        if left_us > 0:
            await self._clock.sleep(left_us / MICROS)

    def _now_s(self) -> int:
        return self._clock.now() // MICROS


def _minute(second: int) -> int:
    return second - second % MINUTE_S
