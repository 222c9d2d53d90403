"""A channel whose send is one small request, and the same request from a bare loop."""

import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

import httpx

from controlroom.channels.base import (
    Limits,
    Metrics,
    NotSent,
    Post,
    Receipt,
    Seen,
    Staged,
    Standing,
    Tell,
    Trouble,
    tell_nobody,
)
from controlroom.clock import wall_micros
from controlroom.ids import uuid7
from controlroom.messages import message
from controlroom.net.http import Http, NeverLeft

DEADLINE_S = 10.0
EVERY_S = 0.25


class OneRequest:
    """A way out to ``url``: POST ``url`` + key with the words as its body."""

    key = "bluesky"
    title = "Bluesky"
    honours_key = True
    limits = Limits(characters=300, pictures=4, picture_bytes=1_000_000, alt_characters=2_000)

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = Http()
        self._sent: dict[str, Receipt] = {}

    def count(self, text: str) -> int:
        return len(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        return ()

    @property
    def pace(self) -> None:
        return None

    def price(self, post: Post) -> float:
        return 0.0

    async def test(self) -> Standing:
        return Standing(self.title, self.title)

    async def recent(self) -> tuple[Seen, ...]:
        return ()

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        await self._http.warm(self._url + "warm")
        return Staged(post, (), wall_micros())

    def mint_key(self, now: int) -> str:
        return uuid7(now)

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        try:
            await self._http.ask(
                "POST",
                self._url + key,
                deadline=DEADLINE_S,
                body=staged.post.text.encode(),
                public=True,
            )
        except NeverLeft as problem:
            raise NotSent(message("words", words=str(problem))) from problem
        self._sent[key] = Receipt(self.key, key, self._url + key, wall_micros())
        return self._sent[key]

    async def find(self, staged: Staged, key: str) -> Seen | None:
        receipt = self._sent.get(key)
        return None if receipt is None else Seen(receipt, staged.post.text, (), ())

    async def retract(self, receipt: Receipt) -> None:
        del self._sent[receipt.remote_id]

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        return None

    async def close(self) -> None:
        await self._http.close()


async def _straight(url: str, pipe: Connection) -> None:
    """Post every quarter of a second; due monotonic nanoseconds by name when told to end."""
    due: dict[str, int] = {}
    async with httpx.AsyncClient() as client:
        await client.head(url + "warm")
        enough = asyncio.create_task(asyncio.to_thread(pipe.recv))
        while not enough.done():
            name = f"straight-{len(due)}"
            due[name] = time.monotonic_ns() + int(EVERY_S * 1e9)
            await asyncio.sleep(EVERY_S)
            await client.post(url + name, content=b"Number 7, now.")
    pipe.send(due)


def _process(url: str, pipe: Connection) -> None:
    asyncio.run(_straight(url, pipe))


class Straight:
    """The baseline, in a process of its own: a bare loop that sleeps and posts on a warm
    connection. ``due`` tells after the block when each was due (monotonic nanoseconds)."""

    def __init__(self, url: str) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._child = spawn.Process(target=_process, args=(url, theirs), daemon=True)
        self.due: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._child.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pipe.send("enough")
        self.due = self._pipe.recv()
        self._child.join()
