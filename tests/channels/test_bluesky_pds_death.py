"""A real server that dies between a request and its answer, comes back, and is asked."""

import http.client
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import replace
from enum import Enum
from pathlib import Path

import pytest

from controlroom.accounts.bluesky_password import sign_in_to_bluesky
from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import ChannelDown, NotSent, OutcomeUnknown, Post, Staged, Tools
from controlroom.channels.bluesky import Bluesky
from controlroom.channels.bluesky_calls import PUT
from controlroom.clock import SystemClock
from controlroom.event.live_event import Account
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.channels.test_bluesky_pds import picture
from tests.net.fake_server import Fault, Reply, Request, fake_server
from tests.support.bluesky.server import Login, MortalPds

pytestmark = pytest.mark.pds

CLOCK = SystemClock()


class Dies(Enum):
    BEFORE = "when the post has reached only the road"
    DURING = "when the post has just arrived"
    AFTER = "when the post is stored, before the answer is out"


class Road:
    """The way to the server. ``dies`` is when the server ends, at the next post."""

    def __init__(self, mortal: MortalPds) -> None:
        self._mortal = mortal
        self.dies: Dies | None = None

    def __call__(self, request: Request) -> Reply | Fault:
        at = self.dies if request.path.endswith(PUT) else None
        if at is None:
            return self._carry(request)
        if at is Dies.DURING:
            self._only_send(request)
        if at is Dies.AFTER:
            self._carry(request)
        self._mortal.kill()
        self.dies = None
        return Fault.HANG_UP

    def _carry(self, request: Request) -> Reply | Fault:
        asked = urllib.request.Request(
            self._url(request), request.body or None, _headers(request), method=request.method
        )
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return Reply(answer.status, answer.read(), _kind(answer.headers["content-type"]))
        except urllib.error.HTTPError as no:
            return Reply(no.code, no.read(), _kind(no.headers["content-type"]))
        except (urllib.error.URLError, OSError):
            return Fault.HANG_UP

    def _only_send(self, request: Request) -> None:
        connection = http.client.HTTPConnection(self._mortal.url.removeprefix("http://"))
        connection.request(request.method, request.path, request.body, _headers(request))
        connection.close()

    def _url(self, request: Request) -> str:
        asked = "&".join(f"{name}={text}" for name, text in request.query.items())
        return f"{self._mortal.url}{request.path}?{asked}"


def _headers(request: Request) -> dict[str, str]:
    kept = ("authorization", "content-type")
    return {name: request.headers[name] for name in kept if name in request.headers}


def _kind(mime: str | None) -> dict[str, str]:
    return {"content-type": mime or "text/plain"}


@pytest.fixture
def login(mortal_bluesky_pds: MortalPds) -> Login:
    return mortal_bluesky_pds.pds.create_account("mortal.test")


class Desk:
    """One account, and everything that outlives the program; ``restarted`` is a new program."""

    def __init__(self, http: Http, login: Login, vault: MemoryVault) -> None:
        self._http = http
        self._vault = vault
        self._login = login
        self.bluesky = self.restarted()

    def restarted(self) -> Bluesky:
        tools = Tools(self._http, self._vault, Pacing(CLOCK), CLOCK, {}, Path())
        self.bluesky = Bluesky(Account("bluesky", self._login.handle, "The desk"), tools)
        return self.bluesky

    async def staged(self) -> tuple[Staged, str]:
        post = Post("bluesky", self._login.handle, "Power out? No problem.", (picture(),))
        return await self.bluesky.stage(post), self.bluesky.mint_key(CLOCK.now())


@pytest.fixture
async def desk(mortal_bluesky_pds: MortalPds, login: Login) -> AsyncIterator[tuple[Desk, Road]]:
    http, vault, road = Http(), MemoryVault(), Road(mortal_bluesky_pds)
    async with fake_server(road) as way:
        await sign_in_to_bluesky(http, vault, Pacing(CLOCK), login.handle, login.password, way.url)
        made = Desk(http, login, vault)
        yield made, road
        await made.bluesky.close()
        await http.close()


async def test_whatever_the_server_made_of_a_post_is_found_out(
    desk: tuple[Desk, Road], mortal_bluesky_pds: MortalPds, login: Login
) -> None:
    program, road = desk
    for number, dies in enumerate(Dies):
        staged, key = await program.staged()
        road.dies = dies
        with pytest.raises(OutcomeUnknown):
            await program.bluesky.send(staged, key)
        with pytest.raises(ChannelDown):
            await program.bluesky.find(staged, key)

        mortal_bluesky_pds.start()
        seen = await program.bluesky.find(staged, key)
        there = mortal_bluesky_pds.pds.posts(login.did)
        assert (seen is not None) == (len(there) == number + 1)
        if dies is not Dies.DURING:
            assert (seen is not None) == (dies is Dies.AFTER)

        # And trying again under the same key makes one post of it, whatever came before.
        receipt = await program.bluesky.send(staged, key)
        now_there = mortal_bluesky_pds.pds.posts(login.did)
        assert len(now_there) == number + 1
        assert now_there[0]["uri"] == receipt.remote_id
        assert seen is None or now_there == there
        assert seen is None or seen.receipt.answer == receipt.answer


async def test_a_post_staged_before_both_were_restarted_goes_out_without_staging_again(
    desk: tuple[Desk, Road], mortal_bluesky_pds: MortalPds, login: Login
) -> None:
    program, _ = desk
    staged, key = await program.staged()
    await program.bluesky.close()
    mortal_bluesky_pds.kill()
    mortal_bluesky_pds.start()

    bluesky = program.restarted()
    bare = replace(staged.post, media=(replace(staged.post.media[0], content=b""),))
    kept = replace(staged, post=bare)
    with pytest.raises(NotSent):  # no access token yet: it is fetched first
        await bluesky.send(kept, key)
    receipt = await bluesky.send(kept, key)

    (record,) = mortal_bluesky_pds.pds.posts(login.did)
    assert record["uri"] == receipt.remote_id
    shown = record["value"]["embed"]["images"][0]["image"]["ref"]["$link"]
    assert mortal_bluesky_pds.pds.blob(login.did, shown) == staged.post.media[0].content
    seen = await bluesky.find(kept, key)
    assert seen is not None
    assert seen.media == (staged.post.media[0].sha256,)
