"""HTTP for the channels, and the only module that imports httpx.

What a caller must know after a failure is one thing: can the request have arrived? httpx tells by
events how far it got, and its exceptions become

WireError
├── NeverLeft        certainly not a byte of the request left: no name, no connection, no free line
│   └── GateClosed   a public request that was stopped at the last moment
└── MayHaveArrived   the request left, at least in part, and no whole answer came back
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import httpx

from controlroom.net.server_dates import ServerDates

log = logging.getLogger("controlroom.net.http")

# At DEBUG these write headers, and with them tokens; at INFO whole URLs, where some networks put
# their secrets.
for _chatty in ("httpx", "httpcore", "hpack", "h2"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)

_CONNECTIONS = 40
_IDLE_S = 120.0
"""A connection nobody used for this long is not trusted any more."""

_WARM_EVERY_S = 20.0
_WARM_FOR_S = 900.0
_WARM_DEADLINE_S = 8.0

_SILENCE = 0.8
"""Share of the deadline the server may be silent for. Below 1 so that httpx itself gives up first:
it then throws the connection away, where a cancelled request would leave a dead HTTP/2 connection
in the pool for the next one to hang on."""

_OPEN_S = 10.0
"""An endless answer begins within this time."""
_LONGEST_LINE = 1 << 20

_PIECE = 65_536
"""Bytes of a body that is told about as it leaves, at a time."""
_PIECE_SILENCE_S = 60.0
"""A link that does not take one piece in this time takes nothing any more."""


public_gate: ContextVar[Callable[[], bool] | None] = ContextVar("public_gate", default=None)
"""Asked right before the first byte of a public request, when the connection is open already:
opening one can take seconds, and HOLD may come in between. Set it around a channel's ``send``."""


class WireError(Exception):
    """A request without an answer. The text is for the log; it names host and cause, no secrets."""


class NeverLeft(WireError):
    """The request certainly did not leave: nothing can have happened at the other end."""


class GateClosed(NeverLeft):
    """The gate in ``public_gate`` said no."""


class MayHaveArrived(WireError):
    """The request left, at least in part; what the other end made of it is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. Header names are in lower case."""

    status: int
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Stream:
    """An answer that has begun and may never end. Header names are in lower case."""

    def __init__(self, answer: httpx.Response, name: str) -> None:
        self.status = answer.status_code
        self.headers = dict(answer.headers)
        self._answer = answer
        self._name = name

    async def lines(self) -> AsyncGenerator[bytes, None]:
        """Lines without their ends; one over 1 MiB is cut there. Ends when the server ends it.

        Raises MayHaveArrived when it breaks, or is silent for longer than was asked for.
        """
        rest, cut = b"", False
        async for piece in self._pieces():
            *whole, tail = (rest + piece).split(b"\n")
            for line in whole:
                if not cut:
                    yield line.removesuffix(b"\r")[:_LONGEST_LINE]
                cut = False
            rest = tail
            if len(rest) > _LONGEST_LINE:
                if not cut:
                    yield rest[:_LONGEST_LINE]
                rest, cut = b"", True
        if rest and not cut:
            yield rest

    async def answer(self, most: int = 10_000) -> Answer:
        """The answer as a whole, for one that has an end; of its body at most so many bytes."""
        body = b""
        async for piece in self._pieces():
            body += piece
            if len(body) >= most:
                break
        return Answer(self.status, self.headers, body[:most])

    async def _pieces(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._answer.aiter_bytes():
                yield piece
        except (httpx.HTTPError, httpx.StreamError, OSError) as problem:
            cause = type(problem).__name__
            raise MayHaveArrived(f"{self._name}: {cause}") from problem


class Http:
    """A pool of connections that are kept warm. Use it from one event loop only. ``dates`` is what
    the servers say the time is."""

    def __init__(self, agent: str = "ControlRoom", warm_every: float = _WARM_EVERY_S) -> None:
        self.dates = ServerDates()
        self._agent = agent
        self._warm_every = warm_every
        self._client: httpx.AsyncClient | None = None
        self._keeping: dict[str, asyncio.Task[None]] = {}

    async def ask(
        self,
        method: str,
        url: str,
        *,
        deadline: float,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
        what: str = "",
        public: bool = False,
        tell: Callable[[float], None] | None = None,
    ) -> Answer:
        """Send one request and wait for its answer, whatever its status; redirects are answers.

        ``deadline`` in seconds holds for everything together. ``what`` names the request in the
        log, where URLs and headers never go. A ``public`` one passes ``public_gate``. ``tell`` is
        told how much of the body has left, 0 to 1. Raises NeverLeft and MayHaveArrived.
        """
        name = f"{method} {_host(url)} {what}".rstrip()
        left = False

        async def watch(step: str, info: dict[str, object]) -> None:
            nonlocal left
            if step.endswith("send_request_headers.started") and not _opens_a_tunnel(info):
                lets = public_gate.get() if public else None
                if lets is not None and not lets():
                    raise GateClosed(f"{name}: the wire is closed")
                left = True

        content: bytes | AsyncIterator[bytes] | None = body
        if body and tell is not None:
            # Its length is said, or it would go chunked, which many servers refuse.
            headers = {**(headers or {}), "content-length": str(len(body))}
            content = _pieces(body, tell)
        silence = deadline * _SILENCE
        started = _seconds()
        try:
            async with asyncio.timeout(deadline):
                answer = await self._pool().request(
                    method,
                    url,
                    headers=headers,
                    content=content,
                    timeout=httpx.Timeout(silence, write=min(silence, _PIECE_SILENCE_S)),
                    extensions={"trace": watch},
                )
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
            cause = type(problem).__name__
            log.info("%s: %s, %s", name, cause, "left" if left else "never left")
            raise (MayHaveArrived if left else NeverLeft)(f"{name}: {cause}") from problem
        took = _seconds() - started
        await self._drop_talkative(name)
        log.debug("%s: %d in %.0f ms", name, answer.status_code, took * 1000)
        told = dict(answer.headers)
        self.dates.hear(_host(url), told, took)
        return Answer(answer.status_code, told, answer.content)

    @asynccontextmanager
    async def stream(
        self, url: str, *, silence: float, headers: Mapping[str, str] | None = None, what: str = ""
    ) -> AsyncIterator[Stream]:
        """Ask for an endless answer, whatever its status; it is hung up on when the block ends.

        ``silence`` is after how many seconds without a byte it counts as broken. No compression
        is asked for: it would hold back lines. Raises NeverLeft and MayHaveArrived.
        """
        name = f"GET {_host(url)} {what}".rstrip()
        try:
            request = self._pool().build_request(
                "GET",
                url,
                headers={"accept-encoding": "identity", **(headers or {})},
                timeout=httpx.Timeout(silence, connect=_OPEN_S, pool=_OPEN_S),
            )
            answer = await self._pool().send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
            cause = type(problem).__name__
            log.info("%s: %s", name, cause)
            unsent = isinstance(
                problem, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
            )
            raise (NeverLeft if unsent else MayHaveArrived)(f"{name}: {cause}") from problem
        try:
            yield Stream(answer, name)
        finally:
            await answer.aclose()

    async def warm(self, url: str) -> bool:
        """Open a connection to the server of ``url`` ahead, or see that it is open. ``url`` should
        be cheap to ask for (HEAD). False when the server cannot be reached."""
        try:
            await self.ask("HEAD", url, deadline=_WARM_DEADLINE_S, what="warm")
        except WireError:
            return False
        return True

    def keep_warm(self, url: str, visit: Callable[[], Awaitable[bool]] | None = None) -> None:
        """Keep a connection to the server of ``url`` open for the next 15 minutes. Asking again
        starts them anew. ``visit`` is a request to make instead of asking for ``url``; it tells
        whether the server was reached and raises nothing."""
        self.let_cool(url)
        keeping = self._keep(visit or (lambda: self.warm(url)))
        self._keeping[url] = asyncio.create_task(keeping, name="keep a connection warm")

    def let_cool(self, url: str) -> None:
        """Stop keeping a connection to the server of ``url`` open."""
        running = self._keeping.pop(url, None)
        if running is not None:
            running.cancel()

    async def close(self) -> None:
        """Close all connections; requests under way fail."""
        for task in self._keeping.values():
            task.cancel()
        await asyncio.gather(*self._keeping.values(), return_exceptions=True)
        self._keeping.clear()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _keep(self, visit: Callable[[], Awaitable[bool]]) -> None:
        started = _seconds()
        while _seconds() - started < _WARM_FOR_S:
            await asyncio.sleep(self._warm_every)
            if not await visit():
                # The first try threw a dead connection away; this one opens the new one.
                await visit()

    async def _drop_talkative(self, name: str) -> None:
        """Close idle connections on which more came than one answer: whoever used them next would
        take the rest for the answer to its own request. httpcore 1.0 does not look, and has no
        public way to; where its insides change, nothing is closed (a test would tell)."""
        transport = getattr(self._client, "_transport", None)
        pool = getattr(transport, "_pool", None)
        for connection in tuple(getattr(pool, "connections", ())):
            state = getattr(getattr(connection, "_connection", None), "_h11_state", None)
            if state is not None and connection.is_idle() and state.trailing_data[0]:
                log.warning("%s: the server said more than one answer; hung up", name)
                await connection.aclose()

    def _pool(self) -> httpx.AsyncClient:
        # Late, because reading the certificates takes its time and start-up does not need them.
        if self._client is None:
            self._client = httpx.AsyncClient(
                http2=True,
                headers={"user-agent": self._agent},
                limits=httpx.Limits(
                    max_connections=_CONNECTIONS,
                    max_keepalive_connections=_CONNECTIONS,
                    keepalive_expiry=_IDLE_S,
                ),
            )
        return self._client


async def _pieces(body: bytes, tell: Callable[[float], None]) -> AsyncIterator[bytes]:
    # A piece is asked for when the one before was handed to the link.
    for start in range(0, len(body), _PIECE):
        tell(start / len(body))
        yield body[start : start + _PIECE]
    tell(1.0)


def _opens_a_tunnel(info: dict[str, object]) -> bool:
    # Through a proxy the first thing to leave is the proxy's own request, which is not ours.
    return getattr(info.get("request"), "method", b"") == b"CONNECT"


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host
    except httpx.InvalidURL as problem:
        raise NeverLeft("not a URL") from problem


def _seconds() -> float:
    # The wire runs in real time, whatever the night's clock says.
    return asyncio.get_running_loop().time()
