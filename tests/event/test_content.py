"""The fingerprint TAKE is asked for is of exactly these words and pictures."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.asset import Asset, Link, Part, Picture, Role, Slot, Variant
from controlroom.event.content import content_digest, variant_digest

CHANNELS = ("bluesky", "mastodon", "x")
PICTURE = Picture("ab" * 32, "dark.jpg", "image/jpeg", 9, 4, 3, "A dark stadium")
WORDS = st.text("a+1", max_size=3)
Said = tuple[str, Picture | None, tuple[Picture, ...], Link | None, tuple[Part, ...], str]
ASSET = Asset("a", "A", Role.POST, "Power out?", PICTURE)


def test_it_is_of_what_goes_out_gaps_filled_and_pictures_by_their_bytes() -> None:
    template = replace(
        ASSET,
        caption="{score}",
        slots=(Slot("score", 9),),
        thread=(Part("{score} it is"),),
    )
    filled = replace(template, filled=(("score", "21-6"),))
    written = replace(ASSET, caption="21-6", thread=(Part("21-6 it is"),))
    assert content_digest(filled, CHANNELS) == content_digest(written, CHANNELS)
    assert content_digest(filled, CHANNELS) != content_digest(template, CHANNELS)
    again = replace(ASSET, picture=replace(PICTURE, sha256="cd" * 32, master=PICTURE.sha256))
    assert content_digest(again, CHANNELS) != content_digest(ASSET, CHANNELS)


def test_each_network_counts_and_their_order_does_not() -> None:
    assert content_digest(ASSET, CHANNELS) == content_digest(ASSET, CHANNELS[::-1])
    assert content_digest(ASSET, CHANNELS) != content_digest(ASSET, CHANNELS[:2])


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_no_two_contents_share_a_digest(one: str, alt: str, other: str, other_alt: str) -> None:
    first = replace(ASSET, caption=one, picture=replace(PICTURE, alt=alt))
    second = replace(ASSET, caption=other, picture=replace(PICTURE, alt=other_alt))
    same = content_digest(first, CHANNELS) == content_digest(second, CHANNELS)
    assert same is ((one, alt) == (other, other_alt))


PICTURES = st.lists(
    st.builds(lambda sha256, alt: replace(PICTURE, sha256=sha256, alt=alt), WORDS, WORDS),
    max_size=2,
).map(tuple)
LINKS = st.none() | st.builds(Link, WORDS, WORDS, WORDS, st.none() | st.just(PICTURE))
PARTS = st.lists(st.builds(Part, WORDS, PICTURES), max_size=2).map(tuple)
SAID = st.tuples(WORDS, st.none() | st.just(PICTURE), PICTURES, LINKS, PARTS, WORDS)


@given(SAID, SAID)
def test_nothing_people_see_can_be_moved_elsewhere_unnoticed(one: Said, other: Said) -> None:
    def digest(said: Said) -> str:
        caption, picture, more, link, thread, reply_to = said
        variants = (Variant("x", reply_to=reply_to),)
        asset = Asset("a", "A", Role.POST, caption, picture, variants)
        return content_digest(replace(asset, more=more, link=link, thread=thread), CHANNELS)

    assert (digest(one) == digest(other)) is (one == other)


def test_a_long_list_is_read_once_however_often_it_is_asked_about() -> None:
    read = []

    class Words(tuple[str, ...]):
        __slots__ = ()

        def __iter__(self) -> Iterator[str]:
            read.append(1)
            return super().__iter__()

    words = Words(f"Player {n}" for n in range(2000))
    template = replace(ASSET, caption="{player}", slots=(Slot("player", 30, words),))
    for channel in CHANNELS * 5:
        told = replace(template, filled=(("player", "Player 3"),))
        assert variant_digest(told, channel) == variant_digest(template, channel)
    assert len(read) <= 1
    fewer = replace(template, slots=(Slot("player", 30, words[1:]),))
    assert variant_digest(fewer, "x") != variant_digest(template, "x")
