"""A server on loopback that falls ill as drawn, and knows what is really up there.

Around any simulated network (a callable from request to reply). What it applied stays applied,
whatever the one who asked was told.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from tests.net.fake_server import FakeServer, Fault, Reply, Request, read_request, written
from tests.support.networks.fast_loop import Flow
from tests.support.networks.illness import APPLIED, Goes, Illness

_INSTEAD: dict[Goes, Reply | Fault] = {
    Goes.CUT: Fault.HANG_UP,
    Goes.APPLIED_CUT: Fault.HANG_UP,
    Goes.HALF: Fault.HALF,
    Goes.APPLIED_HALF: Fault.HALF,
    Goes.NONSENSE: Fault.NONSENSE,
    Goes.APPLIED_NONSENSE: Fault.NONSENSE,
    Goes.GARBLED: Reply(200, b'{"id": "1", "uri": "at:'),
    Goes.APPLIED_GARBLED: Reply(200, b'{"id": "1", "uri": "at:'),
    Goes.SHAPELESS: Reply.of({"unheard": ["of", None, 7]}),
    Goes.APPLIED_SHAPELESS: Reply.of({"unheard": ["of", None, 7]}),
    Goes.PACE: Reply.of({"error": "RateLimitExceeded"}, 429, retry_after="3"),
    Goes.STALE: Reply.of({"error": "ExpiredToken", "message": "Token has expired"}, 401),
}


class FaultyServer(FakeServer):
    """``posts`` gives what is up there now (id → words); ``ever`` is all that was put up. What is
    put up again under its own id is one post. ``flow``: how fast its night passes."""

    def __init__(
        self,
        answering: Callable[[Request], Reply | Fault],
        posts: Callable[[], Mapping[str, str]],
        illness: Illness,
        flow: Flow,
    ) -> None:
        super().__init__(answering)
        self.posts = posts
        self.ever: dict[str, str] = {}
        self.went: list[tuple[str, Goes]] = []
        self.illness = illness
        self._flow = flow
        self._later: set[asyncio.Task[Reply | Fault]] = set()

    def apply(self, request: Request) -> Reply | Fault:
        """Let it have its effect."""
        answer = self.answering(request)
        self.ever |= self.posts()
        return answer

    def _apply_late(self, request: Request) -> "asyncio.Task[Reply | Fault]":
        async def late(wait_s: float) -> Reply | Fault:
            await asyncio.sleep(wait_s)
            return self.apply(request)

        task = asyncio.create_task(late(self.illness.late_s() / self._flow.speed))
        self._later.add(task)
        task.add_done_callback(self._later.discard)
        return task

    async def all_applied(self) -> None:
        """Return once nothing late is outstanding."""
        while self._later:
            await asyncio.gather(*self._later)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        self.on_connect()
        self._writers.add(writer)
        try:
            while (request := await read_request(reader)) is not None:
                self.requests.append(request)
                goes = self.illness.next(request)
                self.went.append((f"{request.method} {request.path}", goes))
                if not await self._go(goes, request, reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _go(
        self,
        goes: Goes,
        request: Request,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Do what is to be done. Whether the connection may be used again."""
        if goes in (Goes.CUT_UNREAD, Goes.CUT_LATE):
            if goes is Goes.CUT_LATE:
                self._apply_late(request)
            writer.transport.abort()
            return False
        if goes is Goes.LATE:
            answer = await asyncio.shield(self._apply_late(request))
            return await self._reply(answer, reader, writer, request)
        answer = self.apply(request) if goes in APPLIED else Reply()
        if goes in (Goes.STALL, Goes.APPLIED_STALL):
            await self._stall(reader)
            return False
        if goes is Goes.APPLIED_LATE:
            await asyncio.sleep(self.illness.late_s() / self._flow.speed)
        if goes in (Goes.ERROR, Goes.APPLIED_ERROR):
            answer = Reply(self.illness.status(), b"<html>trouble</html>")
        if goes is Goes.TWICE and isinstance(answer, Reply):
            # In one piece, so that both are read at once.
            writer.write(written(answer, request) * 2)
            await writer.drain()
            return True
        return await self._reply(_INSTEAD.get(goes, answer), reader, writer, request)

    async def _stall(self, reader: asyncio.StreamReader) -> None:
        """Nothing, until the other side gives up or the server is healed."""
        waits = {
            asyncio.create_task(reader.read()),
            asyncio.create_task(self.illness.healed.wait()),
        }
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for one in waits:
            one.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


@asynccontextmanager
async def listening(server: FaultyServer) -> AsyncIterator[FaultyServer]:
    """Let ``server`` be reached at its ``url``."""
    running = await asyncio.start_server(server.accept, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    server.stop_listening = running.close
    async with running:
        try:
            yield server
        finally:
            server.illness.heal()
            await server.all_applied()
            await server.end()
