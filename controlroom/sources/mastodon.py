"""Public posts of a server that speaks the Mastodon API: by hashtag, or everything public.

It is read the first of these ways that works: one websocket for all timelines, a stream of
server-sent events for each, asking for pages every few seconds. Each time a stream opens the pages
are asked for what it missed; the subscription comes first, so nothing falls between the two.

A post is counted by the id its server gave it, because that is what deletions name. Two servers
give the same post two ids: follow one server, or of the others only what was written there
(``stream`` ``hashtag:local`` or ``public:local``).
"""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Mapping
from typing import ClassVar, TypeAlias
from urllib.parse import urlsplit

from controlroom.clock import MICROS, Clock
from controlroom.event.watch import WatchTerm
from controlroom.messages import Message, message
from controlroom.net.http import Http, WireError
from controlroom.net.sockets import SocketTrouble
from controlroom.sources.base import API, Option
from controlroom.sources.beside import first_of
from controlroom.sources.mastodon_backlog import Backlog, Brought, ReadTo
from controlroom.sources.mastodon_server import Nonsense, Refusal, Server, line_of
from controlroom.sources.mastodon_streams import by_events, by_socket
from controlroom.sources.mastodon_tending import Tending
from controlroom.sources.mastodon_timelines import Following, Timeline, timelines
from controlroom.sources.mastodon_wire import Told, said
from controlroom.sources.mention import Arrival, Bad, Gap, Mention, Phase, SourceState
from controlroom.sources.options import number, whole, word

log = logging.getLogger(__name__)

ASKED_EVERY_S = 3.0
CHECKED_EVERY_S = 30.0
# A stream of events says something every 15 s.
QUIET_S = 20.0
TRIED_AGAIN_S = 60.0
NEVER_STREAMED_S = 1_800.0
FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 30.0
REFUSED_WAIT_S = 5.0
LONGEST_REFUSED_S = 320.0
WAITING = 1_000

Way: TypeAlias = tuple[str, str]
Trouble: TypeAlias = Refusal | Nonsense | WireError | SocketTrouble


class Mastodon:
    """Options: ``server`` (https address), ``tags`` (beside the hashtags among the terms),
    ``stream`` (hashtag, hashtag:local, public, public:local, public:remote; without any hashtag
    it is public), ``token`` (an access token; many servers stream to nobody without),
    ``transport`` (socket, events or pages; else the first that works), ``poll_s`` and ``check_s``
    (seconds between two pages of a server without streams, and between two looks whether a stream
    has told everything), ``lull_s`` (seconds of silence of a stream that are told); ``marks``,
    ``lost_us`` and ``gap_us`` to go on where an earlier run ended."""

    api: ClassVar[int] = API
    key: ClassVar[str] = "mastodon"
    title: ClassVar[str] = "Mastodon"

    def __init__(self, options: Mapping[str, Option], clock: Clock) -> None:
        self._options = options
        self._clock = clock
        self._name = word(options, "name") or self.key
        self._address = word(options, "server").rstrip("/")
        if self._address and "://" not in self._address:
            self._address = f"https://{self._address}"
        self._arrivals: asyncio.Queue[tuple[Arrival | ReadTo | Exception, Timeline | None]]
        self._arrivals = asyncio.Queue(WAITING)
        marks = options.get("marks", {})
        marks = marks if isinstance(marks, Mapping) else {}
        self._following = Following()
        self._lull_s = number(options, "lull_s", QUIET_S)
        self._lost_us = whole(options, "lost_us")
        self._gap_us = whole(options, "gap_us")
        self._backlog = Backlog(self._name, clock, self._brought, marks, self._lost_us)
        self._tending = Tending(
            self._following,
            self._backlog,
            clock,
            number(options, "poll_s", ASKED_EVERY_S),
            number(options, "check_s", CHECKED_EVERY_S),
            self._lost,
        )
        self._unheard = not self._backlog.marks()
        self._open: Way | None = None
        self._streamed = False
        self._quiet = False
        self._failures = 0
        self._alive_us = 0

    def resume(self) -> Mapping[str, Option]:
        """The same timelines, after the newest post of each that was passed on. Where a break
        before it has not been read yet, ``gap_us`` is its beginning: no run will read it."""
        return {
            **self._options,
            "marks": self._backlog.marks(),
            "lost_us": self._alive_us or self._lost_us,
            "gap_us": self._backlog.behind_since() or 0,
        }

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """Follow the hashtags of ``terms``: new ones are subscribed to before old ones end."""
        wanted = timelines(self._options, terms)
        if self._following.turn_to(wanted):
            self._backlog.keep({one.name for one in wanted})

    async def mentions(self, terms: tuple[WatchTerm, ...]) -> AsyncGenerator[Arrival, None]:
        """Posts and deletions as they come; connects again for ever."""
        if not self._address:
            yield self._state(Phase.REFUSED, message("source.mastodon.no_server"))
            await asyncio.Event().wait()
        if self._backlog.marks() and 0 < self._gap_us < self._lost_us:
            yield Gap(self._name, self._gap_us, self._lost_us)
        self.retarget(terms)
        http = Http()
        reading = asyncio.create_task(self._read(http))
        try:
            while True:
                arrival, timeline = await self._arrivals.get()
                if isinstance(arrival, Exception):
                    raise arrival
                if timeline is not None and isinstance(arrival, Mention | ReadTo):
                    self._backlog.saw(timeline, arrival.id)
                if not isinstance(arrival, ReadTo):
                    yield arrival
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            await http.close()

    async def _read(self, http: Http) -> None:
        try:
            server = Server(self._address, word(self._options, "token"), http, self._clock)
            while True:
                await self._try_ways(server)
        except Exception as fault:  # noqa: BLE001 - raised again where the arrivals are read
            await self._arrivals.put((fault, None))

    async def _try_ways(self, server: Server) -> None:
        """Try every way once; read on in the first that opens, until it breaks."""
        if self._failures == 0 and not self._alive_us:
            await self._tell(self._state(Phase.CONNECTING, message("source.connecting")))
        worst: Trouble | None = None
        try:
            ways = self._ways(await server.streaming_places())
        except WireError as unreachable:
            worst, ways = unreachable, []
        for way in ways:
            self._open = None
            try:
                await self._by(way, server)
            except (Refusal, Nonsense, WireError, SocketTrouble) as trouble:
                log.info("%s: %s: %s", self._name, way[0], trouble)
                worst = trouble if worst is None or _tells_more(trouble) else worst
            if self._is_open:
                await self._broke(worst)
                return
        self._failures += 1
        if worst is not None:
            final = isinstance(worst, Refusal | Nonsense)
            line = line_of(worst, server.host, token=bool(server.token))
            await self._tell(self._state(Phase.REFUSED if final else Phase.CONNECTING, line))
        await asyncio.sleep(self._wait_s(worst))

    @property
    def _is_open(self) -> bool:
        return self._open is not None

    def _ways(self, places: tuple[str, ...]) -> list[Way]:
        """Ways to read, in the order in which they are tried."""
        ways = [(kind, place) for kind in ("socket", "events") for place in places]
        ways.append(("pages", ""))
        only = word(self._options, "transport", "auto")
        return [way for way in ways if only in ("auto", way[0])] or ways

    async def _by(self, way: Way, server: Server) -> None:
        kind, place = way
        if kind == "pages":
            rest_s = TRIED_AGAIN_S if self._streamed else NEVER_STREAMED_S

            async def first() -> None:
                await self._opened(way)

            await first_of(self._tending.instead_of_streams(server, first), asyncio.sleep(rest_s))
            return

        async def beside() -> None:
            await self._opened(way)
            await self._tending.beside_streams(server)

        if kind == "socket":
            await by_socket(place, server, self._following, self._hear, beside)
        else:
            await first_of(
                by_events(place, server, self._following, self._hear, beside),
                self._watch_silence(server),
            )

    async def _opened(self, way: Way) -> None:
        self._open = way
        self._alive_us = self._clock.now()
        self._streamed = self._streamed or way[0] != "pages"
        self._quiet = False
        await self._begin()
        await self._tell(self._live())

    async def _begin(self) -> None:
        """Tell, once, what nobody heard and no page will tell: all before, where no post is known.

        Posts are as old as their authors' servers say: else the first one, hours old perhaps,
        would be a sign that the time since was heard in silence."""
        if self._unheard:
            self._unheard = False
            await self._tell(Gap(self._name, self._lost_us, self._clock.now()))

    async def _broke(self, trouble: Trouble | None) -> None:
        self._backlog.broke(self._alive_us)
        self._open = None
        if trouble is not None:
            self._failures += 1
            line = message("source.lost", reason=str(trouble) or type(trouble).__name__)
            await self._tell(self._state(Phase.CONNECTING, line))
        await asyncio.sleep(self._wait_s(trouble))

    def _wait_s(self, trouble: Trouble | None) -> float:
        """Real seconds before the next try: what the server asks for, else doubled each time."""
        told = getattr(trouble, "wait_s", None)
        if told is not None:
            return float(told) + random.uniform(0.0, 1.0)
        first, longest = FIRST_WAIT_S, LONGEST_WAIT_S
        if isinstance(trouble, Refusal | Nonsense) and not self._alive_us:
            first, longest = REFUSED_WAIT_S, LONGEST_REFUSED_S
        whole_s = min(longest, first * 2.0 ** min(max(0, self._failures - 1), 10))
        return whole_s * random.uniform(0.5, 1.0)

    async def _watch_silence(self, server: Server) -> None:
        """Say when nothing has come for longer than a sign of life takes; for ever."""
        while True:
            await asyncio.sleep(min(1.0, self._lull_s / 4))
            silent_s = (self._clock.now() - self._alive_us) / MICROS
            if self._is_open and not self._quiet and silent_s >= self._lull_s:
                self._quiet = True
                seconds = round(silent_s)
                line = message("source.mastodon.quiet", host=server.host, seconds=seconds)
                await self._tell(self._state(Phase.STALE, line))

    async def _hear(self, told: Told | str | None, timeline: Timeline | None) -> None:
        self._alive_us = self._clock.now()
        if self._quiet:
            self._quiet = False
            await self._tell(self._live())
        if told is None:
            return
        if isinstance(told, str):
            await self._tell(Bad(self._name, told))
            return
        self._failures = 0
        await self._begin()
        arrival = said(told, self._name)
        if isinstance(arrival, Mention):
            self._tending.streamed(timeline)
            if self._backlog.recent.again(arrival.id):
                return
        if arrival is not None:
            await self._arrivals.put((arrival, timeline))

    def _live(self) -> SourceState:
        host = urlsplit(self._address).netloc
        if self._open is not None and self._open[0] == "pages":
            seconds = f"{self._tending.asked_every_s:g}"
            line = message("source.mastodon.asked", host=host, seconds=seconds)
        else:
            line = message("source.mastodon.live", host=host)
        return self._state(Phase.LIVE, line)

    async def _brought(self, brought: Brought, timeline: Timeline) -> None:
        self._alive_us = max(self._alive_us, self._clock.now())
        await self._arrivals.put((brought, timeline))

    async def _lost(self, from_us: int, until_us: int) -> None:
        await self._tell(Gap(self._name, from_us, until_us))

    async def _tell(self, arrival: SourceState | Bad | Gap) -> None:
        await self._arrivals.put((arrival, None))

    def _state(self, phase: Phase, line: Message) -> SourceState:
        return SourceState(self._name, phase, line)


def _tells_more(trouble: Trouble) -> bool:
    """Whether it is the server's own word on who may read, which says what to do."""
    return isinstance(trouble, Refusal) and trouble.status in (401, 403, 410, 422, 429)
