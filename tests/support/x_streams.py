"""X's reading side on loopback: rules, the filtered stream, recent search, recent counts.

Written from docs.x.com (OpenAPI 2.167; filtered stream, handling disconnections, post counts,
rate limits). One connection an app; an empty line keeps it; times of the last ten seconds are
refused; each answer carries its limit. ``charged`` adds up what it would have cost, in mills.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from controlroom.clock import MICROS, Clock, SystemClock
from tests.net.fake_server import Reply, Request, read_request, written
from tests.support.comes_and_goes import ComesAndGoes
from tests.support.waiting import until
from tests.support.x_query import query

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SNOWFLAKE_MS = 1_288_834_974_657
TOKEN = "app-bearer"
FRESH_US = 10 * MICROS


@dataclass
class Posted:
    """A post, and whether the stream lets it through."""

    id: str
    text: str
    time_us: int
    fields: dict[str, Any]


class XStreams(ComesAndGoes):
    """``refuse[path]`` are answered first, one each."""

    def __init__(self, clock: Clock | None = None, *, heartbeat_s: float = 20.0) -> None:
        super().__init__()
        self.clock = clock or SystemClock()
        self.heartbeat_s = heartbeat_s
        self.fresh_us = FRESH_US
        self.refuse: dict[str, list[Reply]] = {}
        self.asked: list[Request] = []
        self.rules: dict[str, dict[str, str]] = {}
        self.posts: list[Posted] = []
        self.charged = 0
        self.opened = 0
        self.rule_changes: list[str] = []
        self.connections: set[asyncio.StreamWriter] = set()
        self._last = 0

    def keep(self, text: str, at_us: int | None = None, **fields: Any) -> Posted:
        """A post that the search and the counts know, and the stream does not tell."""
        time_us = self.clock.now() if at_us is None else at_us
        self._last += 1
        id_ = str(((time_us // 1_000 - SNOWFLAKE_MS) << 22) + self._last)
        posted = Posted(id_, text, time_us, fields)
        self.posts.append(posted)
        return posted

    async def post(self, text: str, at_us: int | None = None, **fields: Any) -> Posted:
        """A post that goes down the stream where a rule matches."""
        posted = self.keep(text, at_us, **fields)
        await self.send(posted)
        return posted

    async def send(self, posted: Posted) -> None:
        """Send a post down the stream (again)."""
        matching = [
            {"id": id_, "tag": rule["tag"]}
            for id_, rule in self.rules.items()
            if query(rule["value"])(posted.text)
        ]
        if matching:
            self.charged += 5 * len(self.connections)
            await self.line(json.dumps({"data": _told(posted), "matching_rules": matching}))

    async def line(self, text: str) -> None:
        """Send a line down the stream."""
        for writer in list(self.connections):
            writer.write(text.encode() + b"\r\n")
            with contextlib.suppress(ConnectionError):
                await writer.drain()

    def drop(self) -> None:
        """Cut the stream as a failing network does."""
        for writer in list(self.connections):
            self.connections.discard(writer)
            writer.transport.abort()

    async def listening(self, opened: int = 1) -> None:
        """Return once the stream was opened that often, and is open."""
        await until(lambda: self.opened >= opened and self.connections)

    def times(self, path: str) -> int:
        """How often ``path`` was asked for."""
        return sum(request.path == path for request in self.asked)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (request := await read_request(reader)) is not None:
            self.asked.append(request)
            reply = self._no(request)
            if reply is None and request.path == "/2/tweets/search/stream":
                await self._stream(reader, writer)
                return
            writer.write(written(reply or self._answer(request), request))
            await writer.drain()

    def _no(self, request: Request) -> Reply | None:
        if self.refuse.get(request.path):
            return self.refuse[request.path].pop(0)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return problem(401, "Unauthorized", "Unauthorized")
        if request.path == "/2/tweets/search/stream" and self.connections:
            words = "This stream is currently at the maximum allowed connection limit."
            body = {"title": "ConnectionException", "detail": words,
                    "connection_issue": "TooManyConnections",
                    "type": "https://api.x.com/2/problems/streaming-connection"}  # fmt: skip
            return Reply.of(body, 429)
        return None

    def _answer(self, request: Request) -> Reply:
        try:
            match request.method, request.path:
                case "GET", "/2/tweets/search/stream/rules":
                    kept = [{"id": id_, **rule} for id_, rule in self.rules.items()]
                    sent = {"meta": {"sent": "2026-11-22T00:00:00.000Z"}}
                    return Reply.of({"data": kept, **sent} if kept else sent)
                case "POST", "/2/tweets/search/stream/rules":
                    return self._change_rules(request.json)
                case "GET", "/2/tweets/counts/recent":
                    return self._count(request.query)
                case "GET", "/2/tweets/search/recent":
                    return self._search(request.query)
        except ValueError as wrong:
            return problem(400, "Invalid Request", str(wrong))
        return problem(404, "Not Found Error", "No such thing")

    def _change_rules(self, asked: dict[str, Any]) -> Reply:
        errors: list[dict[str, Any]] = []
        for rule in asked.get("add", ()):
            query(rule["value"])
            there = [id_ for id_, kept in self.rules.items() if kept["value"] == rule["value"]]
            if there:
                errors.append({"title": "DuplicateRule", "value": rule["value"], "id": there[0]})
                continue
            self._last += 1
            self.rules[str(7_000 + self._last)] = {"value": rule["value"], "tag": rule["tag"]}
            self.rule_changes.append(f"+ {rule['value']}")
        for id_ in asked.get("delete", {}).get("ids", ()):
            self.rule_changes.append(f"- {self.rules.pop(id_)['value']}")
        return Reply.of({"meta": {}, **({"errors": errors} if errors else {})}, 201)

    def _span(self, asked: dict[str, str]) -> tuple[int, int]:
        now_us = self.clock.now()
        until_us = _time(asked["end_time"]) if "end_time" in asked else now_us - 30 * MICROS
        if until_us > now_us - self.fresh_us:
            raise ValueError("'end_time' must be at least 10 seconds before the request")
        return _time(asked.get("start_time", "2000-01-01T00:00:00Z")), until_us

    def _found(self, asked: dict[str, str]) -> list[Posted]:
        if len(asked["query"]) > 512:
            raise ValueError("the query is too long")
        from_us, until_us = self._span(asked)
        matches = query(asked["query"])
        return [p for p in self.posts if from_us <= p.time_us < until_us and matches(p.text)]

    def _count(self, asked: dict[str, str]) -> Reply:
        self.charged += 5
        found = self._found(asked)
        from_us, until_us = self._span(asked)
        minutes = range(from_us, until_us, 60 * MICROS)
        told = [
            {
                "start": _written(start),
                "end": _written(start + 60 * MICROS),
                "tweet_count": sum(start <= p.time_us < start + 60 * MICROS for p in found),
            }
            for start in minutes
        ]
        return Reply.of({"data": told, "meta": {"total_tweet_count": len(found)}})

    def _search(self, asked: dict[str, str]) -> Reply:
        most, skipped = int(asked["max_results"]), int(asked.get("next_token", "0"))
        if not 10 <= most <= 100:
            raise ValueError("max_results")
        found = [p for p in self._found(asked) if int(p.id) > int(asked["since_id"])]
        found.sort(key=lambda p: -int(p.id))
        page = found[skipped : skipped + most]
        self.charged += 5 * len(page)
        meta: dict[str, Any] = {"result_count": len(page)}
        if skipped + most < len(found):
            meta["next_token"] = str(skipped + most)
        data = {"data": [_told(p) for p in page]} if page else {}
        return Reply.of({**data, "meta": meta})

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.add(writer)
        self.opened += 1
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        try:
            while not reader.at_eof():
                await writer.drain()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1), self.heartbeat_s)
                writer.write(b"\r\n")
        finally:
            self.connections.discard(writer)


def problem(status: int, title: str, detail: str, **headers: str) -> Reply:
    """A refusal in X's form."""
    return Reply.of({"title": title, "detail": detail, "status": status}, status, **headers)


def _told(posted: Posted) -> dict[str, Any]:
    return {
        "id": posted.id,
        "text": posted.text,
        "created_at": _written(posted.time_us),
        "author_id": "12",
        "lang": "en",
        "edit_history_tweet_ids": [posted.id],
        **posted.fields,
    }


def _time(written: str) -> int:
    return (datetime.fromisoformat(written) - EPOCH) // timedelta(microseconds=1)


def _written(time_us: int) -> str:
    return f"{EPOCH + timedelta(microseconds=time_us):%Y-%m-%dT%H:%M:%S}.000Z"


@asynccontextmanager
async def x_streams(clock: Clock | None = None, **how: Any) -> AsyncIterator[XStreams]:
    """A server while the block runs."""
    server = XStreams(clock, **how)
    await server.come()
    yield server
    await server.go()
