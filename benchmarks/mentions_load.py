"""Mentions at full stream: a generator that serves them by socket.

    python -m benchmarks.mentions_load             20,000 a second by socket into a collector

``LoadServer`` is for other benchmarks too: the window's frames while 20,000 a second arrive.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from websockets.asyncio.server import ServerConnection, serve
from websockets.protocol import State

from controlroom.clock import wall_micros
from controlroom.event.watch import WatchTerm
from controlroom.mentions.collector import Collector
from controlroom.sources.base import SourceSpec

RATE = 20_000
TICK_S = 0.02
TEMPLATES = 2_000
MATCHING = 0.5
# Bytes that may wait for a slow reader before the generator leaves messages out.
MOST_WAITING = 8_000_000
STAMP, KEY = b"1234567890123456", b"rkey000000000"


def watch_terms(number: int = 200) -> tuple[WatchTerm, ...]:
    """Terms of one to three phrases each, none a word of another."""
    return tuple(
        WatchTerm(
            f"t{n}", f"Term {n}", "event", (f"team{n:03}", f"star player{n:03}", f"#tag{n:03}")
        )
        for n in range(number)
    )


def texts(number: int, matching: float, seed: int = 7) -> list[str]:
    """Sentences of about the length of posts; ``matching`` of them mention a term or two."""
    chance = random.Random(seed)
    words = [
        "".join(chance.choices("abcdefghiklmnoprstuvw", k=chance.randint(2, 9)))
        for _ in range(3000)
    ]
    phrases = [phrase for term in watch_terms() for phrase in term.phrases]
    made = []
    for _ in range(number):
        said = chance.choices(words, k=chance.randint(5, 30))
        if chance.random() < matching:
            for _ in range(chance.choice((1, 1, 2))):
                said.insert(chance.randrange(len(said)), chance.choice(phrases).title())
        if chance.random() < 0.3:
            said.append("🔥 so große Nacht!")
        made.append(" ".join(said))
    return made


def events(number: int, matching: float = MATCHING) -> list[bytes]:
    """Messages as Jetstream sends them, with a stamp and a key of fixed length to be replaced."""
    return [
        json.dumps(
            {
                "did": f"did:plc:{n:024}",
                "time_us": int(STAMP),
                "kind": "commit",
                "commit": {
                    "rev": KEY.decode(),
                    "operation": "create",
                    "collection": "app.bsky.feed.post",
                    "rkey": KEY.decode(),
                    "record": {
                        "$type": "app.bsky.feed.post",
                        "createdAt": "2026-05-25T14:23:28.757Z",
                        "langs": ["en"],
                        "text": text,
                    },
                    "cid": "bafyreicl7rzkxdrm4zz2ehbx52kuk3mvfow6p3gzfys72r5grvskxoswy4",
                },
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        for n, text in enumerate(texts(number, matching))
    ]


def numbered(
    templates: list[bytes], first: int = 0, stamp: Callable[[], int] = wall_micros
) -> Iterator[bytes]:
    """The templates for ever, each time with the time that ``stamp`` tells (UTC µs; the time it is)
    and a key never used before."""
    parts = [
        (head, middle, tail)
        for head, _, rest in (one.partition(STAMP) for one in templates)
        for middle, _, tail in (rest.rpartition(KEY),)
    ]
    number = first
    while True:
        for head, middle, tail in parts:
            number += 1
            yield b"%b%016d%b%013d%b" % (head, stamp(), middle, number, tail)


def framed(message: bytes) -> bytes:
    """A WebSocket text frame from a server."""
    if len(message) < 126:
        return bytes((0x81, len(message))) + message
    return b"\x81\x7e" + len(message).to_bytes(2) + message


async def _pour(connection: ServerConnection, rate: int) -> None:
    """Send ``rate`` messages a second until the reader goes away."""
    messages = numbered(events(TEMPLATES))
    began, sent = time.perf_counter(), 0
    while True:
        await asyncio.sleep(TICK_S)
        if connection.state is not State.OPEN:
            return
        due = int((time.perf_counter() - began) * rate) - sent
        if connection.transport.get_write_buffer_size() < MOST_WAITING:
            connection.transport.write(b"".join(framed(next(messages)) for _ in range(due)))
        sent += due


async def _serve(pipe: Connection, rate: int) -> None:
    async def pour(connection: ServerConnection) -> None:
        await _pour(connection, rate)

    async with serve(pour, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        pipe.send(next(iter(server.sockets)).getsockname()[1])
        await asyncio.to_thread(pipe.poll, None)


def _process(pipe: Connection, rate: int) -> None:
    asyncio.run(_serve(pipe, rate))


class LoadServer:
    """``with LoadServer(rate) as load: connect a Jetstream source to load.url``.

    Every connection gets ``rate`` new posts a second (half of them match ``watch_terms()``), from
    a process of its own.
    """

    def __init__(self, rate: int = RATE) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._child = spawn.Process(target=_process, args=(theirs, rate), daemon=True)
        self.url = ""

    def __enter__(self) -> Self:
        self._child.start()
        self.url = f"ws://127.0.0.1:{self._pipe.recv()}/subscribe"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pipe.send("enough")
        self._child.join(5)
        if self._child.is_alive():
            self._child.terminate()
            self._child.join()


def measure_socket(rate: int = RATE, seconds: float = 10.0) -> dict[str, float]:
    """Mentions a second that a collector takes from the generator, and how late it is."""
    with LoadServer(rate) as load:
        collector = Collector()
        collector.start([SourceSpec("jetstream", {"endpoint": load.url})], watch_terms())
        while not collector.snapshot().received:
            time.sleep(0.05)
        before, began = collector.snapshot().received, time.perf_counter()
        time.sleep(seconds)
        shot, took = collector.snapshot(), time.perf_counter() - began
        collector.stop()
    return {
        "received_per_s": (shot.received - before) / took,
        "matched_per_s": shot.totals["any"] / shot.received * (shot.received - before) / took,
        "late_s": float(shot.sources[0].late_s),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=RATE)
    measured = measure_socket(parser.parse_args().rate)
    print(json.dumps({name: round(value, 1) for name, value in measured.items()}))


if __name__ == "__main__":
    main()
