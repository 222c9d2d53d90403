"""Pictures, GIFs and videos go up to X ahead, once, and again when X has dropped them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from controlroom.channels.base import (
    ChannelDown,
    MediaRefused,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Post,
    Refused,
)
from controlroom.clock import MICROS
from tests.net.fake_server import Fault, Reply
from tests.support.x_desk import NOW, WORDS, Desk, media, x_desk
from tests.support.x_server import problem
from tests.support.x_server_media import invalid

UPLOAD = ("POST", "/2/media/upload")
INITIALIZE = ("POST", "/2/media/upload/initialize")
APPEND = ("POST", "/2/media/upload/:id/append")
STATUS = ("GET", "/2/media/upload")
METADATA = ("POST", "/2/media/metadata")
POST = ("POST", "/2/tweets")

PICTURED = replace(WORDS, media=(media(),))
FILM = media(bytes(range(256)) * 40_000, "video/mp4", "", seconds=12.0)
FILMED = replace(WORDS, media=(FILM,))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with x_desk() as desk:
        yield desk


async def test_four_pictures_keep_their_order_and_their_alt_texts(desk: Desk) -> None:
    pictures = tuple(media(f"picture {n}".encode(), alt=f"Number {n}.") for n in range(4))
    staged, key = await desk.staged(replace(WORDS, media=pictures))
    await desk.x.send(staged, key)

    uploads = [desk.fake.media.uploads[one] for one in desk.fake.public[0].media]
    assert [one.content for one in uploads] == [one.content for one in pictures]
    assert [one.alt for one in uploads] == ["Number 0.", "Number 1.", "Number 2.", "Number 3."]
    seen = await desk.x.find(staged, key)
    assert seen is not None
    assert seen.alts == ("Number 0.", "Number 1.", "Number 2.", "Number 3.")


async def test_a_picture_without_alt_text_costs_no_second_request(desk: Desk) -> None:
    await desk.x.stage(replace(WORDS, media=(media(alt=""),)))
    assert (desk.asked(*UPLOAD), desk.asked(*METADATA)) == (1, 0)


async def test_a_video_goes_up_in_parts_and_is_ready_before_the_take(desk: Desk) -> None:
    shares: list[float] = []
    staged = await desk.x.stage(FILMED, tell=shares.append)

    (upload,) = desk.fake.media.uploads.values()
    assert (upload.kind, upload.mime, upload.content) == ("tweet_video", "video/mp4", FILM.content)
    assert desk.asked(*APPEND) == 3
    assert upload.ready
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert 0 < shares[0] < 0.5

    before = len(desk.server.requests)
    await desk.x.send(staged, desk.x.mint_key(desk.clock.now()))
    assert len(desk.server.requests) == before + 1
    assert desk.fake.public[0].media == (upload.id,)


async def test_a_gif_goes_up_as_one(desk: Desk) -> None:
    gif = media(b"GIF89a moves", "image/gif", "It moves.")
    await desk.x.stage(replace(WORDS, media=(gif,)))
    (upload,) = desk.fake.media.uploads.values()
    assert (upload.kind, upload.alt, upload.ready) == ("tweet_gif", "It moves.", True)


async def test_while_x_works_on_a_video_it_is_asked_as_often_as_it_says(desk: Desk) -> None:
    desk.fake.media.polls, desk.fake.media.check_after_secs = 3, 7
    await desk.x.stage(FILMED)
    assert desk.asked(*STATUS) == 3
    assert desk.clock.now() == NOW + 21 * MICROS


async def test_a_video_x_cannot_read_is_told_while_staging(desk: Desk) -> None:
    desk.fake.media.breaks = True
    with pytest.raises(MediaRefused, match="Unsupported video format"):
        await desk.x.stage(FILMED)


async def test_a_video_x_never_finishes_is_given_up(desk: Desk) -> None:
    desk.fake.media.polls, desk.fake.media.check_after_secs = 10_000, 600
    with pytest.raises(ChannelDown):
        await desk.x.stage(FILMED)


@pytest.mark.parametrize("reply", [Fault.HANG_UP, Reply(503, b"")])
async def test_a_part_that_was_lost_is_sent_again(desk: Desk, reply: Reply | Fault) -> None:
    desk.fake.lost_answers[APPEND] = [reply]
    await desk.x.stage(FILMED)
    (upload,) = desk.fake.media.uploads.values()
    assert upload.content == FILM.content
    assert desk.asked(*APPEND) == 4


async def test_a_link_that_stays_down_ends_the_staging(desk: Desk) -> None:
    desk.fake.next_replies[APPEND] = [Fault.HANG_UP] * 3
    with pytest.raises(ChannelDown):
        await desk.x.stage(FILMED)
    await desk.x.stage(FILMED)


@pytest.mark.parametrize(
    ("call", "reply", "told"),
    [
        (UPLOAD, invalid("media", "File size exceeds 5242880 bytes."), "File size exceeds"),
        (METADATA, invalid("alt_text", "The alt text is odd."), "odd"),
        (INITIALIZE, problem(403, "Forbidden", "No videos for you."), "No videos"),
    ],
)
async def test_media_refused_is_told_while_staging(
    desk: Desk, call: tuple[str, str], reply: Reply, told: str
) -> None:
    desk.fake.next_replies[call] = [reply]
    with pytest.raises(MediaRefused, match=told):
        await desk.x.stage(FILMED if call == INITIALIZE else PICTURED)


async def test_without_credit_the_picture_is_not_to_blame(desk: Desk) -> None:
    desk.fake.credits = False
    with pytest.raises(Refused, match="credit") as refused:
        await desk.x.stage(PICTURED)
    assert not isinstance(refused.value, MediaRefused)


@pytest.mark.parametrize("reply", [Reply(503, b""), Reply(200, b"{}"), Fault.HANG_UP])
async def test_a_picture_that_did_not_go_up_can_be_staged_again(
    desk: Desk, reply: Reply | Fault
) -> None:
    desk.fake.next_replies[UPLOAD] = [reply]
    with pytest.raises(ChannelDown):
        await desk.x.stage(PICTURED)
    staged, key = await desk.staged(PICTURED)
    await desk.x.send(staged, key)
    assert len(desk.fake.public[0].media) == 1


async def test_what_went_up_beside_one_that_failed_does_not_go_up_again(desk: Desk) -> None:
    four = replace(WORDS, media=tuple(media(f"picture {n}".encode()) for n in range(4)))
    desk.fake.next_replies[METADATA] = [Reply(503, b"")]
    with pytest.raises(ChannelDown):
        await desk.x.stage(four)
    staged = await desk.x.stage(four)
    assert desk.asked(*UPLOAD) == 5
    await desk.x.send(staged, desk.x.mint_key(desk.clock.now()))
    uploads = [desk.fake.media.uploads[one] for one in desk.fake.public[0].media]
    assert [one.content for one in uploads] == [one.content for one in four.media]


async def test_a_staging_that_is_cancelled_leaves_what_is_up_for_the_next(desk: Desk) -> None:
    two = replace(WORDS, media=(media(), media(b"other")))
    desk.fake.next_replies[UPLOAD] = [Fault.SILENCE]
    told: list[float] = []
    one_is_up = asyncio.Event()

    def tell(share: float) -> None:
        told.append(share)
        if len(told) == 5:  # both begun, both gone, one answered
            one_is_up.set()

    staging = asyncio.create_task(desk.x.stage(two, tell=tell))
    await one_is_up.wait()
    staging.cancel()
    await asyncio.wait({staging})
    await desk.x.stage(two)
    assert desk.asked(*UPLOAD) == 3


async def test_the_same_picture_twice_is_two_uploads(desk: Desk) -> None:
    staged, key = await desk.staged(replace(WORDS, media=(media(), media())))
    again = await desk.x.stage(staged.post, staged)
    assert desk.asked(*UPLOAD) == 2
    await desk.x.send(again, key)
    assert len(set(desk.fake.public[0].media)) == 2


async def test_two_posts_made_ready_at_once_share_no_upload(desk: Desk) -> None:
    first, second = await desk.x.stage(PICTURED), await desk.x.stage(PICTURED)
    assert first.uploads != second.uploads
    assert desk.asked(*UPLOAD) == 2


async def test_too_many_uploads_say_until_when(desk: Desk) -> None:
    desk.fake.limits[UPLOAD] = 0
    with pytest.raises(PaceExceeded) as told:
        await desk.x.stage(PICTURED)
    assert told.value.until == NOW + 900 * MICROS


async def test_staging_again_uploads_nothing_while_x_keeps_it(desk: Desk) -> None:
    desk.fake.media.expires_after_secs = 3_600
    staged = await desk.x.stage(PICTURED)
    assert staged.until == NOW + 3_600 * MICROS
    desk.clock.advance(2_900)
    again = await desk.x.stage(PICTURED, staged)
    assert again.until == staged.until
    assert desk.asked(*UPLOAD) == 1
    desk.clock.advance(200)
    later = await desk.x.stage(PICTURED, again)
    assert desk.asked(*UPLOAD) == 2
    assert later.until == desk.clock.now() + 3_600 * MICROS


async def test_words_alone_are_never_dropped(desk: Desk) -> None:
    assert (await desk.x.stage(WORDS)).until is None


async def test_a_restart_uses_what_is_up_already(desk: Desk) -> None:
    before = await desk.x.stage(PICTURED)
    x = desk.anew()
    staged = await x.stage(PICTURED, before)
    assert desk.asked(*UPLOAD) == 1
    await x.send(staged, x.mint_key(desk.clock.now()))
    assert len(desk.fake.public[0].media) == 1
    await x.close()


async def test_an_upload_that_a_post_shows_is_not_used_for_another_one(desk: Desk) -> None:
    staged, key = await desk.staged(PICTURED)
    await desk.x.send(staged, key)
    desk.fake.next_replies[POST] = [Fault.HANG_UP]
    other = await desk.x.stage(replace(PICTURED, text="Still dark."), staged)
    other_key = desk.x.mint_key(desk.clock.now())
    with pytest.raises(OutcomeUnknown):
        await desk.x.send(other, other_key)
    assert desk.asked(*UPLOAD) == 2
    # The picture is the same, the post is not there.
    assert await desk.x.find(other, other_key) is None


async def test_what_x_dropped_before_its_time_goes_up_again_and_the_post_after_it(
    desk: Desk,
) -> None:
    staged, key = await desk.staged(PICTURED)
    desk.fake.media.forget_all()
    with pytest.raises(NotSent, match="uploaded again"):
        await desk.x.send(staged, key)
    assert desk.fake.tweets == []

    await desk.x.send(staged, key)
    (tweet,) = desk.fake.public
    assert desk.fake.media.uploads[tweet.media[0]].alt == "The stadium, dark."


async def test_media_x_will_not_have_in_a_post_is_not_uploaded_for_ever(desk: Desk) -> None:
    staged, key = await desk.staged(PICTURED)
    desk.fake.next_replies[POST] = [invalid("media.media_ids", "Your media IDs are invalid.")] * 2
    with pytest.raises(NotSent):
        await desk.x.send(staged, key)
    with pytest.raises(MediaRefused, match="media IDs are invalid"):
        await desk.x.send(staged, key)
    assert desk.asked(*UPLOAD) == 2


async def test_what_was_dropped_and_is_not_here_any_more_has_to_be_staged_anew(desk: Desk) -> None:
    staged, key = await desk.staged(PICTURED)
    without = replace(media(), content=b"")
    desk.fake.media.forget_all()
    empty = replace(staged, post=Post("x", WORDS.handle, WORDS.text, (without,)))
    with pytest.raises(MediaRefused, match="Stage it once more"):
        await desk.anew().send(empty, key)


async def test_media_alone_make_a_post(desk: Desk) -> None:
    staged, key = await desk.staged(replace(PICTURED, text=""))
    await desk.x.send(staged, key)
    seen = await desk.x.find(staged, key)
    assert seen is not None
    assert seen.text == ""
    assert "text" not in desk.server.requests[-2].json
