"""A slow link on this machine: what goes through it takes its time, and is counted.

A forwarder between a client and one server, in a process of its own. Each direction delays by half
the round trip and passes no more than ``bits_per_s``; a new connection costs one round trip before
its first byte, as a handshake does. Slow start and TLS are left out: both would cost the client
that opens connections late more, not less.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from urllib.parse import urlsplit

ROUND_TRIP_S = 0.080
BITS_PER_S = 10_000_000
PIECE = 4_096
SMALL = "application/json"


@dataclass
class Requests:
    """Reads the requests of one connection as they pass and counts the bytes of media."""

    media: int = 0
    _head: bytearray = field(default_factory=bytearray)
    _left: int = 0
    _chunked: bool = False
    _is_media: bool = False

    def feed(self, piece: bytes) -> None:
        """Bytes on their way to the server."""
        while piece:
            if self._left:
                taken = min(self._left, len(piece))
                self._left -= taken
                self.media += taken if self._is_media else 0
                piece = piece[taken:]
                continue
            self._head += piece
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            head, piece = bytes(self._head[:end]), bytes(self._head[end + 4 :])
            self._head.clear()
            self._begin(head)

    def _begin(self, head: bytes) -> None:
        fields = dict[str, str]()
        for line in head.decode("latin-1").split("\r\n")[1:]:
            name, _, value = line.partition(":")
            fields[name.strip().lower()] = value.strip()
        if "chunked" in fields.get("transfer-encoding", ""):
            raise ValueError("chunked requests are not counted here")
        self._left = int(fields.get("content-length", "0"))
        self._is_media = not fields.get("content-type", SMALL).startswith(SMALL)


@dataclass(frozen=True)
class Link:
    """The near end of the link."""

    url: str
    _pipe: Connection

    def media_bytes(self) -> int:
        """Bytes of media that have passed to the server since the link was made."""
        self._pipe.send("media")
        return int(self._pipe.recv())


@contextmanager
def shaped(server: str) -> Iterator[Link]:
    """A link to ``server`` (http://host:port) while the block runs."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    forwarding = spawn.Process(target=_run, args=(there, server), daemon=True)
    forwarding.start()
    try:
        yield Link(f"http://127.0.0.1:{here.recv()}", here)
    finally:
        forwarding.kill()
        forwarding.join()


def _run(pipe: Connection, server: str) -> None:
    asyncio.run(_forward(pipe, server))


async def _forward(pipe: Connection, server: str) -> None:
    parts = urlsplit(server)
    seen: list[Requests] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(ROUND_TRIP_S)
        to_server, from_server = await _connect(parts.hostname or "", parts.port or 80)
        requests = Requests()
        seen.append(requests)
        await asyncio.gather(
            _pass_on(reader, from_server, requests), _pass_on(to_server, writer, None)
        )

    serving = await asyncio.start_server(accept, "127.0.0.1", 0, limit=1 << 22)
    pipe.send(serving.sockets[0].getsockname()[1])
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(pipe.fileno(), lambda: _told(pipe, seen, ended))
    async with serving:
        await ended.wait()


def _told(pipe: Connection, seen: list[Requests], ended: asyncio.Event) -> None:
    """Answer how many bytes of media passed; whoever asked may be gone, and then it is over."""
    try:
        pipe.recv()
        pipe.send(sum(one.media for one in seen))
    except (EOFError, OSError):
        ended.set()


async def _connect(host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection(host, port, limit=1 << 22)


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, requests: Requests | None
) -> None:
    """One direction: each piece leaves when the link has passed it, and arrives half a round trip
    later."""
    pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def arrive() -> None:
        while True:
            at, piece = await pieces.get()
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            if not piece:
                writer.close()
                return
            writer.write(piece)

    arriving = asyncio.create_task(arrive())
    free = time.monotonic()
    try:
        while piece := await reader.read(PIECE):
            if requests is not None:
                requests.feed(piece)
            free = max(free, time.monotonic()) + len(piece) * 8 / BITS_PER_S
            pieces.put_nowait((free + ROUND_TRIP_S / 2, piece))
            # Reading waits for the link, so that the sender feels it.
            await asyncio.sleep(max(0.0, free - time.monotonic()))
    except ConnectionError:
        pass
    pieces.put_nowait((time.monotonic() + ROUND_TRIP_S / 2, b""))
    await asyncio.gather(arriving, return_exceptions=True)
