"""The channel when the server, the link or the clock will not have it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import pytest

from controlroom.accounts.bluesky_session import Kept, entry_name
from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    LinkCard,
    MediaRefused,
    Metrics,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Post,
    PostMedia,
    Receipt,
    Refused,
    SignInExpired,
    Staged,
    Tools,
)
from controlroom.channels.bluesky import Bluesky
from controlroom.clock import MICROS, ManualClock
from controlroom.event.live_event import Account
from controlroom.net.http import Http, public_gate
from controlroom.net.pacing import Pacing
from tests.channels.fake_pds import DID, HANDLE, LIFE_S, FakePds
from tests.net.fake_server import FakeServer, Fault, Reply, fake_server

PUT = "com.atproto.repo.putRecord"
GET = "com.atproto.repo.getRecord"
DELETE = "com.atproto.repo.deleteRecord"
UPLOAD = "com.atproto.repo.uploadBlob"
REFRESH = "com.atproto.server.refreshSession"
NOW = 1_790_000_000 * MICROS
WORDS = Post("bluesky", HANDLE, "You can still dunk in the dark.")


def picture(content: bytes = b"\x89PNG some picture") -> PostMedia:
    digest = hashlib.sha256(content).hexdigest()
    return PostMedia(digest, content, "image/png", 64, 48, "The stadium, dark.")


PICTURED = replace(WORDS, media=(picture(),))
FILM = replace(picture(b"a film"), mime="video/mp4", seconds=12.0)
CARD = LinkCard("https://example.com/a", "A page", "What it is about", picture(b"\x89PNG thumb"))


@dataclass
class Desk:
    pds: FakePds
    server: FakeServer
    bluesky: Bluesky
    clock: ManualClock
    vault: MemoryVault
    http: Http
    later: list[Bluesky] = field(default_factory=list)

    def restarted(self) -> Bluesky:
        """The channel as the next run of the program makes it."""
        tools = Tools(self.http, self.vault, Pacing(self.clock), self.clock, {}, Path())
        self.later.append(Bluesky(Account("bluesky", HANDLE, "The desk"), tools))
        return self.later[-1]

    def asked(self, method: str) -> int:
        return self.pds.asked.count(method)

    async def staged(self, post: Post = WORDS) -> tuple[Staged, str]:
        staged = await self.bluesky.stage(post)
        return staged, self.bluesky.mint_key(self.clock.now())


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    pds, http, vault, clock = FakePds(), Http(), MemoryVault(), ManualClock(NOW)
    async with fake_server(pds) as server:
        kept = Kept(DID, HANDLE, server.url, "refresh0")
        await vault.write(entry_name(HANDLE), msgspec.json.encode(kept).decode())
        account = Account("bluesky", HANDLE, "The desk")
        bluesky = Bluesky(account, Tools(http, vault, Pacing(clock), clock, {}, Path()))
        made = Desk(pds, server, bluesky, clock, vault, http)
        yield made
        for one in (bluesky, *made.later):
            await one.close()
        await http.close()


async def test_after_staging_a_post_is_one_small_request_on_an_open_connection(desk: Desk) -> None:
    staged, key = await desk.staged(replace(PICTURED, media=(picture(bytes(900_000)),)))
    before, connections = len(desk.server.requests), desk.server.connections

    await desk.bluesky.send(staged, key)

    (request,) = desk.server.requests[before:]
    assert request.path == f"/xrpc/{PUT}"
    assert len(request.body) < 2_000
    assert desk.server.connections == connections


async def test_staging_again_uploads_nothing_while_the_files_live_long_enough(desk: Desk) -> None:
    """Before the hour is over they go up anew, so that a post is ready at every moment."""
    await desk.bluesky.stage(PICTURED)
    desk.clock.advance(2_399)
    await desk.bluesky.stage(PICTURED)
    assert desk.asked(UPLOAD) == 1
    desk.clock.advance(1)
    await desk.bluesky.stage(PICTURED)
    assert desk.asked(UPLOAD) == 2


async def test_an_expired_token_is_renewed_and_the_post_goes_out_on_the_next_try(
    desk: Desk,
) -> None:
    staged, key = await desk.staged()
    desk.pds.sessions += 1  # the server knows this token no more

    with pytest.raises(NotSent):
        await desk.bluesky.send(staged, key)
    assert desk.pds.public == {}
    await desk.bluesky.send(staged, key)

    assert list(desk.pds.public) == [key]
    assert desk.asked(REFRESH) == 2


async def test_a_token_refused_right_after_renewing_means_signing_in_again(desk: Desk) -> None:
    staged, key = await desk.staged()
    desk.pds.next_replies[PUT] = [Reply.of({"error": "ExpiredToken"}, 401)] * 2
    with pytest.raises(NotSent):
        await desk.bluesky.send(staged, key)
    with pytest.raises(SignInExpired, match=HANDLE):
        await desk.bluesky.send(staged, key)
    assert desk.pds.public == {}


async def test_staging_renews_a_token_that_would_not_last(desk: Desk) -> None:
    await desk.staged()
    desk.clock.advance(LIFE_S - 60)
    staged, key = await desk.staged()
    assert desk.asked(REFRESH) == 2
    await desk.bluesky.send(staged, key)
    assert list(desk.pds.public) == [key]


async def test_staging_renews_a_token_refused_on_the_way(desk: Desk) -> None:
    await desk.staged()
    desk.pds.sessions += 1
    await desk.staged(PICTURED)
    assert desk.asked(UPLOAD) == 2
    desk.pds.next_replies[UPLOAD] = [Reply.of({}, 401)] * 2
    with pytest.raises(SignInExpired):
        await desk.staged(replace(PICTURED, media=(picture(b"other"),)))


async def test_a_session_that_ended_is_told_while_staging(desk: Desk) -> None:
    desk.pds.next_replies[REFRESH] = [Reply.of({"error": "ExpiredToken"}, 400)]
    with pytest.raises(SignInExpired):
        await desk.bluesky.stage(WORDS)


async def test_nobody_signed_in_is_told(desk: Desk) -> None:
    await desk.vault.erase(entry_name(HANDLE))
    with pytest.raises(SignInExpired):
        await desk.bluesky.stage(WORDS)
    assert desk.server.requests == []


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "75"}, 75),
        ({"ratelimit_remaining": "0", "ratelimit_reset": str(NOW // MICROS + 40)}, 40),
        ({}, 30),
    ],
)
async def test_too_fast_says_until_when_and_asks_no_more_before(
    desk: Desk, headers: dict[str, str], seconds: int
) -> None:
    staged, key = await desk.staged()
    desk.pds.next_replies[PUT] = [Reply.of({"error": "RateLimitExceeded"}, 429, **headers)]
    for _ in range(2):
        with pytest.raises(PaceExceeded) as problem:
            await desk.bluesky.send(staged, key)
        assert problem.value.until == NOW + seconds * MICROS
    assert desk.asked(PUT) == 1

    desk.clock.advance(seconds)
    await desk.bluesky.send(staged, key)
    assert list(desk.pds.public) == [key]


async def test_the_last_allowed_request_goes_out_and_the_next_waits(desk: Desk) -> None:
    staged, key = await desk.staged()
    uri = f"at://{DID}/app.bsky.feed.post/{key}"
    headers = {"ratelimit_remaining": "0", "ratelimit_reset": str(NOW // MICROS + 40)}
    desk.pds.next_replies[PUT] = [Reply.of({"uri": uri, "cid": "c"}, 200, **headers)]
    await desk.bluesky.send(staged, key)
    with pytest.raises(PaceExceeded):
        await desk.bluesky.send(staged, desk.bluesky.mint_key(desk.clock.now()))


@pytest.mark.parametrize(
    "reply",
    [
        *(Reply(status, b"<html>") for status in (408, 500, 502, 503, 504)),
        Reply(200, b"not json"),
        Reply(200, b"{}"),
        Reply.of({"uri": f"at://{DID}/app.bsky.feed.post/3kother", "cid": "c"}),
        Fault.HANG_UP,
        Fault.HALF,
        Fault.NONSENSE,
    ],
)
async def test_no_clear_answer_to_a_post_is_an_unknown_outcome(
    desk: Desk, reply: Reply | Fault
) -> None:
    staged, key = await desk.staged()
    desk.pds.next_replies[PUT] = [reply]
    with pytest.raises(OutcomeUnknown):
        await desk.bluesky.send(staged, key)
    assert desk.asked(PUT) == 1
    # Looking it up settles it.
    assert await desk.bluesky.find(staged, key) is None


async def test_a_server_that_falls_silent_leaves_the_outcome_unknown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged, key = await desk.staged()
    desk.pds.next_replies[PUT] = [Fault.SILENCE]
    hurried = Http.ask

    async def in_a_hurry(http: Http, method: str, url: str, **asked: object) -> object:
        return await hurried(http, method, url, **{**asked, "deadline": 1.0})  # type: ignore[arg-type]

    monkeypatch.setattr(Http, "ask", in_a_hurry)
    with pytest.raises(OutcomeUnknown):
        await desk.bluesky.send(staged, key)
    assert desk.asked(PUT) == 1


async def test_a_server_that_is_gone_means_not_sent(desk: Desk) -> None:
    staged, key = await desk.staged()
    desk.server.stop_listening()
    await desk.server.end()
    for attempt in (
        desk.bluesky.send(staged, key),
        desk.bluesky.find(staged, key),
        desk.bluesky.stage(WORDS),
    ):
        with pytest.raises(ChannelDown):
            await attempt


async def test_a_refusal_is_told_in_the_servers_words(desk: Desk) -> None:
    staged, key = await desk.staged()
    desk.pds.next_replies[PUT] = [
        Reply.of({"error": "InvalidRequest", "message": "Record/text too big"}, 400)
    ]
    with pytest.raises(Refused, match="Record/text too big"):
        await desk.bluesky.send(staged, key)


async def test_a_picture_refused_is_told_while_staging(desk: Desk) -> None:
    desk.pds.next_replies[UPLOAD] = [
        Reply.of({"error": "PayloadTooLarge", "message": "request entity too large"}, 413)
    ]
    with pytest.raises(MediaRefused, match="too large"):
        await desk.bluesky.stage(PICTURED)


@pytest.mark.parametrize("reply", [Reply(503, b""), Reply(200, b"{}"), Fault.HANG_UP])
async def test_a_picture_that_did_not_go_up_can_be_staged_again(
    desk: Desk, reply: Reply | Fault
) -> None:
    desk.pds.next_replies[UPLOAD] = [reply]
    with pytest.raises(ChannelDown):
        await desk.bluesky.stage(PICTURED)
    staged, key = await desk.staged(PICTURED)
    await desk.bluesky.send(staged, key)
    seen = await desk.bluesky.find(staged, key)
    assert seen is not None
    assert seen.media == (PICTURED.media[0].sha256,)


async def test_hold_stops_a_post_whose_connection_is_still_opening(desk: Desk) -> None:
    staged, key = await desk.staged()
    await desk.server.end()  # so that sending has to open a new one
    held = asyncio.Event()
    public_gate.set(lambda: not held.is_set())
    desk.server.on_connect = held.set
    sending = asyncio.create_task(desk.bluesky.send(staged, key))
    await held.wait()
    await asyncio.wait({sending})
    arrived = desk.asked(PUT) == 1
    assert arrived != isinstance(sending.exception(), NotSent)


async def test_a_closed_gate_lets_everything_through_but_posts(desk: Desk) -> None:
    public_gate.set(lambda: False)
    staged, key = await desk.staged(PICTURED)
    with pytest.raises(NotSent, match="closed"):
        await desk.bluesky.send(staged, key)
    assert desk.asked(PUT) == 0
    assert await desk.bluesky.find(staged, key) is None
    await desk.bluesky.retract(Receipt("bluesky", f"at://{DID}/app.bsky.feed.post/{key}", "", 0))


async def test_retracting_says_when_it_cannot_know(desk: Desk) -> None:
    staged, key = await desk.staged()
    receipt = await desk.bluesky.send(staged, key)
    for reply in (Reply(500, b""), Reply(200, b"<html>"), Fault.HANG_UP):
        desk.pds.next_replies[DELETE] = [reply]
        with pytest.raises(OutcomeUnknown):
            await desk.bluesky.retract(receipt)
    desk.pds.next_replies[DELETE] = [Reply.of({"error": "InvalidRequest", "message": "No"}, 400)]
    with pytest.raises(Refused, match="No"):
        await desk.bluesky.retract(receipt)
    await desk.bluesky.retract(receipt)
    assert desk.pds.public == {}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(502, b""),
        Reply.of({"error": "RepoNotFound", "message": "Could not find repo"}, 400),
        Reply(200, b'{"value": {}}'),
        Fault.HANG_UP,
    ],
)
async def test_no_clear_answer_is_never_taken_for_absence(desk: Desk, reply: Reply | Fault) -> None:
    staged, key = await desk.staged()
    desk.pds.next_replies[GET] = [reply]
    with pytest.raises(ChannelError):
        await desk.bluesky.find(staged, key)


async def test_numbers_are_those_of_the_network(desk: Desk) -> None:
    staged, key = await desk.staged()
    receipt = await desk.bluesky.send(staged, key)
    assert await desk.bluesky.metrics(receipt) == Metrics(likes=5, reposts=3, replies=2)
    for reply in (Reply(502, b""), Reply.of({"posts": []}), Reply(200, b"[")):
        desk.pds.next_replies["app.bsky.feed.getPosts"] = [reply]
        assert await desk.bluesky.metrics(receipt) is None
