"""Every kind of post on a real Bluesky server: pictures, video, card, answer, thread."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from controlroom.accounts.bluesky_password import END, sign_in_to_bluesky
from controlroom.accounts.bluesky_session import entry_name
from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import (
    LinkCard,
    MediaRefused,
    NotSent,
    Post,
    PostMedia,
    Receipt,
    Refused,
    Seen,
    SignInExpired,
    Tools,
)
from controlroom.channels.bluesky import Bluesky
from controlroom.channels.bluesky_calls import GET_SESSION
from controlroom.channels.bluesky_uploads import Prepared
from controlroom.clock import MICROS, SystemClock
from controlroom.event.live_event import Account
from controlroom.net.http import Answer, Http
from controlroom.net.pacing import Pacing
from controlroom.net.xrpc import fault, method_url
from tests.channels.test_bluesky_pds import picture
from tests.support.bluesky.server import JWT_SECRET, Login, Pds

pytestmark = pytest.mark.pds

CLOCK = SystemClock()
COLOURS = ("red", "green", "blue", "white", "black", "navy", "gold", "pink", "cyan", "grey")
UPLOAD = "com.atproto.repo.uploadBlob"


class Counting(Http):
    """Remembers what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def ask(self, method: str, url: str, **more: Any) -> Answer:
        self.asked.append(more["what"])
        return await super().ask(method, url, **more)


@dataclass
class Desk:
    """One account on the server."""

    http: Counting
    vault: MemoryVault
    pds: Pds
    login: Login
    bluesky: Bluesky

    def post(self, text: str, *media: PostMedia, **more: Any) -> Post:
        return Post("bluesky", self.login.handle, text, media, **more)

    async def send(self, post: Post, parent: Receipt | None = None) -> tuple[Receipt, Seen]:
        staged = await self.bluesky.stage(post)
        key = self.bluesky.mint_key(CLOCK.now())
        receipt = await self.bluesky.send(staged, key, parent)
        seen = await self.bluesky.find(staged, key)
        assert seen is not None
        assert seen.receipt.remote_id == receipt.remote_id
        assert seen.receipt.answer == receipt.answer
        return receipt, seen

    def value(self, receipt: Receipt) -> dict[str, Any]:
        record = self.pds.record(self.login.did, receipt.remote_id.rpartition("/")[2])
        return dict(record["value"])

    def bytes_of(self, blob: dict[str, Any]) -> bytes:
        return self.pds.blob(self.login.did, blob["ref"]["$link"])

    def another(self) -> Bluesky:
        """The program after a restart."""
        tools = Tools(self.http, self.vault, Pacing(CLOCK), CLOCK, {}, Path())
        return Bluesky(Account("bluesky", self.login.handle, "The desk"), tools)


async def desk_on(pds: Pds, login: Login) -> Desk:
    http, vault, pacing = Counting(), MemoryVault(), Pacing(CLOCK)
    await sign_in_to_bluesky(http, vault, pacing, login.handle, login.password, pds.url)
    account = Account("bluesky", login.handle, "The desk")
    bluesky = Bluesky(account, Tools(http, vault, pacing, CLOCK, {}, Path()))
    return Desk(http, vault, pds, login, bluesky)


@pytest.fixture
async def desk(bluesky_pds: Pds, bluesky_login: Login) -> AsyncIterator[Desk]:
    made = await desk_on(bluesky_pds, bluesky_login)
    yield made
    await made.bluesky.close()
    await made.http.close()


@pytest.mark.parametrize("count", [1, 4, 5, 10])
async def test_pictures_are_there_in_order_with_their_alt_texts(desk: Desk, count: int) -> None:
    pictures = tuple(picture(f"It is {colour}.", colour) for colour in COLOURS[:count])
    post = desk.post("Look.", *pictures)
    assert desk.bluesky.check(post) == ()

    receipt, seen = await desk.send(post)

    below = desk.value(receipt)["embed"]
    shown = below["images"] if count <= 4 else below["items"]
    assert [desk.bytes_of(one["image"]) for one in shown] == [one.content for one in pictures]
    assert [one["alt"] for one in shown] == [one.alt for one in pictures]
    assert seen.media == tuple(one.sha256 for one in pictures)
    assert seen.alts == tuple(one.alt for one in pictures)


async def test_a_video_is_there_with_its_alt_text_and_shape(desk: Desk) -> None:
    content = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 2_000
    film = PostMedia(
        hashlib.sha256(content).hexdigest(), content, "video/mp4", 1280, 720, "The lights go.", 6.0
    )
    shares: list[float] = []
    staged = await desk.bluesky.stage(desk.post("Watch.", film), None, shares.append)
    key = desk.bluesky.mint_key(CLOCK.now())
    receipt = await desk.bluesky.send(staged, key)

    below = desk.value(receipt)["embed"]
    assert below["$type"] == "app.bsky.embed.video"
    assert (below["alt"], below["aspectRatio"]) == (film.alt, {"width": 1280, "height": 720})
    assert desk.bytes_of(below["video"]) == content
    assert shares == sorted(shares)
    assert len(shares) > 5
    assert shares[-1] == 1.0
    seen = await desk.bluesky.find(staged, key)
    assert seen is not None
    assert (seen.media, seen.alts) == ((film.sha256,), (film.alt,))


async def test_a_link_card_shows_its_page(desk: Desk) -> None:
    card = LinkCard("https://example.com/a?b=ü#c", "A page", "What it is about", picture("Thumb"))
    receipt, seen = await desk.send(desk.post("Read this.", card=card))
    page = desk.value(receipt)["embed"]["external"]
    assert (page["uri"], page["title"], page["description"]) == (
        card.url,
        card.title,
        card.description,
    )
    assert desk.bytes_of(page["thumb"]) == picture("Thumb").content
    assert seen.media == ()
    bare, _ = await desk.send(desk.post("", card=replace(card, thumb=None)))
    assert "thumb" not in desk.value(bare)["embed"]["external"]


@pytest.mark.parametrize("shape", ["page by name", "page by DID", "at by DID", "at by name"])
async def test_an_answer_names_the_post_and_where_the_conversation_began(
    desk: Desk, bluesky_pds: Pds, shape: str
) -> None:
    other_login = bluesky_pds.create_account(f"{hashlib.md5(shape.encode()).hexdigest()[:10]}.test")
    other = await desk_on(bluesky_pds, other_login)
    first, _ = await other.send(other.post("What a night."))
    second, _ = await other.send(other.post("And there is more."), first)
    rkey = second.remote_id.rpartition("/")[2]
    who = other_login.handle if "name" in shape else other_login.did
    where = f"https://bsky.app/profile/{who}/post/{rkey}"
    if shape.startswith("at"):
        where = f"at://{who}/app.bsky.feed.post/{rkey}"
    await other.http.close()

    receipt, _ = await desk.send(desk.post("It is.", reply_to=where))

    reply = desk.value(receipt)["reply"]
    assert reply["root"]["uri"] == first.remote_id
    assert reply["parent"] == {
        "uri": second.remote_id,
        "cid": bluesky_pds.record(other_login.did, rkey)["cid"],
    }


async def test_an_answer_to_what_is_not_there_is_refused_while_staging(desk: Desk) -> None:
    for who in (desk.login.handle, "nobody-here.test"):
        gone = f"https://bsky.app/profile/{who}/post/3laaaaaaaaa22"
        with pytest.raises(Refused, match="not there"):
            await desk.bluesky.stage(desk.post("Hello?", reply_to=gone))
    with pytest.raises(Refused, match="not the address"):
        await desk.bluesky.stage(desk.post("Hello?", reply_to="https://example.com"))


async def test_a_thread_of_three_hangs_together(desk: Desk) -> None:
    first, _ = await desk.send(desk.post("One.", picture()))
    second, seen = await desk.send(desk.post("Two."), first)
    third, _ = await desk.send(desk.post("Three.", picture(colour="red")), seen.receipt)

    assert "reply" not in desk.value(first)
    named = [desk.value(receipt)["reply"] for receipt in (second, third)]
    assert [(one["root"]["uri"], one["parent"]["uri"]) for one in named] == [
        (first.remote_id, first.remote_id),
        (first.remote_id, second.remote_id),
    ]
    # A receipt written down by an older program does not say what an answer must name.
    fourth, _ = await desk.send(desk.post("Four."), replace(third, answer=""))
    assert desk.value(fourth)["reply"]["root"]["uri"] == first.remote_id
    assert desk.value(fourth)["reply"]["parent"]["uri"] == third.remote_id


async def test_the_same_key_twice_is_one_post_whatever_hangs_below(desk: Desk) -> None:
    first, _ = await desk.send(desk.post("One."))
    pictures = tuple(picture(colour, colour) for colour in COLOURS[:5])
    staged = await desk.bluesky.stage(desk.post(f"@{desk.login.handle} two #words", *pictures))
    key = desk.bluesky.mint_key(CLOCK.now())
    await desk.bluesky.send(staged, key, first)
    before = desk.pds.record(desk.login.did, key)

    restarted = desk.another()
    again = await restarted.send(await restarted.stage(staged.post, staged), key, first)

    assert desk.pds.record(desk.login.did, key) == before
    assert again.remote_id == before["uri"]
    assert len(desk.pds.posts(desk.login.did)) == 2
    await restarted.close()


async def test_what_is_up_already_goes_up_no_second_time_even_after_a_restart(desk: Desk) -> None:
    pictures = tuple(picture(colour, colour) for colour in COLOURS[:3])
    post = desk.post("Ready.", *pictures, card=None)
    staged = await desk.bluesky.stage(post)
    assert staged.until is not None
    assert 3_590 < (staged.until - staged.prepared) / MICROS < 3_610
    assert desk.http.asked.count(UPLOAD) == 3

    restarted = desk.another()
    shares: list[float] = []
    again = await restarted.stage(post, staged, shares.append)

    assert desk.http.asked.count(UPLOAD) == 3
    assert shares == [1.0]
    assert again.until == staged.until
    assert Prepared.read(again.uploads) == Prepared.read(staged.uploads)
    await restarted.send(again, restarted.mint_key(CLOCK.now()))
    assert len(desk.pds.posts(desk.login.did)) == 1
    await restarted.close()


async def test_a_file_dropped_by_the_server_after_a_restart_is_told_or_brought_again(
    desk: Desk,
) -> None:
    first = await desk.bluesky.stage(desk.post("First.", picture()))
    key = desk.bluesky.mint_key(CLOCK.now())
    await desk.bluesky.retract(await desk.bluesky.send(first, key))

    restarted = desk.another()
    again = await restarted.stage(desk.post("Second.", picture()), first)
    bare = replace(again.post, media=(replace(again.post.media[0], content=b""),))
    key = restarted.mint_key(CLOCK.now())
    with pytest.raises(MediaRefused, match="Stage it once more"):
        await restarted.send(replace(again, post=bare), key)
    with pytest.raises(NotSent):
        await restarted.send(again, key)
    await restarted.send(again, key)
    assert len(desk.pds.posts(desk.login.did)) == 1
    await restarted.close()


async def test_the_accounts_own_posts_are_read_whoever_sent_them(desk: Desk) -> None:
    assert await desk.bluesky.recent() == ()
    first, _ = await desk.send(desk.post("From the desk.", picture()))
    elsewhere = await desk_on(desk.pds, desk.login)
    second, _ = await elsewhere.send(elsewhere.post("From a phone."))
    await elsewhere.http.close()

    newest, older = await desk.bluesky.recent()

    assert (newest.text, older.text) == ("From a phone.", "From the desk.")
    assert newest.receipt.remote_id == second.remote_id
    assert older.receipt.url == first.url
    assert older.media == (picture().sha256,)
    assert abs(newest.receipt.accepted - second.accepted) < 5 * MICROS


async def test_a_sign_in_is_tested_without_a_trace(desk: Desk) -> None:
    standing = await desk.bluesky.test()
    assert (standing.handle, standing.name) == (desk.login.handle, desk.login.handle)
    assert standing.scopes == ("com.atproto.appPass",)
    assert standing.renews
    assert standing.until is not None
    assert 89 < (standing.until - CLOCK.now()) / MICROS / 86_400 < 91
    assert desk.pds.posts(desk.login.did) == []


async def test_a_session_ended_elsewhere_is_told_and_posts_nothing(desk: Desk) -> None:
    staged = await desk.bluesky.stage(desk.post("Too late."))
    who = await desk.bluesky._session.who()
    await desk.http.ask(
        "POST",
        method_url(desk.pds.url, END),
        headers={"authorization": f"Bearer {who.refresh}"},
        deadline=10,
        what=END,
    )
    # The access token at hand is still good for its two hours; a program started anew has none.
    restarted = desk.another()
    with pytest.raises(SignInExpired):
        await restarted.stage(staged.post)
    with pytest.raises(SignInExpired):
        await restarted.send(staged, restarted.mint_key(CLOCK.now()))
    assert desk.pds.posts(desk.login.did) == []
    await restarted.close()


def run_out(token: str) -> str:
    """``token`` as it was three hours ago, signed as the test server signs."""
    head, body, _ = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims |= {"iat": claims["iat"] - 10_800, "exp": claims["exp"] - 10_800}
    said = f"{head}.{_coded(json.dumps(claims).encode())}"
    return f"{said}.{_coded(hmac.digest(JWT_SECRET, said.encode(), 'sha256'))}"


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


async def test_an_access_token_that_has_run_out_is_renewed_and_the_post_goes_out(
    desk: Desk,
) -> None:
    staged = await desk.bluesky.stage(desk.post("On time."))
    key = desk.bluesky.mint_key(CLOCK.now())
    session = desk.bluesky._session
    session._access = run_out(session.access)
    answer = await desk.http.ask(
        "GET",
        method_url(desk.pds.url, GET_SESSION),
        headers={"authorization": f"Bearer {session.access}"},
        deadline=10,
        what="look",
    )
    assert fault(answer).name == "ExpiredToken"

    with pytest.raises(NotSent):
        await desk.bluesky.send(staged, key)
    assert desk.pds.posts(desk.login.did) == []
    await desk.bluesky.send(staged, key)
    assert len(desk.pds.posts(desk.login.did)) == 1


async def test_a_file_over_the_servers_limit_never_starts_on_its_way(desk: Desk) -> None:
    content = b"\x00\x00\x00\x18ftypmp42" + bytes(6_000_000)
    film = PostMedia(hashlib.sha256(content).hexdigest(), content, "video/mp4", 1280, 720, "", 60.0)
    post = desk.post("Long.", film)
    assert desk.bluesky.check(post) == ()
    with pytest.raises(MediaRefused, match="5,242,880"):
        await desk.bluesky.stage(post)
    assert UPLOAD not in desk.http.asked
    # From now on it is known before.
    assert {trouble.what.id for trouble in desk.bluesky.check(post)} == {"bluesky.video_too_big"}


async def test_retracting_goes_on_without_the_vault_and_twice(desk: Desk) -> None:
    receipt, _ = await desk.send(desk.post("Oops.", picture()))
    await desk.vault.erase(entry_name(desk.login.handle))
    await desk.bluesky.retract(receipt)
    await desk.bluesky.retract(receipt)
    assert desk.pds.posts(desk.login.did) == []
