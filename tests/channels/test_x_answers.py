"""What every kind of answer of X means, and what is done about it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    Duplicate,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Refused,
    SignInExpired,
)
from controlroom.clock import MICROS
from controlroom.net.http import Http
from tests.net.fake_server import Fault, Reply
from tests.support.x_desk import NOW, WORDS, Desk, media, x_desk
from tests.support.x_server import HANDLE, problem

POST = ("POST", "/2/tweets")
DELETE = ("DELETE", "/2/tweets/:id")
TIMELINE = ("GET", "/2/users/:id/tweets")
LOOK_UP = ("GET", "/2/tweets/:id")
TOKEN = ("POST", "/2/oauth2/token")
PICTURED = replace(WORDS, media=(media(),))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with x_desk() as desk:
        yield desk


async def test_an_expired_token_is_renewed_and_the_post_goes_out_on_the_next_try(
    desk: Desk,
) -> None:
    staged, key = await desk.staged()
    desk.fake.sign_in.end_access()

    with pytest.raises(NotSent):
        await desk.x.send(staged, key)
    assert desk.fake.tweets == []
    await desk.x.send(staged, key)

    assert len(desk.fake.public) == 1
    assert desk.asked(*TOKEN) == 1


async def test_a_token_refused_right_after_renewing_means_signing_in_again(desk: Desk) -> None:
    staged, key = await desk.staged()
    desk.fake.next_replies[POST] = [problem(401, "Unauthorized", "Unauthorized")] * 2
    with pytest.raises(NotSent):
        await desk.x.send(staged, key)
    with pytest.raises(SignInExpired, match=HANDLE):
        await desk.x.send(staged, key)
    assert desk.fake.tweets == []


async def test_a_renewed_token_that_runs_out_in_turn_is_renewed_too(desk: Desk) -> None:
    staged, key = await desk.staged()
    for _ in range(2):
        desk.fake.sign_in.end_access()
        with pytest.raises(NotSent):
            await desk.x.send(staged, key)
        desk.clock.advance(7_200)
    with pytest.raises(NotSent):
        await desk.x.send(staged, key)
    await desk.x.send(staged, key)
    assert len(desk.fake.public) == 1


async def test_staging_renews_a_token_that_would_not_last(desk: Desk) -> None:
    await desk.staged()
    desk.clock.advance(7_200 - 60)
    staged, key = await desk.staged()
    assert desk.asked(*TOKEN) == 1
    await desk.x.send(staged, key)
    assert len(desk.fake.public) == 1


async def test_a_sign_in_that_ended_is_told_while_staging(desk: Desk) -> None:
    for grant in desk.fake.sign_in.grants:
        grant.alive = False
    with pytest.raises(SignInExpired):
        await desk.x.stage(PICTURED)


async def test_nobody_signed_in_is_told(desk: Desk) -> None:
    await desk.vault.erase(f"x/{HANDLE}")
    with pytest.raises(SignInExpired):
        await desk.x.stage(WORDS)
    assert desk.server.requests == []


async def test_too_fast_says_until_when_and_asks_no_more_before(desk: Desk) -> None:
    staged, key = await desk.staged()
    desk.fake.limits[POST] = 0
    for _ in range(2):
        with pytest.raises(PaceExceeded) as told:
            await desk.x.send(staged, key)
        assert told.value.until == NOW + 900 * MICROS
    assert desk.asked(*POST) == 1

    desk.fake.limits[POST] = 100
    desk.clock.advance(900)
    await desk.x.send(staged, key)
    assert len(desk.fake.public) == 1


async def test_the_limit_of_the_day_binds_although_the_quarter_of_an_hour_is_free(
    desk: Desk,
) -> None:
    staged, key = await desk.staged()
    desk.fake.day_left = 0
    with pytest.raises(PaceExceeded) as told:
        await desk.x.send(staged, key)
    assert told.value.until == NOW + 86_000 * MICROS


@pytest.mark.parametrize(
    "reply",
    [
        *(Reply(status, b"<html>") for status in (408, 500, 502, 503, 504)),
        Reply(201, b"not json"),
        Reply(201, b"{}"),
        Reply(201, b'{"data": {"id": null, "text": "?"}}'),
        Reply(201, b'{"data": {"id": ""}}'),
        Fault.HANG_UP,
        Fault.HALF,
        Fault.NONSENSE,
    ],
)
@pytest.mark.parametrize("arrived", [True, False])
async def test_no_clear_answer_to_a_post_is_an_unknown_outcome_that_looking_settles(
    desk: Desk, reply: Reply | Fault, *, arrived: bool
) -> None:
    staged, key = await desk.staged(PICTURED)
    replies = desk.fake.lost_answers if arrived else desk.fake.next_replies
    replies[POST] = [reply]
    with pytest.raises(OutcomeUnknown):
        await desk.x.send(staged, key)
    assert desk.asked(*POST) == 1

    seen = await desk.x.find(staged, key)
    assert [seen.receipt.remote_id] == [one.id for one in desk.fake.public] if seen else True
    assert (seen is not None) == arrived


async def test_a_server_that_falls_silent_leaves_the_outcome_unknown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged, key = await desk.staged()
    desk.fake.lost_answers[POST] = [Fault.SILENCE]
    hurried = Http.ask

    async def in_a_hurry(http: Http, method: str, url: str, **asked: object) -> object:
        return await hurried(http, method, url, **{**asked, "deadline": 1.0})  # type: ignore[arg-type]

    monkeypatch.setattr(Http, "ask", in_a_hurry)
    with pytest.raises(OutcomeUnknown):
        await desk.x.send(staged, key)
    assert await desk.x.find(staged, key) is not None


async def test_a_server_that_is_gone_means_not_sent(desk: Desk) -> None:
    staged, key = await desk.staged()
    desk.server.stop_listening()
    await desk.server.end()
    for attempt in (
        desk.x.send(staged, key),
        desk.x.find(staged, key),
        desk.x.recent(),
        desk.x.stage(WORDS),
    ):
        with pytest.raises(ChannelDown):
            await attempt


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (problem(403, "Forbidden", "Your account is suspended."), "Your account is suspended"),
        (problem(402, "CreditsDepleted", "no credits"), "Add credit"),
        (Reply(403, b"<html>"), "HTTP 403"),
        (Reply.of({"errors": [{"message": "Text is odd."}], "detail": "One of"}, 400), "is odd"),
        (Reply(400, b'{"errors": "?", "title": 3}'), "HTTP 400"),
    ],
)
async def test_a_refusal_is_told_in_words(desk: Desk, reply: Reply, told: str) -> None:
    staged, key = await desk.staged()
    desk.fake.next_replies[POST] = [reply]
    with pytest.raises(Refused, match=told) as refused:
        await desk.x.send(staged, key)
    assert not isinstance(refused.value, Duplicate)


async def test_retracting_says_when_it_cannot_know(desk: Desk) -> None:
    staged, key = await desk.staged()
    receipt = await desk.x.send(staged, key)
    for reply in (Reply(500, b""), Reply(200, b"{}"), Reply(200, b"?"), Fault.HANG_UP):
        desk.fake.next_replies[DELETE] = [reply]
        with pytest.raises(OutcomeUnknown):
            await desk.x.retract(receipt)
    desk.fake.next_replies[DELETE] = [problem(403, "Forbidden", "Not yours.")]
    with pytest.raises(Refused, match="Not yours"):
        await desk.x.retract(receipt)
    desk.fake.sign_in.end_access()
    await desk.x.retract(receipt)
    assert desk.fake.public == []
    desk.fake.next_replies[DELETE] = [Reply(204, b"")]
    await desk.x.retract(receipt)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(502, b""),
        Reply(200, b"{"),
        Reply(200, b"{}"),
        Reply(200, b'{"unheard": [null, 7]}'),
        Reply.of({"errors": [{"type": "https://api.x.com/2/problems/not-authorized"}]}),
        problem(403, "Forbidden", "Not today."),
        Fault.HANG_UP,
    ],
)
@pytest.mark.parametrize("known", [True, False])
async def test_no_clear_answer_is_never_taken_for_absence(
    desk: Desk, reply: Reply | Fault, *, known: bool
) -> None:
    staged, key = await desk.staged()
    await desk.x.send(staged, key)
    desk.fake.next_replies[LOOK_UP] = desk.fake.next_replies[TIMELINE] = [reply]
    with pytest.raises(ChannelError):
        await (desk.x if known else desk.anew()).find(staged, key)
