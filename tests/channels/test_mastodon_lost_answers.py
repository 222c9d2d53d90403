"""What happens to a post when nobody knows whether it arrived, on each kind of server."""

import asyncio
from dataclasses import replace

import pytest

from controlroom.channels.base import ChannelDown, NotSent, OutcomeUnknown, Post
from tests.channels.mastodon_desk import POST, WORDS, mastodon_desk, picture
from tests.net.fake_server import Fault, Reply
from tests.support.mastodon_truth import HANDLE, Kind

EVERY_KIND = pytest.mark.parametrize("kind", list(Kind))
WORDS_OR_PICTURE = pytest.mark.parametrize(
    "post",
    [WORDS, replace(WORDS, media=(picture(),)), Post("mastodon", HANDLE, "", (picture(),))],
    ids=["words", "picture", "picture only"],
)
NO_ANSWER = [Fault.HANG_UP, Fault.HALF, Fault.NONSENSE]
UNCLEAR = [
    Reply(500, b"<h1>oops</h1>"),
    Reply(502, b""),
    Reply(408, b"{}"),
    Reply(200, b'{"id": "1'),
    Reply.of({"unheard": ["of", None, 7]}),
    Reply.of({"id": "", "uri": "https://social.example/1"}),
    Reply.of({"id": "4711", "type": "image", "url": "https://social.example/media/4711"}),
]


@EVERY_KIND
@WORDS_OR_PICTURE
@pytest.mark.parametrize("started_anew", [False, True])
async def test_a_post_whose_answer_was_lost_is_found(
    kind: Kind, post: Post, started_anew: bool
) -> None:
    async with mastodon_desk(kind) as desk:
        desk.fake.post_elsewhere(post.text or "Something else.")
        staged, key = await desk.staged(post)
        desk.fake.then_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        desk.clock.advance(3)
        desk.fake.post_elsewhere("And something later.")

        looking = desk.again() if started_anew else desk.mastodon
        seen = await looking.find(staged, key)

        (status,) = desk.fake.with_key(key)
        assert seen is not None
        assert seen.receipt.remote_id == status.id
        assert seen.text == post.text


@EVERY_KIND
@WORDS_OR_PICTURE
async def test_a_post_that_never_arrived_is_not_taken_for_another(kind: Kind, post: Post) -> None:
    async with mastodon_desk(kind) as desk:
        earlier, earlier_key = await desk.staged(post)
        await desk.mastodon.send(earlier, earlier_key)
        desk.clock.advance(60)
        staged, key = await desk.staged(post)
        desk.fake.next_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)

        assert await desk.mastodon.find(staged, key) is None
        assert await desk.again().find(staged, key) is None


async def test_a_picture_of_somebody_else_is_not_taken_for_ours() -> None:
    async with mastodon_desk(Kind.IGNORES) as desk:
        staged, key = await desk.staged(replace(WORDS, text="", media=(picture(),)))
        other, _ = await desk.staged(replace(WORDS, text="", media=(picture(b"theirs"),)))
        desk.clock.advance(5)
        desk.fake.next_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        await desk.again().send(other, "from another desk")
        assert await desk.mastodon.find(staged, key) is None


async def test_of_two_posts_with_the_same_words_each_finds_its_own() -> None:
    async with mastodon_desk(Kind.IGNORES) as desk:
        one, one_key = await desk.staged()
        two, two_key = await desk.staged()
        desk.fake.then_replies[POST] = [Fault.HANG_UP, Fault.HANG_UP]
        for staged, key in ((one, one_key), (two, two_key)):
            with pytest.raises(OutcomeUnknown):
                await desk.mastodon.send(staged, key)
        found = [
            await desk.mastodon.find(one, one_key),
            await desk.mastodon.find(two, two_key),
            await desk.mastodon.find(one, one_key),
        ]
        ids = [seen.receipt.remote_id for seen in found if seen is not None]
        assert ids[0] == ids[2] != ids[1]
        assert sorted(ids[:2]) == sorted(status.id for status in desk.fake.standing)


@EVERY_KIND
@WORDS_OR_PICTURE
async def test_a_lost_post_is_found_although_it_was_staged_again_since(
    kind: Kind, post: Post
) -> None:
    async with mastodon_desk(kind) as desk:
        staged, key = await desk.staged(post)
        desk.clock.advance(5)
        desk.fake.then_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        staged = await desk.mastodon.stage(post, staged)
        assert await desk.again().find(staged, key) is not None
        assert await desk.mastodon.find(staged, key) is not None


@EVERY_KIND
async def test_looking_says_whether_absence_is_proof_even_after_a_restart(kind: Kind) -> None:
    async with mastodon_desk(kind) as desk:
        staged, key = await desk.staged()
        channel = desk.again()
        assert await channel.find(staged, key) is None
        assert channel.honours_key is (kind is Kind.MASTODON)
        later = desk.again()
        desk.fake.next_replies["GET", "/nodeinfo"] = [Fault.HANG_UP]
        with pytest.raises(ChannelDown):
            await later.find(staged, key)


async def test_a_post_is_found_although_the_clocks_differ_by_hours() -> None:
    async with mastodon_desk() as desk:
        desk.fake.now = lambda: desk.clock.now() - 7_200_000_000
        staged, key = await desk.staged()
        desk.fake.then_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        assert await desk.again().find(staged, key) is not None


async def test_a_post_of_which_the_server_made_markup_is_found_by_its_source() -> None:
    async with mastodon_desk(Kind.SEQUENTIAL) as desk:
        staged, key = await desk.staged(replace(WORDS, text="You can *still* dunk."))
        shown = desk.fake.shown
        desk.fake.shown = lambda status: {**shown(status), "content": "<p>You can still dunk.</p>"}
        desk.fake.then_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        seen = await desk.mastodon.find(staged, key)
        assert seen is not None
        assert seen.text == "You can still dunk."


async def test_sending_again_is_safe_only_where_the_server_says_it_is() -> None:
    safe = {}
    for kind, version in [
        (Kind.MASTODON, "4.6.0"),
        (Kind.MASTODON, "4.7.0-alpha.1+glitch"),
        (Kind.MASTODON, "5.0.1"),
        (Kind.MASTODON, "4.6.0-alpha.2"),
        (Kind.MASTODON, "4.5.9"),
        (Kind.MASTODON, "nobody knows"),
        (Kind.SEQUENTIAL, "0.7.0"),
        (Kind.IGNORES, "0.21.0"),
    ]:
        async with mastodon_desk(kind, version=version) as desk:
            assert not desk.mastodon.honours_key
            await desk.staged()
            safe[kind, version] = desk.mastodon.honours_key
            desk.clock.advance(3_601)
            assert not desk.mastodon.honours_key
    assert list(safe.values()) == [True, True, True, False, False, False, False, False]


async def test_a_server_that_does_not_say_what_it_runs_is_not_trusted_with_a_key() -> None:
    async with mastodon_desk(tells_software=False) as desk:
        await desk.staged()
        assert not desk.mastodon.honours_key
        assert desk.mastodon.limits.characters == 500


async def test_where_the_key_is_honoured_a_second_try_makes_no_second_post() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        desk.fake.then_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        receipt = await desk.mastodon.send(staged, key)
        (status,) = desk.fake.standing
        assert receipt.remote_id == status.id


async def test_a_server_that_breaks_on_a_repeated_key_leaves_the_outcome_to_be_looked_up() -> None:
    async with mastodon_desk(repeat_breaks=True) as desk:
        staged, key = await desk.staged()
        desk.fake.then_replies[POST] = [Fault.HANG_UP]
        for _ in range(2):
            with pytest.raises(OutcomeUnknown):
                await desk.mastodon.send(staged, key)
        assert await desk.mastodon.find(staged, key) is not None
        assert len(desk.fake.standing) == 1


@pytest.mark.parametrize("kind", [Kind.SEQUENTIAL, Kind.IGNORES])
async def test_two_requests_with_one_key_never_run_at_the_same_time(kind: Kind) -> None:
    async with mastodon_desk(kind) as desk:
        staged, key = await desk.staged()
        outcomes = await asyncio.gather(
            desk.mastodon.send(staged, key),
            desk.mastodon.send(staged, key),
            return_exceptions=True,
        )
        assert len(desk.fake.standing) == 1
        assert [isinstance(one, OutcomeUnknown) for one in outcomes] == [False, True]


@EVERY_KIND
async def test_a_file_in_use_means_the_earlier_request_had_arrived(kind: Kind) -> None:
    async with mastodon_desk(kind, overlap_s=1e9) as desk:
        staged, key = await desk.staged(replace(WORDS, media=(picture(),)))
        desk.fake.then_replies[POST] = [Fault.HANG_UP]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        receipt = await desk.mastodon.send(staged, key)
        (status,) = desk.fake.standing
        assert receipt.remote_id == status.id


@EVERY_KIND
async def test_a_file_that_another_post_shows_is_uploaded_anew_and_the_post_goes_out(
    kind: Kind,
) -> None:
    async with mastodon_desk(kind) as desk:
        post = replace(WORDS, media=(picture(),))
        staged, key = await desk.staged(post)
        (file,) = desk.fake.uploads.values()
        file.status = desk.fake.post_elsewhere("Not ours to show.", [file.id]).id
        desk.fake.statuses.clear()
        with pytest.raises(NotSent):
            await desk.mastodon.send(staged, key)
        assert desk.fake.standing == []
        staged = await desk.mastodon.stage(post, staged)
        await desk.mastodon.send(staged, key)
        assert len(desk.fake.standing) == 1


@pytest.mark.parametrize("fault", NO_ANSWER)
@pytest.mark.parametrize("arrived", [True, False])
async def test_no_whole_answer_is_an_unknown_outcome(fault: Fault, arrived: bool) -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        replies = desk.fake.then_replies if arrived else desk.fake.next_replies
        replies[POST] = [fault]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        assert (await desk.mastodon.find(staged, key) is not None) is arrived


async def test_the_answer_to_an_earlier_post_is_not_taken_for_this_one() -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        await desk.mastodon.send(staged, key)
        desk.clock.advance(60)
        (status,) = desk.fake.standing
        staged, key = await desk.staged(replace(WORDS, text="Another one."))
        desk.fake.next_replies[POST] = [Reply.of(desk.fake.shown(status))]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        assert await desk.mastodon.find(staged, key) is None


@pytest.mark.parametrize("reply", UNCLEAR, ids=lambda reply: f"{reply.status} {reply.body[:12]}")
async def test_an_answer_that_says_neither_yes_nor_no_is_an_unknown_outcome(reply: Reply) -> None:
    async with mastodon_desk() as desk:
        staged, key = await desk.staged()
        desk.fake.then_replies[POST] = [reply]
        with pytest.raises(OutcomeUnknown):
            await desk.mastodon.send(staged, key)
        assert desk.fake.count_asked(*POST) == 1
        assert await desk.mastodon.find(staged, key) is not None
