"""What guards are told of an asset on one network: every part, every picture, and its price."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from controlroom.channels.base import Limits, Post, Trouble
from controlroom.clock import ManualClock
from controlroom.event.asset import Asset, Link, Part, Picture, Role, Variant
from controlroom.event.live_event import Account
from controlroom.guards.known import OnChannel
from controlroom.messages import english, message
from controlroom.posting.readiness import Readiness
from controlroom.room.on_channel import on_channel
from tests.posting.uploading import DOWN, UploadingNetwork

ACCOUNT = Account("x", "saltwick", "Saltwick", server="https://x.test")


class Paid(UploadingNetwork):
    """Takes money, and more for links; refuses bad words."""

    title = "X"
    limits = Limits(30, 4, 1_000, 100, video_bytes=5_000)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        bad = "bad" in post.text or any(media.content for media in post.media)
        return (Trouble(message("channel.refused", network="X", words="no")),) if bad else ()

    def price(self, post: Post) -> float:
        return 0.2 if "://" in post.text or ".com" in post.text or post.card else 0.015


def picture(name: str = "one.jpg", alt: str = "Dark", size: int = 9) -> Picture:
    mime = "video/mp4" if name.endswith("mp4") else "image/jpeg"
    return Picture(name, name, mime, size, 4, 3, alt)


def asset(words: str = "Lights out", *shown: Picture, parts: tuple[Part, ...] = ()) -> Asset:
    return Asset("a", "A", Role.POST, words, *shown[:1] or (None,), more=shown[1:], thread=parts)


@pytest.fixture
def told() -> Callable[..., OnChannel]:
    way = Paid("x", ManualClock(0))

    def tell(what: Asset, ready: Readiness = Readiness(), signed_in: bool = True) -> OnChannel:  # noqa: B008
        return on_channel(
            what,
            ACCOUNT,
            way if signed_in else None,
            "X",
            lambda words: (len(words), way.limits.characters),
            ready,
        )

    return tell


Told = Callable[..., OnChannel]


def sentences(on: OnChannel) -> list[str]:
    return [english(trouble) for trouble in on.troubles]


def test_the_longest_part_of_a_thread_counts_and_every_part_is_checked(told: Told) -> None:
    on = told(asset("short", parts=(Part("a" * 31), Part("bad"), Part("bad too"))))
    assert (on.count, on.limit) == (31, 30)
    assert sentences(on) == ["X said: no"]


def test_every_picture_is_looked_at_and_the_one_that_is_too_big_is_named(told: Told) -> None:
    big = picture("big.jpg", size=1_001)
    film = picture("film.mp4", size=5_001)
    on = told(asset("Dark", picture(), big, parts=(Part("more", (film, big)),)))
    assert sentences(on) == [
        "X: big.jpg has 1,001 bytes, 1,000 is the limit",
        "X: the video film.mp4 has 5,001 bytes, 5,000 at most",
    ]
    assert told(asset("Dark", picture(size=1_000), picture("film.mp4", size=5_000))).troubles == ()


def test_the_pictures_of_the_network_itself_count(told: Told) -> None:
    what = asset("Dark", picture("big.jpg", size=1_001), picture("also.jpg", size=1_001))
    own = Variant("x", picture=picture("small.jpg"), more=())
    assert told(replace(what, variants=(own,))).troubles == ()


def test_one_missing_alt_text_is_missing(told: Told) -> None:
    assert told(asset("Dark", picture(), picture("two.jpg"))).alt == "Dark Dark"
    assert told(asset("Dark", picture(), picture("two.jpg", alt=" "))).alt == ""
    later = Part("more", (picture("two.jpg", alt=""),))
    assert told(asset("Dark", picture(), parts=(later,))).alt == ""
    assert told(asset("Dark", parts=(later,))).has_picture


def test_how_far_the_upload_is(told: Told) -> None:
    half = Readiness(share=0.5, problem=DOWN)
    on = told(asset("Dark", picture()), half)
    assert (on.uploaded, on.share, on.problem) == (False, 0.5, DOWN)
    words = told(asset("Dark"), half)
    assert (words.uploaded, words.share) == (True, 1.0)
    thumb = replace(asset("Dark"), link=Link("https://a.test", "A", thumb=picture()))
    assert not told(thumb, half).uploaded
    assert told(asset("Dark", picture()), Readiness(staged=())).share == 1.0


def test_what_it_costs_with_and_without_links(told: Told) -> None:
    plain = told(asset("Dark"))
    assert (plain.price, plain.price_plain) == (0.015, 0.015)
    for words in ("Look: https://brand.test/x?y", "Look brand.com", "www.brand.com"):
        linked = told(asset(words))
        assert (linked.price, linked.price_plain) == (0.2, 0.015)
    card = told(replace(asset("Dark"), link=Link("https://a.test", "A")))
    assert (card.price, card.price_plain) == (0.2, 0.015)
    thread = told(asset("Dark", parts=(Part("two"), Part("https://a.test"))))
    assert thread.price == pytest.approx(0.23)
    assert thread.price_plain == pytest.approx(0.045)


def test_where_nobody_is_signed_in_words_are_still_counted(told: Told) -> None:
    on = told(asset("Lights out"), signed_in=False)
    assert (on.signed_in, on.title, on.count, on.troubles, on.price) == (False, "X", 10, (), 0.0)
    assert told(asset(), Readiness(signed_out=True)).signed_in is False
