"""Somebody who listens on a free TCP port and says JSON lines to whoever connects."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


def line(id_: str | int, text: str = "", *, at: str = "2026-02-08T23:30:00Z", **more: Any) -> bytes:
    """One line of a feed, with its end."""
    said = {"id": id_, "time": at, "text": text or f"post {id_}", **more}
    return json.dumps(said).encode() + b"\n"


class LinesServer:
    """``say`` sends bytes to whoever is connected and to nobody else; ``cut`` ends the
    connections, all or nothing of what was said before having left."""

    def __init__(self) -> None:
        self.connected = 0
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._came = asyncio.Condition()
        self._server: asyncio.Server | None = None

    @property
    def listeners(self) -> int:
        """Connections at this moment."""
        return len(self._writers)

    @property
    def address(self) -> str:
        """``host:port``."""
        return f"127.0.0.1:{self.port}"

    async def listen(self) -> None:
        """Accept connections (again), on the same port."""
        self._server = await asyncio.start_server(self._greet, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def deafen(self) -> None:
        """Accept no more connections and end those there are."""
        assert self._server is not None
        self._server.close()
        await self.cut()

    async def somebody(self, number: int = 1) -> None:
        """Wait until so many have connected since the start."""
        async with self._came:
            await self._came.wait_for(lambda: self.connected >= number)

    async def say(self, *chunks: bytes) -> None:
        """Send to whoever is connected."""
        for writer in tuple(self._writers):
            for chunk in chunks:
                writer.write(chunk)
            await writer.drain()

    async def cut(self) -> None:
        """End the connections."""
        for writer in tuple(self._writers):
            self._writers.discard(writer)
            writer.close()
            await writer.wait_closed()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        async with self._came:
            self.connected += 1
            self._came.notify_all()
        await reader.read()
        self._writers.discard(writer)
        writer.close()


@asynccontextmanager
async def lines_server() -> AsyncIterator[LinesServer]:
    """A server that listens, for as long as the block runs."""
    server = LinesServer()
    await server.listen()
    try:
        yield server
    finally:
        await server.deafen()
