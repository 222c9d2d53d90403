"""Signing in through the browser on a real server, and posting with what that gives."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import msgspec
import pytest

from controlroom.accounts.bluesky_dpop import DpopKey
from controlroom.accounts.bluesky_session import BlueskySession, Kept, entry_name
from controlroom.accounts.bluesky_ways import WAYS
from controlroom.accounts.sign_in import SignInFailed
from controlroom.accounts.vault import MemoryVault
from controlroom.accounts.ways_in import Doorstep, SignedIn
from controlroom.channels.base import NotSent, Post, PostMedia, SignInExpired, Tools
from controlroom.channels.bluesky import Bluesky
from controlroom.channels.bluesky_calls import GET_SESSION, PUT
from controlroom.clock import MICROS, SystemClock
from controlroom.event.live_event import Account
from controlroom.net.http import Answer, Http, public_gate
from controlroom.net.pacing import Pacing
from tests.channels.test_bluesky_pds import picture
from tests.support.bluesky.browser import Browser
from tests.support.bluesky.server import PASSWORD, Login, Pds

pytestmark = pytest.mark.pds

CLOCK = SystemClock()
(BROWSER,) = (way for way in WAYS.ways if way.browser)


class Watched(Http):
    """Remembers what was asked, each proof, and each refresh token that was looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.spent: list[str] = []
        self.proofs: list[str] = []

    async def ask(self, method: str, url: str, **more: Any) -> Answer:
        self.asked.append(more["what"])
        if "dpop" in (more.get("headers") or {}):
            self.proofs.append(more["headers"]["dpop"])
        answer = await super().ask(method, url, **more)
        form = parse_qs((more.get("body") or b"").decode("latin-1"))
        # One that was refused for its nonce was not looked at.
        unseen = b"use_dpop_nonce" in answer.body
        if form.get("grant_type") == ["refresh_token"] and not unseen:
            self.spent += form["refresh_token"]
        return answer


@dataclass
class Desk:
    """What signing in needs, and who is going to."""

    pds: Pds
    login: Login
    http: Watched
    vault: MemoryVault

    def doorstep(self, browser: Browser) -> Doorstep:
        return Doorstep(self.http, self.vault, Pacing(CLOCK), CLOCK, {}, browser.open_page)

    async def sign_in(self, browser: Browser | None = None) -> SignedIn:
        person = browser or Browser(self.login.handle, PASSWORD)
        given = {"handle": f"@{self.login.handle.upper()}", "server": self.pds.url}
        try:
            return await BROWSER.run(given, self.doorstep(person))
        finally:
            person.join()

    async def kept(self) -> Kept:
        text = await self.vault.read(entry_name(self.login.handle))
        assert text is not None
        return msgspec.json.decode(text, type=Kept)

    def bluesky(self) -> Bluesky:
        tools = Tools(self.http, self.vault, Pacing(CLOCK), CLOCK, {}, Path())
        return Bluesky(Account("bluesky", self.login.handle, "The desk"), tools)

    def post(self, text: str, *media: PostMedia) -> Post:
        return Post("bluesky", self.login.handle, text, media)


@pytest.fixture
async def desk(bluesky_pds: Pds, bluesky_login: Login) -> AsyncIterator[Desk]:
    http = Watched()
    yield Desk(bluesky_pds, bluesky_login, http, MemoryVault())
    await http.close()


async def test_a_person_signs_in_and_the_desk_posts(desk: Desk) -> None:
    signed_in = await desk.sign_in()
    assert (signed_in.channel, signed_in.handle) == ("bluesky", desk.login.handle)
    kept = await desk.kept()
    assert kept.did == desk.login.did
    assert kept.grant is not None
    assert kept.grant.key not in repr(kept)
    assert kept.refresh not in repr(kept)

    bluesky = desk.bluesky()
    staged = await bluesky.stage(desk.post("Signed in by browser.", picture()))
    key = bluesky.mint_key(CLOCK.now())
    before = len(desk.http.asked)
    receipt = await bluesky.send(staged, key)
    assert desk.http.asked[before:] == [PUT]

    (record,) = desk.pds.posts(desk.login.did)
    assert record["uri"] == receipt.remote_id
    assert len(set(desk.http.proofs)) == len(desk.http.proofs)
    await bluesky.retract(receipt)
    assert desk.pds.posts(desk.login.did) == []

    standing = await bluesky.test()
    assert standing.scopes == ("atproto", "transition:generic")
    assert standing.until is not None
    assert 13.9 < (standing.until - CLOCK.now()) / MICROS / 86_400 < 14.1
    await bluesky.close()


async def test_a_nonce_that_went_stale_costs_one_more_try_and_no_more(desk: Desk) -> None:
    await desk.sign_in()
    bluesky = desk.bluesky()
    staged = await bluesky.stage(desk.post("Late."))
    prover = bluesky._session._kind._prover  # type: ignore[union-attr]
    prover._nonces = dict.fromkeys(prover._nonces, "long-gone")
    before = len(desk.http.asked)
    await bluesky.send(staged, bluesky.mint_key(CLOCK.now()))
    assert desk.http.asked[before:] == [PUT, PUT]
    assert len(desk.pds.posts(desk.login.did)) == 1

    # HOLD in between stops the second try too.
    prover._nonces = dict.fromkeys(prover._nonces, "long-gone")
    open_once = iter([True, False])
    public_gate.set(lambda: next(open_once))
    with pytest.raises(NotSent, match="closed"):
        await bluesky.send(staged, bluesky.mint_key(CLOCK.now()))
    assert len(desk.pds.posts(desk.login.did)) == 1
    await bluesky.close()


async def test_an_expired_token_is_renewed_and_no_refresh_token_is_shown_twice(desk: Desk) -> None:
    await desk.sign_in()
    bluesky = desk.bluesky()
    for text in ("One.", "Two.", "Three."):
        staged = await bluesky.stage(desk.post(text))
        key = bluesky.mint_key(CLOCK.now())
        session = bluesky._session
        session._access = f"{session.access[:-6]}AAAAAA"  # as good as expired
        with pytest.raises(NotSent):
            await bluesky.send(staged, key)
        assert (await desk.kept()).refresh not in desk.http.spent
        await bluesky.send(staged, key)
    await bluesky.close()
    # A restart goes on with what the vault has.
    restarted = desk.bluesky()
    await restarted.stage(desk.post("Four."))
    await restarted.close()

    assert len(desk.pds.posts(desk.login.did)) == 3
    assert len(desk.http.spent) == len(set(desk.http.spent)) == 5


async def test_a_refresh_token_shown_twice_by_somebody_ends_the_sign_in_and_that_is_told(
    desk: Desk,
) -> None:
    await desk.sign_in()
    stolen = await desk.vault.read(entry_name(desk.login.handle))
    assert stolen is not None
    bluesky = desk.bluesky()
    await bluesky.stage(desk.post("Fine."))

    thief = MemoryVault()
    await thief.write(entry_name(desk.login.handle), stolen)
    session = BlueskySession(desk.login.handle, desk.http, thief, Pacing(CLOCK), CLOCK)
    with pytest.raises(Exception, match="replayed"):
        await session.ready()

    restarted = desk.bluesky()
    with pytest.raises(SignInExpired):
        await restarted.stage(desk.post("Not any more."))
    await restarted.close()
    await bluesky.close()
    # Signing in again is all there is to do.
    await desk.sign_in()
    again = desk.bluesky()
    await again.send(await again.stage(desk.post("Back.")), again.mint_key(CLOCK.now()))
    assert len(desk.pds.posts(desk.login.did)) == 1
    await again.close()


async def test_signing_out_is_heard_by_the_server(desk: Desk) -> None:
    await desk.sign_in()
    bluesky = desk.bluesky()
    staged = await bluesky.stage(desk.post("Never."))
    kept = await desk.kept()
    doorstep = desk.doorstep(Browser("", ""))

    await WAYS.sign_out(desk.login.handle, desk.pds.url, doorstep)

    assert await desk.vault.read(entry_name(desk.login.handle)) is None
    with pytest.raises(SignInExpired):
        await bluesky.send(staged, bluesky.mint_key(CLOCK.now()))
    await bluesky.close()
    # Nor does what was in the vault open anything any more.
    await desk.vault.write(entry_name(desk.login.handle), msgspec.json.encode(kept).decode())
    again = desk.bluesky()
    with pytest.raises(SignInExpired):
        await again.stage(desk.post("Never."))
    await again.close()
    assert desk.pds.posts(desk.login.did) == []


@pytest.mark.parametrize(
    ("true", "forged", "told"),
    [
        ("state=", "state=x", "does not fit"),
        ("iss=http", "iss=https", "does not fit"),
        ("code=", "code=x", "Invalid code"),
    ],
)
async def test_an_answer_that_was_tampered_with_signs_nobody_in(
    desk: Desk, true: str, forged: str, told: str
) -> None:
    browser = Browser(desk.login.handle, PASSWORD)
    browser.on_the_way_back = lambda url: url.replace(true, forged)
    with pytest.raises(SignInFailed, match=told):
        await desk.sign_in(browser)
    assert browser.came_back_to.count(forged) == 1
    assert await desk.vault.read(entry_name(desk.login.handle)) is None


async def test_somebody_else_in_the_browser_is_not_taken_for_the_account(desk: Desk) -> None:
    other = desk.pds.create_account("somebody-else.test")
    with pytest.raises(SignInFailed, match="another account"):
        await desk.sign_in(Browser(other.handle, PASSWORD))
    assert await desk.vault.read(entry_name(desk.login.handle)) is None


async def test_a_connection_kept_warm_keeps_the_nonce_fresh(desk: Desk) -> None:
    desk.http._warm_every = 0.01
    await desk.sign_in()
    bluesky = desk.bluesky()
    await bluesky.stage(desk.post("Warm."))
    before = desk.http.asked.count(GET_SESSION)
    for _ in range(300):
        await desk.http.warm(f"{desk.pds.url}/xrpc/_health")
        if desk.http.asked.count(GET_SESSION) > before + 2:
            break
    assert desk.http.asked.count(GET_SESSION) > before + 2
    await bluesky.close()


def test_a_key_is_the_same_after_the_vault() -> None:
    key = DpopKey.new()
    assert DpopKey.from_text(key.text).public == key.public
