"""A Jetstream server that misbehaves on purpose, fast enough for a million lines.

In a thread of its own. It sends whole pieces of its lines at once, and at places chosen by chance
it breaks off in the middle of a frame, hangs up politely, stands still, or sends what it sent
before once more.
"""

import asyncio
import random
import threading
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

PIECE = 400
MOST_WAITING = 2_000_000
STILL_S = 0.2
MOST_REPEATED = 3_000
# Cursors from here on are microseconds, below they are sequence numbers.
MICROSECONDS_FROM = 10**15
# Asked for a time, the server goes on so many lines too early.
TOO_EARLY = 500


class Fault(StrEnum):
    """What happens when the stream has come to a certain line."""

    DROP = "drop"
    CLOSE = "close"
    STALL = "stall"
    STALL_AND_DROP = "stall and drop"
    REPEAT = "repeat"


def framed(message: bytes) -> bytes:
    """A WebSocket text frame from a server."""
    if len(message) < 126:
        return bytes((0x81, len(message))) + message
    return b"\x81\x7e" + len(message).to_bytes(2) + message


class DroppingFeed:
    """``with DroppingFeed(lines, times, faults=30) as feed: connect to feed.url``.

    ``lines`` are JSON objects in the order in which they happened at the server, ``times`` their
    UTC microseconds, which need not ascend. ``sequenced`` adds a cursor to each and resumes exactly
    there; else it resumes by time, with lines too many. ``done`` counts the faults made.
    """

    def __init__(
        self,
        lines: Sequence[bytes],
        times: Sequence[int],
        *,
        faults: int,
        sequenced: bool = True,
        seed: int = 1,
    ) -> None:
        chance = random.Random(seed)
        if sequenced:
            lines = [line[:-1] + b',"cursor":%d}' % (place + 1) for place, line in enumerate(lines)]
        self._frames = [framed(line) for line in lines]
        self._newest = _running_most(times)
        self._due = {
            place: chance.choice(list(Fault))
            for place in sorted(chance.sample(range(1, len(lines)), faults))
        }
        self._chance = chance
        self.done = 0
        self.connections = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="dropping-feed")
        self._server: Any = None

    @property
    def url(self) -> str:
        """The address up to and with ``/subscribe``."""
        return f"ws://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}/subscribe"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        self._server = await serve(
            self._serve, "127.0.0.1", 0, compression=None, ping_interval=None
        )

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        asked = parse_qs(urlsplit(connection.request.path).query).get("cursor")
        self.connections += 1
        with suppress(ConnectionClosed):
            await self._stream(connection, self._first(int(asked[0]) if asked else None))
            await connection.wait_closed()

    def _first(self, cursor: int | None) -> int:
        if cursor is None:
            return 0
        if cursor < MICROSECONDS_FROM:
            return max(0, cursor - 1)
        after = next(
            (place for place, time_us in enumerate(self._newest) if time_us >= cursor),
            len(self._newest),
        )
        return max(0, after - TOO_EARLY)

    async def _stream(self, connection: ServerConnection, place: int) -> None:
        while place < len(self._frames):
            until = min(place + PIECE, len(self._frames))
            fault_at = next((one for one in self._due if place < one <= until), None)
            if fault_at is not None:
                until = fault_at
            if connection.state is not State.OPEN:
                return
            connection.transport.write(b"".join(self._frames[place:until]))
            while connection.transport.get_write_buffer_size() > MOST_WAITING:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
            await asyncio.sleep(0)
            place = until
            if fault_at is not None and await self._go_wrong(connection, fault_at):
                return

    async def _go_wrong(self, connection: ServerConnection, place: int) -> bool:
        """Whether the connection is gone."""
        fault = self._due.pop(place)
        self.done += 1
        if fault in (Fault.STALL, Fault.STALL_AND_DROP):
            await asyncio.sleep(STILL_S)
        if fault is Fault.REPEAT:
            first = max(0, place - self._chance.randint(1, MOST_REPEATED))
            connection.transport.write(b"".join(self._frames[first:place]))
        if fault is Fault.CLOSE:
            await connection.close()
            return True
        if fault in (Fault.DROP, Fault.STALL_AND_DROP):
            if place < len(self._frames):
                connection.transport.write(self._frames[place][:40])
            # What has not left yet is lost, as on a broken line.
            connection.transport.abort()
            return True
        return False


def _running_most(times: Sequence[int]) -> list[int]:
    """The newest time up to each line."""
    most = 0
    newest = []
    for time_us in times:
        most = max(most, time_us)
        newest.append(most)
    return newest
