"""The channel when the server, the link or the clock will not have it."""

import asyncio
import logging
from dataclasses import replace

import pytest

from controlroom.accounts.mastodon_session import Kept, keep
from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    MediaRefused,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Receipt,
    Refused,
    SignInExpired,
)
from controlroom.clock import MICROS
from controlroom.net.http import public_gate
from tests.channels.mastodon_desk import (
    NOW,
    POST,
    UPLOAD,
    WORDS,
    mastodon_desk,
    picture,
    video,
)
from tests.net.fake_server import Fault, Reply
from tests.support.mastodon_truth import ACCOUNT, HANDLE, TOKEN, Kind

PICTURED = replace(WORDS, media=(picture(),))
FILMED = replace(WORDS, media=(video(),))
EVERY_KIND = pytest.mark.parametrize("kind", list(Kind))


@EVERY_KIND
async def test_a_text_that_is_too_long_is_refused_in_the_servers_words(kind: Kind) -> None:
    async with mastodon_desk(kind, limit=10) as desk:
        staged, key = await desk.staged()
        with pytest.raises(Refused, match="limit of 10"):
            await desk.mastodon.send(staged, key)
        assert desk.fake.statuses == []


async def test_a_revoked_token_means_signing_in_again_and_a_new_one_is_taken_up() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        desk.fake.tokens = {"another": desk.fake.tokens[TOKEN]}
        with pytest.raises(SignInExpired, match=HANDLE):
            await desk.mastodon.send(staged, key)
        assert await desk.vault.read(f"mastodon/{HANDLE}") is not None

        await keep(desk.vault, Kept(HANDLE, desk.server.url, ACCOUNT, "another"))
        await desk.mastodon.send(staged, key)
        assert len(desk.fake.standing) == 1


async def test_nobody_signed_in_is_told_without_any_request() -> None:
    async with mastodon_desk() as desk:
        await desk.vault.erase(f"mastodon/{HANDLE}")
        with pytest.raises(SignInExpired):
            await desk.mastodon.stage(WORDS)
        assert desk.server.requests == []


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "75"}, 75),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "2026-09-21T14:14:00.000Z"}, 40),
        ({}, 30),
    ],
)
async def test_too_fast_says_until_when_and_asks_no_more_before(
    headers: dict[str, str], seconds: int
) -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        desk.fake.next_replies[POST] = [Reply.of({"error": "Too many requests"}, 429, **headers)]
        for _ in range(2):
            with pytest.raises(PaceExceeded) as problem:
                await desk.mastodon.send(staged, key)
            assert problem.value.until == NOW + seconds * MICROS
        assert desk.fake.count_asked(*POST) == 1
        desk.clock.advance(seconds)
        await desk.mastodon.send(staged, key)
        assert len(desk.fake.standing) == 1


async def test_spent_uploads_and_deletions_hold_no_post_back() -> None:
    async with mastodon_desk(media_limit=1, delete_limit=1) as desk:
        staged, key = await desk.staged(PICTURED)
        receipt = await desk.mastodon.send(staged, key)
        await desk.mastodon.retract(receipt)
        with pytest.raises(PaceExceeded):
            await desk.mastodon.retract(receipt)
        with pytest.raises(PaceExceeded):
            await desk.mastodon.stage(PICTURED)
        staged, key = await desk.staged()
        await desk.mastodon.send(staged, key)
        assert [status.text for status in desk.fake.standing] == [WORDS.text]


async def test_a_server_that_is_not_there_has_certainly_not_posted() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        desk.server.stop_listening()
        desk.server.hang_up()
        await asyncio.sleep(0)
        for _ in range(2):
            with pytest.raises(ChannelDown):
                await desk.mastodon.send(staged, key)
        assert desk.fake.statuses == []


async def test_a_closed_wire_lets_no_post_out_and_everything_else() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        receipt = await desk.mastodon.send(staged, key)
        gate = public_gate.set(lambda: False)
        try:
            with pytest.raises(NotSent):
                await desk.mastodon.send(staged, desk.mastodon.mint_key(NOW))
            await desk.mastodon.stage(PICTURED)
            assert await desk.mastodon.find(staged, key) is not None
            await desk.mastodon.retract(receipt)
        finally:
            public_gate.reset(gate)
        assert desk.fake.count_asked(*POST) == 1
        assert desk.fake.standing == []


@pytest.mark.parametrize("fault", [Fault.HANG_UP, Fault.HALF, Fault.NONSENSE])
@pytest.mark.parametrize(
    "path",
    ["/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/v2/instance", "/api/v1/accounts"],
)
async def test_staging_that_got_no_answer_can_be_tried_again(path: str, fault: Fault) -> None:
    async with mastodon_desk() as desk:
        desk.fake.next_replies["GET", path] = [fault]
        with pytest.raises(ChannelDown):
            await desk.mastodon.stage(WORDS)
        await desk.staged()
        assert desk.mastodon.honours_key


@pytest.mark.parametrize("path", ["/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/v2/instance"])
@pytest.mark.parametrize("body", [b"[]", b'{"unheard": [1]}', b"<html>", b'{"links": [{"rel": 7'])
async def test_a_server_that_babbles_about_itself_is_asked_again(path: str, body: bytes) -> None:
    async with mastodon_desk() as desk:
        desk.fake.next_replies["GET", path] = [Reply(200, body)]
        with pytest.raises(ChannelDown):
            await desk.mastodon.stage(WORDS)
        await desk.staged()
        assert desk.mastodon.honours_key


@pytest.mark.parametrize(
    "reply",
    [
        Reply.of({"error": "Validation failed: File content type is invalid"}, 422),
        Reply(413, b"<h1>413 Request Entity Too Large</h1>"),
    ],
)
async def test_a_picture_the_server_does_not_take_is_named_as_the_reason(reply: Reply) -> None:
    async with mastodon_desk() as desk:
        desk.fake.next_replies[UPLOAD] = [reply]
        with pytest.raises(MediaRefused, match=r"content type|413"):
            await desk.mastodon.stage(PICTURED)


async def test_an_upload_without_an_answer_is_tried_again_by_staging_again() -> None:
    async with mastodon_desk() as desk:
        desk.fake.next_replies[UPLOAD] = [Fault.HANG_UP]
        with pytest.raises(ChannelDown):
            await desk.mastodon.stage(PICTURED)
        desk.fake.next_replies[UPLOAD] = [Reply(503, b"")]
        with pytest.raises(ChannelDown):
            await desk.mastodon.stage(PICTURED)
        await desk.staged(PICTURED)


async def test_a_server_of_before_the_new_uploads_takes_the_old_way() -> None:
    async with mastodon_desk() as desk:
        desk.fake.old_media = True
        staged, key = await desk.staged(PICTURED)
        await desk.mastodon.send(staged, key)
        assert len(desk.fake.standing[0].media) == 1


async def test_a_video_the_server_never_finishes_is_not_ready() -> None:
    async with mastodon_desk(video_polls=10_000) as desk:
        with pytest.raises(NotSent, match="working"):
            await desk.mastodon.stage(FILMED)


async def test_a_video_the_server_cannot_read_is_refused() -> None:
    async with mastodon_desk() as desk:
        error = Reply.of({"error": "Error processing thumbnail for uploaded media"}, 422)
        desk.fake.next_replies["GET", "/api/v1/media"] = [error]
        with pytest.raises(MediaRefused, match="thumbnail"):
            await desk.mastodon.stage(FILMED)


async def test_waiting_for_a_video_survives_a_question_that_got_lost() -> None:
    async with mastodon_desk() as desk:
        desk.fake.next_replies["GET", "/api/v1/media"] = [Fault.HANG_UP, Reply(502, b"")]
        await desk.staged(FILMED)


@pytest.mark.parametrize("words", ["not finished processing", "noch nicht verarbeitet"])
async def test_a_file_that_is_not_ready_after_all_is_waited_for(words: str) -> None:
    async with mastodon_desk(video_polls=0) as desk:
        staged, key = await desk.staged(FILMED)
        (upload,) = desk.fake.uploads.values()
        upload.polls = 5
        desk.fake.next_replies[POST] = [Reply.of({"error": f"Cannot attach: {words}"}, 422)]
        with pytest.raises(NotSent, match="working"):
            await desk.mastodon.send(staged, key)
        staged = await desk.mastodon.stage(FILMED, staged)
        await desk.mastodon.send(staged, key)
        assert len(desk.fake.uploads) == len(desk.fake.standing) == 1


async def test_a_refusal_for_another_reason_stays_one_although_there_are_files() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged(PICTURED)
        desk.fake.next_replies[POST] = [Reply.of({"error": "Your account is suspended."}, 403)]
        with pytest.raises(Refused, match="suspended"):
            await desk.mastodon.send(staged, key)


async def test_a_parent_that_is_gone_is_a_clear_no() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        parent = Receipt("mastodon", "1", "", NOW, "1")
        with pytest.raises(Refused, match="does not appear to exist"):
            await desk.mastodon.send(staged, key, parent)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Fault.HANG_UP, OutcomeUnknown),
        (Reply(500, b""), OutcomeUnknown),
        (Reply(200, b'{"id": "1'), OutcomeUnknown),
        (Reply.of({"error": "This action is not allowed"}, 403), Refused),
        (Reply.of({"error": "Too many requests"}, 429), PaceExceeded),
    ],
)
async def test_a_retract_that_failed_says_so_and_can_be_done_again(
    reply: Reply | Fault, error: type[ChannelError]
) -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        receipt = await desk.mastodon.send(staged, key)
        desk.fake.next_replies["DELETE", "/api/v1/statuses"] = [reply]
        with pytest.raises(error):
            await desk.mastodon.retract(receipt)
        desk.clock.advance(60)
        await desk.mastodon.retract(receipt)
        assert desk.fake.standing == []


@pytest.mark.parametrize("reply", [Fault.HANG_UP, Reply(200, b"{"), Reply(500, b""), Reply.of([])])
async def test_a_look_that_got_no_answer_is_no_proof(reply: Reply | Fault) -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        desk.fake.next_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        desk.fake.next_replies["GET", "/api/v1/accounts"] = [reply]
        if reply == Reply.of([]):
            assert await desk.mastodon.find(staged, key) is None
        else:
            with pytest.raises(ChannelDown):
                await desk.mastodon.find(staged, key)


async def test_the_token_stands_in_no_log_record(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with mastodon_desk() as desk:
        staged, key = await desk.staged(PICTURED)
        desk.fake.next_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        desk.fake.tokens.clear()
        with pytest.raises(SignInExpired) as problem:
            await desk.mastodon.test()
        session = repr(await desk.mastodon._calls.who())
    assert caplog.records
    told = [record.getMessage() + str(record.__dict__) for record in caplog.records]
    assert TOKEN not in "".join([*told, str(problem.value), repr(problem.value), session])
    assert TOKEN not in "".join(staged.uploads)
