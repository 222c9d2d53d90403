"""How far one network is, and the work that gets it there and keeps it there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from controlroom.channels.base import (
    Channel,
    ChannelError,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Post,
    SignInExpired,
    Staged,
)
from controlroom.clock import MICROS, Clock
from controlroom.messages import Message, message
from controlroom.posting.shelf import Uploads, digests_of, media_of, renew_at

LOG = logging.getLogger("controlroom.posting")

PAUSES_S = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Between tries while a network cannot be reached; the last again and again."""
LAST = len(PAUSES_S) - 1
PATIENCE_S = 30.0
"""Once taken, a post that is not ready yet is tried for this long."""

Load = Callable[[], Awaitable[tuple[Post, ...]]]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far one network is.

    ``staged`` are the posts of the thread once all are ready; ``problem`` says what went wrong,
    ``signed_out`` that somebody has to sign in, ``waits_until`` (UTC µs) when it is tried again.
    ``share`` is how much of the media is up, 0 to 1; ``until`` (UTC µs) when the network would drop
    it, None where it keeps it.
    """

    staged: tuple[Staged, ...] | None = None
    problem: Message | None = None
    signed_out: bool = False
    share: float = 0.0
    until: int | None = None
    waits_until: int | None = None


class Lane:
    """One asset on its way to READY on one network.

    ``described`` are its posts without their bytes, ``load`` reads them whole. ``task`` ends with
    the posts ready, or with why they cannot be; while the network is down it goes on trying.
    """

    def __init__(
        self,
        channel: Channel,
        described: tuple[Post, ...],
        load: Load,
        uploads: Uploads,
        clock: Clock,
        changed: Callable[[], None],
        after: "Lane | None",
    ) -> None:
        self.digests = digests_of(described)
        self._posts = described
        self._channel = channel
        self._load = load
        self._uploads = uploads
        self._clock = clock
        self._changed = changed
        self._after = after
        self._uploading = False
        self._superseded = False
        self._handed_at: int | None = None
        self._pausing: asyncio.Task[None] | None = None
        self._shares = [0.0] * len(described)
        self._sizes = [0] * len(described)
        self._problem: Message | None = None
        self._waits_until: int | None = None
        self._fresh: asyncio.Task[tuple[Staged, ...]] | None = None
        self.task = self._begin(anew=False)
        self._keeping = asyncio.create_task(self._stay_ready(), name=f"keep {channel.key} ready")

    # What the stager asks

    @property
    def busy(self) -> bool:
        """Whether something is being made ready, rather than waiting for the network."""
        return not self.task.done() and self._pausing is None

    def readiness(self) -> Readiness:
        """How far it is."""
        staged, until, problem = self._ready(), self._until(), self._problem
        failed = self.task.exception() if _ended(self.task) else None
        if failed is not None:
            problem = _told_as(failed)
        return Readiness(
            staged,
            problem,
            isinstance(failed, SignInExpired),
            1.0 if staged is not None else self._share(),
            until,
            self._waits_until,
        )

    @property
    def under_way(self) -> bool:
        """Whether something of it still runs."""
        tasks = [self.task] if self._fresh is None else [self.task, self._fresh]
        waits = self._after is not None and self._after.under_way
        return waits or any(not task.done() for task in tasks)

    def supersede(self, digests: tuple[str | None, ...]) -> None:
        """Another asset, or the same with other words, is to be made ready instead. What is on its
        way for the same media is let through, so that it need not be sent twice."""
        self._keeping.cancel()
        if self._uploading and digests == self.digests:
            self._superseded = True
            return
        if self._after is not None:
            self._after.supersede(digests)
        self.cancel(with_before=False)

    def cancel(self, *, with_before: bool = True) -> None:
        """End what is under way."""
        self._keeping.cancel()
        self.task.cancel()
        if self._fresh is not None:
            self._fresh.cancel()
        if with_before and self._after is not None:
            self._after.cancel()

    def hand_over(self) -> "asyncio.Task[tuple[Staged, ...]]":
        """The work, for a take: its uploads are spent, and it gives up after a while."""
        self._handed_at = self._clock.now()
        self._keeping.cancel()
        if self._ready() is not None or self._fresh is None or self._fresh.done():
            if self._fresh is not None:
                self._fresh.cancel()
        else:
            self.task = self._fresh
        for post, digest in zip(self._posts, self.digests, strict=True):
            if digest is not None:
                self._uploads.spend(post, digest)
        if self._pausing is not None:
            # The one who took it waits: try at once.
            self._pausing.cancel()
        return self.task

    async def ended(self) -> None:
        """Wait until nothing of it is on its way any more."""
        lane: Lane | None = self
        while lane is not None:
            await _over(lane.task)
            if lane._fresh is not None:
                await _over(lane._fresh)
            lane = lane._after

    # What it does

    def _begin(self, *, anew: bool) -> "asyncio.Task[tuple[Staged, ...]]":
        task = asyncio.create_task(self._make(anew=anew), name=f"stage {self._channel.key}")
        task.add_done_callback(self._told)
        return task

    def _told(self, task: "asyncio.Task[tuple[Staged, ...]]") -> None:
        if not task.cancelled() and task.exception() is not None:
            LOG.info("%s: %s", task.get_name(), task.exception())
        self._changed()

    async def _make(self, *, anew: bool) -> tuple[Staged, ...]:
        if self._after is not None:
            await self._after.ended()
            self._after = None
        posts = await self._load()
        self._sizes = [sum(len(one.content) for one in media_of(post)) for post in posts]
        staged = [
            await self._one(place, post, anew=anew and self.digests[place] is not None)
            for place, post in enumerate(posts)
        ]
        self._problem = None
        return tuple(staged)

    async def _one(self, place: int, post: Post, *, anew: bool) -> Staged:
        digest = self.digests[place]
        if digest is None:
            return await self._until_it_is_up(place, post, None)
        if self._taken():
            return await self._one_taken(place, post, digest)
        before, kept = None, False
        try:
            before = await self._uploads.claim(post, digest, self._clock.now())
            staged = await self._until_it_is_up(place, post, None if anew else before)
            # Once taken it is spent already.
            if not self._taken():
                kept = True
                await self._uploads.keep(staged, digest)
        finally:
            if not kept and not self._taken():
                self._uploads.give_back(post, digest, before)
        return staged

    async def _one_taken(self, place: int, post: Post, digest: str) -> Staged:
        """A part whose turn comes after TAKE: what lies there by now goes out with it."""
        before = await self._uploads.claim(post, digest, self._clock.now())
        self._uploads.spend(post, digest)
        return await self._until_it_is_up(place, post, before)

    async def _until_it_is_up(self, place: int, post: Post, before: Staged | None) -> Staged:
        tries = 0
        while True:
            try:
                self._uploading = True
                staged = await self._channel.stage(post, before, self._teller(place))
            except (NotSent, PaceExceeded, OutcomeUnknown) as problem:
                self._uploading = False
                pause = PAUSES_S[min(tries, LAST)]
                tries += 1
                if isinstance(problem, PaceExceeded):
                    pause = max(pause, (problem.until - self._clock.now()) / MICROS)
                if self._superseded or self._gives_up(pause):
                    raise
                await self._pause(problem.what, pause)
            else:
                self._shares[place] = 1.0
                return staged
            finally:
                self._uploading = False

    def _taken(self) -> bool:
        return self._handed_at is not None

    def _gives_up(self, pause: float) -> bool:
        if self._handed_at is None:
            return False
        ends = self._handed_at + int(PATIENCE_S * MICROS)
        return self._clock.now() + int(pause * MICROS) > ends

    async def _pause(self, problem: Message, seconds: float) -> None:
        self._problem = problem
        self._waits_until = self._clock.now() + int(seconds * MICROS)
        self._changed()
        pausing = asyncio.create_task(self._clock.sleep(seconds))
        self._pausing = pausing
        try:
            await asyncio.wait({pausing})
        finally:
            pausing.cancel()
            self._pausing = self._waits_until = None

    def _teller(self, place: int) -> Callable[[float], None]:
        def tell(share: float) -> None:
            told = round(share, 2) != round(self._shares[place], 2)
            self._shares[place] = share
            if told:
                self._changed()

        return tell

    async def _stay_ready(self) -> None:
        """Upload anew before the network drops what lies there."""
        await _over(self.task)
        due, tries = self._due(), 0
        while due is not None:
            await self._clock.sleep((due - self._clock.now()) / MICROS)
            self._fresh = self._begin(anew=True)
            await _over(self._fresh)
            fresh, ends = self._fresh, self._until()
            self._fresh = None
            assert ends is not None
            problem = fresh.exception() if _ended(fresh) else None
            if problem is not None and self._clock.now() < ends:
                # What lies there serves for a while yet.
                self._problem = _told_as(problem)
                due = self._clock.now() + int(PAUSES_S[min(tries, LAST)] * MICROS)
                tries += 1
            else:
                self.task = fresh
                due, tries = self._due(), 0
                if due is not None and self._until() == ends:
                    # The network gave back what lies there already: ask once that is gone.
                    due = max(self._clock.now(), ends) + MICROS
            self._changed()

    def _due(self) -> int | None:
        """UTC µs at which to upload anew, None where that is not needed or no use."""
        until = self._until()
        if until is None:
            return None
        return renew_at(max(one.prepared for one in self.task.result()), until)

    # What is known

    def _ready(self) -> tuple[Staged, ...] | None:
        if not _ended(self.task) or self.task.exception() is not None:
            return None
        until = self._until()
        return self.task.result() if until is None or until > self._clock.now() else None

    def _until(self) -> int | None:
        if not _ended(self.task) or self.task.exception() is not None:
            return None
        return min((one.until for one in self.task.result() if one.until is not None), default=None)

    def _share(self) -> float:
        if self._after is not None and self._after.digests == self.digests:
            return self._after._share()
        whole = sum(self._sizes)
        if not whole:
            return 0.0
        up = sum(size * share for size, share in zip(self._sizes, self._shares, strict=True))
        return up / whole


def _told_as(problem: BaseException) -> Message:
    if isinstance(problem, ChannelError):
        return problem.what
    return message("stage.failed", why=str(problem))


def _ended(task: "asyncio.Task[tuple[Staged, ...]]") -> bool:
    return task.done() and not task.cancelled()


async def _over(task: "asyncio.Task[tuple[Staged, ...]]") -> None:
    """Wait for ``task`` without caring how it ends."""
    if not task.done():
        await asyncio.wait({task})
