"""A local HTTP server in a process of its own that notes when each request's first byte arrives.

CLOCK_MONOTONIC is one clock for all processes on Linux, so its stamps can be compared with ours.
"""

import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: text/plain\r\n\r\nok"
LENGTH = b"content-length:"
WAIT_S = 5.0


class _Stamps(asyncio.Protocol):
    """One connection: requests one after the other, each stamped at its first byte."""

    def __init__(self, stamps: dict[str, int]) -> None:
        self._stamps = stamps
        self._came = b""
        self._first = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if not self._came:
            self._first = time.monotonic_ns()
        self._came += data
        head, end, body = self._came.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self._stamps.setdefault(head.split(b" ", 2)[1].decode().lstrip("/"), self._first)
        self._came = b""
        self._transport.write(ANSWER if not head.startswith(b"HEAD") else ANSWER[:-2])


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(LENGTH):
            return int(line.removeprefix(LENGTH))
    return 0


async def _serve(pipe: Connection) -> None:
    stamps: dict[str, int] = {}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Stamps(stamps), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    try:
        while await asyncio.to_thread(pipe.recv):
            pipe.send(dict(stamps))
    except EOFError:
        pass
    server.close()


def _process(pipe: Connection) -> None:
    asyncio.run(_serve(pipe))


class Arrivals:
    """``with Arrivals() as server: post to server.url + name``; ``stamps()`` tells monotonic
    nanoseconds by name."""

    def __init__(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._child = spawn.Process(target=_process, args=(theirs,), daemon=True)
        self.url = ""

    def __enter__(self) -> Self:
        self._child.start()
        self.url = f"http://127.0.0.1:{self._pipe.recv()}/"
        return self

    def stamps(self) -> dict[str, int]:
        """When the first byte of each request came, by its name."""
        self._pipe.send("stamps")
        stamps: dict[str, int] = self._pipe.recv()
        return stamps

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pipe.send("")
        self._child.join(WAIT_S)
        if self._child.is_alive():
            self._child.terminate()
            self._child.join()
