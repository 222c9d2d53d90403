"""A Jetstream server on a free port of this computer, in a thread of its own.

Speaks the version 1 wire as version 2 serves it: numbered events, cursors by number (inclusive) and
by time (a few too many), zstd with a dictionary, 400 for two compressions at once. Keeps what is
sent later, and can break, stall, forget and start its numbers again.
Source: bluesky-social/jetstream, internal/subscribe; answers recorded from it.
"""

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import parse_qs, urlsplit

import zstandard
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response

POSTS = "app.bsky.feed.post"
# Cursors from here on are microseconds, below they are sequence numbers.
MICROSECONDS_FROM = 10**15
SENT_TOO_OFTEN = 5
DICTIONARY_AT = "/xrpc/network.bsky.jetstream.getZstdDictionary"

Line: TypeAlias = str | bytes
"""An event as JSON, or bytes that are sent as they are."""


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


def dictionary(number: int) -> bytes:
    """A zstd dictionary for events, with ``number`` in its header."""
    texts = [
        json.dumps(post_event(f"post {n} {n * n}", n * 10**6, f"r{n:05}")) for n in range(2_000)
    ]
    trained = zstandard.train_dictionary(16_384, [text.encode() for text in texts], dict_id=number)
    return trained.as_bytes()


@dataclass(frozen=True)
class Kept:
    """One event: its number, its time, and what is sent."""

    number: int
    time_us: int
    wire: bytes


class JetstreamServer:
    """``with JetstreamServer(lines) as server: connect to server.url``.

    ``lines`` are sent to whoever connects, in order. ``sequenced`` adds the instance's sequence
    number as ``cursor``, as the newer servers do; numbers grow by ``step``. ``break_after`` cuts
    each of the first ``breaks`` connections without a word after so many messages, and after
    ``cut_inside`` bytes of the next; ``stall_after`` falls silent instead, on the first ``stalls``.
    ``refuse`` answers the first so many handshakes with 503. ``compressed_with`` is the dictionary
    for those who ask for compression, ``published`` the one that can be fetched (the same, where
    not given). Each connection's cursor is listed in ``asked`` (None: from the beginning), its
    protocol extensions in ``extensions``; ``fetched`` are the queries for dictionaries.
    """

    def __init__(
        self,
        lines: Iterable[Line] = (),
        *,
        sequenced: bool = True,
        step: int = 1,
        break_after: int | None = None,
        breaks: int = 1,
        cut_inside: int = 0,
        stall_after: int | None = None,
        stalls: int = 1,
        refuse: int = 0,
        compressed_with: bytes | None = None,
        published: bytes | None = None,
    ) -> None:
        self.asked: list[int | None] = []
        self.compressed: list[bool] = []
        self.fetched: list[str] = []
        self.extensions: list[str] = []
        self.sent = 0
        self.open = 0
        self._break_after = break_after
        self._breaks = breaks
        self._cut_inside = cut_inside
        self._stall_after = stall_after
        self._stalls = stalls
        self._refuse = refuse
        self._sequenced = sequenced
        self._step = step
        self._published = published if published is not None else compressed_with
        self._compress = None if compressed_with is None else _compressor(compressed_with)
        self._events: list[Kept] = []
        self._numbered = 0
        self._port = 0
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
        return f"ws://127.0.0.1:{self._port}/subscribe"

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

    def send(self, *lines: Line) -> None:
        """Add events; whoever is connected gets them now."""
        self._call(self._add(lines))

    def break_connections(self) -> None:
        """Cut every connection as a failing network does: no closing handshake."""
        self._call(self._break())

    def hang_up(self, code: int = 1008, reason: str = "ConsumerTooSlow") -> None:
        """Close every connection politely. May be called from a running loop."""
        asyncio.run_coroutine_threadsafe(self._hang_up(code, reason), self._loop)

    def deafen(self) -> None:
        """Cut every connection and accept no more."""
        self._call(self._stop())

    def listen(self) -> None:
        """Accept connections again, at the same address."""
        self._call(self._start())

    def refuse_next(self, handshakes: int) -> None:
        """Answer so many handshakes with 503."""
        self._refuse = handshakes

    def forget(self, number: int) -> None:
        """Drop the events before ``number``, as those older than the look-back."""
        self._call(self._forget(number))

    def number_anew(self) -> None:
        """Give all events new numbers, from one on: a server set up again."""
        self._call(self._number_anew())

    def close_for_good(self) -> None:
        """Cut every connection and accept no more. May be called from a running loop."""
        assert self._server is not None
        self._loop.call_soon_threadsafe(self._server.close)

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _keep(self, line: Line) -> None:
        self._numbered += self._step
        if isinstance(line, bytes):
            newest_us = self._events[-1].time_us if self._events else 0
            self._events.append(Kept(self._numbered, newest_us, line))
            return
        event = json.loads(line)
        if self._sequenced:
            event["cursor"] = self._numbered
            line = json.dumps(event, separators=(",", ":"))
        self._events.append(Kept(self._numbered, event["time_us"], line.encode()))

    async def _start(self) -> None:
        self._more = asyncio.Event()
        self._server = await serve(
            self._serve, "127.0.0.1", self._port, compression=None, process_request=self._look_at
        )
        self._port = next(iter(self._server.sockets)).getsockname()[1]

    async def _stop(self) -> None:
        assert self._server is not None
        for connection in self._connections:
            connection.transport.abort()
        self._server.close()
        await self._server.wait_closed()

    async def _add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._keep(line)
        self._wake()

    async def _forget(self, number: int) -> None:
        self._events = [kept for kept in self._events if kept.number >= number]

    async def _number_anew(self) -> None:
        events, self._events, self._numbered = self._events, [], 0
        for kept in events:
            self._keep(kept.wire.decode())

    async def _break(self) -> None:
        for connection in self._connections:
            connection.transport.abort()

    async def _hang_up(self, code: int, reason: str) -> None:
        for connection in tuple(self._connections):
            await connection.close(code, reason)

    def _wake(self) -> None:
        assert self._more is not None
        self._more.set()
        self._more = asyncio.Event()

    def _look_at(self, connection: ServerConnection, request: Request) -> Response | None:
        asked = urlsplit(request.path)
        if asked.path == DICTIONARY_AT:
            return self._dictionary(connection, asked.query)
        offered = request.headers.get("Sec-WebSocket-Extensions", "")
        self.extensions.append(offered)
        if "permessage-deflate" in offered and "compress=true" in asked.query:
            return connection.respond(400, "choose one compression scheme\n")
        if self._refuse:
            self._refuse -= 1
            return connection.respond(503, "not today\n")
        return None

    def _dictionary(self, connection: ServerConnection, query: str) -> Response:
        self.fetched.append(query)
        published = self._published
        if published is None or query not in ("", f"id={_number(published)}"):
            return connection.respond(404, "DictionaryNotFound\n")
        headers = Headers({"Content-Length": str(len(published)), "Connection": "close"})
        return Response(200, "OK", headers, published)

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        query = parse_qs(urlsplit(connection.request.path).query)
        assert query["wantedCollections"] == [POSTS]
        cursor = int(query["cursor"][0]) if "cursor" in query else None
        compressed = query.get("compress") == ["true"]
        self.asked.append(cursor)
        self.compressed.append(compressed)
        self._connections.add(connection)
        self.open += 1
        try:
            await self._stream(connection, self._first(cursor), compressed)
        except ConnectionClosed:
            pass
        finally:
            self.open -= 1
            self._connections.discard(connection)

    def _first(self, cursor: int | None) -> int:
        """Index of the first event sent: by number exactly, by time a few too early. A cursor of
        the future is the end; one too old begins with what there is."""
        if cursor is None:
            return 0
        by_time = cursor >= MICROSECONDS_FROM
        after = (
            place
            for place, kept in enumerate(self._events)
            if (kept.time_us if by_time else kept.number) >= cursor
        )
        first = next(after, len(self._events))
        return max(0, first - SENT_TOO_OFTEN) if by_time else first

    async def _stream(self, connection: ServerConnection, place: int, compressed: bool) -> None:
        here = 0
        while True:
            if place == len(self._events) or (here == self._stall_after and self._stalls > 0):
                if here == self._stall_after:
                    self._stalls -= 1
                    await connection.wait_closed()
                    return
                if not await self._waited(connection):
                    return
                continue
            if here == self._break_after and self._breaks:
                self._breaks -= 1
                await self._cut(connection, self._events[place].wire)
                return
            wire = self._events[place].wire
            if compressed and self._compress is not None:
                await connection.send(self._compress(wire))
            else:
                await connection.send(wire, text=True)
            place, here, self.sent = place + 1, here + 1, self.sent + 1

    async def _waited(self, connection: ServerConnection) -> bool:
        """Wait for more events; False when the connection went before."""
        assert self._more is not None
        closed = asyncio.create_task(connection.wait_closed())
        more = asyncio.create_task(self._more.wait())
        await asyncio.wait((closed, more), return_when=asyncio.FIRST_COMPLETED)
        more.cancel()
        if closed.done():
            return False
        closed.cancel()
        return True

    async def _cut(self, connection: ServerConnection, wire: bytes) -> None:
        if not self._cut_inside:
            # What has not left yet is lost, as on a broken line.
            connection.transport.abort()
            return
        frame = Frame(Opcode.TEXT, wire).serialize(mask=False)
        connection.transport.write(frame[: self._cut_inside])
        connection.transport.close()


def _number(published: bytes) -> int:
    return int.from_bytes(published[4:8], "little")


def _compressor(content: bytes) -> Any:
    return zstandard.ZstdCompressor(dict_data=zstandard.ZstdCompressionDict(content)).compress
