"""From staging to retract on servers that speak the Mastodon API, when all goes well."""

from dataclasses import replace

import pytest

from controlroom.channels.base import Metrics, Post, Refused, Staged
from controlroom.clock import MICROS
from tests.channels.mastodon_desk import NOW, WORDS, mastodon_desk, picture, video
from tests.support.mastodon_truth import HANDLE, SCOPES, TOKEN, Kind

HOUR_S = 3_600
EVERY_KIND = pytest.mark.parametrize("kind", list(Kind))
PICTURED = replace(WORDS, media=(picture(),))


@EVERY_KIND
async def test_after_staging_a_post_is_one_small_request_on_an_open_connection(kind: Kind) -> None:
    async with mastodon_desk(kind) as desk:
        staged, key = await desk.staged(replace(WORDS, media=(picture(bytes(900_000)),)))
        before, connections = len(desk.server.requests), desk.server.connections

        receipt = await desk.mastodon.send(staged, key)

        (request,) = desk.server.requests[before:]
        assert (request.method, request.path) == ("POST", "/api/v1/statuses")
        assert request.headers["idempotency-key"] == key
        assert len(request.body) < 1_000
        assert desk.server.connections == connections
        (status,) = desk.fake.standing
        assert (status.text, status.visibility, status.language) == (WORDS.text, "public", "en")
        (upload,) = (desk.fake.uploads[one] for one in status.media)
        assert (upload.content, upload.mime) == (bytes(900_000), "image/png")
        assert upload.description == "The stadium, dark."
        assert receipt.remote_id == receipt.answer == status.id
        assert receipt.url == desk.fake.address(status)
        assert receipt.accepted == NOW


@EVERY_KIND
async def test_a_post_reads_back_as_it_was_sent(kind: Kind) -> None:
    words = (
        "Lights & <out>, @alice and @bob@remote.example!\n\n\n  It's dark: "
        "https://www.example.com/stories/2013/02/03/you-can-still-dunk-in-the-dark?q=1&r=2\n#dunk "
    )
    async with mastodon_desk(kind) as desk:
        post = replace(WORDS, text=words, media=(picture(), picture(b"other", "An Oreo.")))
        staged, key = await desk.staged(post)
        receipt = await desk.mastodon.send(staged, key)

        seen = await desk.mastodon.find(staged, key)

        assert seen is not None
        assert seen.text == words
        assert seen.receipt.remote_id == receipt.remote_id
        assert seen.alts == ("The stadium, dark.", "An Oreo.")
        assert seen.media == ()


async def test_a_post_that_lost_a_picture_or_was_changed_does_not_read_back_equal() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged(PICTURED)
        await desk.mastodon.send(staged, key)
        (status,) = desk.fake.standing
        status.text, status.media = "You can still drink in the dark.", []

        seen = await desk.mastodon.find(staged, key)

        assert seen is not None
        assert seen.text == "You can still drink in the dark."
        assert seen.media not in {(), tuple(one.sha256 for one in PICTURED.media)}


async def test_a_thread_hangs_together() -> None:
    async with mastodon_desk() as desk:
        parent = None
        for words in ("One.", "Two.", "Three."):
            staged, key = await desk.staged(replace(WORDS, text=words))
            parent = await desk.mastodon.send(staged, key, parent)
        one, two, three = desk.fake.standing
        assert (one.in_reply_to, two.in_reply_to, three.in_reply_to) == (None, one.id, two.id)


async def test_a_post_of_somebody_else_is_answered_by_its_address() -> None:
    theirs = "https://remote.example/@bob/1"
    async with mastodon_desk() as desk:
        desk.fake.others[theirs] = "4711"
        post = replace(WORDS, reply_to=theirs)
        staged, key = await desk.staged(post)
        staged = await desk.mastodon.stage(post, staged)
        assert desk.fake.count_asked("GET", "/api/v2/search") == 1
        await desk.mastodon.send(staged, key)
        assert desk.fake.standing[0].in_reply_to == "4711"

        with pytest.raises(Refused, match=r"remote\.example/@nobody"):
            await desk.mastodon.stage(
                replace(WORDS, reply_to="https://remote.example/@nobody/2"), staged
            )


async def test_staging_waits_until_a_video_is_ready_and_shows_how_far_it_is() -> None:
    async with mastodon_desk(video_polls=3) as desk:
        told: list[float] = []
        post = replace(WORDS, media=(video(bytes(300_000)),))
        staged = await desk.mastodon.stage(post, None, told.append)
        assert desk.fake.count_asked("GET", "/api/v1/media/") == 4
        assert len(told) > 4
        assert told == sorted(told)
        assert told[-2:] == [0.8, 1.0]
        await desk.mastodon.send(staged, desk.mastodon.mint_key(desk.clock.now()))
        assert len(desk.fake.standing) == 1


@EVERY_KIND
async def test_what_lies_there_unused_is_used_again_until_the_day_is_nearly_over(
    kind: Kind,
) -> None:
    async with mastodon_desk(kind) as desk:
        first, _ = await desk.staged(PICTURED)
        assert first.until == NOW + 24 * HOUR_S * MICROS
        desk.clock.advance(22 * HOUR_S)
        second = await desk.mastodon.stage(PICTURED, first)
        assert second.until == first.until
        assert len(desk.fake.uploads) == 1
        desk.clock.advance(HOUR_S + 1)
        third = await desk.mastodon.stage(PICTURED, second)
        assert len(desk.fake.uploads) == 2
        await desk.mastodon.send(third, desk.mastodon.mint_key(desk.clock.now()))
        assert len(desk.fake.standing[0].media) == 1


@EVERY_KIND
async def test_what_a_post_shows_already_is_uploaded_anew_for_the_next(kind: Kind) -> None:
    async with mastodon_desk(kind) as desk:
        first, key = await desk.staged(PICTURED)
        await desk.mastodon.send(first, key)
        second = await desk.again().stage(PICTURED, first)
        assert len(desk.fake.uploads) == 2
        await desk.mastodon.send(second, desk.mastodon.mint_key(desk.clock.now()))
        assert len(desk.fake.standing) == 2


async def test_what_the_server_dropped_is_uploaded_anew() -> None:
    async with mastodon_desk() as desk:
        first, _ = await desk.staged(PICTURED)
        desk.fake.uploads.clear()
        second = await desk.mastodon.stage(PICTURED, first)
        await desk.mastodon.send(second, desk.mastodon.mint_key(desk.clock.now()))
        assert len(desk.fake.standing[0].media) == 1


async def test_a_changed_alt_text_goes_up_without_the_picture() -> None:
    async with mastodon_desk() as desk:
        first, _ = await desk.staged(PICTURED)
        other = replace(WORDS, media=(picture(alt="A dark stadium & an “Oreo”"),))
        await desk.mastodon.stage(other, first)
        (upload,) = desk.fake.uploads.values()
        assert upload.description == "A dark stadium & an “Oreo”"


async def test_the_same_picture_twice_in_one_post_is_two_files() -> None:
    async with mastodon_desk() as desk:
        post = replace(WORDS, media=(picture(), picture()))
        staged, _ = await desk.staged(post)
        staged = await desk.mastodon.stage(post, staged)
        assert len(desk.fake.uploads) == 2
        await desk.mastodon.send(staged, desk.mastodon.mint_key(desk.clock.now()))
        assert len(set(desk.fake.standing[0].media)) == 2


async def test_the_own_timeline_is_read_whoever_posted() -> None:
    async with mastodon_desk() as desk:
        desk.fake.post_elsewhere("From the phone, to @alice.")
        desk.clock.advance(60)
        staged, key = await desk.staged()
        await desk.mastodon.send(staged, key)
        desk.fake.post_elsewhere("For friends only.").visibility = "private"

        ours, theirs = await desk.mastodon.recent()

        assert (ours.text, theirs.text) == (WORDS.text, "From the phone, to @alice.")
        assert (ours.receipt.accepted, theirs.receipt.accepted) == (NOW + 60 * MICROS, NOW)


async def test_a_post_is_taken_down_and_one_that_is_gone_is_no_error() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        receipt = await desk.mastodon.send(staged, key)
        desk.fake.standing[0].counts = (5, 3, 2)
        assert await desk.mastodon.metrics(receipt) == Metrics(5, 3, 2)
        await desk.mastodon.retract(receipt)
        assert desk.fake.standing == []
        await desk.mastodon.retract(receipt)
        assert await desk.mastodon.find(staged, key) is None
        assert await desk.mastodon.metrics(receipt) is None


async def test_the_test_of_an_account_tells_who_it_is_and_how_its_server_counts() -> None:
    async with mastodon_desk(Kind.IGNORES, limit=5_000) as desk:
        standing = await desk.mastodon.test()
        told = " ".join(map(str, standing.about))
        assert (standing.handle, standing.name) == (HANDLE, "The Brand")
        assert standing.scopes == tuple(SCOPES.split())
        assert standing.until is None
        assert "5000" in told
        assert "mastodon.counts_code_points" in told
        assert "mastodon.never_repeats" in told
        assert desk.fake.standing == []


async def test_the_test_of_an_account_tells_what_its_token_may_not_do() -> None:
    async with mastodon_desk() as desk:
        desk.fake.tokens[TOKEN] = "read"
        kept = await desk.vault.read(f"mastodon/{HANDLE}")
        assert kept is not None
        await desk.vault.write(f"mastodon/{HANDLE}", kept.replace(SCOPES, ""))
        standing = await desk.again().test()
        assert standing.scopes == ("read",)
        assert "write:statuses, write:media" in str(standing.about[-1])


async def test_the_pace_the_server_tells_is_shown() -> None:
    async with mastodon_desk(rate_limit=300) as desk:
        assert desk.mastodon.pace is None
        staged, key = await desk.staged()
        await desk.mastodon.send(staged, key)
        pace = desk.mastodon.pace
        assert pace is not None
        assert (pace.limit, pace.left) == (300, 298)
        assert pace.until == NOW + 300 * MICROS


async def test_posting_is_free() -> None:
    async with mastodon_desk() as desk:
        assert desk.mastodon.price(Post("mastodon", HANDLE, "See https://example.com")) == 0.0


async def test_a_restored_staging_of_another_program_is_harmless() -> None:
    async with mastodon_desk() as desk:
        staged = await desk.mastodon.stage(PICTURED, Staged(PICTURED, ("not ours",), NOW))
        await desk.mastodon.send(staged, desk.mastodon.mint_key(desk.clock.now()))
        assert len(desk.fake.standing) == 1
