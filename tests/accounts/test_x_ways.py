"""Signing in to X, and what a person is told when it does not work."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from controlroom.accounts.sign_in import SignInFailed
from controlroom.accounts.vault import MemoryVault
from controlroom.accounts.ways_in import Doorstep, SignedIn, ways_into
from controlroom.accounts.x_session import Kept, entry_name, read_kept
from controlroom.accounts.x_tokens import SCOPES
from controlroom.accounts.x_ways import WAYS
from controlroom.clock import MICROS, ManualClock
from controlroom.errors import WrongInput
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.net.fake_server import FakeServer, Fault, Reply, closed_port, fake_server
from tests.support.x_server import AVATAR, HANDLE, NAME, USER, FakeX, problem
from tests.support.x_server_sign_in import CLIENT, LIFE_S

TOKEN = ("POST", "/2/oauth2/token")
ME = ("GET", "/2/users/me")
REVOKE = ("POST", "/2/oauth2/revoke")
NOW = 1_795_000_000 * MICROS
Press = Callable[[dict[str, str]], dict[str, str]]


@dataclass
class Desk:
    """What signing in needs; ``press`` is what the person does on the page, as an answer."""

    fake: FakeX
    server: FakeServer
    http: Http
    vault: MemoryVault
    clock: ManualClock
    press: Press
    settings: dict[str, str] = field(default_factory=lambda: {"x.client_id": CLIENT})
    pages: list[str] = field(default_factory=list)
    coming_back: list[asyncio.Task[int]] = field(default_factory=list)

    def _open(self, page: str) -> None:
        self.pages.append(page)
        query = dict(parse_qsl(urlsplit(page).query))
        self.coming_back.append(asyncio.create_task(self._come_back(query)))

    async def _come_back(self, query: dict[str, str]) -> int:
        back = f"{query['redirect_uri']}?{urlencode(self.press(query))}"
        return (await self.http.ask("GET", back, deadline=5.0)).status

    async def enter(self, way: str, **given: str) -> SignedIn:
        (found,) = (one for one in WAYS.ways if one.way == way)
        given.setdefault("server", self.server.url)
        return await found.run(given, self.doorstep)

    @property
    def doorstep(self) -> Doorstep:
        pacing = Pacing(self.clock)
        return Doorstep(self.http, self.vault, pacing, self.clock, self.settings, self._open)

    async def kept(self) -> Kept | None:
        return await read_kept(self.vault, HANDLE)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = ManualClock(NOW)
    fake = FakeX(clock)
    fake.sign_in.grants.clear()
    async with fake_server(fake) as server:
        http = Http()

        def yes(query: dict[str, str]) -> dict[str, str]:
            return {"state": query["state"], "code": fake.sign_in.allow(query)}

        desk = Desk(fake, server, http, MemoryVault(), clock, yes)
        yield desk
        await asyncio.gather(*desk.coming_back)
        await http.close()


def test_the_ways_are_found_by_the_channels_name() -> None:
    assert ways_into("x") is WAYS
    assert [(way.way, way.browser, way.needs) for way in WAYS.ways] == [
        ("browser", True, ("x.client_id",)),
        ("token", False, ()),
    ]
    secret = {blank.name for way in WAYS.ways for blank in way.blanks if blank.secret}
    assert secret == {"access_token", "refresh_token", "client_secret"}


async def test_through_the_browser_the_tokens_come_into_the_vault(desk: Desk) -> None:
    entered = await desk.enter("browser")
    assert entered == SignedIn("x", HANDLE, NAME, desk.server.url, AVATAR)
    (grant,) = desk.fake.sign_in.grants
    assert await desk.kept() == Kept(
        USER,
        HANDLE,
        NAME,
        desk.server.url,
        grant.access,
        NOW + LIFE_S * MICROS,
        grant.refresh,
        CLIENT,
        scopes=SCOPES,
    )
    (page,) = desk.pages
    assert page.startswith(f"{desk.server.url}/i/oauth2/authorize?")
    asked = dict(parse_qsl(urlsplit(page).query))
    assert asked["scope"] == "tweet.read tweet.write users.read media.write offline.access"
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")


async def test_the_port_and_the_page_are_settings(desk: Desk) -> None:
    port = await closed_port()
    desk.settings |= {"x.callback_port": str(port), "x.authorize_url": "https://x.test/agree"}
    await desk.enter("browser")
    (page,) = desk.pages
    assert page.startswith("https://x.test/agree?")
    assert f"redirect_uri=http%3A%2F%2F127.0.0.1%3A{port}%2Fcallback" in page


async def test_a_client_with_a_secret_proves_who_it_is(desk: Desk) -> None:
    desk.fake.sign_in.secret = "kept-safe"
    with pytest.raises(SignInFailed, match="authorization header"):
        await desk.enter("browser")
    assert await desk.kept() is None
    await desk.enter("browser", client_secret=" kept-safe ")
    kept = await desk.kept()
    assert kept is not None
    assert kept.client_secret == "kept-safe"


@pytest.mark.parametrize(
    ("press", "told"),
    [
        (lambda query: {"state": query["state"], "error": "access_denied"}, "refused in the brow"),
        (lambda query: {"state": query["state"], "error": "server_error"}, "server_error"),
        (lambda query: {"state": "other", "code": "code0"}, "does not fit"),
        (lambda query: {"code": "code0"}, "does not fit"),
        (lambda query: {"state": query["state"], "code": "made-up"}, "code was invalid"),
    ],
)
async def test_what_the_browser_brings_is_looked_at(desk: Desk, press: Press, told: str) -> None:
    desk.press = press
    with pytest.raises(SignInFailed, match=told):
        await desk.enter("browser")
    assert desk.vault._secrets == {}


async def test_a_port_that_is_taken_is_told(desk: Desk) -> None:
    port = urlsplit(desk.server.url).port
    desk.settings["x.callback_port"] = str(port)
    with pytest.raises(SignInFailed, match=f"Port {port} of this computer is taken"):
        await desk.enter("browser")
    desk.settings["x.callback_port"] = "many"
    with pytest.raises(WrongInput, match="many"):
        await desk.enter("browser")
    assert desk.pages == []


async def test_without_a_client_id_nothing_is_begun(desk: Desk) -> None:
    desk.settings.clear()
    with pytest.raises(WrongInput, match=r"x\.client_id"):
        await desk.enter("browser")
    with pytest.raises(WrongInput, match=r"x\.client_id"):
        await desk.enter("token", access_token="a", refresh_token="r")
    assert (desk.pages, desk.server.requests) == ([], [])


async def test_tokens_somebody_has_are_tried_and_kept(desk: Desk) -> None:
    desk.settings.clear()
    grant = desk.fake.sign_in.grant()
    entered = await desk.enter("token", access_token=f" {grant.access}\n")
    assert (entered.handle, entered.name, entered.avatar) == (HANDLE, NAME, AVATAR)
    kept = await desk.kept()
    assert kept is not None
    assert (kept.access, kept.refresh) == (grant.access, "")
    assert kept.until == NOW + 7_200 * MICROS


async def test_a_refresh_token_is_kept_with_them(desk: Desk) -> None:
    grant = desk.fake.sign_in.grant()
    await desk.enter("token", access_token=grant.access, refresh_token=grant.refresh)
    kept = await desk.kept()
    assert kept is not None
    assert (kept.refresh, kept.client_id) == (grant.refresh, CLIENT)
    assert desk.fake.asked_for(*TOKEN) == 0


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (problem(401, "Unauthorized", "Unauthorized"), "The server said: Unauthorized"),
        (problem(403, "Forbidden", "Your client app is not enrolled."), "not enrolled"),
        (Reply(403, b"<html>"), "HTTP 403"),
        (Reply.of({}, 429, retry_after="125"), "the next one in 2 min 5 s"),
        (Reply(502, b""), "cannot be reached"),
        (Reply(200, b'{"data": {}}'), "cannot be reached"),
        (Fault.HANG_UP, "cannot be reached"),
    ],
)
async def test_a_person_is_told_what_went_wrong(
    desk: Desk, reply: Reply | Fault, told: str
) -> None:
    desk.fake.next_replies[ME] = [reply]
    grant = desk.fake.sign_in.grant()
    with pytest.raises(SignInFailed, match=told):
        await desk.enter("token", access_token=grant.access)
    assert desk.vault._secrets == {}


async def test_an_empty_blank_is_told(desk: Desk) -> None:
    with pytest.raises(WrongInput, match="Access token is still to be filled in"):
        await desk.enter("token", access_token=" ")
    with pytest.raises(WrongInput, match="not the address of a server"):
        await desk.enter("token", access_token="a", server="http://example.com")


async def test_an_account_without_a_picture_signs_in_all_the_same(desk: Desk) -> None:
    grant = desk.fake.sign_in.grant()
    desk.fake.next_replies["GET", "/avatar_400x400.png"] = [Reply(404, b"")]
    assert (await desk.enter("token", access_token=grant.access)).avatar is None


async def test_signing_out_forgets_here_and_there(desk: Desk) -> None:
    await desk.enter("browser")
    (grant,) = desk.fake.sign_in.grants
    await WAYS.sign_out(f"@{HANDLE.upper()}", desk.server.url, desk.doorstep)
    assert await desk.vault.read(entry_name(HANDLE)) is None
    assert desk.fake.sign_in.revoked == [grant.refresh, grant.access]
    await WAYS.sign_out(HANDLE, desk.server.url, desk.doorstep)


@pytest.mark.parametrize("reply", [Reply(503, b""), Fault.HANG_UP])
async def test_signing_out_works_without_x(desk: Desk, reply: Reply | Fault) -> None:
    await desk.enter("browser")
    desk.fake.next_replies[REVOKE] = [reply]
    await WAYS.sign_out(HANDLE, desk.server.url, desk.doorstep)
    assert desk.vault._secrets == {}


async def test_no_secret_is_ever_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.fake.sign_in.secret = "client-secret"
    await desk.enter("browser", client_secret="client-secret")
    desk.fake.next_replies[REVOKE] = [Reply(503, b"")]
    await WAYS.sign_out(HANDLE, desk.server.url, desk.doorstep)
    said = "".join(record.getMessage() + str(record.exc_info) for record in caplog.records)
    assert "/2/users/me" in said
    assert "-secret" not in said
    assert "code0" not in said
