"""What is known before a post goes to X: whether it fits, what it costs, what the account may."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.accounts.vault import MemoryVault
from controlroom.accounts.x_session import write_kept
from controlroom.channels.base import ChannelDown, LinkCard, Post, SignInExpired, Tools
from controlroom.channels.x import X
from controlroom.channels.x_prices import night_price
from controlroom.clock import MICROS, ManualClock
from controlroom.event.live_event import Account
from controlroom.messages import english
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.net.fake_server import Reply
from tests.support.x_desk import NOW, WORDS, Desk, media, x_desk
from tests.support.x_server import HANDLE, NAME

GIF = media(b"GIF89a", "image/gif", "")
CARD = LinkCard("https://example.com/lights", "Lights", "All about them")
FILM = media(b"film", "video/mp4", "", seconds=12.0)


def channel(**settings: str) -> X:
    named = {name.replace("_", ".", 1): told for name, told in settings.items()}
    clock = ManualClock(NOW)
    tools = Tools(Http(), MemoryVault(), Pacing(clock), clock, named, Path())
    return X(Account("x", HANDLE, NAME), tools)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with x_desk() as desk:
        yield desk


@pytest.mark.parametrize(
    "post",
    [
        WORDS,
        replace(WORDS, text="a" * 280),
        replace(WORDS, text="x" * 256 + " https://example.com/" + "long" * 50),
        replace(WORDS, text="", media=(media(),)),
        replace(WORDS, media=(media(),) * 4),
        replace(WORDS, media=(media(alt="a" * 1_000),)),
        replace(WORDS, media=(GIF,)),
        replace(WORDS, media=(FILM,)),
        replace(WORDS, reply_to="https://x.com/somebody/status/1790000000000000001"),
        replace(WORDS, reply_to="1790000000000000001"),
        replace(WORDS, text="See https://example.com/lights", card=CARD),
    ],
)
def test_what_x_takes_passes(post: Post) -> None:
    assert channel().check(post) == ()


@pytest.mark.parametrize(
    ("post", "told"),
    [
        (replace(WORDS, text=" "), "no words and no picture"),
        (replace(WORDS, text="a" * 282), "2 characters over the limit of 280"),
        (replace(WORDS, text="漢" * 141), "2 characters over the limit of 280"),
        (replace(WORDS, text="a\ufffe"), "character that X refuses"),
        (replace(WORDS, media=(media(),) * 5), "5 pictures, and 4 is the limit"),
        (replace(WORDS, media=(GIF, media())), "goes alone"),
        (replace(WORDS, media=(FILM, FILM)), "goes alone"),
        (replace(WORDS, media=(media(bytes(5 * 1024 * 1024 + 1)),)), "5,242,880 is the limit"),
        (
            replace(WORDS, media=(media(bytes(15 * 1024 * 1024 + 1), "image/gif"),)),
            "15,728,640 is the limit",
        ),
        (replace(WORDS, media=(replace(GIF, width=1_281),)), "larger than 1280 by 1080"),
        (replace(WORDS, media=(media(mime="image/tiff"),)), "not image/tiff"),
        (replace(WORDS, media=(media(alt="a" * 1_001),)), "1 characters too long"),
        (replace(WORDS, media=(replace(FILM, mime="video/webm"),)), "not video/webm"),
        (replace(WORDS, media=(replace(FILM, seconds=141.0),)), "141 s long; 140 s"),
        (replace(WORDS, media=(replace(FILM, seconds=0.2),)), "shorter than 0.5 s"),
        (replace(WORDS, card=CARD), "write https://example.com/lights there"),
        (replace(WORDS, reply_to="https://x.com/somebody"), "not the address of a post on X"),
        (replace(WORDS, reply_to="https://bsky.app/profile/a/post/3k"), "not the address"),
    ],
)
def test_what_x_would_refuse_is_told_in_words(post: Post, told: str) -> None:
    (trouble,) = channel().check(post)
    assert told in english(trouble.what)


def test_subscribers_may_write_long_posts_when_the_settings_say_so() -> None:
    long = replace(WORDS, text="a" * 25_000)
    assert channel(x_long_posts="yes").check(long) == ()
    assert channel(x_long_posts="yes").limits.characters == 25_000
    assert len(channel(x_long_posts="yes").check(replace(long, text="a" * 25_001))) == 1
    assert len(channel(x_long_posts="no").check(long)) == 1


@pytest.mark.parametrize(
    ("post", "dollars"),
    [
        (WORDS, 0.015),
        (replace(WORDS, text="More on https://example.com/a"), 0.2),
        (replace(WORDS, text="More on example.com"), 0.2),
        (replace(WORDS, media=(media(), media(), media(alt=""))), 0.025),
        (replace(WORDS, media=(FILM,)), 0.015),
        (replace(WORDS, text="example.com", media=(media(),)), 0.205),
    ],
)
def test_a_post_costs_what_x_charges(post: Post, dollars: float) -> None:
    assert channel().price(post) == dollars


def test_a_night_costs_its_posts_and_reading_each_of_them_back() -> None:
    assert night_price([]) == 0.0
    linked = replace(WORDS, text="More on https://example.com/a")
    assert night_price([WORDS, linked, replace(WORDS, media=(media(),))]) == 0.238


async def test_the_account_says_what_it_may_and_what_the_night_costs(desk: Desk) -> None:
    standing = await desk.x.test()
    assert (standing.handle, standing.name) == (HANDLE, NAME)
    assert (standing.renews, standing.until) == (True, None)
    assert "media.write" in standing.scopes
    said = " ".join(english(about) for about in standing.about)
    assert "A post costs $0.015" in said
    assert "A post with a link costs $0.20, 13 times one without." in said
    assert "mentioned or quoted this account" in said
    assert "cannot be renewed" not in said
    assert desk.fake.tweets == []


async def test_a_token_that_cannot_be_renewed_says_when_it_ends(desk: Desk) -> None:
    kept = await desk.kept()
    bare = {"refresh": "", "scopes": ("tweet.read", "users.read")}
    await write_kept(desk.vault, type(kept)(**{**_fields(kept), **bare}))
    standing = await desk.anew().test()
    assert (standing.renews, standing.until) == (False, NOW + 7_200 * MICROS)
    said = " ".join(english(about) for about in standing.about)
    assert "cannot be renewed" in said
    assert "lacks tweet.write media.write offline.access" in said


async def test_testing_an_account_that_is_signed_out_says_so(desk: Desk) -> None:
    desk.fake.sign_in.grants[0].alive = False
    with pytest.raises(SignInExpired):
        await desk.x.test()


async def test_testing_in_bad_weather_signs_nobody_out(desk: Desk) -> None:
    me = ("GET", "/2/users/me")
    desk.fake.next_replies[me] = [Reply(503, b""), Reply(200, b"{}")]
    for _ in range(2):
        with pytest.raises(ChannelDown):
            await desk.x.test()
    assert (await desk.x.test()).handle == HANDLE


def _fields(kept: object) -> dict[str, object]:
    return {name: getattr(kept, name) for name in kept.__struct_fields__}  # type: ignore[attr-defined]
