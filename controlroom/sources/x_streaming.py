"""The filtered stream of X: its rules, its posts, its ends, and what came while it was away."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import TypeAlias

import msgspec

from controlroom.clock import MICROS, Clock
from controlroom.messages import message
from controlroom.net.http import Stream, WireError
from controlroom.sources.beside import first_of
from controlroom.sources.mention import Bad, CountedSecond, Gap, Mention, Phase
from controlroom.sources.recent import Recent
from controlroom.sources.x_api import A_PAGE, Api, Nonsense, Refusal, line_of
from controlroom.sources.x_minutes import Minutes, shown_only
from controlroom.sources.x_prices import DOLLAR, POST, Meter
from controlroom.sources.x_rules import RULES, any_queries, is_ours, rules_of, slug_of
from controlroom.sources.x_watched import Standing, Watched
from controlroom.sources.x_wire import (
    Matched,
    Problem,
    Streamed,
    Tweet,
    mention_of,
    read_streamed,
)

log = logging.getLogger(__name__)

# A search finds nothing of the last ten seconds, and posts come into its index in some more.
SEARCHED_AFTER_S = 15.0
SEARCHED_PAGES = 10
# A longer break is not worth its price.
LONGEST_SEARCHED_US = 600 * MICROS
SHORTEST_PAGE = 10
# After the budget was reached the stream is opened again when so many posts can be paid.
PAID_AHEAD = 50
NETWORK_STEP_S, NETWORK_LONGEST_S = 0.25, 16.0
REFUSED_FIRST_S, REFUSED_LONGEST_S = 5.0, 320.0
TOO_MANY_FIRST_S, TOO_MANY_LONGEST_S = 60.0, 900.0
ALREADY_THERE = "DuplicateRule"

Brought: TypeAlias = Mention | CountedSecond | Bad | Gap
Trouble: TypeAlias = Refusal | Nonsense | WireError


class Disconnected(Exception):
    """X ended the stream, with a word or without."""


class BudgetReached(Exception):
    """What may be spent in an hour has been spent."""


class Streaming:
    """``newest`` is the id of the newest post that came; ``lost_us`` UTC of a break that has not
    been searched yet, ``since`` the newest post before it."""

    def __init__(
        self,
        api: Api,
        clock: Clock,
        watched: Watched,
        standing: Standing,
        meter: Meter,
        minutes: Minutes | None,
        tell: Callable[[Brought], Awaitable[None]],
        name: str,
    ) -> None:
        self.newest = ""
        self.since = ""
        self.lost_us = 0
        self._api = api
        self._clock = clock
        self._watched = watched
        self._standing = standing
        self._meter = meter
        self._minutes = minutes
        self._tell = tell
        self._name = name
        self._recent = Recent()
        self._slugs: dict[str, list[str]] = {}
        self._alive_us = 0
        self._failures = 0
        self._kind: type[Exception] | int | None = None

    async def run(self) -> None:
        """Read the stream, connect again for ever."""
        while True:
            trouble: Exception | None = None
            try:
                await self._wait_for_budget()
                await self._sync_rules()
                async with self._api.stream() as stream:
                    if stream.status != 200:
                        raise self._api.refusal(await stream.answer())
                    await self._opened()
                    await first_of(self._listen(stream), self._keep_rules(), self._search_later())
            except (Refusal, Nonsense, WireError, Disconnected, BudgetReached) as problem:
                log.info("%s: %r", self._name, problem)
                trouble = problem
            if self._alive_us and not self.lost_us:
                self.since, self.lost_us = self.newest, self._alive_us
            self._alive_us = 0
            if not isinstance(trouble, BudgetReached) and trouble is not None:
                await self._went_wrong(trouble)

    async def _opened(self) -> None:
        self._alive_us = self._clock.now()
        self._standing.stream = None
        await self._standing.show()

    async def _went_wrong(self, trouble: Exception) -> None:
        """Say so and wait, the longer the oftener, by X's own rules for each kind of failure."""
        kind = trouble.status if isinstance(trouble, Refusal) else type(trouble)
        kind = kind if kind == 429 or isinstance(kind, type) else Refusal
        self._failures = self._failures + 1 if kind == self._kind else 1
        self._kind = kind
        final = isinstance(trouble, Refusal | Nonsense)
        self._standing.stream = (
            Phase.REFUSED if final else Phase.CONNECTING,
            line_of(trouble),
        )
        await self._standing.show()
        await asyncio.sleep(self._wait_s(trouble))

    def _wait_s(self, trouble: Exception) -> float:
        told = getattr(trouble, "wait_s", None)
        doubled = 2.0 ** min(self._failures - 1, 10)
        if self._kind == 429:
            seconds = min(TOO_MANY_LONGEST_S, TOO_MANY_FIRST_S * doubled) if told is None else told
        elif self._kind in (Refusal, Nonsense):
            seconds = min(REFUSED_LONGEST_S, REFUSED_FIRST_S * doubled) if told is None else told
        else:
            # At once the first time, as X asks.
            seconds = min(NETWORK_LONGEST_S, NETWORK_STEP_S * (self._failures - 1))
        return float(seconds) * random.uniform(1.0, 1.2) + random.uniform(0.0, 0.1)

    async def _wait_for_budget(self) -> None:
        while (rest_s := self._meter.rest_s(PAID_AHEAD * POST, _now())) > 0:
            spent = self._meter.spent(_now()) / DOLLAR
            line = message(
                "source.x.budget" if self._minutes else "source.x.budget_alone",
                spent=f"{spent:.2f}",
                minutes=max(1, round(rest_s / 60)),
            )
            self._standing.stream = (Phase.SATURATED if self._minutes else Phase.STALE, line)
            await self._standing.show()
            await asyncio.sleep(min(rest_s, 60.0))
            if self._meter.rest_s(PAID_AHEAD * POST, _now()) == 0 and self._minutes is not None:
                # The minutes have been counted; searching them would cost what was just saved.
                self.lost_us = 0

    async def _sync_rules(self) -> None:
        """Make X's rules those of the terms: new ones first, then old ones go."""
        wanted = rules_of(self._watched.terms)
        values = {rule.value: rule for rule in wanted[:RULES]}
        kept = await self._api.rules()
        there = {rule.value for rule in kept}
        adding = [rule for value, rule in values.items() if value not in there]
        old = [str(one.id) for one in kept if is_ours(one.tag or "") and one.value not in values]
        if old and len(kept) + len(adding) > RULES:
            await self._api.delete_rules(old)
            old = []
        broken: list[Problem] = []
        if adding:
            told = await self._api.add_rules(adding)
            broken = [one for one in told.errors or () if one.title != ALREADY_THERE]
            kept = await self._api.rules()
        if old:
            await self._api.delete_rules(old)
        slugs: dict[str, list[str]] = {}
        for rule in wanted:
            slugs.setdefault(rule.value, []).append(slug_of(rule.tag))
        self._slugs = {str(one.id): slugs[one.value] for one in kept if one.value in slugs}
        self._standing.broke = None
        missing = len(broken) + max(0, len(wanted) - RULES)
        if missing:
            why = (broken[0].detail or broken[0].title) if broken else "–"
            line = message("source.x.rules", rules=missing, reason=why)
            self._standing.broke = line

    async def _keep_rules(self) -> None:
        while True:
            changed = self._watched.changed
            await changed.wait()
            await self._sync_rules()
            await self._standing.show()

    async def _listen(self, stream: Stream) -> None:
        async with aclosing(stream.lines()) as lines:
            async for line in lines:
                self._alive_us = self._clock.now()
                if not line.strip():
                    continue
                try:
                    told = read_streamed(line)
                except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
                    await self._tell(Bad(self._name, str(wrong)))
                    continue
                if told.tweet is not None:
                    await self._post(told.tweet, told)
                elif told.errors or told.title:
                    raise Disconnected(_why(told))
        raise Disconnected("the stream ended")

    async def _post(self, tweet: Tweet, told: Streamed) -> None:
        now_s = _now()
        self._failures = 0
        self._standing.came(now_s)
        self._meter.spend(POST, now_s)
        matched = told.matching_rules or []
        slugs = {slug for rule in matched for slug in self._slugs_of(rule)}
        # What only somebody else's rules let through is not ours to count.
        if slugs or not matched:
            await self._count(tweet, slugs)
        if self._meter.left(now_s) < POST:
            raise BudgetReached

    def _slugs_of(self, rule: Matched) -> Sequence[str]:
        known = self._slugs.get(str(rule.id))
        if known is not None:
            return known
        # A rule that has just been taken away.
        return [slug_of(rule.tag)] if is_ours(rule.tag or "") and rule.tag else ()

    async def _count(self, tweet: Tweet, slugs: Iterable[str]) -> None:
        try:
            mention = mention_of(tweet, self._name)
        except (ValueError, OverflowError):
            await self._tell(Bad(self._name, "a post without a time"))
            return
        if _rank(str(tweet.id)) > _rank(self.newest):
            self.newest = str(tweet.id)
        if self._recent.again(mention.id):
            return
        counts = self._minutes is None or self._minutes.came(mention, self._watched.terms, slugs)
        await self._tell(mention if counts else shown_only(mention, self._watched.slugs))

    async def _search_later(self) -> None:
        """Search what came while the stream was away, as far as that is paid for."""
        lost_us, opened_us = self.lost_us, self._clock.now()
        if lost_us:
            await asyncio.sleep(SEARCHED_AFTER_S)
            try:
                short = opened_us - lost_us <= LONGEST_SEARCHED_US
                whole = bool(self.since) and short and await self._search(opened_us + MICROS)
            except (Refusal, Nonsense, WireError) as trouble:
                log.info("%s: the gap was not searched: %s", self._name, trouble)
                whole = False
            self.lost_us = 0
            if not whole and opened_us - lost_us > MICROS:
                await self._tell(Gap(self._name, lost_us, opened_us))
        await asyncio.Event().wait()

    async def _search(self, until_us: int) -> bool:
        """Whether everything between the newest post and ``until_us`` was found."""
        for query in any_queries(self._watched.terms):
            token = ""
            for page in range(SEARCHED_PAGES + 1):
                paid = (self._meter.left(_now()) // POST) - PAID_AHEAD
                if page == SEARCHED_PAGES or paid < SHORTEST_PAGE:
                    return False
                found = await self._api.search(
                    query, self.since, until_us, min(A_PAGE, paid), token
                )
                for tweet in found.tweets or ():
                    self._meter.spend(POST, _now())
                    await self._count(tweet, [])
                token = found.meta.next_token
                if not token:
                    break
        return True


def _why(told: Streamed) -> str:
    words = [word for one in told.errors or () for word in (one.detail, one.title)]
    return next((one for one in (told.detail, told.title, *words) if one), "–")


def _rank(id_: str) -> tuple[int, str]:
    return len(id_), id_


def _now() -> float:
    return asyncio.get_running_loop().time()
