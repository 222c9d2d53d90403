"""The simulated network: a channel that posts nowhere and answers like the real one.

Same limits and counting as the network it stands for, a little latency on the night's clock, one
post for one key, and numbers that grow as a good night's do.
"""

import hashlib
import math
from collections.abc import Callable
from typing import ClassVar

from controlroom.channels import (
    bluesky_check,
    bluesky_text,
    by_hand_networks,
    mastodon_text,
    x_text,
)
from controlroom.channels.base import (
    Limits,
    Metrics,
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
from controlroom.clock import MICROS, Clock
from controlroom.ids import TidMint
from controlroom.messages import message

Rules = tuple[str, Limits, Callable[[str], int]]

RULES: dict[str, Rules] = {
    "bluesky": ("Bluesky", bluesky_check.LIMITS, bluesky_text.graphemes),
    "mastodon": (
        "Mastodon",
        Limits(
            mastodon_text.LIMIT,
            mastodon_text.PICTURES,
            mastodon_text.PICTURE_BYTES,
            mastodon_text.ALT_CHARACTERS,
        ),
        mastodon_text.count,
    ),
    "x": (
        "X",
        Limits(x_text.LIMIT, x_text.PICTURES, x_text.PICTURE_BYTES, x_text.ALT_CHARACTERS),
        x_text.count,
    ),
}


def rules_of(channel: str) -> Rules:
    """Name, limits and way of counting of a network; one without an adapter as it is by hand."""
    if channel in RULES:
        return RULES[channel]
    by_hand = by_hand_networks.network(channel)
    return by_hand.title, by_hand.limits, by_hand.count


UPLOAD_S = 0.6
SEND_S = 0.25
HALF_LIFE_S = 900.0


class SimulatedNetwork:
    """One simulated network. ``key`` is that of the network it stands for."""

    honours_key: ClassVar[bool] = True

    def __init__(self, stands_for: str, clock: Clock) -> None:
        self.key = stands_for
        self.title, self._limits, self._count = rules_of(stands_for)
        self._clock = clock
        self._mint = TidMint()
        self._posts: dict[str, Seen] = {}

    @property
    def limits(self) -> Limits:
        """The real network's limits."""
        return self._limits

    @property
    def posts(self) -> tuple[Seen, ...]:
        """What is up there now."""
        return tuple(self._posts.values())

    def count(self, text: str) -> int:
        """Length by the real network's rule."""
        return self._count(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        """Why the real network would refuse."""
        troubles = []
        if self.count(post.text) > self._limits.characters:
            over = self.count(post.text) - self._limits.characters
            troubles.append(Trouble(message("simulated.too_long", network=self.title, over=over)))
        if len(post.media) > self._limits.pictures:
            troubles.append(Trouble(message("simulated.too_many", network=self.title)))
        if any(len(media.content) > self._limits.picture_bytes for media in post.media):
            troubles.append(Trouble(message("simulated.too_big", network=self.title)))
        return tuple(troubles)

    @property
    def pace(self) -> None:
        """Nobody counts here."""
        return

    def price(self, post: Post) -> float:
        """Practice is free."""
        return 0.0

    async def test(self) -> Standing:
        """Everybody is signed in here."""
        return Standing(self.title, self.title)

    async def recent(self) -> tuple[Seen, ...]:
        """What is up there, newest first."""
        return tuple(reversed(self._posts.values()))

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        """Take the time an upload takes."""
        if post.media:
            await self._clock.sleep(UPLOAD_S)
        return Staged(post, tuple(media.sha256 for media in post.media), self._clock.now())

    def mint_key(self, now: int) -> str:
        """A key of its own for each delivery."""
        return self._mint.next(now)

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        """Accept the post after a moment; the same key again changes nothing."""
        if troubles := self.check(staged.post):
            raise Refused(troubles[0].what)
        await self._clock.sleep(SEND_S)
        if key not in self._posts:
            receipt = Receipt(self.key, key, f"simulated:{self.key}/{key}", self._clock.now())
            media = tuple(media.sha256 for media in staged.post.media)
            alts = tuple(media.alt for media in staged.post.media)
            self._posts[key] = Seen(receipt, staged.post.text, media, alts)
        return self._posts[key].receipt

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """The post as it is up there."""
        await self._clock.sleep(SEND_S / 2)
        return self._posts.get(key)

    async def retract(self, receipt: Receipt) -> None:
        """Take it down; one that is gone is gone."""
        await self._clock.sleep(SEND_S)
        self._posts.pop(receipt.remote_id, None)

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        """Numbers that rise quickly and level off, the same for the same post and age."""
        if receipt.remote_id not in self._posts:
            return None
        age_s = max(0.0, (self._clock.now() - receipt.accepted) / MICROS)
        words = self._posts[receipt.remote_id].text
        draw = int.from_bytes(hashlib.sha256(words.encode()).digest()[:4]) / 2**32
        likes = int((2_000 + 14_000 * draw) * (1 - math.exp(-age_s / HALF_LIFE_S)))
        return Metrics(likes, int(likes * 0.42), int(likes * 0.05))

    async def close(self) -> None:
        """Nothing is held open."""
