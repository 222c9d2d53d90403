"""A fresh token whenever one is asked for, and no refresh token ever used twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import msgspec
import pytest

from controlroom.accounts.bluesky_password import sign_in_to_bluesky
from controlroom.accounts.bluesky_session import (
    BlueskySession,
    Kept,
    NoAnswer,
    SignInNeeded,
    TooMany,
    entry_name,
)
from controlroom.accounts.vault import MemoryVault, VaultClosed
from controlroom.clock import MICROS, ManualClock
from controlroom.messages import message
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.channels.fake_pds import DID, HANDLE, LIFE_S, FakePds
from tests.hygiene.records import Expect
from tests.net.fake_server import FakeServer, Fault, Reply, fake_server
from tests.support.bluesky.server import Login, Pds

REFRESH = "com.atproto.server.refreshSession"


@dataclass
class Desk:
    pds: FakePds
    server: FakeServer
    http: Http
    vault: MemoryVault
    clock: ManualClock

    def session(self) -> BlueskySession:
        return BlueskySession(HANDLE, self.http, self.vault, Pacing(self.clock), self.clock)

    async def kept(self) -> Kept:
        text = await self.vault.read(entry_name(HANDLE))
        assert text is not None
        return msgspec.json.decode(text, type=Kept)

    def used(self) -> list[str]:
        return [
            request.headers["authorization"].removeprefix("Bearer ")
            for request in self.server.requests
        ]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    pds, http, vault = FakePds(), Http(), MemoryVault()
    async with fake_server(pds) as server:
        kept = Kept(DID, HANDLE, server.url, "refresh0")
        await vault.write(entry_name(HANDLE), msgspec.json.encode(kept).decode())
        yield Desk(pds, server, http, vault, ManualClock(0))
        await http.close()


async def test_many_who_ask_at_once_make_one_refresh(desk: Desk) -> None:
    session = desk.session()
    tokens = await asyncio.gather(*(session.ready() for _ in range(20)))
    assert set(tokens) == {desk.pds.access}
    assert desk.used() == ["refresh0"]


async def test_a_new_refresh_token_is_written_down_before_the_access_token_is_used(
    desk: Desk,
) -> None:
    session = desk.session()
    await session.ready()
    assert (await desk.kept()).refresh == "refresh1"
    await session.renewed(session.access)
    assert (await desk.kept()).refresh == "refresh2"
    assert desk.used() == ["refresh0", "refresh1"]
    # A restart goes on where this one stopped.
    await desk.session().ready()
    assert desk.used()[-1] == "refresh2"


async def test_a_token_is_renewed_well_before_its_end_and_not_earlier(desk: Desk) -> None:
    session = desk.session()
    await session.ready()
    desk.clock.advance(LIFE_S - 1_801)
    await session.ready()
    assert len(desk.used()) == 1
    desk.clock.advance(1)
    await session.ready()
    assert len(desk.used()) == 2


async def test_short_tokens_are_not_renewed_every_time(desk: Desk) -> None:
    desk.pds.life = 600
    session = desk.session()
    await session.ready()
    desk.clock.advance(299)
    await session.ready()
    assert len(desk.used()) == 1


async def test_nobody_signed_in_is_told(desk: Desk) -> None:
    await desk.vault.erase(entry_name(HANDLE))
    with pytest.raises(SignInNeeded):
        await desk.session().ready()
    assert desk.server.requests == []


async def test_an_ended_session_goes_on_after_signing_in_again(desk: Desk) -> None:
    session = desk.session()
    await session.ready()
    desk.pds.next_replies[REFRESH] = [Reply.of({"error": "ExpiredToken"}, 400)]
    with pytest.raises(SignInNeeded):
        await session.renewed(session.access)
    await sign_in_to_bluesky(
        desk.http, desk.vault, Pacing(desk.clock), HANDLE, "pass", desk.server.url
    )
    assert await session.ready() == desk.pds.access


@pytest.mark.parametrize("reply", [Fault.HANG_UP, Reply(503, b""), Reply(200, b"{")])
async def test_trouble_does_not_end_the_session(desk: Desk, reply: Reply | Fault) -> None:
    desk.pds.next_replies[REFRESH] = [reply]
    session = desk.session()
    with pytest.raises(NoAnswer):
        await session.ready()
    assert await session.ready() == desk.pds.access


async def test_a_server_that_wants_peace_gets_it(desk: Desk) -> None:
    desk.pds.next_replies[REFRESH] = [Reply.of({}, 429, retry_after="10")]
    session = desk.session()
    for _ in range(2):
        with pytest.raises(TooMany) as problem:
            await session.ready()
        assert problem.value.until == 10 * MICROS
    assert len(desk.used()) == 1
    desk.clock.advance(10)
    assert await session.ready() == desk.pds.access


async def test_a_locked_keyring_does_not_stop_the_night(desk: Desk, expected_logs: Expect) -> None:
    expected_logs("could not be kept")

    class Locked(MemoryVault):
        async def write(self, name: str, secret: str) -> None:
            raise VaultClosed(message("vault.silent"))

    locked = Locked()
    locked._secrets = desk.vault._secrets
    session = BlueskySession(HANDLE, desk.http, locked, Pacing(desk.clock), desk.clock)
    assert await session.ready() == desk.pds.access
    assert await session.renewed(session.access) == desk.pds.access
    assert desk.used() == ["refresh0", "refresh1"]


@pytest.mark.pds
async def test_a_real_server_renews_again_and_again(bluesky_pds: Pds, bluesky_login: Login) -> None:
    clock, http, vault = ManualClock(0), Http(), MemoryVault()
    pacing = Pacing(clock)
    await sign_in_to_bluesky(
        http, vault, pacing, bluesky_login.handle, bluesky_login.password, bluesky_pds.url
    )
    refresh_tokens = set()
    for _ in range(3):  # a restart each time
        session = BlueskySession(bluesky_login.handle, http, vault, pacing, clock)
        assert await session.ready()
        clock.advance(LIFE_S)
        assert await session.ready()
        refresh_tokens.add((await session.who()).refresh)
    await http.close()
    assert len(refresh_tokens) == 3
