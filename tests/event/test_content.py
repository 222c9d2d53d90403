"""An approval is for exactly these words and pictures."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.asset import Approval, Asset, Picture, Role, Variant
from controlroom.event.content import content_digest, is_approved

CHANNELS = ("bluesky", "mastodon", "x")
PICTURE = Picture("ab" * 32, "dark.jpg", "image/jpeg", 9, 4, 3, "A dark stadium")
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
