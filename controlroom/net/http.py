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
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

import httpx

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


class Http:
    """A pool of connections that are kept warm. Use it from one event loop only."""

    def __init__(self, agent: str = "ControlRoom", warm_every: float = _WARM_EVERY_S) -> None:
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
    ) -> Answer:
        """Send one request and wait for its answer, whatever its status; redirects are answers.

        ``deadline`` in seconds holds for everything together. ``what`` names the request in the
        log, where URLs and headers never go. A ``public`` one passes ``public_gate``. Raises
        NeverLeft and MayHaveArrived.
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

        started = _seconds()
        try:
            async with asyncio.timeout(deadline):
                answer = await self._pool().request(
                    method,
                    url,
                    headers=headers,
                    content=body,
                    timeout=httpx.Timeout(deadline * _SILENCE),
                    extensions={"trace": watch},
                )
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
            cause = type(problem).__name__
            log.info("%s: %s, %s", name, cause, "left" if left else "never left")
            raise (MayHaveArrived if left else NeverLeft)(f"{name}: {cause}") from problem
        log.debug("%s: %d in %.0f ms", name, answer.status_code, (_seconds() - started) * 1000)
        return Answer(answer.status_code, dict(answer.headers), answer.content)

    async def warm(self, url: str) -> bool:
        """Open a connection to the server of ``url`` ahead, or see that it is open. ``url`` should
        be cheap to ask for (HEAD). False when the server cannot be reached."""
        try:
            await self.ask("HEAD", url, deadline=_WARM_DEADLINE_S, what="warm")
        except WireError:
            return False
        return True

    def keep_warm(self, url: str) -> None:
        """Keep a connection to the server of ``url`` open for the next 15 minutes. Asking again
        starts them anew."""
        self.let_cool(url)
        self._keeping[url] = asyncio.create_task(self._keep(url), name="keep a connection warm")

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

    async def _keep(self, url: str) -> None:
        started = _seconds()
        while _seconds() - started < _WARM_FOR_S:
            await asyncio.sleep(self._warm_every)
            if not await self.warm(url):
                # The first try threw a dead connection away; this one opens the new one.
                await self.warm(url)

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
