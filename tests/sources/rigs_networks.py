"""Rigs for the contract suite: Mastodon and X on their simulated networks."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from controlroom.clock import MICROS, SystemClock
from controlroom.sources.base import Option, Source, SourceSpec
from tests.net.fake_server import Reply
from tests.sources.rigs import LULL_S, loaded
from tests.support.mastodon_streams import MastodonStreams, mastodon_streams
from tests.support.x_streams import TOKEN, XStreams, problem, x_streams


class MastodonRig:
    """A server that streams in one of its ways, or not at all."""

    key = "mastodon"
    name = "town"
    tells_again = True

    def __init__(self, server: MastodonStreams) -> None:
        self.clock = SystemClock()
        self.server = server
        self._said: dict[str, dict[str, Any]] = {}

    def source(self) -> Source:
        options: dict[str, Option] = {
            "name": self.name,
            "server": self.server.url,
            "stream": "public",
            "poll_s": 0.02,
            "lull_s": LULL_S,
        }
        return loaded(SourceSpec(self.key, options))

    def again(self, options: Mapping[str, Option]) -> Source:
        return loaded(SourceSpec(self.key, options))

    @property
    def listeners(self) -> int:
        if self.server.ways:
            return len(self.server.lines)
        return sum("timelines" in request.path for request in self.server.asked)

    async def say(self, *texts: str) -> None:
        for text in texts:
            # A server keeps control characters out of its HTML; a text is escaped.
            escaped = text.replace("&", "&amp;").replace("<", "&lt;")
            self._said[text] = self.server.status(escaped)
        await self.repeat(*texts)

    async def repeat(self, *texts: str) -> None:
        for text in texts:
            await self.server.tell("update", json.dumps(self._said[text]), self._said[text])

    async def delete(self, text: str) -> None:
        status = self._said[text]
        self.server.statuses.pop(status["id"], None)
        await self.server.tell("delete", status["id"], status)

    async def garble(self) -> int:
        status = self.server.status("x")
        del self.server.statuses[status["id"]]
        hostile = ['{"id": 5', '"', '{"id": "1", "created_at": "soon"}', "[" * 100_000]
        for payload in hostile:
            await self.server.tell("update", payload, status)
        return len(hostile)

    async def cut(self) -> None:
        self.server.drop()

    async def go(self) -> None:
        await self.server.go()

    async def come_back(self) -> None:
        await self.server.come()

    async def refuse(self) -> str:
        no = Reply.of({"error": "not today"}, 403)
        self.server.refuse = [no] * 9
        self.server.refuse_pages = [no] * 9
        self.server.drop()
        return "not today"


class XRig:
    """The filtered stream, and the search for what it missed."""

    key = "x"
    name = "crowd"
    tells_again = True

    def __init__(self, server: XStreams) -> None:
        self.clock = SystemClock()
        self.server = server
        self._said: dict[str, Any] = {}

    def source(self) -> Source:
        options = {"name": self.name, "server": self.server.url, "token": TOKEN}
        return loaded(SourceSpec(self.key, options))

    def again(self, options: Mapping[str, Option]) -> Source:
        return loaded(SourceSpec(self.key, options))

    @property
    def listeners(self) -> int:
        return len(self.server.connections)

    async def say(self, *texts: str) -> None:
        for text in texts:
            self._said[text] = self.server.keep(text)
        await self.repeat(*texts)

    async def repeat(self, *texts: str) -> None:
        for text in texts:
            await self.server.send(self._said[text])

    async def delete(self, text: str) -> None:
        raise NotImplementedError

    async def garble(self) -> int:
        hostile = ['{"data": {"id": 5', '{"data": {"id": "5"}}', "\x00", "[" * 100_000]
        for line in hostile:
            await self.server.line(line)
        return len(hostile)

    async def cut(self) -> None:
        self.server.drop()

    async def go(self) -> None:
        await self.server.go()

    async def come_back(self) -> None:
        await self.server.come()

    async def refuse(self) -> str:
        no = problem(403, "Forbidden", "not today")
        self.server.refuse["/2/tweets/search/stream"] = [no] * 3
        self.server.drop()
        return "not today"


@asynccontextmanager
async def mastodon(*ways: str) -> AsyncIterator[MastodonRig]:
    """A server with these ways of streaming."""
    async with mastodon_streams(ways=ways) as server:
        yield MastodonRig(server)


@asynccontextmanager
async def x() -> AsyncIterator[XRig]:
    """X, which finds new posts at once."""
    with (
        patch("controlroom.sources.x_streaming.SEARCHED_AFTER_S", 0.05),
        patch("tests.support.x_streams.FRESH_US", -10 * MICROS),
    ):
        async with x_streams() as server:
            yield XRig(server)
