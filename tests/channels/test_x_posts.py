"""Posting to X, answering there, taking down; and HOLD."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from controlroom.channels.base import (
    ChannelDown,
    Duplicate,
    Metrics,
    NotSent,
    OutcomeUnknown,
    Receipt,
    Refused,
)
from controlroom.clock import MICROS
from controlroom.net.http import public_gate
from tests.net.fake_server import Fault, Reply
from tests.support.x_desk import NOW, WORDS, Desk, media, x_desk
from tests.support.x_server import HANDLE, problem

POST = ("POST", "/2/tweets")
TOKEN = ("POST", "/2/oauth2/token")
PICTURED = replace(WORDS, media=(media(),))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with x_desk() as desk:
        yield desk


async def test_a_post_is_there_as_it_was_written(desk: Desk) -> None:
    staged, key = await desk.staged(PICTURED)
    receipt = await desk.x.send(staged, key)

    (tweet,) = desk.fake.public
    assert tweet.text == WORDS.text
    assert [desk.fake.media.uploads[one].content for one in tweet.media] == [media().content]
    assert desk.fake.media.uploads[tweet.media[0]].alt == "The stadium, dark."
    assert receipt.remote_id == receipt.answer == tweet.id
    assert receipt.url == f"https://x.com/{HANDLE}/status/{tweet.id}"
    seen = await desk.x.find(staged, key)
    assert seen is not None
    assert (seen.text, seen.alts, seen.media) == (WORDS.text, ("The stadium, dark.",), ())
    assert seen.receipt.remote_id == tweet.id


async def test_after_staging_a_post_is_one_small_request_on_an_open_connection(desk: Desk) -> None:
    staged, key = await desk.staged(replace(WORDS, media=(media(bytes(900_000)),)))
    before, connections = len(desk.server.requests), desk.server.connections

    await desk.x.send(staged, key)

    (request,) = desk.server.requests[before:]
    assert (request.method, request.path) == POST
    assert len(request.body) < 1_000
    assert desk.server.connections == connections


async def test_a_thread_answers_itself(desk: Desk) -> None:
    first, key = await desk.staged()
    second, other = await desk.staged(replace(WORDS, text="And the lights are back."))
    receipt = await desk.x.send(first, key)
    await desk.x.send(second, other, receipt)
    assert [tweet.reply_to for tweet in desk.fake.public] == ["", receipt.remote_id]


@pytest.mark.parametrize("host", ["x.com", "twitter.com", "www.x.com", "mobile.twitter.com"])
async def test_a_reply_goes_to_the_post_at_the_address(desk: Desk, host: str) -> None:
    desk.fake.foreign["1790000000000000001"] = True
    address = f"https://{host}/somebody/status/1790000000000000001?s=20"
    staged, key = await desk.staged(replace(WORDS, reply_to=address))
    await desk.x.send(staged, key)
    assert desk.fake.public[0].reply_to == "1790000000000000001"


async def test_a_reply_to_who_did_not_summon_us_is_refused_in_clear_words(desk: Desk) -> None:
    desk.fake.foreign["1790000000000000001"] = False
    address = "https://x.com/somebody/status/1790000000000000001"
    staged, key = await desk.staged(replace(WORDS, reply_to=address))
    with pytest.raises(Refused, match="mentioned or quoted this account"):
        await desk.x.send(staged, key)
    assert desk.fake.tweets == []


@pytest.mark.parametrize(
    "words",
    [
        "Reply to this conversation is not allowed because you have not been mentioned.",
        "You are not allowed to reply to this post.",
        "The original Tweet author restricted who can reply to this Tweet.",
    ],
)
async def test_other_wordings_of_that_are_known_too(desk: Desk, words: str) -> None:
    staged, key = await desk.staged()
    desk.fake.next_replies[POST] = [problem(403, "Forbidden", words)]
    with pytest.raises(Refused, match="Reply by hand"):
        await desk.x.send(staged, key)


async def test_the_same_words_twice_are_told_as_a_duplicate(desk: Desk) -> None:
    staged, key = await desk.staged()
    await desk.x.send(staged, key)
    with pytest.raises(Duplicate):
        await desk.x.send(staged, desk.x.mint_key(desk.clock.now()))
    assert len(desk.fake.public) == 1


async def test_the_pace_shows_what_is_left_of_the_limit_that_binds(desk: Desk) -> None:
    assert desk.x.pace is None
    staged, key = await desk.staged()
    await desk.x.send(staged, key)
    pace = desk.x.pace
    assert pace is not None
    assert (pace.left, pace.limit, pace.until) == (99, 100, NOW + 900 * MICROS)

    desk.fake.day_left = 8
    staged, key = await desk.staged(replace(WORDS, text="And the lights are back."))
    await desk.x.send(staged, key)
    pace = desk.x.pace
    assert pace is not None
    assert (pace.left, pace.until) == (7, NOW + 86_000 * MICROS)


async def test_hold_stops_a_post_whose_connection_is_still_opening(desk: Desk) -> None:
    staged, key = await desk.staged()
    await desk.server.end()  # so that sending has to open a new one
    held = asyncio.Event()
    public_gate.set(lambda: not held.is_set())
    desk.server.on_connect = held.set
    sending = asyncio.create_task(desk.x.send(staged, key))
    await held.wait()
    await asyncio.wait({sending})
    assert (desk.asked(*POST) == 1) != isinstance(sending.exception(), NotSent)


async def test_a_closed_gate_lets_everything_through_but_posts(desk: Desk) -> None:
    public_gate.set(lambda: False)
    staged, key = await desk.staged(PICTURED)
    with pytest.raises(NotSent, match="closed"):
        await desk.x.send(staged, key)
    assert desk.asked(*POST) == 0
    assert await desk.x.find(staged, key) is None
    tweet = desk.fake.post("Something of yesterday")
    await desk.x.retract(Receipt("x", tweet.id, "", 0))
    assert tweet.deleted


async def test_retracting_takes_it_down_and_once_more_is_no_error(desk: Desk) -> None:
    staged, key = await desk.staged()
    receipt = await desk.x.send(staged, key)
    await desk.x.retract(receipt)
    assert desk.fake.public == []
    await desk.x.retract(receipt)
    await desk.x.retract(replace(receipt, remote_id="1790000000000000009"))
    assert await desk.x.find(staged, key) is None
    assert await desk.x.metrics(receipt) is None


async def test_numbers_are_those_of_the_network(desk: Desk) -> None:
    staged, key = await desk.staged()
    receipt = await desk.x.send(staged, key)
    assert await desk.x.metrics(receipt) == Metrics(likes=5, reposts=4, replies=2)


async def test_no_secret_is_ever_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    staged, key = await desk.staged(PICTURED)
    desk.fake.sign_in.end_access()
    with pytest.raises(NotSent):
        await desk.x.send(staged, key)
    desk.fake.lost_answers[POST] = [Fault.HANG_UP]
    with pytest.raises(OutcomeUnknown):
        await desk.x.send(staged, key)
    await desk.x.find(staged, key)
    desk.fake.next_replies[TOKEN] = [Reply(200, b'{"access_token": "Access9-secret", "x": ')]
    desk.fake.sign_in.end_access()
    with pytest.raises(ChannelDown):
        await desk.x.recent()

    said = "".join(record.getMessage() + str(record.exc_info) for record in caplog.records)
    assert "/2/tweets" in said
    assert "-secret" not in said
