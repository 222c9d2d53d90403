"""A network that counts what is uploaded to it, and a loop with night time for its stager."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    Limits,
    Metrics,
    Post,
    Receipt,
    Seen,
    Staged,
    Standing,
    Tell,
    Trouble,
    tell_nobody,
)
from controlroom.clock import MICROS, ManualClock
from controlroom.messages import message
from controlroom.posting.shelf import media_of
from controlroom.posting.stager import Stager
from controlroom.store.staged import StagedRow
from tests.posting.night import START, Inline, NightLoop

T = TypeVar("T")
DOWN = message("channel.unreachable", network="Bluesky")


class UploadingNetwork:
    """Keeps each upload for ``life_s``; an upload takes ``takes_s``, in four steps."""

    title = "Bluesky"
    honours_key = True
    limits = Limits(300, 4, 1_000_000, 2_000)
    pace = None

    def __init__(self, key: str, clock: ManualClock) -> None:
        self.key = key
        self.down = False
        self.fails: ChannelError | None = None
        self.takes_s = 0.0
        self.life_s: float | None = None
        self.uploads: dict[str, tuple[tuple[str, ...], int | None]] = {}
        """Upload → what it is of, and until when it is kept."""
        self.asked: list[Post] = []
        self.at_once = 0
        self.most_at_once = 0
        self._clock = clock

    def sent(self) -> list[str]:
        """The media that were uploaded, oldest first."""
        return [one for media, _ in self.uploads.values() for one in media]

    def kept(self, upload: str) -> bool:
        """Whether an upload is still there."""
        until = self.uploads[upload][1]
        return until is None or until > self._clock.now()

    def count(self, text: str) -> int:
        return len(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        return ()

    def price(self, post: Post) -> float:
        return 0.0

    def mint_key(self, now: int) -> str:
        return str(now)

    async def test(self) -> Standing:
        return Standing(self.title, self.title)

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        self.asked.append(post)
        begun = self._clock.now()
        self._fail()
        media = tuple(one.sha256 for one in media_of(post))
        if not media:
            return Staged(post, (), begun)
        if before is not None and self.kept(before.uploads[0]):
            assert self.uploads[before.uploads[0]][0] == media
            return Staged(post, before.uploads, begun, before.until)
        assert all(one.content for one in media_of(post))
        await self._upload(tell)
        name = f"{self.key} {len(self.uploads)}"
        until = None if self.life_s is None else begun + int(self.life_s * MICROS)
        self.uploads[name] = (media, until)
        return Staged(post, (name,), begun, until)

    def _fail(self) -> None:
        if self.down:
            raise ChannelDown(DOWN)
        if self.fails is not None:
            raise self.fails

    async def _upload(self, tell: Tell) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            for step in range(4):
                tell(step / 4)
                await self._clock.sleep(self.takes_s / 4)
                self._fail()
        finally:
            self.at_once -= 1

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        raise AssertionError("staging makes nothing public")

    async def find(self, staged: Staged, key: str) -> Seen | None:
        return None

    async def recent(self) -> tuple[Seen, ...]:
        return ()

    async def retract(self, receipt: Receipt) -> None:
        raise AssertionError("staging makes nothing public")

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        return None

    async def close(self) -> None:
        return


class MemoryShelf:
    """What outlives the program."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, str], StagedRow] = {}
        self.broken = False

    async def load(self, channel: str, handle: str, digest: str) -> StagedRow | None:
        await self._wait()
        return self.rows.get((channel, handle, digest))

    async def keep(self, row: StagedRow) -> None:
        await self._wait()
        self.rows[row.channel, row.handle, row.digest] = row

    async def drop(self, channel: str, handle: str, digest: str) -> None:
        await self._wait()
        self.rows.pop((channel, handle, digest), None)

    async def _wait(self) -> None:
        await asyncio.sleep(0)
        if self.broken:
            raise OSError("no space left on the disk")


class StagingDesk:
    """A stager on two networks; ``restart`` makes the next program on the same shelf."""

    def __init__(self) -> None:
        self.clock = ManualClock(START)
        self.loop = NightLoop(self.clock)
        self._inline = Inline(1)
        self.loop.set_default_executor(self._inline)
        self.networks = {name: UploadingNetwork(name, self.clock) for name in ("bluesky", "x")}
        self.shelf = MemoryShelf()
        self.read: list[str] = []
        self.drawn = 0
        self.stager = self._stager()

    def _stager(self) -> Stager:
        return Stager(self.networks, self._bytes, self._changed, self.shelf, self.clock)

    def _bytes(self, sha256: str) -> bytes:
        self.read.append(sha256)
        return b"bytes of " + sha256.encode()

    def _changed(self) -> None:
        self.drawn += 1

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do ``work`` and let what follows from it happen."""
        done = self.loop.run_until_complete(work)
        self.pass_time(0)
        return done

    def pass_time(self, seconds: float, step: float = 1.0) -> None:
        """Let time pass."""
        left = seconds
        while True:
            self.loop.run_until_complete(self._rounds())
            if left <= 1e-9:
                return
            self.clock.advance(min(step, left))
            left -= step

    async def _rounds(self) -> None:
        for _ in range(60):
            await asyncio.sleep(0)

    def restart(self) -> None:
        """The program ends and begins again."""
        self.run(self.stager.stop())
        self.stager = self._stager()

    def close(self) -> None:
        """End what still runs."""
        self.run(self.stager.stop())
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        self.pass_time(0)
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self._inline.shutdown()
        self.loop.close()
        assert not left, f"left running: {left}"
