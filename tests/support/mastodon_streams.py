"""A server with the Mastodon API's public side on loopback: timelines, streams of events, and the
websocket with its subscriptions. Written from docs.joinmastodon.org (methods/streaming and
methods/timelines) and mastodon/mastodon streaming/index.js.

Nothing is told twice, ids are snowflakes, pages are newest first and take ``since_id``, ``min_id``
and ``max_id``, a deletion names the id, ``:)`` begins a stream of events and ``:thump`` keeps it.
"""

import asyncio
import base64
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from controlroom.clock import wall_micros
from tests.net.fake_server import Reply, Request, read_request, written
from tests.support.comes_and_goes import ComesAndGoes
from tests.support.waiting import until

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STREAMING = "/api/v1/streaming"


@dataclass(eq=False)
class Line:
    """An open stream: of events for one timeline, or a websocket with its subscriptions."""

    writer: asyncio.StreamWriter
    socket: bool
    streams: set[tuple[str, str]] = field(default_factory=set)


class MastodonStreams(ComesAndGoes):
    """``token`` is asked for by streams, and by timelines where ``closed``. ``ways`` are those it
    has: socket, events; a subscription it has no stream for (``deaf``) is taken without a word."""

    def __init__(
        self,
        *,
        token: str = "",
        closed: bool = False,
        ways: tuple[str, ...] = ("socket", "events"),
        deaf: bool = False,
        thump_s: float = 15.0,
        pages: int = 40,
    ) -> None:
        super().__init__()
        self.token = token
        self.closed = closed
        self.ways = ways
        self.deaf = deaf
        self.thump_s = thump_s
        self.most = pages
        self.refuse: list[Reply] = []
        self.refuse_pages: list[Reply] = []
        self.asked: list[Request] = []
        self.subscriptions: list[tuple[str, str, str]] = []
        self.statuses: dict[str, dict[str, Any]] = {}
        self.streaming = ""
        self.lines: set[Line] = set()
        self._last = 0

    def status(
        self, text: str, *tags: str, at: datetime | None = None, **more: Any
    ) -> dict[str, Any]:
        """A new status, kept but told to nobody."""
        when = at or EPOCH + timedelta(microseconds=wall_micros())
        made = (when - EPOCH) // timedelta(milliseconds=1)
        self._last += 1
        id_ = str((made << 16) + self._last)
        words = text + "".join(f' <a class="mention hashtag">#<span>{t}</span></a>' for t in tags)
        status = {
            "id": id_,
            "created_at": when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "content": f"<p>{words}</p>",
            "spoiler_text": "",
            "visibility": "public",
            "language": "en",
            "uri": f"{self.url}/users/ada/statuses/{id_}",
            "in_reply_to_id": None,
            "account": {"id": "1", "acct": "ada"},
            "reblog": None,
            "tags": [{"name": tag.casefold()} for tag in tags],
            **more,
        }
        self.statuses[id_] = status
        return status

    async def post(self, text: str, *tags: str, **more: Any) -> str:
        """A new status, told to whoever listens; its id."""
        status = self.status(text, *tags, **more)
        await self.tell("update", json.dumps(status), status)
        return str(status["id"])

    async def delete(self, id_: str) -> None:
        """Take a status back."""
        await self.tell("delete", id_, self.statuses.pop(id_))

    async def edit(self, id_: str, content: str) -> None:
        """Change the words of a status."""
        self.statuses[id_]["content"] = content
        await self.tell("status.update", json.dumps(self.statuses[id_]), self.statuses[id_])

    async def tell(self, event: str, payload: str, status: dict[str, Any]) -> None:
        """Send an event to the lines that follow ``status``."""
        if self.deaf:
            return
        for line in list(self.lines):
            for stream, tag in sorted(line.streams & _streams_of(status)):
                if line.socket:
                    said = {"stream": [stream, tag] if tag else [stream], "event": event,
                            "payload": payload}  # fmt: skip
                    line.writer.write(_frame(json.dumps(said).encode()))
                else:
                    line.writer.write(f"event: {event}\ndata: {payload}\n\n".encode())
            with contextlib.suppress(ConnectionError):
                await line.writer.drain()

    def drop(self) -> None:
        """Cut every open stream as a failing network does."""
        for line in list(self.lines):
            self.lines.discard(line)
            line.writer.transport.abort()

    async def listening(self, *streams: str) -> None:
        """Return once somebody follows all of ``streams`` ("hashtag", or "hashtag#tag")."""
        wanted = {_named(one) for one in streams}
        await until(lambda: wanted <= self.followed)

    @property
    def followed(self) -> set[tuple[str, str]]:
        """What is followed now."""
        return {one for line in self.lines for one in line.streams}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (request := await read_request(reader)) is not None:
            self.asked.append(request)
            if request.path.startswith(STREAMING):
                reply = self._no(request)
                if reply is None:
                    await self._stream(request, reader, writer)
                    return
            else:
                reply = self._answer(request)
            writer.write(written(reply, request))
            await writer.drain()

    def _no(self, request: Request) -> Reply | None:
        socket = "upgrade" in request.headers
        if self.refuse:
            return self.refuse.pop(0)
        if ("socket" if socket else "events") not in self.ways:
            return Reply.of({"error": "Not found"}, 404)
        if self.token and request.headers.get("authorization") != f"Bearer {self.token}":
            return Reply.of({"error": "Missing access token"}, 401)
        return None

    def _answer(self, request: Request) -> Reply:
        if request.path == "/api/v2/instance":
            urls = {"streaming": self.streaming or self.url.replace("http", "ws")}
            return Reply.of({"domain": "here", "configuration": {"urls": urls}})
        if not request.path.startswith("/api/v1/timelines/"):
            return Reply.of({"error": "Record not found"}, 404)
        if self.refuse_pages:
            return self.refuse_pages.pop(0)
        if self.closed and request.headers.get("authorization") != f"Bearer {self.token}":
            return Reply.of({"error": "This method requires an authenticated user"}, 422)
        return Reply.of(self._page(request))

    def _page(self, request: Request) -> list[dict[str, Any]]:
        asked = request.query
        tag = request.path.partition("/timelines/tag/")[2].casefold()
        wanted = ("hashtag", tag) if tag else ("public", "")
        if asked.get("local") == "true":
            wanted = (f"{wanted[0]}:local", tag)
        found = [one for one in self.statuses.values() if wanted in _streams_of(one)]
        ids = sorted((int(one["id"]) for one in found), reverse=True)
        ids = [id_ for id_ in ids if id_ > int(asked.get("since_id", 0))]
        ids = [id_ for id_ in ids if id_ < int(asked.get("max_id", 1 << 80))]
        limit = min(self.most, int(asked.get("limit", 20)))
        return [self.statuses[str(id_)] for id_ in ids[:limit]]

    async def _stream(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        socket = "upgrade" in request.headers
        line = Line(writer, socket)
        self.lines.add(line)
        try:
            if socket:
                writer.write(_shake(request))
                while (order := await _read_frame(reader)) is not None:
                    self._subscribe(line, json.loads(order))
            else:
                stream = request.path.removeprefix(STREAMING + "/").replace("/", ":")
                line.streams.add((stream, request.query.get("tag", "").casefold()))
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                    b"cache-control: no-store\r\n\r\n:)\n"
                )
                while not reader.at_eof():
                    await writer.drain()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(1), self.thump_s)
                    writer.write(b":thump\n")
        finally:
            self.lines.discard(line)

    def _subscribe(self, line: Line, order: dict[str, Any]) -> None:
        stream = order["stream"], order.get("tag", "").casefold()
        self.subscriptions.append((order["type"], *stream))
        if order["type"] == "subscribe":
            line.streams.add(stream)
        else:
            line.streams.discard(stream)


def _streams_of(status: dict[str, Any]) -> set[tuple[str, str]]:
    where = {("public", "")} | {("hashtag", tag["name"]) for tag in status["tags"]}
    local = "@" not in status["account"]["acct"]
    return where | {(f"{kind}:local", tag) for kind, tag in where if local}


def _named(written: str) -> tuple[str, str]:
    stream, _, tag = written.partition("#")
    return stream, tag


def _shake(request: Request) -> bytes:
    digest = hashlib.sha1((request.headers["sec-websocket-key"] + GUID).encode()).digest()
    accept = base64.b64encode(digest).decode()
    return (
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
        f"sec-websocket-accept: {accept}\r\n\r\n"
    ).encode()


def _frame(payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        head = bytes([0x81, size])
    elif size < 1 << 16:
        head = bytes([0x81, 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([0x81, 127]) + size.to_bytes(8, "big")
    return head + payload


async def _read_frame(reader: asyncio.StreamReader) -> bytes | None:
    """The next text message; pings are passed over. None when the client closes."""
    while True:
        first, second = await reader.readexactly(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
        mask = await reader.readexactly(4)
        masked = await reader.readexactly(size)
        if first & 0x0F == 8:
            return None
        if first & 0x0F == 1:
            return bytes(b ^ mask[place % 4] for place, b in enumerate(masked))


@asynccontextmanager
async def mastodon_streams(**how: Any) -> AsyncIterator[MastodonStreams]:
    """A server while the block runs."""
    server = MastodonStreams(**how)
    await server.come()
    yield server
    await server.go()
