"""Signing in to Bluesky, and what a person is told when it does not work."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from controlroom.accounts.bluesky_password import sign_in_to_bluesky
from controlroom.accounts.bluesky_session import Kept, entry_name, plain_handle
from controlroom.accounts.sign_in import SignInFailed, server_origin
from controlroom.accounts.vault import MemoryVault
from controlroom.clock import ManualClock
from controlroom.errors import WrongInput
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.channels.fake_pds import DID, HANDLE, FakePds
from tests.net.fake_server import FakeServer, Fault, Reply, closed_port, fake_server
from tests.support.bluesky.server import Login, Pds

CREATE = "com.atproto.server.createSession"


class Desk:
    """What signing in needs."""

    def __init__(self, http: Http) -> None:
        self.http = http
        self.vault = MemoryVault()
        self.pacing = Pacing(ManualClock(0))

    async def sign_in(self, server: str, handle: str = HANDLE, password: str = "pass") -> Kept:
        return await sign_in_to_bluesky(
            self.http, self.vault, self.pacing, handle, password, server
        )


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    http = Http()
    yield Desk(http)
    await http.close()


@pytest.fixture
async def pds() -> AsyncIterator[tuple[FakePds, FakeServer]]:
    fake = FakePds()
    async with fake_server(fake) as server:
        yield fake, server


async def test_the_session_is_kept_and_the_password_is_not(
    desk: Desk, pds: tuple[FakePds, FakeServer]
) -> None:
    _, server = pds
    kept = await desk.sign_in(server.url, f" \u202a@{HANDLE.upper()}\u202c ", " abcd-efgh ")
    assert kept == Kept(DID, HANDLE, server.url, "refresh1")
    assert server.requests[0].json == {"identifier": HANDLE, "password": "abcd-efgh"}
    text = await desk.vault.read(entry_name(HANDLE))
    assert text is not None
    assert msgspec.json.decode(text, type=Kept) == kept
    assert "abcd-efgh" not in text


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (
            Reply.of({"error": "AuthenticationRequired", "message": "Invalid password"}, 401),
            "The server said: Invalid password",
        ),
        (Reply.of({"error": "AuthFactorTokenRequired"}, 401), "second factor"),
        (Reply.of({}, 429, retry_after="125"), "the next one in 2 min 5 s"),
        (Reply(502, b"<html>"), "in trouble"),
        (Reply(200, b"no json"), "in trouble"),
        (Fault.HANG_UP, "cannot be reached"),
    ],
)
async def test_a_person_is_told_what_went_wrong(
    desk: Desk, pds: tuple[FakePds, FakeServer], reply: Reply | Fault, told: str
) -> None:
    fake, server = pds
    fake.next_replies[CREATE] = [reply]
    with pytest.raises(SignInFailed, match=told):
        await desk.sign_in(server.url)
    assert await desk.vault.read(entry_name(HANDLE)) is None


async def test_after_too_many_tries_the_server_is_left_alone(
    desk: Desk, pds: tuple[FakePds, FakeServer]
) -> None:
    fake, server = pds
    fake.next_replies[CREATE] = [Reply.of({}, 429, retry_after="125")]
    for _ in range(3):
        with pytest.raises(SignInFailed, match="2 min 5 s"):
            await desk.sign_in(server.url)
    assert len(server.requests) == 1


async def test_nobody_there_is_told(desk: Desk) -> None:
    with pytest.raises(SignInFailed, match="cannot be reached"):
        await desk.sign_in(f"http://127.0.0.1:{await closed_port()}")


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("bsky.social", "https://bsky.social"),
        (" https://PDS.Example/ ", "https://pds.example"),
        ("pds.example:8443", "https://pds.example:8443"),
        ("http://localhost:2583", "http://localhost:2583"),
        ("http://[::1]:2583", "http://[::1]:2583"),
    ],
)
def test_a_server_may_be_written_in_short(written: str, origin: str) -> None:
    assert server_origin(written) == origin


@pytest.mark.parametrize(
    "written",
    ["", "http://bsky.social", "ftp://bsky.social", "https://a.b/c", "https://me@a.b", "a:b:c"],
)
def test_a_password_never_goes_to_what_is_no_safe_server(written: str) -> None:
    with pytest.raises(WrongInput):
        server_origin(written)


def test_handles_are_the_same_however_they_were_pasted() -> None:
    assert {
        plain_handle(h) for h in ("@Brand.example", " brand.example\u200b", "BRAND.EXAMPLE")
    } == {"brand.example"}


@pytest.mark.pds
async def test_an_app_password_signs_in_to_a_real_server(
    desk: Desk, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    kept = await desk.sign_in(bluesky_pds.url, bluesky_login.handle, bluesky_login.password)
    assert (kept.did, kept.handle) == (bluesky_login.did, bluesky_login.handle)
    with pytest.raises(SignInFailed, match="Invalid identifier or password"):
        await desk.sign_in(bluesky_pds.url, bluesky_login.handle, "wrong")
