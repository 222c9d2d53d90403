"""A channel signed in to a fake Mastodon server, and the truth of that server."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from controlroom.accounts.mastodon_session import Kept, keep
from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Post, PostMedia, Staged, Tools
from controlroom.channels.mastodon import Mastodon
from controlroom.clock import MICROS, ManualClock
from controlroom.event.live_event import Account
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.net.fake_server import FakeServer, fake_server
from tests.support.mastodon_server import FakeMastodon
from tests.support.mastodon_truth import ACCOUNT, HANDLE, SCOPES, TOKEN, Kind

NOW = 1_790_000_000 * MICROS
WORDS = Post("mastodon", HANDLE, "You can still dunk in the dark.")
POST = ("POST", "/api/v1/statuses")
UPLOAD = ("POST", "/api/v2/media")


def picture(content: bytes = b"\x89PNG some picture", alt: str = "The stadium, dark.") -> PostMedia:
    digest = hashlib.sha256(content).hexdigest()
    return PostMedia(digest, content, "image/png", 64, 48, alt)


def video(content: bytes = b"ftyp some film") -> PostMedia:
    digest = hashlib.sha256(content).hexdigest()
    return PostMedia(digest, content, "video/mp4", 1280, 720, "The lights go out.", 12.0)


class HastyClock(ManualClock):
    """Nobody waits: whoever sleeps has slept already."""

    async def sleep(self, seconds: float) -> None:
        self.advance(seconds)
        await asyncio.sleep(0)


@dataclass
class Desk:
    fake: FakeMastodon
    server: FakeServer
    mastodon: Mastodon
    clock: ManualClock
    vault: MemoryVault
    http: Http

    async def staged(self, post: Post = WORDS) -> tuple[Staged, str]:
        staged = await self.mastodon.stage(post)
        return staged, self.mastodon.mint_key(self.clock.now())

    def again(self) -> Mastodon:
        """The channel as it is after the program was started anew."""
        pacing = Pacing(self.clock)
        account = Account("mastodon", HANDLE, "The desk", server=self.server.url)
        tools = Tools(self.http, self.vault, pacing, self.clock, {}, Path())
        return Mastodon(account, tools)


@asynccontextmanager
async def mastodon_desk(kind: Kind = Kind.MASTODON, **settings: Any) -> AsyncIterator[Desk]:
    """``settings`` are the server's (see FakeMastodon)."""
    clock, vault, http = HastyClock(NOW), MemoryVault(), Http()
    fake = FakeMastodon(kind=kind, now=clock.now, **settings)
    async with fake_server(fake) as server:
        fake.url = server.url
        await keep(vault, Kept(HANDLE, server.url, ACCOUNT, TOKEN, SCOPES))
        account = Account("mastodon", HANDLE, "The desk", server=server.url)
        tools = Tools(http, vault, Pacing(clock), clock, {}, Path())
        mastodon = Mastodon(account, tools)
        try:
            yield Desk(fake, server, mastodon, clock, vault, http)
        finally:
            await mastodon.close()
            await http.close()
