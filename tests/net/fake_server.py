"""An HTTP server on loopback that misbehaves as told, and remembers what arrived."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(value: object, status: int = 200, **headers: str) -> "Reply":
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return Reply(status, json.dumps(value).encode(), named)


class Fault(Enum):
    """What goes wrong after the whole request has arrived."""

    SILENCE = "no answer, the connection stays open"
    HANG_UP = "the connection is closed without an answer"
    HALF = "half an answer, then the connection is closed"
    NONSENSE = "an answer that is no HTTP"


Answering = Callable[[Request], Reply | Fault]


class FakeServer:
    """Answers with ``answering``; ``requests`` are what arrived in whole, in order."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.requests: list[Request] = []
        self.connections = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._arrived = asyncio.Condition()
        self.url = ""
        self.on_connect: Callable[[], object] = int
        self.stop_listening: Callable[[], object] = int

    async def wait_for(self, requests: int) -> None:
        """Return once that many requests have arrived."""
        async with self._arrived, asyncio.timeout(10):
            await self._arrived.wait_for(lambda: len(self.requests) >= requests)

    def hang_up(self) -> None:
        """Close every connection."""
        for writer in self._writers:
            writer.close()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving.add(asyncio.create_task(self.serve(reader, writer)))

    async def end(self) -> None:
        """Close every connection and wait until nobody is served any more."""
        self.hang_up()
        await asyncio.gather(*self._serving)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.on_connect()
        self._writers.add(writer)
        try:
            while (request := await read_request(reader)) is not None:
                self.requests.append(request)
                async with self._arrived:
                    self._arrived.notify_all()
                if not await self._reply(self.answering(request), reader, writer, request):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _reply(
        self,
        reply: Reply | Fault,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        request: Request,
    ) -> bool:
        if reply is Fault.SILENCE:
            await reader.read()
            return False
        if reply is Fault.HANG_UP:
            return False
        if reply is Fault.NONSENSE:
            writer.write(b"\x00\x01 no protocol at all\r\n\r\n")
            return False
        if reply is Fault.HALF:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
            return False
        assert isinstance(reply, Reply)
        writer.write(written(reply, request))
        await writer.drain()
        return True


def written(reply: Reply, request: Request) -> bytes:
    """An answer as it goes over the wire."""
    headers = {"content-length": str(len(reply.body)), **reply.headers}
    head = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
    body = b"" if request.method == "HEAD" else reply.body
    return f"HTTP/1.1 {reply.status} Said\r\n{head}\r\n".encode() + body


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next whole request. IncompleteReadError at the end of the connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {}
    for line in head[1:]:
        if line:
            name, _, text = line.partition(":")
            headers[name.lower()] = text.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    return Request(method, parts.path, dict(parse_qsl(parts.query)), headers, body)


@asynccontextmanager
async def fake_server(answering: Answering) -> AsyncIterator[FakeServer]:
    fake = FakeServer(answering)
    running = await asyncio.start_server(fake.accept, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    fake.stop_listening = running.close
    async with running:
        yield fake
        await fake.end()


async def closed_port() -> int:
    """A port nobody listens on."""
    running = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port: int = running.sockets[0].getsockname()[1]
    running.close()
    await running.wait_closed()
    return port
