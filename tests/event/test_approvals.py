"""Who says yes, for how long, and what becomes of it when networks come and go."""

from dataclasses import replace
from typing import Any

import pytest

from controlroom.errors import Refused
from controlroom.event.approvals import (
    Standing,
    carry_over,
    is_approved,
    is_author,
    newest_word,
    said_of,
    with_word,
)
from controlroom.event.asset import Approval, Asset, Role, Variant, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.edits import EditWords, apply
from controlroom.event.edits_people import SayOf, SayOfAll
from controlroom.event.live_event import Account, LiveEvent
from tests.event.test_edits import an_event
from tests.support.approving import approved

CHANNELS = ("bluesky", "mastodon", "x")
NOW = 5
PLAIN = Asset("a", "A", Role.POST, "Words", None, authors=("Ada Lovelace",))


def yes(by: str, asset: Asset = PLAIN, channel: str = "x", **other: Any) -> Approval:
    return Approval(channel, by, 1, 1, variant_digest(asset, channel), **other)


def test_a_yes_ends_when_it_says_so() -> None:
    asset = approved(PLAIN, CHANNELS, until=10)
    assert is_approved(asset, CHANNELS, 9)
    assert not is_approved(asset, CHANNELS, 10)
    assert said_of(asset, "x", 10).standing is Standing.EXPIRED


def test_a_network_more_needs_a_yes_of_its_own_and_none_at_all_has_none() -> None:
    asset = approved(PLAIN, ("bluesky",))
    assert is_approved(asset, ("bluesky",), NOW)
    assert not is_approved(asset, ("bluesky", "x"), NOW)
    assert said_of(asset, "x", NOW).standing is Standing.WAITING
    assert not is_approved(asset, (), NOW)


@pytest.mark.parametrize(
    "by", ["Ada Lovelace", "ada lovelace", "  Ada  Lovelace ", "ADA\tLOVELACE", "Ada Ｌovelace"]
)
def test_nobody_approves_their_own(by: str) -> None:
    assert is_author(PLAIN, "x", by)
    with pytest.raises(Refused, match="somebody else has to approve it"):
        with_word(PLAIN, yes(by))
    # What is wrong with it one may say of one's own.
    wish = with_word(PLAIN, yes(by, verdict=Verdict.CHANGES, note="Shorter"))
    assert said_of(wish, "x", NOW).standing is Standing.CHANGES


def test_whoever_made_what_differs_on_one_network_may_approve_the_others() -> None:
    asset = replace(PLAIN, variants=(Variant("x", "Mine", authors=("Kit",)),))
    assert is_approved(with_word(asset, yes("Kit", asset, "bluesky")), ("bluesky",), NOW)
    with pytest.raises(Refused):
        with_word(asset, yes("Kit", asset, "x"))


@pytest.mark.parametrize("by", ["", "  "])
def test_a_word_of_nobody_is_no_word(by: str) -> None:
    with pytest.raises(Refused, match="Nobody is named"):
        with_word(PLAIN, yes(by))


def test_the_newest_word_on_a_network_stands_and_the_others_stay() -> None:
    asset = approved(PLAIN, CHANNELS, at=1)
    wish = replace(yes("Dana", verdict=Verdict.CHANGES, note="Drier"), at=2)
    asset = with_word(asset, wish)
    assert said_of(asset, "x", NOW).standing is Standing.CHANGES
    assert is_approved(asset, ("bluesky", "mastodon"), NOW)
    assert newest_word(asset) == wish
    again = with_word(asset, replace(yes("Ruth"), at=3))
    assert is_approved(again, CHANNELS, NOW)
    assert len(again.approvals) == len(CHANNELS)


def test_who_writes_other_words_cannot_approve_them() -> None:
    event = an_event()
    theirs, _ = apply(event, EditWords("a", "x", "short", "Dana"))
    asset = theirs.asset("a")
    with pytest.raises(Refused):
        apply(theirs, SayOf("a", yes("dana", asset)))
    on_bluesky, _ = apply(theirs, SayOf("a", yes("Dana", asset, "bluesky")))
    assert is_approved(on_bluesky.asset("a"), ("bluesky",), NOW)


def test_a_word_for_several_networks_is_said_for_all_or_none_and_taken_back_at_once() -> None:
    asset = replace(PLAIN, variants=(Variant("x", "Mine", authors=("Kit",)),))
    event = an_event().with_asset(asset)
    words = tuple(yes("Dana", asset, channel) for channel in CHANNELS)
    after, undo = apply(event, SayOfAll("a", words))
    assert is_approved(after.asset("a"), CHANNELS, NOW)
    assert apply(after, undo)[0].assets == event.assets
    with pytest.raises(Refused):
        apply(event, SayOfAll("a", tuple(yes("Kit", asset, channel) for channel in CHANNELS)))


# --- Networks that come and go -------------------------------------------------------------------

HERE = Account("bluesky", "@a", "A")


def carried(asset: Asset, *channels: str) -> LiveEvent:
    """An event that posts to Bluesky, and now to ``channels`` as well."""
    before = replace(an_event(), accounts=(HERE,), assets=(asset,), cues=(), slots=())
    accounts = (HERE, *(Account(channel, "@a", "A") for channel in channels))
    return carry_over(before, replace(before, accounts=accounts))[0]


def test_a_new_network_takes_over_the_newest_yes_to_the_very_same() -> None:
    asset = approved(PLAIN, ("bluesky",), "Dana", until=10)
    after = carried(asset, "x", "mastodon")
    assert is_approved(after.asset("a"), after.channels, NOW)
    # As long as it holds.
    assert not is_approved(after.asset("a"), after.channels, 10)


def test_a_new_network_takes_over_no_wish_and_no_yes_to_something_else() -> None:
    own = replace(PLAIN, variants=(Variant("x", "Else"),))
    assert said_of(carried(approved(own, ("bluesky",)), "x").asset("a"), "x", NOW).standing is (
        Standing.WAITING
    )
    wish = with_word(approved(PLAIN, ("mastodon",)), yes("Dana", PLAIN, "bluesky"))
    wish = with_word(wish, yes("Dana", PLAIN, "mastodon", verdict=Verdict.CHANGES, note="No"))
    assert said_of(carried(wish, "x").asset("a"), "x", NOW).standing is Standing.WAITING


def test_a_new_network_takes_over_no_yes_of_who_made_what_it_shows() -> None:
    own = replace(PLAIN, variants=(Variant("x", "Words", authors=("Dana",)),))
    after = carried(approved(own, ("bluesky",)), "x")
    assert said_of(after.asset("a"), "x", NOW).standing is Standing.WAITING
