"""A fresh token for X whenever one is asked for, and no refresh token ever used twice."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlroom.accounts.vault import MemoryVault, VaultClosed
from controlroom.accounts.x_session import Kept, XSession, entry_name, read_kept, write_kept
from controlroom.accounts.x_tokens import NoAnswer, SessionError, SignInNeeded, TooMany
from controlroom.clock import MICROS, ManualClock
from controlroom.messages import message
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.hygiene.records import Expect
from tests.net.fake_server import FakeServer, Fault, Reply, fake_server
from tests.support.x_server import HANDLE, NAME, USER, FakeX
from tests.support.x_server_sign_in import CLIENT, LIFE_S

TOKEN = ("POST", "/2/oauth2/token")
NOW = 1_795_000_000 * MICROS
DEAD = Reply.of(
    {"error": "invalid_request", "error_description": "Value passed for the token was invalid."},
    400,
)


@dataclass
class Desk:
    fake: FakeX
    server: FakeServer
    http: Http
    vault: MemoryVault
    clock: ManualClock

    def session(self) -> XSession:
        return XSession(HANDLE, self.http, self.vault, Pacing(self.clock), self.clock)

    async def kept(self) -> Kept:
        kept = await read_kept(self.vault, HANDLE)
        assert kept is not None
        return kept

    @property
    def refreshed(self) -> int:
        return self.fake.asked_for(*TOKEN)

    @property
    def alive(self) -> bool:
        return self.fake.sign_in.grants[0].alive

    @property
    def good(self) -> str:
        return self.fake.sign_in.grants[0].access


async def desk_on(server: FakeServer, fake: FakeX, clock: ManualClock, vault: MemoryVault) -> Desk:
    grant = fake.first
    ends = NOW + LIFE_S * MICROS
    kept = Kept(USER, HANDLE, NAME, server.url, grant.access, ends, grant.refresh, CLIENT)
    await write_kept(vault, kept)
    return Desk(fake, server, Http(), vault, clock)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = ManualClock(NOW)
    fake = FakeX(clock)
    async with fake_server(fake) as server:
        desk = await desk_on(server, fake, clock, MemoryVault())
        yield desk
        await desk.http.close()


async def test_many_who_ask_at_once_make_one_refresh(desk: Desk) -> None:
    session = desk.session()
    desk.clock.advance(LIFE_S)
    tokens = await asyncio.gather(*(session.ready() for _ in range(20)))
    assert set(tokens) == {desk.good}
    assert desk.refreshed == 1
    assert desk.alive


async def test_two_sessions_of_one_account_make_one_refresh(desk: Desk) -> None:
    first, second = desk.session(), desk.session()
    old = (await first.who()).access
    assert (await second.who()).access == old
    tokens = await asyncio.gather(first.renewed(old), second.renewed(old), first.renewed(old))
    assert set(tokens) == {desk.good}
    assert desk.refreshed == 1
    assert desk.alive


async def test_a_session_that_slept_through_a_refresh_takes_the_newer_tokens(desk: Desk) -> None:
    early = desk.session()
    old = (await early.who()).access
    await desk.session().renewed(old)
    assert await early.renewed(old) == desk.good
    assert desk.refreshed == 1
    assert desk.alive


async def test_the_new_tokens_are_written_down_before_they_are_used(desk: Desk) -> None:
    session, used = desk.session(), []
    old = (await session.who()).access

    class Watched(MemoryVault):
        async def write(self, name: str, secret: str) -> None:
            await asyncio.sleep(0)
            used.append(asking.done())
            await super().write(name, secret)

    watched = Watched()
    watched._secrets = desk.vault._secrets
    session._vault = watched
    asking = asyncio.create_task(session.renewed(old))
    token = await asking
    assert used == [False]
    kept = await desk.kept()
    assert (kept.access, kept.refresh) == (token, desk.fake.sign_in.grants[0].refresh)
    assert kept.until == NOW + LIFE_S * MICROS


async def test_a_crash_between_refreshing_and_using_loses_nothing(desk: Desk) -> None:
    desk.clock.advance(LIFE_S)
    await desk.session().ready()  # and the program is gone before it used the token
    assert await desk.session().ready() == desk.good
    assert desk.refreshed == 1
    desk.clock.advance(LIFE_S)
    assert await desk.session().ready() == desk.good
    assert desk.refreshed == 2
    assert desk.alive


async def test_a_refresh_nobody_waits_for_any_more_is_kept_all_the_same(desk: Desk) -> None:
    session = desk.session()
    old = (await session.who()).access
    staging = asyncio.create_task(session.renewed(old))
    await desk.server.wait_for(1)
    staging.cancel()
    await asyncio.wait({staging})
    assert staging.cancelled()
    assert await session.renewed(old) == desk.good
    assert (await desk.kept()).access == desk.good
    assert desk.refreshed == 1


async def test_a_token_is_renewed_well_before_its_end_and_not_earlier(desk: Desk) -> None:
    session = desk.session()
    await session.ready()
    desk.clock.advance(LIFE_S - 1_801)
    await session.ready()
    assert desk.refreshed == 0
    desk.clock.advance(2)
    await session.ready()
    assert desk.refreshed == 1


@pytest.mark.parametrize("entry", [None, "{", '{"id": "1"}'])
async def test_nobody_signed_in_is_told(
    desk: Desk, entry: str | None, expected_logs: Expect
) -> None:
    await desk.vault.erase(entry_name(HANDLE))
    if entry is not None:
        expected_logs("cannot be read")
        await desk.vault.write(entry_name(HANDLE), entry)
    with pytest.raises(SignInNeeded):
        await desk.session().ready()
    assert desk.server.requests == []


async def test_an_ended_sign_in_is_told_and_goes_on_after_signing_in_again(desk: Desk) -> None:
    session = desk.session()
    old = (await session.who()).access
    desk.fake.next_replies[TOKEN] = [DEAD]
    with pytest.raises(SignInNeeded, match="token was invalid"):
        await session.renewed(old)
    grant = desk.fake.sign_in.grant()
    ends = NOW + LIFE_S * MICROS
    await write_kept(
        desk.vault,
        Kept(USER, HANDLE, NAME, desk.server.url, grant.access, ends, grant.refresh, CLIENT),
    )
    assert await session.ready() == grant.access


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503, b""),
        Reply(403, b"<html>blocked"),
        Reply(400, b'{"error": "slow_down"}'),
        Reply(200, b"{"),
        Reply(200, b'{"token_type": "bearer"}'),
    ],
)
async def test_trouble_signs_nobody_out(desk: Desk, reply: Reply) -> None:
    desk.clock.advance(LIFE_S)
    desk.fake.next_replies[TOKEN] = [reply]
    session = desk.session()
    with pytest.raises(NoAnswer):
        await session.ready()
    assert await session.ready() == desk.good


async def test_trouble_while_the_token_still_lasts_is_no_trouble(desk: Desk) -> None:
    session = desk.session()
    old = await session.ready()
    desk.clock.advance(LIFE_S - 1_000)
    desk.fake.next_replies[TOKEN] = [Reply(403, b"<html>"), Reply.of({}, 429, retry_after="5")]
    assert await session.ready() == old
    assert await session.ready() == old
    desk.clock.advance(5)
    assert await session.ready() == desk.good != old


async def test_a_refresh_whose_answer_was_lost_is_not_repeated_before_it_must_be(
    desk: Desk,
) -> None:
    session = desk.session()
    old = await session.ready()
    desk.clock.advance(LIFE_S - 1_000)
    desk.fake.next_replies[TOKEN] = [Fault.HANG_UP]
    for _ in range(3):
        assert await session.ready() == old
    assert desk.refreshed == 1
    desk.clock.advance(950)
    assert await session.ready() == desk.good != old


async def test_a_server_that_wants_peace_gets_it(desk: Desk) -> None:
    desk.clock.advance(LIFE_S)
    desk.fake.next_replies[TOKEN] = [Reply.of({}, 429, retry_after="10")]
    session = desk.session()
    for _ in range(2):
        with pytest.raises(TooMany) as told:
            await session.ready()
        assert told.value.until == desk.clock.now() + 10 * MICROS
    assert desk.refreshed == 1
    desk.clock.advance(10)
    assert await session.ready() == desk.good


async def test_a_token_without_a_refresh_token_lasts_until_it_ends(desk: Desk) -> None:
    kept = await desk.kept()
    only = Kept(USER, HANDLE, NAME, kept.server, kept.access, kept.until)
    await write_kept(desk.vault, only)
    session = desk.session()
    desk.clock.advance(LIFE_S - 1)
    assert await session.ready() == kept.access
    with pytest.raises(SignInNeeded, match="cannot be renewed"):
        await session.renewed(kept.access)
    assert desk.refreshed == 0


async def test_a_confidential_client_proves_who_it_is(desk: Desk) -> None:
    desk.fake.sign_in.secret = "client-secret"
    kept = await desk.kept()
    with pytest.raises(SignInNeeded, match="authorization header"):
        await desk.session().renewed(kept.access)
    fields = {name: getattr(kept, name) for name in kept.__struct_fields__}
    await write_kept(desk.vault, Kept(**{**fields, "client_secret": "client-secret"}))
    assert await desk.session().renewed(kept.access) == desk.good


async def test_a_locked_keyring_does_not_stop_the_night(desk: Desk, expected_logs: Expect) -> None:
    expected_logs("could not be kept")

    class Locked(MemoryVault):
        async def write(self, name: str, secret: str) -> None:
            raise VaultClosed(message("vault.silent"))

    locked = Locked()
    locked._secrets = desk.vault._secrets
    session = XSession(HANDLE, desk.http, locked, Pacing(desk.clock), desk.clock)
    for _ in range(3):
        assert await session.renewed((await session.who()).access) == desk.good
    assert desk.alive


async def test_no_token_is_ever_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    session = desk.session()
    for reply in (Reply(503, b""), Reply(200, b'{"access_token": "Other-secret", '), DEAD):
        desk.fake.next_replies[TOKEN] = [reply]
        with pytest.raises(SessionError):
            await session.renewed((await session.who()).access)
    await session.renewed((await session.who()).access)
    said = "".join(record.getMessage() + str(record.exc_info) for record in caplog.records)
    assert "/2/oauth2/token" in said
    assert "-secret" not in said


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), sessions=st.integers(1, 3), restarts=st.integers(0, 2))
def test_whatever_happens_between_no_refresh_token_comes_twice(
    seed: int, sessions: int, restarts: int
) -> None:
    """Several sessions, tokens that run out, callers that give up, restarts: the grant lives."""
    asyncio.run(_random_night(Random(seed), sessions, restarts))


async def _random_night(random: Random, sessions: int, restarts: int) -> None:
    clock, vault = ManualClock(NOW), MemoryVault()
    fake = FakeX(clock)
    async with fake_server(fake) as server:
        desk = await desk_on(server, fake, clock, vault)
        for _ in range(restarts + 1):
            open_now = [desk.session() for _ in range(sessions)]
            for _ in range(4):
                clock.advance(random.choice([1, 3_000, LIFE_S]))
                asking = [asyncio.create_task(random.choice(open_now).ready()) for _ in range(4)]
                for one in asking:
                    if random.random() < 0.3:
                        await asyncio.sleep(0)
                        one.cancel()
                got = await asyncio.gather(*asking, return_exceptions=True)
                assert all(isinstance(one, str | asyncio.CancelledError) for one in got)
            # A restart waits for what is under way; a kill in mid-refresh nobody can survive.
            for session in open_now:
                await session.ready()
        assert desk.alive
        assert (await desk.kept()).access == desk.good
        await desk.http.close()
