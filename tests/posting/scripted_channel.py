"""A way out that answers as it is told to, and keeps count of what it received."""

import asyncio
from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from controlroom.channels.base import (
    ChannelDown,
    HandedOver,
    Limits,
    Metrics,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Post,
    Receipt,
    Refused,
    Seen,
    Staged,
    Standing,
    Tell,
    Trouble,
    tell_nobody,
)
from controlroom.clock import MICROS, ManualClock
from controlroom.messages import message

TITLES = {"bluesky": "Bluesky", "mastodon": "Mastodon", "x": "X"}

LATE_S = 30.0


class Does(StrEnum):
    """What the network does with the next request that makes something public."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    NOT_SENT = "not sent"
    PACE = "pace"
    UNKNOWN_THERE = "unknown, and it is there"
    UNKNOWN_NOT_THERE = "unknown, and it is not there"
    SILENT_THERE = "never answers, and it is there"
    SILENT_NOT_THERE = "never answers, and it is not there"
    DEFECT_THERE = "breaks, and it is there"
    LATE = "unknown, and it is there half a minute later"
    BY_HAND = "a person has it"


class Finds(StrEnum):
    """How the network answers a look-up."""

    TELLS = "tells"
    DOWN = "down"
    SILENT = "silent"
    BREAKS = "breaks"


class ScriptedChannel:
    """One network of a test. ``asked`` is called with the key as a public request begins."""

    def __init__(
        self,
        key: str,
        clock: ManualClock,
        *,
        honours_key: bool = True,
        asked: Callable[[str], None] = lambda key: None,
    ) -> None:
        self.key = key
        self.title = TITLES[key]
        self.honours_key = honours_key
        self.limits = Limits(300, 4, 1_000_000, 2_000)
        self.asked = asked
        self.next: list[Does] = []
        self.finds = Finds.TELLS
        self.stage_fails = 0
        self.stage_hangs = False
        self.retract_fails = False
        self.retract_hangs = False
        self.pace_s = 4.0
        self.answers: dict[str, str] = {}
        self.looked: list[int] = []
        self.taken_down: list[str] = []
        self.latency_s = 0.0
        self.closed = False
        self.up: list[tuple[str, Seen]] = []
        self.requests: list[str] = []
        self.sent_under: dict[str, set[Post]] = {}
        self.uploaded_bytes = 0
        self.late: list[asyncio.Task[None]] = []
        self._clock = clock
        self._minted = 0

    # What a test asks

    def copies(self) -> Counter[str]:
        """How many posts of each key are up."""
        return Counter(key for key, _ in self.up)

    def has(self, key: str) -> bool:
        """Whether a post of this key is up."""
        return key in self.copies()

    # What a channel does

    def count(self, text: str) -> int:
        return len(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        return ()

    def mint_key(self, now: int) -> str:
        self._minted += 1
        return f"{self.key}-{self._minted}"

    def composer(self, words: str) -> str:
        return f"https://{self.key}.test/new"

    @property
    def pace(self) -> None:
        return None

    def price(self, post: Post) -> float:
        return 0.0

    async def test(self) -> Standing:
        return Standing(self.title, self.title)

    async def recent(self) -> tuple[Seen, ...]:
        return tuple(seen for _, seen in reversed(self.up))

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        if self.stage_hangs:
            await asyncio.get_running_loop().create_future()
        if post.media:
            await self._clock.sleep(self.latency_s)
        if self.stage_fails:
            self.stage_fails -= 1
            raise ChannelDown(message("channel.unreachable", network=self.title))
        self.uploaded_bytes += sum(len(media.content) for media in post.media)
        return Staged(post, tuple(media.sha256 for media in post.media), self._clock.now())

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        # As a request does: from here on it is out, or certainly is not.
        self.asked(key)
        self.requests.append(key)
        self.sent_under.setdefault(key, set()).add(staged.post)
        does = self.next.pop(0) if self.next else Does.ACCEPT
        await self._clock.sleep(self.latency_s)
        await asyncio.sleep(0)
        self._fail_before(does)
        self.answers[key] = "" if parent is None else parent.answer
        if does is Does.LATE:
            self.late.append(asyncio.create_task(self._put_up_late(staged, key)))
        elif does not in (Does.UNKNOWN_NOT_THERE, Does.SILENT_NOT_THERE):
            self._put_up(staged, key)
        await asyncio.sleep(0)
        if does in (Does.SILENT_THERE, Does.SILENT_NOT_THERE):
            await asyncio.get_running_loop().create_future()
        if does in (Does.UNKNOWN_THERE, Does.UNKNOWN_NOT_THERE, Does.LATE):
            raise OutcomeUnknown(message("channel.may_have_arrived", network=self.title))
        if does is Does.DEFECT_THERE:
            raise RuntimeError("the adapter tripped over the answer")
        return next(seen.receipt for known, seen in self.up if known == key)

    def _fail_before(self, does: Does) -> None:
        match does:
            case Does.REFUSE:
                words = message("channel.refused", network=self.title, words="no")
                raise Refused(words)
            case Does.NOT_SENT:
                raise NotSent(message("channel.unreachable", network=self.title))
            case Does.BY_HAND:
                words = message("channel.refused", network=self.title, words="by hand")
                raise HandedOver(words, f"/hand-off/{self.key}", f"https://{self.key}.test/new")
            case Does.PACE:
                until = self._clock.now() + round(self.pace_s * MICROS)
                raise PaceExceeded(message("channel.silent", network=self.title), until)

    async def _put_up_late(self, staged: Staged, key: str) -> None:
        await self._clock.sleep(LATE_S)
        self._put_up(staged, key)

    def _put_up(self, staged: Staged, key: str) -> None:
        if self.honours_key and self.has(key):
            return
        remote = f"{key}/{len(self.up)}"
        url = f"https://{self.key}.test/{remote}"
        receipt = Receipt(self.key, remote, url, self._clock.now(), f"answer {key}")
        media = tuple(media.sha256 for media in staged.post.media)
        self.up.append((key, Seen(receipt, staged.post.text, media, ())))

    async def find(self, staged: Staged, key: str) -> Seen | None:
        self.looked.append(self._clock.now())
        await asyncio.sleep(0)
        match self.finds:
            case Finds.DOWN:
                raise ChannelDown(message("channel.unreachable", network=self.title))
            case Finds.SILENT:
                await asyncio.get_running_loop().create_future()
            case Finds.BREAKS:
                raise ValueError("the adapter tripped over the look-up")
        return next((seen for known, seen in self.up if known == key), None)

    async def retract(self, receipt: Receipt) -> None:
        await asyncio.sleep(0)
        if self.retract_fails:
            raise ChannelDown(message("channel.unreachable", network=self.title))
        self.taken_down.append(receipt.remote_id)
        self.up = [
            (key, seen) for key, seen in self.up if seen.receipt.remote_id != receipt.remote_id
        ]
        if self.retract_hangs:
            await asyncio.get_running_loop().create_future()

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        up = any(seen.receipt == receipt for _, seen in self.up)
        return Metrics(10, 4, 1) if up else None

    async def close(self) -> None:
        self.closed = True
