"""An approval is for exactly these words and pictures."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.asset import Approval, Asset, Link, Part, Picture, Role, Variant
from controlroom.event.content import content_digest, is_approved

CHANNELS = ("bluesky", "mastodon", "x")
PICTURE = Picture("ab" * 32, "dark.jpg", "image/jpeg", 9, 4, 3, "A dark stadium")
WORDS = st.text("a+1", max_size=3)
Said = tuple[str, Picture | None, tuple[Picture, ...], Link | None, tuple[Part, ...], str]
ASSET = Asset("a", "A", Role.POST, "Power out?", PICTURE)


def approved(asset: Asset) -> Asset:
    return replace(asset, approval=Approval("Client", 1, 1, content_digest(asset, CHANNELS)))


def test_a_yes_holds_for_what_it_was_given_for() -> None:
    assert not is_approved(ASSET, CHANNELS)
    assert is_approved(approved(ASSET), CHANNELS)


@pytest.mark.parametrize(
    "changed",
    [
        replace(approved(ASSET), caption="Power out!"),
        replace(approved(ASSET), picture=None),
        replace(approved(ASSET), picture=replace(PICTURE, sha256="cd" * 32)),
        replace(approved(ASSET), picture=replace(PICTURE, alt="Dark")),
        replace(approved(ASSET), variants=(Variant("x", "Power out?!"),)),
        replace(approved(ASSET), variants=(Variant("x", reply_to="https://x.test/1"),)),
        replace(approved(ASSET), variants=(Variant("x", more=(PICTURE,)),)),
        replace(approved(ASSET), more=(PICTURE,)),
        replace(approved(ASSET), thread=(Part("And more"),)),
        replace(approved(ASSET), link=Link("https://x.test", "X")),
        replace(
            approved(ASSET), variants=(Variant("x", None, replace(PICTURE, sha256="cd" * 32)),)
        ),
    ],
)
def test_any_change_of_what_people_see_ends_it(changed: Asset) -> None:
    assert not is_approved(changed, CHANNELS)


@pytest.mark.parametrize(
    "changed",
    [
        replace(approved(ASSET), title="Other", use_when="the lights go out", rights_until=1),
        replace(approved(ASSET), picture=replace(PICTURE, name="renamed.jpg")),
        replace(approved(ASSET), variants=(Variant("x", "Power out?"),)),
        replace(approved(ASSET), variants=(Variant("linkedin", "Nobody posts there"),)),
    ],
)
def test_what_people_do_not_see_may_change(changed: Asset) -> None:
    assert is_approved(changed, CHANNELS)


def test_one_network_more_needs_a_new_yes_and_their_order_does_not() -> None:
    assert not is_approved(approved(ASSET), (*CHANNELS, "threads"))
    assert is_approved(approved(ASSET), CHANNELS[::-1])


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
