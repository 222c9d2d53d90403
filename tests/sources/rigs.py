"""Rigs for the contract suite: our sources on their simulated networks."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from controlroom.clock import MICROS, SystemClock
from controlroom.sources.base import Option, Source, SourceSpec
from controlroom.sources.lines import Lines
from controlroom.sources.table import SOURCES
from tests.sources.hostile import BAD_EVENTS, BAD_LINES
from tests.support.jetstream_server import JetstreamServer, post_event
from tests.support.lines_server import LinesServer, lines_server

LULL_S = 0.15
FILES = Path("/proc/self/fd")
"""The files this program has open, where the system tells."""


def loaded(spec: SourceSpec) -> Source:
    """A source as the collector makes it."""
    source: Source = SOURCES.load(spec.key)(spec.options, SystemClock())
    return source


class JetstreamRig:
    """Bluesky, on a server that numbers its events or does not, and may compress them."""

    key = "jetstream"
    name = "bluesky"
    tells_again = True

    def __init__(self, server: JetstreamServer, options: Mapping[str, Option]) -> None:
        self.clock = SystemClock()
        self._server = server
        self._options: dict[str, Option] = {
            "name": self.name,
            "endpoint": server.url,
            "lull_s": LULL_S,
            **options,
        }
        self._lines: dict[str, str] = {}

    def source(self) -> Source:
        return loaded(SourceSpec(self.key, self._options))

    def again(self, options: Mapping[str, Option]) -> Source:
        return loaded(SourceSpec(self.key, options))

    @property
    def listeners(self) -> int:
        return self._server.open

    async def say(self, *texts: str) -> None:
        for text in texts:
            rkey = f"r{len(self._lines):05}"
            self._lines[text] = json.dumps(post_event(text, self.clock.now(), rkey))
        await self._send(*(self._lines[text] for text in texts))

    async def repeat(self, *texts: str) -> None:
        await self._send(*(self._lines[text] for text in texts))

    async def delete(self, text: str) -> None:
        event = json.loads(self._lines[text])
        event["commit"] = {**event["commit"], "operation": "delete"}
        event["commit"].pop("record", None)
        await self._send(json.dumps(event))

    async def garble(self) -> int:
        await self._send(*BAD_EVENTS)
        return len(BAD_EVENTS)

    async def cut(self) -> None:
        await asyncio.to_thread(self._server.break_connections)

    async def go(self) -> None:
        await asyncio.to_thread(self._server.deafen)

    async def come_back(self) -> None:
        await asyncio.to_thread(self._server.listen)

    async def refuse(self) -> str:
        await asyncio.to_thread(self._server.refuse_next, 2)
        await self.cut()
        return "not today"

    async def _send(self, *lines: str | bytes) -> None:
        await asyncio.to_thread(self._server.send, *lines)


@asynccontextmanager
async def jetstream(
    *, sequenced: bool = True, compressed_with: bytes | None = None, **options: Option
) -> AsyncIterator[JetstreamRig]:
    """A Jetstream server in its thread."""
    server = JetstreamServer(sequenced=sequenced, compressed_with=compressed_with)
    with server:
        yield JetstreamRig(server, options)


class LinesRig:
    """What the three ways of lines have in common: how a post is written."""

    key = "lines"
    name = "wire"
    tells_again = False

    def __init__(self) -> None:
        self.clock = SystemClock()
        self._lines: dict[str, bytes] = {}

    def source(self) -> Source:
        return self.again({})

    def again(self, options: Mapping[str, Option]) -> Source:
        return Lines({"name": self.name, "lull_s": LULL_S, **self.options, **options}, self.clock)

    @property
    def options(self) -> Mapping[str, Option]:
        """Where the lines come from."""
        raise NotImplementedError

    async def say(self, *texts: str) -> None:
        for text in texts:
            self._lines[text] = self._line(str(len(self._lines)), text)
        await self._write(b"".join(self._lines[text] for text in texts))

    async def repeat(self, *texts: str) -> None:
        await self._write(b"".join(self._lines[text] for text in texts))

    async def delete(self, text: str) -> None:
        id_ = json.loads(self._lines[text])["id"]
        await self._write(json.dumps({"id": id_, "deleted": True}).encode() + b"\n")

    async def garble(self) -> int:
        await self._write(b"".join(bad + b"\n" for bad in BAD_LINES))
        return len(BAD_LINES)

    async def cut(self) -> None:
        raise NotImplementedError

    async def go(self) -> None:
        raise NotImplementedError

    async def come_back(self) -> None:
        raise NotImplementedError

    async def refuse(self) -> str:
        raise NotImplementedError

    async def _write(self, lines: bytes) -> None:
        raise NotImplementedError

    def _line(self, id_: str, text: str) -> bytes:
        at = datetime.fromtimestamp(self.clock.now() / MICROS, UTC).isoformat()
        said = {"id": id_, "time": at, "text": text, "author": "me"}
        return json.dumps(said).encode() + b"\n"


class FileRig(LinesRig):
    """A file that grows. A cut is a rotation; nobody there is a file that is not there."""

    tells_again = True

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._path = folder / "feed.jsonl"
        self._rotated = 0
        self._path.touch()

    @property
    def options(self) -> Mapping[str, Option]:
        return {"file": str(self._path)}

    @property
    def listeners(self) -> int:
        return sum(one.startswith(str(self._path.parent)) for one in map(_opened, FILES.iterdir()))

    async def cut(self) -> None:
        self._rotated += 1
        self._path.rename(self._path.with_suffix(f".{self._rotated}"))
        # An empty file would not tell that whoever writes has gone over to it.
        self._path.write_bytes(b"\n")

    async def go(self) -> None:
        self._path.unlink()

    async def come_back(self) -> None:
        self._path.touch()

    async def _write(self, lines: bytes) -> None:
        with self._path.open("ab") as file:
            file.write(lines)


def _opened(number: Path) -> str:
    try:
        return str(number.readlink())
    except OSError:
        return ""


class PipeRig(LinesRig):
    """A pipe that stands for standard input."""

    def __init__(self, end: int) -> None:
        super().__init__()
        self._end = end

    @property
    def options(self) -> Mapping[str, Option]:
        return {}

    @property
    def listeners(self) -> int:
        return 1

    async def _write(self, lines: bytes) -> None:
        await asyncio.to_thread(_write_all, self._end, lines)


def _write_all(end: int, lines: bytes) -> None:
    while lines:
        lines = lines[os.write(end, lines) :]


@contextmanager
def pipe() -> Iterator[PipeRig]:
    """A pipe in the place of standard input."""
    end, into = os.pipe()
    with patch("controlroom.sources.lines.STDIN", end):
        yield PipeRig(into)
    os.close(end)
    os.close(into)


class PortRig(LinesRig):
    """A TCP port."""

    def __init__(self, server: LinesServer) -> None:
        super().__init__()
        self._server = server

    @property
    def options(self) -> Mapping[str, Option]:
        return {"tcp": self._server.address}

    @property
    def listeners(self) -> int:
        return self._server.listeners

    async def cut(self) -> None:
        await self._server.cut()

    async def go(self) -> None:
        await self._server.deafen()

    async def come_back(self) -> None:
        await self._server.listen()

    async def _write(self, lines: bytes) -> None:
        await self._server.say(lines)


@asynccontextmanager
async def port() -> AsyncIterator[PortRig]:
    """A port of this computer."""
    async with lines_server() as server:
        yield PortRig(server)
