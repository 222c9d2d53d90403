"""The simulated network: answers like the real one, and posts nowhere."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from controlroom.channels.base import Channel, Post, PostMedia, Refused
from controlroom.clock import MICROS, ManualClock
from controlroom.messages import english
from controlroom.rehearsal.network import RULES, SEND_S, UPLOAD_S, SimulatedNetwork

T = TypeVar("T")
START = 1_359_930_000 * MICROS
PICTURE = PostMedia("ab" * 32, b"picture", "image/jpeg", 4, 3, "A dark stadium")


async def after(clock: ManualClock, work: Coroutine[Any, Any, T]) -> tuple[T, float]:
    """What ``work`` gives, and the seconds of the night it took."""
    began = clock.monotonic()
    task = asyncio.create_task(work)
    for _ in range(1_000):
        for _ in range(4):
            await asyncio.sleep(0)
        if task.done():
            return task.result(), clock.monotonic() - began
        clock.advance(0.025)
    raise AssertionError("it does not end")


def network(stands_for: str = "bluesky") -> tuple[SimulatedNetwork, ManualClock]:
    clock = ManualClock(START)
    return SimulatedNetwork(stands_for, clock), clock


def post(text: str = "Power out? No problem.", *media: PostMedia) -> Post:
    return Post("bluesky", "@saltwick", text, media)


@pytest.mark.parametrize("stands_for", RULES)
def test_it_is_a_channel_with_the_name_and_limits_of_what_it_stands_for(stands_for: str) -> None:
    made, _ = network(stands_for)
    channel: Channel = made
    title, limits, count = RULES[stands_for]
    assert (channel.key, channel.title, channel.limits) == (stands_for, title, limits)
    assert channel.count("日本語 🍪") == count("日本語 🍪")


async def test_a_picture_goes_up_ahead_and_sending_is_one_small_step() -> None:
    made, clock = network()
    staged, took = await after(clock, made.stage(post("Dark", PICTURE)))
    assert took == pytest.approx(UPLOAD_S)
    assert staged.uploads == (PICTURE.sha256,)
    receipt, took = await after(clock, made.send(staged, made.mint_key(clock.now())))
    assert took == pytest.approx(SEND_S)
    assert receipt.accepted == clock.now()
    assert receipt.url.startswith("simulated:")


async def test_words_alone_need_no_upload() -> None:
    made, clock = network()
    _, took = await after(clock, made.stage(post()))
    assert took == 0


async def test_the_same_key_twice_is_one_post() -> None:
    made, clock = network()
    staged, _ = await after(clock, made.stage(post()))
    key = made.mint_key(clock.now())
    first, _ = await after(clock, made.send(staged, key))
    again, _ = await after(clock, made.send(staged, key))
    assert again == first
    assert len(made.posts) == 1
    other, _ = await after(clock, made.send(staged, made.mint_key(clock.now())))
    assert other.remote_id != first.remote_id
    assert len(made.posts) == 2


async def test_it_reads_back_what_was_sent_until_it_is_taken_down() -> None:
    made, clock = network()
    staged, _ = await after(clock, made.stage(post("Dark", PICTURE)))
    key = made.mint_key(clock.now())
    assert (await after(clock, made.find(staged, key)))[0] is None
    receipt, _ = await after(clock, made.send(staged, key))
    seen, _ = await after(clock, made.find(staged, key))
    assert seen is not None
    assert (seen.receipt, seen.text) == (receipt, "Dark")
    assert (seen.media, seen.alts) == ((PICTURE.sha256,), ("A dark stadium",))
    for _ in range(2):
        await after(clock, made.retract(receipt))
        assert (await after(clock, made.find(staged, key)))[0] is None
    assert await made.metrics(receipt) is None


@pytest.mark.parametrize(
    ("stands_for", "words", "media", "why"),
    [
        ("bluesky", "x" * 301, (), "1"),
        ("mastodon", "x" * 501, (), "1"),
        ("x", "日" * 141, (), "2"),
        ("x", "", (PICTURE,) * 5, "X"),
        ("x", "", (PostMedia("a", b"x" * 5_242_881, "image/png", 1, 1, ""),), "X"),
    ],
)
async def test_it_refuses_what_the_real_one_would(
    stands_for: str, words: str, media: tuple[PostMedia, ...], why: str
) -> None:
    made, clock = network(stands_for)
    troubles = made.check(post(words, *media))
    assert [english(trouble.what) for trouble in troubles]
    assert why in english(troubles[0].what)
    staged, _ = await after(clock, made.stage(post(words, *media)))
    with pytest.raises(Refused):
        await after(clock, made.send(staged, made.mint_key(clock.now())))
    assert made.posts == ()


async def test_numbers_rise_and_level_off_and_are_the_same_for_the_same_post() -> None:
    made, clock = network()
    staged, _ = await after(clock, made.stage(post()))
    receipt, _ = await after(clock, made.send(staged, made.mint_key(clock.now())))
    likes = []
    for _ in range(13):
        metrics = await made.metrics(receipt)
        assert metrics is not None
        assert metrics == await made.metrics(receipt)
        assert metrics.likes >= metrics.reposts >= metrics.replies >= 0
        likes.append(metrics.likes)
        clock.advance(600)
    assert likes[0] == 0
    assert likes == sorted(likes)
    assert likes[-1] - likes[-2] < (likes[1] - likes[0]) / 10
