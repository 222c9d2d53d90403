"""A Jetstream server on a free port of this computer, in a thread of its own.

Serves given events, keeps what is sent later, resumes by cursor as the real one does, and can
break the connection in the middle.
"""

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterable
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

POSTS = "app.bsky.feed.post"
# Cursors from here on are microseconds, below they are sequence numbers.
MICROSECONDS_FROM = 10**15
SENT_TOO_OFTEN = 5


def post_event(
    text: str, time_us: int, rkey: str, *, did: str = "did:plc:alice", operation: str = "create"
) -> dict[str, Any]:
    """An event as Jetstream sends it."""
    commit: dict[str, Any] = {
        "rev": f"{rkey}{operation}",
        "operation": operation,
        "collection": POSTS,
        "rkey": rkey,
    }
    if operation != "delete":
        commit["record"] = {"$type": POSTS, "text": text, "langs": ["en"]}
        commit["cid"] = "bafyreib"
    return {"did": did, "time_us": time_us, "kind": "commit", "commit": commit}


class JetstreamServer:
    """``with JetstreamServer(lines) as server: connect to server.url``.

    ``lines`` are JSON texts, sent to whoever connects, in order. ``sequenced`` adds the
    instance's sequence number as ``cursor``, as the newer servers do. ``break_after`` cuts each of
    the first ``breaks`` connections without a word after so many messages. ``refuse`` answers the
    first so many handshakes with 503. ``asked`` lists the cursor of each connection (None: from
    the beginning).
    """

    def __init__(
        self,
        lines: Iterable[str] = (),
        *,
        sequenced: bool = True,
        break_after: int | None = None,
        breaks: int = 1,
        refuse: int = 0,
    ) -> None:
        self.asked: list[int | None] = []
        self.sent = 0
        self.open = 0
        self._break_after = break_after
        self._breaks = breaks
        self._refuse = refuse
        self._sequenced = sequenced
        self._events: list[tuple[int, int, str]] = []
        self._loop = asyncio.new_event_loop()
        self._more: asyncio.Event | None = None
        self._server: Server | None = None
        self._connections: set[ServerConnection] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="jetstream-server")
        for line in lines:
            self._keep(line)

    @property
    def url(self) -> str:
        """The address up to and with ``/subscribe``."""
        assert self._server is not None
        port = next(iter(self._server.sockets)).getsockname()[1]
        return f"ws://127.0.0.1:{port}/subscribe"

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def send(self, *lines: str) -> None:
        """Add events; whoever is connected gets them now."""
        self._call(self._add(lines))

    def break_connections(self) -> None:
        """Cut every connection as a failing network does: no closing handshake."""
        self._call(self._break())

    def close_for_good(self) -> None:
        """Cut every connection and accept no more. May be called from a running loop."""
        assert self._server is not None
        self._loop.call_soon_threadsafe(self._server.close)

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _keep(self, line: str) -> None:
        event = json.loads(line)
        number = len(self._events) + 1
        if self._sequenced:
            event["cursor"] = number
            line = json.dumps(event, separators=(",", ":"))
        self._events.append((number, event["time_us"], line))

    async def _start(self) -> None:
        self._more = asyncio.Event()
        self._server = await serve(
            self._serve, "127.0.0.1", 0, compression=None, process_request=self._look_at
        )

    async def _stop(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _add(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._keep(line)
        self._wake()

    async def _break(self) -> None:
        for connection in self._connections:
            connection.transport.abort()

    def _wake(self) -> None:
        assert self._more is not None
        self._more.set()
        self._more = asyncio.Event()

    def _look_at(self, connection: ServerConnection, request: Request) -> Response | None:
        if "permessage-deflate" in request.headers.get("Sec-WebSocket-Extensions", ""):
            return connection.respond(400, "compression was offered twice\n")
        if self._refuse:
            self._refuse -= 1
            return connection.respond(503, "not today\n")
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        query = parse_qs(urlsplit(connection.request.path).query)
        assert query["wantedCollections"] == [POSTS]
        cursor = int(query["cursor"][0]) if "cursor" in query else None
        self.asked.append(cursor)
        self._connections.add(connection)
        self.open += 1
        try:
            await self._stream(connection, self._first(cursor))
        except ConnectionClosed:
            pass
        finally:
            self.open -= 1
            self._connections.discard(connection)

    def _first(self, cursor: int | None) -> int:
        """Index of the first event sent: by number exactly, by time a few too early."""
        if cursor is None:
            return 0
        if cursor < MICROSECONDS_FROM:
            return max(0, cursor - 1)
        after = (place for place, event in enumerate(self._events) if event[1] >= cursor)
        return max(0, next(after, len(self._events)) - SENT_TOO_OFTEN)

    async def _stream(self, connection: ServerConnection, place: int) -> None:
        here = 0
        while True:
            if place == len(self._events):
                assert self._more is not None
                closed = asyncio.create_task(connection.wait_closed())
                more = asyncio.create_task(self._more.wait())
                await asyncio.wait((closed, more), return_when=asyncio.FIRST_COMPLETED)
                more.cancel()
                if closed.done():
                    return
                closed.cancel()
                continue
            await connection.send(self._events[place][2])
            place, here, self.sent = place + 1, here + 1, self.sent + 1
            if here == self._break_after and self._breaks:
                self._breaks -= 1
                # What has not left yet is lost, as on a broken line.
                connection.transport.abort()
                return
