"""One round of fuzzing: a feed made from a number, read by the real program, and the truth of it.

Everything good must be counted exactly and everything bad be told as bad, whatever else happens:
chunks cut anywhere, rotated files, restarts, connections that break inside a message.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from controlroom.clock import MICROS, SystemClock
from controlroom.mentions.matcher import Matcher
from controlroom.sources.base import Source
from controlroom.sources.jetstream import LARGEST_EVENT, Jetstream
from controlroom.sources.jetstream_wire import read_event
from controlroom.sources.jetstream_zstd import V1_DICTIONARY
from controlroom.sources.lines import Lines
from controlroom.sources.lines_split import LARGEST_LINE
from controlroom.sources.lines_wire import read_line
from controlroom.sources.mention import Bad, Deleted, Mention
from tests.fuzz import hostile, judge
from tests.fuzz.judge import Verdict
from tests.sources.contract import TERM, Ear, until
from tests.support.jetstream_server import JetstreamServer, dictionary
from tests.support.lines_server import lines_server

LAST = "the lights are back"
NAME = "fuzzed"

Judge = Callable[[bytes], Verdict]


@dataclass
class Feed:
    """What is sent, and what must come of it: ``count`` and ``bad``."""

    lines: list[bytes] = field(default_factory=list)
    bad: int = 0
    counted: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)

    def add(self, line: bytes, verdict: Verdict) -> None:
        """One line more."""
        self.lines.append(line)
        ahead_us = SystemClock().now() + 60 * MICROS
        match verdict.kind:
            case "mention" if not 0 <= verdict.time_us <= ahead_us:
                self.bad += 1
            case "mention" if MATCHES(verdict.text) and verdict.id not in self.dead:
                self.counted.add(verdict.id)
            case "deleted":
                self.counted.discard(verdict.id)
                self.dead.add(verdict.id)
            case "bad":
                self.bad += 1

    @property
    def count(self) -> int:
        """Mentions that count."""
        return len(self.counted)


MATCHES = Matcher((TERM,)).match


def words(chance: random.Random, count: int) -> None:
    """Single lines, each read and judged. Raises AssertionError with the line."""
    for number in range(count):
        for make, read, on in (
            (hostile.line, read_line, judge.on_line),
            (hostile.event, read_event, judge.on_event),
        ):
            line = hostile.broken(chance, make(chance, str(number)))
            verdict, said = on(line), read(line, NAME)
            shown = f"{verdict} but {said!r:.300} for {line[:1_000]!r}"
            assert verdict.kind in ("unsure", _kind(said)), shown
            if verdict.kind != "unsure" and isinstance(said, Mention):
                assert (said.id, said.text) == (verdict.id, verdict.text), shown
                assert said.time_us == verdict.time_us, shown


def _kind(said: Mention | Deleted | Bad | None) -> str:
    return "nothing" if said is None else type(said).__name__.lower()


def made(chance: random.Random, count: int, make: hostile.Make, on: Judge, largest: int) -> Feed:
    """A feed: good lines, broken ones, some of both again, some deleted."""
    feed = Feed()
    while len(feed.lines) < count:
        said = make(chance, str(len(feed.lines)))
        line = hostile.written(said) if chance.random() < 0.6 else hostile.broken(chance, said)
        if feed.lines and chance.random() < 0.1:
            line = chance.choice(feed.lines)
        elif chance.random() < 0.05:
            line = _deletion(chance, make, count)
        verdict = on(line) if len(line) <= largest else judge.BAD
        if verdict.kind != "unsure":
            feed.add(line, verdict)
    said = make(chance, "last")
    text = said if "text" in said else said["commit"]["record"]
    text["text"] = LAST
    last = hostile.written(said)
    feed.add(last, on(last))
    return feed


def _deletion(chance: random.Random, make: hostile.Make, count: int) -> bytes:
    said = make(chance, str(chance.randrange(count)))
    if "commit" not in said:
        return hostile.written({"id": said["id"], "deleted": True})
    commit = {**said["commit"], "operation": "delete"}
    commit.pop("record")
    return hostile.written({**said, "commit": commit})


def check(ear: Ear, feed: Feed) -> None:
    """The truth was counted, and there was something of each."""
    assert feed.count
    assert feed.bad
    bads = len(ear.of(Bad))
    assert bads == feed.bad, f"{bads} bad of {feed.bad}"
    assert ear.count == feed.count, f"{ear.count} counted of {feed.count}"


class _Rig:
    name = NAME
    clock = SystemClock()


class Reader:
    """A source at work, that can be stopped and go on as another run."""

    def __init__(self, source: Source, again: Callable[[Source], Source]) -> None:
        self.ear = Ear(_Rig())  # type: ignore[arg-type]
        self._source = source
        self._again = again
        self._running = asyncio.create_task(self.ear.listen(source))

    async def restart(self) -> None:
        """End this run and go on with another."""
        await self.stop()
        self._source = self._again(self._source)
        self._running = asyncio.create_task(self.ear.listen(self._source))

    async def stop(self) -> None:
        """End this run."""
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def finish(self) -> None:
        """Read on to the last line."""
        try:
            await until(lambda: LAST in self.ear.texts, self._running)
        finally:
            await self.stop()


async def a_file(chance: random.Random, count: int, folder: Path) -> None:
    """A file that grows by bits, is rotated, and whose reader starts again now and then."""
    feed = made(chance, count, hostile.line, _not_blank(judge.on_line), LARGEST_LINE)
    path = folder / "feed.jsonl"
    reader = Reader(
        Lines({"file": str(path), "name": NAME}, SystemClock()),
        lambda source: Lines(source.resume(), SystemClock()),
    )
    part = 0
    lines = [line + chance.choice((b"\n", b"\n", b"\r\n")) for line in feed.lines]
    try:
        while lines:
            several = chance.randrange(1, 100)
            _append(chance, path, b"".join(lines[:several]))
            lines = lines[several:]
            if lines and chance.random() < 0.3:
                part += 1
                await _caught_up(reader, path, part)
                path.rename(folder / f"feed.{part}")
            if chance.random() < 0.3:
                await reader.restart()
            await asyncio.sleep(0)
    finally:
        await reader.finish()
    check(reader.ear, feed)


async def a_port(chance: random.Random, count: int) -> None:
    """A TCP port that says its lines in bits."""
    feed = made(chance, count, hostile.line, _not_blank(judge.on_line), LARGEST_LINE)
    async with lines_server() as server:
        options = {"tcp": server.address, "name": NAME}
        reader = Reader(Lines(options, SystemClock()), lambda source: source)
        await server.somebody()
        await server.say(*_bits(chance, b"\n".join(feed.lines) + b"\n"))
        await reader.finish()
    check(reader.ear, feed)


async def _caught_up(reader: Reader, path: Path, part: int) -> None:
    """Until the reader has this file open: of files rotated away at once it can know nothing."""
    marker = f"part {part} ends"
    said = {"id": marker, "time": hostile.START.isoformat(), "text": marker}
    _append(random.Random(0), path, hostile.written(said) + b"\n")
    await until(lambda: marker in reader.ear.texts)


def _append(chance: random.Random, path: Path, content: bytes) -> None:
    with path.open("ab", buffering=0) as file:
        for bit in _bits(chance, content):
            file.write(bit)


def _bits(chance: random.Random, content: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        size = chance.choice((1, 7, 4_096, 1 << 20))
        yield content[at : at + size]
        at += size


def _not_blank(on: Judge) -> Judge:
    return lambda line: on(line) if line.strip() else judge.NOTHING


async def a_jetstream(chance: random.Random, count: int, breaks: int, folder: Path) -> None:
    """A Jetstream whose connections break anywhere, compressed or not."""
    feed = made(chance, count, hostile.event, judge.on_event, LARGEST_EVENT)
    compressed = chance.random() < 0.5
    # A good event goes with its number; whatever else as it is.
    lines = [line.decode() if _is_sound(line) else line for line in feed.lines]
    with JetstreamServer(
        lines,
        break_after=chance.randrange(3, max(4, count // breaks)),
        breaks=breaks,
        cut_inside=chance.choice((0, 1, 3, 50)),
        compressed_with=dictionary(V1_DICTIONARY) if compressed else None,
    ) as server:
        options = {"endpoint": server.url, "name": NAME, "cache": str(folder)}
        source = Jetstream({**options, "compress": str(int(compressed))}, SystemClock())
        reader = Reader(source, lambda source: Jetstream(source.resume(), SystemClock()))
        await reader.finish()
    check(reader.ear, feed)


def _is_sound(line: bytes) -> bool:
    return judge.on_event(line).kind in ("mention", "deleted")
