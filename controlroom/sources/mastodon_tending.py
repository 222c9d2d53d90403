"""When a server's timelines are asked for pages: at once what a break missed, then now and then."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable

from controlroom.clock import Clock
from controlroom.net.http import WireError
from controlroom.sources.mastodon_backlog import Backlog, is_final
from controlroom.sources.mastodon_server import Nonsense, Refusal, Server
from controlroom.sources.mastodon_streams import STREAMS
from controlroom.sources.mastodon_timelines import Following, Timeline

log = logging.getLogger(__name__)

ASKED_AGAIN_S = 300.0


class Tending:
    """``every_s`` seconds between two pages of a timeline that is not streamed, ``check_s`` of one
    that is. ``lost`` is told (UTC µs from, to) what no page will tell any more."""

    def __init__(
        self,
        following: Following,
        backlog: Backlog,
        clock: Clock,
        every_s: float,
        check_s: float,
        lost: Callable[[int, int], Awaitable[None]],
    ) -> None:
        self._following = following
        self._backlog = backlog
        self._clock = clock
        self._every_s = every_s
        self._check_s = check_s
        self._lost = lost
        self._unstreamed: set[Timeline] = set()

    def streamed(self, timeline: Timeline | None) -> None:
        """A stream has told something of it (None: of one of them)."""
        if timeline is None:
            self._unstreamed.clear()
        else:
            self._unstreamed.discard(timeline)

    @property
    def asked_every_s(self) -> float:
        """Seconds between two pages of one timeline where nothing is streamed."""
        # Servers allow 300 requests in five minutes; two thirds of that are for us.
        return max(self._every_s, self._every_s / 2 * len(self._following.wanted))

    async def instead_of_streams(
        self, server: Server, opened: Callable[[], Awaitable[None]]
    ) -> None:
        """Ask for every timeline again and again; ``opened`` is called after the first page.
        Raises Refusal, Nonsense and WireError."""
        first = True
        due: dict[Timeline, float] = {}
        while True:
            timeline = await self._next(due)
            await self._backlog.read_on(server, timeline)
            if first:
                first = False
                await opened()
            due[timeline] = _now() + self.asked_every_s

    async def beside_streams(self, server: Server) -> None:
        """Ask for what the streams missed before they opened, then whether they tell everything.
        For ever; a refusal of the pages alone is no trouble of the streams."""
        due: dict[Timeline, float] = {}
        looks: Counter[Timeline] = Counter()
        while True:
            timeline = await self._next(due)
            behind = self._backlog.is_behind(timeline)
            try:
                new = await self._backlog.read_on(server, timeline)
            except (Refusal, Nonsense, WireError) as trouble:
                log.info("%s: %s", timeline.name, trouble)
                due[timeline] = _now() + (getattr(trouble, "wait_s", None) or self._every_s)
                if is_final(trouble):
                    due[timeline] = _now() + ASKED_AGAIN_S
                    # Once for all timelines: they were away together.
                    lost_us = self._backlog.give_up()
                    if lost_us is not None:
                        await self._lost(lost_us, self._clock.now())
                continue
            if new and not behind:
                self._unstreamed.add(timeline)
            looks[timeline] += 1
            due[timeline] = _now() + self._rest_s(timeline, looks[timeline])

    def _rest_s(self, timeline: Timeline, looks: int) -> float:
        many = len(self._following.wanted)
        beyond = self._following.wanted[STREAMS:]
        if timeline in self._unstreamed or timeline in beyond:
            often = len(self._unstreamed.union(beyond))
            return max(self._every_s, self._every_s / 2 * often)
        # Sooner at first: a server that sends nothing should not be believed for long.
        soon_s = max(self._every_s * 2.0 ** min(looks - 1, 10), self._every_s / 2 * many)
        return min(soon_s, max(self._check_s, self._every_s * many))

    async def _next(self, due: dict[Timeline, float]) -> Timeline:
        """The timeline to ask for next, when its time has come."""
        while True:
            changed, wanted = self._following.changed, self._following.wanted
            for gone in due.keys() - set(wanted):
                del due[gone]
            timeline = min(wanted, key=lambda one: due.get(one, 0.0))
            rest_s = due.get(timeline, 0.0) - _now()
            if rest_s <= 0:
                return timeline
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), rest_s)


def _now() -> float:
    return asyncio.get_running_loop().time()
