"""A signed-in X channel on the stand-in of X."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from controlroom.accounts.vault import MemoryVault
from controlroom.accounts.x_session import Kept, read_kept, write_kept
from controlroom.accounts.x_tokens import SCOPES
from controlroom.channels.base import Post, PostMedia, Staged, Tools
from controlroom.channels.x import X
from controlroom.clock import MICROS, ManualClock
from controlroom.event.live_event import Account
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.net.fake_server import FakeServer, fake_server
from tests.support.x_server import HANDLE, NAME, USER, FakeX
from tests.support.x_server_sign_in import CLIENT, LIFE_S

NOW = 1_795_000_000 * MICROS
WORDS = Post("x", HANDLE, "You can still dunk in the dark.")


class Impatient(ManualClock):
    """A clock that waits for nobody: what sleeps on it goes on at once, that much later."""

    async def sleep(self, seconds: float) -> None:
        self.advance(seconds)


def media(
    content: bytes = b"\x89PNG some picture",
    mime: str = "image/png",
    alt: str = "The stadium, dark.",
    seconds: float = 0.0,
) -> PostMedia:
    digest = hashlib.sha256(content).hexdigest()
    return PostMedia(digest, content, mime, 640, 480, alt, seconds)


@dataclass
class Desk:
    fake: FakeX
    server: FakeServer
    x: X
    clock: Impatient
    vault: MemoryVault
    http: Http

    def anew(self, **settings: str) -> X:
        """The channel after a restart of the program."""
        named = {name.replace("_", ".", 1): told for name, told in settings.items()}
        tools = Tools(self.http, self.vault, Pacing(self.clock), self.clock, named, Path())
        return X(Account("x", HANDLE, NAME, server=self.server.url), tools)

    def asked(self, method: str, path: str) -> int:
        return self.fake.asked_for(method, path)

    async def staged(self, post: Post = WORDS) -> tuple[Staged, str]:
        staged = await self.x.stage(post)
        return staged, self.x.mint_key(self.clock.now())

    async def kept(self) -> Kept:
        kept = await read_kept(self.vault, HANDLE)
        assert kept is not None
        return kept


@asynccontextmanager
async def x_desk() -> AsyncIterator[Desk]:
    clock, http, vault = Impatient(NOW), Http(), MemoryVault()
    fake = FakeX(clock)
    async with fake_server(fake) as server:
        first = fake.first
        kept = Kept(
            USER,
            HANDLE,
            NAME,
            server.url,
            first.access,
            NOW + LIFE_S * MICROS,
            first.refresh,
            CLIENT,
            scopes=SCOPES,
        )
        await write_kept(vault, kept)
        desk = Desk(fake, server, None, clock, vault, http)  # type: ignore[arg-type]
        desk.x = desk.anew()
        yield desk
        await desk.x.close()
        await http.close()
