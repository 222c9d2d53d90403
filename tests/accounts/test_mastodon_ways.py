"""Signing in to a server that speaks the Mastodon API, and out again."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from controlroom.accounts import mastodon_ways
from controlroom.accounts.mastodon_session import Kept, entry_name, keep, kept_for
from controlroom.accounts.sign_in import SignInFailed
from controlroom.accounts.vault import MemoryVault
from controlroom.accounts.ways_in import Doorstep, SignedIn, ways_into
from controlroom.clock import ManualClock
from controlroom.errors import UserFacingError, WrongInput
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.channels.mastodon_desk import NOW
from tests.net.fake_server import FakeServer, Fault, Reply, closed_port, fake_server
from tests.support.mastodon_server import FakeMastodon
from tests.support.mastodon_truth import ACCOUNT, AVATAR, HANDLE, SCOPES, TOKEN

WAYS = ways_into("mastodon")
BROWSER, PASTED = WAYS.ways


@dataclass
class Door:
    """A server, a browser whose person agrees to everything, and an empty vault."""

    fake: FakeMastodon
    server: FakeServer
    http: Http
    clock: ManualClock
    pacing: Pacing
    vault: MemoryVault = field(default_factory=MemoryVault)
    pages: list[str] = field(default_factory=list)
    browsing: list["asyncio.Task[None]"] = field(default_factory=list)
    brings: dict[str, str] | None = None
    """What the browser brings back instead of what the server gave it."""

    def open_page(self, url: str) -> None:
        self.pages.append(url)
        self.browsing.append(asyncio.create_task(self.browse(url)))

    async def browse(self, url: str) -> None:
        answer = await self.http.ask("GET", url, deadline=5)
        back = answer.headers["location"]
        if self.brings is not None:
            back = f"{back.partition('?')[0]}?{urlencode(self.brings)}"
        page = await self.http.ask("GET", back, deadline=5)
        assert b"Control Room" in page.body

    async def through(self, server: str = "") -> SignedIn:
        return await BROWSER.run({"server": server or self.server.url}, self.step)

    @property
    def step(self) -> Doorstep:
        return Doorstep(self.http, self.vault, self.pacing, self.clock, {}, self.open_page)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    clock, http = ManualClock(NOW), Http()
    fake = FakeMastodon(now=clock.now)
    async with fake_server(fake) as server:
        fake.url = server.url
        open_door = Door(fake, server, http, clock, Pacing(clock))
        yield open_door
        await asyncio.gather(*open_door.browsing)
        await http.close()


def test_the_ways_ask_for_no_more_than_they_need() -> None:
    assert [[blank.name for blank in way.blanks] for way in WAYS.ways] == [
        ["server"],
        ["server", "token"],
    ]
    assert [blank.secret for blank in PASTED.blanks] == [False, True]
    assert (BROWSER.browser, PASTED.browser) == (True, False)


async def test_the_browser_brings_a_token_of_its_own_app(door: Door) -> None:
    account = await door.through()

    assert account == SignedIn("mastodon", HANDLE, "The Brand", door.server.url, AVATAR)
    kept = await kept_for(door.vault, HANDLE)
    assert kept is not None
    assert door.fake.tokens[kept.token] == SCOPES
    assert (kept.server, kept.id, kept.scopes) == (door.server.url, ACCOUNT, SCOPES)
    assert door.fake.apps[kept.client_id].secret == kept.client_secret
    asked = parse_qs(urlsplit(door.pages[0]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"][0].startswith("http://127.0.0.1:")
    assert kept.client_secret not in door.pages[0]


async def test_an_old_server_is_asked_without_proof_of_the_code(door: Door) -> None:
    door.fake.pkce = False
    await door.through()
    assert "code_challenge" not in door.pages[0]
    assert await kept_for(door.vault, HANDLE) is not None


@pytest.mark.parametrize(
    ("brings", "words"),
    [
        ({"code": "stolen", "state": "guessed"}, "does not fit"),
        ({"code": "stolen"}, "does not fit"),
        ({"error": "access_denied"}, "does not fit"),
    ],
)
async def test_an_answer_to_another_question_is_not_used(
    door: Door, brings: dict[str, str], words: str
) -> None:
    door.brings = brings
    with pytest.raises(SignInFailed, match=words):
        await door.through()
    assert await kept_for(door.vault, HANDLE) is None
    assert door.fake.count_asked("POST", "/oauth/token") == 0


async def test_a_person_who_says_no_is_understood(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mastodon_ways.secrets, "token_urlsafe", lambda _size: "state")
    door.brings = {"error": "access_denied", "state": "state"}
    with pytest.raises(SignInFailed, match="refused in the browser"):
        await door.through()


async def test_nobody_comes_back(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mastodon_ways, "PERSON_TAKES_S", 0.0)
    door.browse = lambda _url: asyncio.sleep(0)  # type: ignore[method-assign]
    with pytest.raises(SignInFailed, match="Nobody came back"):
        await door.through()


async def test_a_server_that_refuses_pages_on_this_computer_leaves_the_token(door: Door) -> None:
    door.fake.loopback = False
    with pytest.raises(SignInFailed, match="Use an access token"):
        await door.through()
    assert door.pages == []


async def test_a_pasted_token_is_tried_before_it_is_kept(door: Door) -> None:
    account = await PASTED.run({"server": door.server.url, "token": f" {TOKEN}\n"}, door.step)
    assert (account.handle, account.name) == (HANDLE, "The Brand")
    kept = await kept_for(door.vault, HANDLE)
    assert kept is not None
    assert (kept.token, kept.client_id) == (TOKEN, "")

    with pytest.raises(SignInFailed, match="new access token"):
        await PASTED.run({"server": door.server.url, "token": "wrong"}, door.step)
    assert await kept_for(door.vault, HANDLE) == kept


async def test_signing_out_ends_the_token_there_and_here(door: Door) -> None:
    await door.through()
    kept = await kept_for(door.vault, HANDLE)
    assert kept is not None
    await WAYS.sign_out(HANDLE, door.server.url, door.step)
    assert kept.token not in door.fake.tokens
    assert await door.vault.read(entry_name(HANDLE)) is None
    await WAYS.sign_out(HANDLE, door.server.url, door.step)


@pytest.mark.parametrize("reply", [Fault.HANG_UP, Reply(500, b""), Reply(403, b"{}")])
async def test_signing_out_here_needs_no_server(door: Door, reply: Reply | Fault) -> None:
    await door.through()
    door.fake.next_replies["POST", "/oauth/revoke"] = [reply]
    await WAYS.sign_out(HANDLE, door.server.url, door.step)
    assert await door.vault.read(entry_name(HANDLE)) is None


async def test_a_token_somebody_made_for_themselves_is_only_forgotten(door: Door) -> None:
    await PASTED.run({"server": door.server.url, "token": TOKEN}, door.step)
    await WAYS.sign_out(HANDLE, door.server.url, door.step)
    assert TOKEN in door.fake.tokens
    assert await door.vault.read(entry_name(HANDLE)) is None


async def test_the_token_goes_only_where_it_came_from(door: Door) -> None:
    """Whatever server an event names, the token is sent to the one that granted it."""
    await keep(door.vault, Kept(HANDLE, "https://granted.example", ACCOUNT, TOKEN, "", "c", "s"))
    asked: list[str] = []

    class Watching(Http):
        async def ask(self, method: str, url: str, **_more: object) -> None:  # type: ignore[override]
            asked.append(url)
            raise AssertionError

    watching = Watching()
    step = Doorstep(watching, door.vault, Pacing(door.clock), door.clock, {}, door.open_page)
    with pytest.raises(AssertionError):
        await WAYS.sign_out(HANDLE, "https://named-by-the-event.example", step)
    assert asked == ["https://granted.example/oauth/revoke"]


@pytest.mark.parametrize(
    ("written", "error"),
    [("", WrongInput), ("not a server", WrongInput), ("http://plain.example", WrongInput)],
)
async def test_what_is_no_server_is_said(
    door: Door, written: str, error: type[UserFacingError]
) -> None:
    for way in WAYS.ways:
        with pytest.raises(error):
            await way.run({"server": written, "token": "x"}, door.step)
    with pytest.raises(WrongInput, match="Access token"):
        await PASTED.run({"server": door.server.url, "token": " "}, door.step)


async def test_the_own_name_in_place_of_the_server_is_understood(door: Door) -> None:
    port = await closed_port()
    with pytest.raises(SignInFailed, match=rf"^https://127\.0\.0\.1:{port} cannot be reached"):
        await door.through(f"@brand@127.0.0.1:{port}")


async def test_a_server_that_is_not_there_or_another_kind_is_said(door: Door) -> None:
    with pytest.raises(SignInFailed, match="cannot be reached"):
        await door.through(f"http://127.0.0.1:{await closed_port()}")
    for body in (b"<html>a shop</html>", b"[]"):
        door.fake.next_replies["POST", "/api/v1/apps"] = [Reply(200, body)]
        with pytest.raises(SignInFailed, match="does not answer as a Mastodon"):
            await door.through()
    door.fake.next_replies["POST", "/api/v1/apps"] = [Reply(429, b"{}", {"retry-after": "90"})]
    for _ in range(2):
        with pytest.raises(SignInFailed, match="1 min 30 s"):
            await door.through()
    assert door.fake.count_asked("POST", "/api/v1/apps") == 3


async def test_an_account_without_a_picture_or_name_is_let_in(door: Door) -> None:
    door.fake.next_replies["GET", "/avatar.png"] = [Reply(404, b"")]
    door.fake.next_replies["GET", "/api/v2/instance"] = [Reply(404, b"")]
    profile = {"id": ACCOUNT, "username": "brand", "avatar_static": f"{door.server.url}/avatar.png"}
    door.fake.next_replies["GET", "/api/v1/accounts"] = [Reply.of(profile)]
    account = await PASTED.run({"server": door.server.url, "token": TOKEN}, door.step)
    assert account == SignedIn("mastodon", HANDLE, "brand", door.server.url)


async def test_no_secret_stands_in_a_log_record(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await door.through()
    kept = await kept_for(door.vault, HANDLE)
    assert kept is not None
    with pytest.raises(SignInFailed) as problem:
        await PASTED.run({"server": door.server.url, "token": "mistyped-token"}, door.step)
    door.fake.next_replies["POST", "/oauth/revoke"] = [Fault.HANG_UP]
    await WAYS.sign_out(HANDLE, door.server.url, door.step)
    ours = [one for one in caplog.records if one.name.startswith("controlroom")]
    assert ours
    told = "".join(one.getMessage() + str(one.__dict__) for one in caplog.records)
    told += repr(kept) + repr(problem.value)
    for secret in (kept.token, kept.client_secret, "mistyped-token", "code1"):
        assert secret not in told
