"""By hand: any network without an adapter. TAKE writes a folder a person posts from.

It never says that something was posted: a delivery stays BY HAND until the person pastes its link
or says that it was not posted.
"""

import asyncio
import logging
from pathlib import Path
from typing import ClassVar

from controlroom.channels.base import (
    ChannelError,
    HandedOver,
    Limits,
    Metrics,
    NotSent,
    Post,
    Receipt,
    Refused,
    Seen,
    Staged,
    Standing,
    Tell,
    Tools,
    Trouble,
    tell_nobody,
)
from controlroom.channels.by_hand_folder import (
    contents,
    drop_part,
    folder_name,
    new_key,
    prepare,
)
from controlroom.channels.by_hand_networks import network
from controlroom.event.live_event import Account
from controlroom.messages import Message, message
from controlroom.net.http import public_gate

LOG = logging.getLogger("controlroom.channels.by_hand")


class ByHand:
    """One account a person posts to. ``tools.hand_off`` is where the folders are made."""

    api: ClassVar[int] = 2
    honours_key: ClassVar[bool] = False

    def __init__(self, account: Account, tools: Tools) -> None:
        self.key = account.channel
        self._account = account
        self._network = network(account.channel)
        self._folder = tools.hand_off
        self._clock = tools.clock

    @property
    def title(self) -> str:
        """The network's name."""
        return self._network.title

    @property
    def limits(self) -> Limits:
        """What is known of the network's limits; where nothing is, numbers nothing reaches."""
        return self._network.limits

    @property
    def pace(self) -> None:
        """People keep their own pace."""
        return

    def count(self, text: str) -> int:
        """Length by the network's rule, as far as it is known."""
        return self._network.count(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        """What the network is known to refuse."""
        return tuple(Trouble(what) for what in self._troubles(post))

    def _troubles(self, post: Post) -> list[Message]:
        limits, troubles = self.limits, list[Message]()
        most = self._network.with_media if post.media else 0
        most = most or limits.characters
        if (over := self.count(post.text) - most) > 0:
            troubles.append(message("check.too_long", over=over, limit=most))
        if self._network.needs_media and not post.media:
            troubles.append(message("by_hand.needs_media", network=self.title))
        elif not post.media and not post.text.strip():
            troubles.append(message("check.nothing"))
        if len(post.media) > limits.pictures:
            count = len(post.media)
            troubles.append(message("check.too_many_pictures", count=count, limit=limits.pictures))
        for one in post.media:
            most = limits.video_bytes if one.is_video else limits.picture_bytes
            if len(one.content) > most:
                size = len(one.content)
                troubles.append(message("check.picture_too_big", size=size, limit=most))
        longest = max((self.count(one.alt) for one in post.media), default=0)
        if (over := longest - limits.alt_characters) > 0:
            troubles.append(message("check.alt_too_long", over=over))
        return troubles

    def price(self, post: Post) -> float:
        """What it costs is between the person and the network."""
        return 0.0

    def mint_key(self, now: int) -> str:
        """The delivery's own id; its folder is named after it."""
        return new_key(now)

    def composer(self, words: str) -> str:
        """The address of the page where a person posts ``words``, "" where none is known."""
        return self._network.address(words)

    async def test(self) -> Standing:
        """Nobody signs in here."""
        about = (message("by_hand.about", network=self.title),)
        return Standing(self._account.handle, self._account.name, about=about)

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        """There is nothing to upload and nothing is written yet."""
        tell(1.0)
        return Staged(post, (), self._clock.now())

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        """Write the folder, once for one ``key``. Raises HandedOver when it stands there, NotSent
        where that fails."""
        post = staged.post
        folder = self._folder / folder_name(key, post.text, self.key)
        try:
            appear = await asyncio.to_thread(prepare, folder, contents(post))
            if appear is not None:
                # Asked with the folder written and not seen yet: HOLD may have come.
                lets = public_gate.get()
                if lets is not None and not lets():
                    await asyncio.to_thread(drop_part, folder)
                    raise NotSent(message("channel.held", network=self.title))
                appear()
        except OSError as problem:
            LOG.warning("%s: the folder cannot be written: %s", self.key, problem)
            why = problem.strerror or type(problem).__name__
            raise NotSent(message("by_hand.disk", folder=str(self._folder), why=why)) from problem
        raise self._handed(folder, post)

    def _handed(self, folder: Path, post: Post) -> HandedOver:
        what = message("by_hand.handed", network=self.title)
        return HandedOver(what, str(folder), self.composer(post.text))

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """Only a person can tell. Raises ChannelError: None would mean that it is not there."""
        raise ChannelError(message("by_hand.cannot_tell", network=self.title))

    async def recent(self) -> tuple[Seen, ...]:
        """Nothing is read here."""
        return ()

    async def retract(self, receipt: Receipt) -> None:
        """A person takes it down. Raises Refused."""
        raise Refused(message("by_hand.take_down", network=self.title))

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        """Nothing is read here."""
        return None

    async def close(self) -> None:
        """Nothing is held open."""
