"""Finding a post again on X, when its request got no answer, and reading what it says there."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels.base import OutcomeUnknown, Staged
from controlroom.channels.x_seen import Entities, Link, SeenTweet, words_of
from controlroom.clock import MICROS
from tests.net.fake_server import Fault, Reply
from tests.support.x_desk import WORDS, Desk, media, x_desk
from tests.support.x_server import FakeX

POST = ("POST", "/2/tweets")
TIMELINE = ("GET", "/2/users/:id/tweets")
ONE = ("GET", "/2/tweets/:id")
PICTURED = replace(WORDS, media=(media(),))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with x_desk() as desk:
        yield desk


async def lost(desk: Desk, staged: Staged, key: str) -> None:
    """Send it; it arrives, and the answer does not."""
    desk.fake.lost_answers[POST] = [Fault.HANG_UP]
    with pytest.raises(OutcomeUnknown):
        await desk.x.send(staged, key)


async def test_a_lost_post_is_found_after_a_restart_without_the_bytes(desk: Desk) -> None:
    staged, key = await desk.staged(PICTURED)
    await lost(desk, staged, key)
    bare = tuple(replace(one, content=b"") for one in staged.post.media)
    kept = replace(staged, post=replace(staged.post, media=bare))

    seen = await desk.anew().find(kept, key)

    assert seen is not None
    assert seen.receipt.remote_id == seen.receipt.answer == desk.fake.public[0].id
    assert seen.receipt.accepted == desk.clock.now() // 1_000 * 1_000
    assert seen.text == WORDS.text


@pytest.mark.parametrize(
    "text",
    [
        "Lights & <sirens> &amp; so on",
        "Read https://example.com/Lights?a=1&b=2 now",
        "Read example.com/lights and news.example.org",
        "https://example.com/ first",
        "“Quotes”, e\u0301 decomposed, 🍪",
        "Line\n\nby line",
    ],
)
async def test_what_x_makes_of_the_words_is_undone(desk: Desk, text: str) -> None:
    for post in (replace(WORDS, text=text), replace(PICTURED, text=f"{text}!")):
        staged, key = await desk.staged(post)
        await lost(desk, staged, key)
        seen = await desk.x.find(staged, key)
        assert seen is not None
        assert seen.text == post.text
        shown = (await desk.x.recent())[0]
        assert "t.co" not in shown.text


async def test_a_long_post_is_compared_whole(desk: Desk) -> None:
    desk.fake.long_posts = True
    text = "All the lights are out & we are dunking. " * 20 + "https://example.com/x"
    staged, key = await desk.staged(replace(WORDS, text=text))
    await lost(desk, staged, key)
    seen = await desk.x.find(staged, key)
    assert seen is not None
    assert seen.text == text


async def test_looking_up_costs_one_small_question(desk: Desk) -> None:
    staged, key = await desk.staged()
    await desk.x.send(staged, key)
    await desk.x.find(staged, key)
    assert (desk.asked(*ONE), desk.asked(*TIMELINE)) == (1, 0)

    await desk.anew().find(staged, key)
    assert desk.asked(*TIMELINE) == 1
    asked = desk.server.requests[-1].query
    assert int(asked["max_results"]) <= 10
    assert "start_time" in asked


async def test_the_same_words_of_yesterday_are_another_post(desk: Desk) -> None:
    desk.fake.post(WORDS.text)
    desk.clock.advance(86_400)
    staged, key = await desk.staged()
    desk.fake.next_replies[POST] = [Fault.HANG_UP]
    with pytest.raises(OutcomeUnknown):
        await desk.x.send(staged, key)
    assert await desk.x.find(staged, key) is None


async def test_the_same_words_of_a_minute_ago_are_another_post(desk: Desk) -> None:
    desk.fake.post(WORDS.text)
    staged = await desk.x.stage(WORDS)
    desk.clock.advance(60)
    assert await desk.x.find(staged, desk.x.mint_key(desk.clock.now())) is None


@pytest.mark.parametrize("ahead", [-3_000.0, 3_000.0])
async def test_a_wrong_clock_here_does_not_hide_the_post(desk: Desk, ahead: float) -> None:
    theirs = desk.fake.clock = type(desk.clock)(desk.clock.now())
    desk.clock.advance(3_000 + ahead)
    theirs.advance(3_000)
    desk.fake.sign_in.grants[0].ends += 10_000
    staged, key = await desk.staged(PICTURED)
    await lost(desk, staged, key)
    seen = await desk.x.find(staged, key)
    assert seen is not None


async def test_words_without_the_picture_are_found_when_x_does_not_tell_of_media(
    desk: Desk,
) -> None:
    staged, key = await desk.staged(PICTURED)
    await lost(desk, staged, key)
    tweet = desk.fake.public[0]
    told = {"data": [{"id": tweet.id, "text": tweet.text, "entities": None}], "meta": {}}
    desk.fake.next_replies[TIMELINE] = [Reply.of(told)]
    seen = await desk.x.find(staged, key)
    assert seen is not None
    assert seen.receipt.remote_id == tweet.id


async def test_a_picture_of_somebody_else_with_the_same_words_is_not_ours(desk: Desk) -> None:
    staged, key = await desk.staged(WORDS)
    (upload,) = (await desk.x.stage(PICTURED)).uploads
    assert upload
    desk.fake.post(WORDS.text, tuple(desk.fake.media.uploads))
    assert await desk.x.find(staged, key) is None


async def test_what_others_posted_on_the_account_is_seen_newest_first(desk: Desk) -> None:
    desk.fake.post("From the phone & quick: https://example.com/a")
    desk.clock.advance(60)
    staged, key = await desk.staged(PICTURED)
    receipt = await desk.x.send(staged, key)

    newest, older = await desk.x.recent()

    assert newest.receipt.remote_id == receipt.remote_id
    assert (newest.text, newest.alts) == (WORDS.text, ("The stadium, dark.",))
    assert older.text == "From the phone & quick: https://example.com/a"
    assert older.receipt.accepted == newest.receipt.accepted - 60 * MICROS
    assert desk.server.requests[-1].query["max_results"] == "5"


async def test_an_account_that_never_posted_has_nothing_to_show(desk: Desk) -> None:
    assert await desk.x.recent() == ()


@given(
    words=st.lists(
        st.one_of(
            st.text(st.characters(blacklist_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=8),
            st.sampled_from(["https://example.com/a&b", "&amp;", "<b>", "http://example.org"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_rewriting_is_undone(words: list[str]) -> None:
    fake = FakeX()
    text = " ".join(words)
    tweet = fake.post(text)
    shown, links = fake._shown(tweet)
    urls = [Link(one["url"], one["expanded_url"]) for one in links]
    assert words_of(SeenTweet(tweet.id, shown, entities=Entities(urls)), text) == text
