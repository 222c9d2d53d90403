"""What every way out must do, whatever its network: one case after another on a rig.

A plug-in's tests make a ``Rig`` around their channel and its simulated network and run ``CASES``
on it, leaving out those they give a reason for. The cases themselves stand in
``contract_sending`` and ``contract_content``.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from controlroom.channels.base import (
    Channel,
    ChannelError,
    Post,
    PostMedia,
    Receipt,
    Staged,
)
from controlroom.clock import Clock
from tests.support.networks.script import Script


@dataclass(frozen=True)
class Up:
    """One public post as the network's server has it. ``parent`` is the id of what it answers;
    ``spans`` what it marks, by UTF-8 bytes, where the network is told that: (start, end, target).
    ``card`` is the address of its link card, ``kinds`` the MIME types of its media."""

    id: str
    text: str
    alts: tuple[str, ...] = ()
    parent: str = ""
    spans: tuple[tuple[int, int, str], ...] = ()
    card: str = ""
    kinds: tuple[str, ...] = ()


@dataclass
class Rig:
    """A channel, its network's truth, and the ways to make that network misbehave.

    ``up``: what is public, oldest first. ``script``: how the next requests go. ``again`` makes a
    second channel for the same account, as after a restart. ``foreign``: the address of a post of
    somebody else and the id the network knows it by. ``retry_after_s``: what its 429 says.
    ``refuse_media`` makes the server say no to the next upload; ``slow_media`` lets it take its
    time with it. ``elsewhere`` posts words from another program. ``go_away`` ends the server.
    ``handed`` are the folders a person was given.
    """

    channel: Channel
    clock: Clock
    handle: str
    script: Script
    up: Callable[[], list[Up]]
    again: Callable[[], Channel]
    uploads: Callable[[], int]
    elsewhere: Callable[[str], None]
    refuse_media: Callable[[], None]
    slow_media: Callable[[], None]
    go_away: Callable[[], Awaitable[None]]
    retry_after_s: float = 3.0
    foreign: tuple[str, str] = ("", "")
    mention: str = ""
    handed: Callable[[], list[Path]] = list

    def post(self, text: str = "You can still dunk in the dark.", **more: object) -> Post:
        """A post of the account."""
        return Post(self.channel.key, self.handle, text, **more)  # type: ignore[arg-type]

    async def staged(self, post: Post | None = None) -> tuple[Staged, str]:
        """A post made ready, and a key for it."""
        staged = await self.channel.stage(post or self.post())
        return staged, self.channel.mint_key(self.clock.now())

    async def sent(self, post: Post | None = None, parent: Receipt | None = None) -> Receipt:
        """A post that went out."""
        staged, key = await self.staged(post)
        return await self.channel.send(staged, key, parent)

    async def fails(self, staged: Staged, key: str) -> ChannelError:
        """Send what must not succeed: how it failed."""
        asked = self.script.asked
        try:
            receipt = await self.channel.send(staged, key)
        except ChannelError as problem:
            assert self.script.asked <= asked + 1, "more than one public request"
            return problem
        raise AssertionError(f"it was accepted: {receipt}")


Case = Callable[[Rig], Awaitable[None]]
CASES: dict[str, Case] = {}


def case(told: Case) -> Case:
    """Put it in the table."""
    CASES[told.__name__] = told
    return told


def picture(number: int = 0, mime: str = "image/png") -> PostMedia:
    """A picture of its own for each number."""
    content = b"\x89PNG\r\n\x1a\n" + bytes([number]) * 40
    sha256 = hashlib.sha256(content).hexdigest()
    return PostMedia(sha256, content, mime, 64, 48, f"The stadium, dark, {number}.")


def video() -> PostMedia:
    """Ten seconds that move."""
    content = b"\x00\x00\x00\x18ftypmp42" + bytes(400)
    sha256 = hashlib.sha256(content).hexdigest()
    return PostMedia(sha256, content, "video/mp4", 640, 360, "Lights going out.", 10.0)
