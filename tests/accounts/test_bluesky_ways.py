"""What a person is asked on the way into Bluesky, and what comes of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from controlroom.accounts.bluesky_places import DIRECTORY, find_home, find_issuer
from controlroom.accounts.bluesky_session import entry_name
from controlroom.accounts.sign_in import SignInFailed
from controlroom.accounts.vault import MemoryVault
from controlroom.accounts.ways_in import Doorstep, Given, WayIn, ways_into
from controlroom.clock import ManualClock
from controlroom.errors import UserFacingError, WrongInput
from controlroom.messages import english
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.channels.fake_pds import DID, HANDLE, FakePds
from tests.net.fake_server import FakeServer, Fault, Reply, Request, fake_server

PICTURE = b"\x89PNG the brand"
WAYS = ways_into("bluesky")
RESOLVE = "com.atproto.identity.resolveHandle"


def way(name: str) -> WayIn:
    (found,) = (one for one in WAYS.ways if one.way == name)
    return found


@dataclass
class House(FakePds):
    """A server with a profile, a directory of identities, and a way in through the browser."""

    url: str = ""
    odd: dict[str, Reply | Fault] = field(default_factory=dict)
    profile: bool = True

    def __post_init__(self) -> None:
        FakePds.__init__(self)

    def __call__(self, request: Request) -> Reply | Fault:
        if request.path in self.odd:
            return self.odd[request.path]
        if request.query.get("collection") == "app.bsky.actor.profile" and self.profile:
            avatar = {"ref": {"$link": "bafkpicture"}, "mimeType": "image/png", "size": 5}
            value = {"displayName": "The Brand", "avatar": avatar}
            return Reply.of({"uri": "at://", "value": value})
        if request.path.endswith("com.atproto.sync.getBlob"):
            return Reply(200, PICTURE)
        documents = {
            "/.well-known/oauth-protected-resource": {
                "resource": self.url,
                "authorization_servers": [self.url],
            },
            "/.well-known/oauth-authorization-server": {
                "issuer": self.url,
                "pushed_authorization_request_endpoint": f"{self.url}/par",
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
            },
            f"/{DID}": self.document(),
            "/xrpc/com.atproto.repo.describeRepo": {"did": DID, "didDoc": self.document()},
            "/par": {"request_uri": "urn:asked"},
            "/token": {
                "access_token": "access",
                "token_type": "DPoP",
                "refresh_token": "refresh",
                "sub": DID,
            },
        }
        if request.path in documents:
            return Reply.of(documents[request.path])
        return super().__call__(request)

    def document(self, **changes: object) -> dict[str, object]:
        service = {"id": "#atproto_pds", "type": "x", "serviceEndpoint": self.url}
        return {"id": DID, "alsoKnownAs": [f"at://{HANDLE}"], "service": [service], **changes}


@dataclass
class Desk:
    house: House
    server: FakeServer
    http: Http
    vault: MemoryVault
    settings: dict[str, str] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    brings: Callable[[dict[str, str]], dict[str, str]] | None = None

    @property
    def doorstep(self) -> Doorstep:
        clock = ManualClock(0)
        return Doorstep(self.http, self.vault, Pacing(clock), clock, self.settings, self.open_page)

    def open_page(self, url: str) -> None:
        self.opened.append(url)
        if self.brings is not None:
            pushed = self.server.requests[-1].body.decode()
            form = {name: texts[0] for name, texts in parse_qs(pushed).items()}
            back = f"{form['redirect_uri']}?{urlencode(self.brings(form))}"
            self.going_back = asyncio.create_task(self.http.ask("GET", back, deadline=10))

    def given(self, **more: str) -> Given:
        return {"handle": HANDLE, "server": self.server.url, **more}


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    house, http = House(), Http()
    async with fake_server(house) as server:
        house.url = server.url
        yield Desk(house, server, http, MemoryVault())
        await http.close()


def test_the_usual_way_is_first_and_only_the_password_is_secret() -> None:
    assert [one.way for one in WAYS.ways] == ["app-password", "browser"]
    assert [one.browser for one in WAYS.ways] == [False, True]
    blanks = [[(blank.name, blank.secret) for blank in one.blanks] for one in WAYS.ways]
    assert blanks == [
        [("handle", False), ("server", False), ("password", True)],
        [("handle", False), ("server", False)],
    ]
    assert WAYS.ways[0].blanks[1].value == "https://bsky.social"
    for one in WAYS.ways:
        assert "Bluesky" in WAYS.title
        assert all(english(blank.label) for blank in one.blanks)
        assert english(one.how)


async def test_an_app_password_shows_whose_account_it_is(desk: Desk) -> None:
    run = way("app-password").run
    signed_in = await run(desk.given(handle=f" @{HANDLE}", password="abcd"), desk.doorstep)
    assert (signed_in.handle, signed_in.name) == (HANDLE, "The Brand")
    assert (signed_in.server, signed_in.avatar) == (desk.server.url, PICTURE)
    assert await desk.vault.read(entry_name(HANDLE)) is not None


@pytest.mark.parametrize("reply", [Reply(404, b""), Reply(200, b"\xff\xfe"), Fault.HANG_UP])
async def test_an_account_without_name_and_picture_signs_in_all_the_same(
    desk: Desk, reply: Reply | Fault
) -> None:
    desk.house.odd["/xrpc/com.atproto.repo.getRecord"] = reply
    signed_in = await way("app-password").run(desk.given(password="abcd"), desk.doorstep)
    assert (signed_in.name, signed_in.avatar) == (HANDLE, None)


@pytest.mark.parametrize("given", [{"handle": " "}, {"password": ""}])
async def test_what_was_left_blank_is_named(desk: Desk, given: dict[str, str]) -> None:
    with pytest.raises(WrongInput, match="still to be filled in"):
        await way("app-password").run(desk.given(**{"password": "abcd", **given}), desk.doorstep)
    assert desk.server.requests == []


@pytest.mark.parametrize("reply", [None, Reply(503, b""), Fault.HANG_UP])
async def test_signing_out_forgets_here_whatever_the_server_says(
    desk: Desk, reply: Reply | Fault | None
) -> None:
    await way("app-password").run(desk.given(password="abcd"), desk.doorstep)
    if reply is not None:
        desk.house.odd["/xrpc/com.atproto.server.deleteSession"] = reply
    await WAYS.sign_out(f"@{HANDLE}", desk.server.url, desk.doorstep)
    last = desk.server.requests[-1]
    assert last.path.endswith("deleteSession")
    assert last.headers["authorization"] == "Bearer refresh1"
    assert await desk.vault.read(entry_name(HANDLE)) is None
    # Nobody signed in is no error, and nobody is asked.
    count = len(desk.server.requests)
    await WAYS.sign_out(HANDLE, desk.server.url, desk.doorstep)
    assert len(desk.server.requests) == count


async def test_rubbish_in_the_vault_is_forgotten_too(desk: Desk) -> None:
    await desk.vault.write(entry_name(HANDLE), "{")
    await WAYS.sign_out(HANDLE, desk.server.url, desk.doorstep)
    assert await desk.vault.read(entry_name(HANDLE)) is None


async def test_without_a_published_client_the_browser_is_not_opened(desk: Desk) -> None:
    given = {"handle": HANDLE, "server": "https://pds.example"}
    with pytest.raises(SignInFailed, match=r"bluesky\.client_id"):
        await way("browser").run(given, desk.doorstep)
    assert desk.opened == []


async def test_the_published_client_is_who_asks(desk: Desk) -> None:
    desk.settings["bluesky.client_id"] = "https://desk.example/client-metadata.json"
    desk.house.odd["/par"] = Reply.of({"error": "x", "error_description": "Unknown client"}, 400)
    with pytest.raises(SignInFailed, match="Unknown client"):
        await way("browser").run(desk.given(), desk.doorstep)
    (pushed,) = (one for one in desk.server.requests if one.path == "/par")
    form = {name: texts[0] for name, texts in parse_qs(pushed.body.decode()).items()}
    assert form["client_id"] == "https://desk.example/client-metadata.json"
    assert form["scope"] == "atproto transition:generic"
    assert form["code_challenge_method"] == "S256"
    assert form["login_hint"] == HANDLE
    assert urlsplit(form["redirect_uri"]).hostname == "127.0.0.1"
    assert "dpop" in pushed.headers


@pytest.mark.parametrize(
    ("brought", "told"),
    [
        ({"error": "access_denied"}, "refused in the browser"),
        ({"error": "server_error", "error_description": "Down"}, "Down"),
        ({}, "said"),
        ({"code": "c", "state": "other"}, "does not fit"),
        ({"code": "c", "iss": "https://other.example"}, "does not fit"),
    ],
)
async def test_what_the_browser_brings_is_told(
    desk: Desk, brought: dict[str, str], told: str
) -> None:
    desk.brings = lambda form: {"state": form["state"], "iss": desk.server.url, **brought}
    with pytest.raises(SignInFailed, match=told):
        await way("browser").run(desk.given(), desk.doorstep)
    assert (await desk.going_back).body.startswith(b"<!doctype html>")
    assert "/token" not in [request.path for request in desk.server.requests]
    assert await desk.vault.read(entry_name(HANDLE)) is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sub": "did:plc:other"}, "another account"),
        ({"token_type": "Bearer"}, "in trouble"),
        ({"refresh_token": ""}, "in trouble"),
    ],
)
async def test_tokens_that_are_not_as_they_should_be_are_not_taken(
    desk: Desk, changes: dict[str, str], told: str
) -> None:
    desk.brings = lambda form: {"state": form["state"], "iss": desk.server.url, "code": "c"}
    granted = desk.house(Request("POST", "/token", {}, {}, b""))
    assert isinstance(granted, Reply)
    desk.house.odd["/token"] = Reply.of({**json.loads(granted.body), **changes})
    with pytest.raises(SignInFailed, match=told):
        await way("browser").run(desk.given(), desk.doorstep)
    assert await desk.vault.read(entry_name(HANDLE)) is None
    del desk.house.odd["/token"]
    signed_in = await way("browser").run(desk.given(), desk.doorstep)
    assert (signed_in.handle, signed_in.name) == (HANDLE, "The Brand")


@pytest.mark.parametrize(
    ("path", "reply", "told"),
    [
        (f"/xrpc/{RESOLVE}", Reply.of({"error": "HandleNotFound"}, 400), "knows nobody"),
        (f"/xrpc/{RESOLVE}", Reply(502, b""), "in trouble"),
        (f"/xrpc/{RESOLVE}", Fault.HANG_UP, "cannot be reached"),
        (f"/{DID}", Reply(404, b""), "in trouble"),
        (f"/{DID}", Reply.of({"id": "did:plc:other"}), "in trouble"),
        (f"/{DID}", Reply.of({"id": DID, "alsoKnownAs": ["at://other.example"]}), "knows nobody"),
        (f"/{DID}", Reply.of({"id": DID, "alsoKnownAs": [f"at://{HANDLE}"]}), "No server"),
    ],
)
async def test_an_identity_that_does_not_hold_is_told(
    desk: Desk, path: str, reply: Reply | Fault, told: str
) -> None:
    desk.house.odd[path] = reply
    settings = {DIRECTORY: desk.server.url}
    with pytest.raises(SignInFailed, match=told):
        await find_home(desk.http, HANDLE, desk.server.url, settings)


async def test_a_server_without_encryption_is_no_home(desk: Desk) -> None:
    service = {"id": "#atproto_pds", "serviceEndpoint": "http://pds.example"}
    desk.house.odd[f"/{DID}"] = Reply.of(desk.house.document(service=[service]))
    with pytest.raises(SignInFailed):
        await find_home(desk.http, HANDLE, desk.server.url, {DIRECTORY: desk.server.url})


async def test_a_home_is_found_through_the_directory(desk: Desk) -> None:
    home = await find_home(desk.http, HANDLE, desk.server.url, {DIRECTORY: desk.server.url})
    assert (home.did, home.server) == (DID, desk.server.url)
    assert (await find_issuer(desk.http, home.server)).token_endpoint == f"{desk.server.url}/token"


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("/.well-known/oauth-protected-resource", {"authorization_servers": []}),
        ("/.well-known/oauth-authorization-server", {"issuer": "https://other.example"}),
        ("/.well-known/oauth-authorization-server", {"token_endpoint": "http://other.example/t"}),
    ],
)
async def test_a_server_that_grants_nothing_it_may_is_not_asked(
    desk: Desk, path: str, changes: dict[str, object]
) -> None:
    request = Request("GET", path, {}, {}, b"")
    reply = desk.house(request)
    assert isinstance(reply, Reply)
    desk.house.odd[path] = Reply.of({**json.loads(reply.body), **changes})
    with pytest.raises(UserFacingError):
        await find_issuer(desk.http, desk.server.url)
