"""What older programs wrote is still read: before events had feeds and hashtags, and while an asset
had one yes for all networks at once."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlroom.event.approvals import Standing, is_approved, said_of
from controlroom.event.asset import Approval, Asset, Link, Part, Picture, Role, Variant
from controlroom.event.edits import (
    BindAccount,
    EditWords,
    RestoreAccount,
    UnbindAccount,
    apply,
    as_json,
)
from controlroom.event.edits_people import SayOf
from controlroom.event.live_event import Account, LiveEvent
from controlroom.event.watch import WatchTerm
from controlroom.store.older import asset_from, edit_from, old_digest
from controlroom.store.open import DATABASE_NAME
from tests.event.test_edits import an_event
from tests.store.places import Place, SqlitePlace
from tests.store.strategies import CHANNEL, SHA, TEXT, TIME, assets
from tests.support.approving import approved


def test_an_event_without_what_came_later(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path / "data")
    event = replace(an_event(), terms=(WatchTerm("power", "Power", "event", ("power",)),))
    with place.open() as store:
        saved = store.events.save_event(event)
    with sqlite3.connect(tmp_path / "data" / DATABASE_NAME) as rows:
        (text,) = rows.execute("select body from events").fetchone()
        body = json.loads(text)
        del body["feeds"], body["hashtags"], body["terms"][0]["exclusions"]
        rows.execute("update events set body = ?", (json.dumps(body),))
    rows.close()
    with place.open(read_only=True) as reader:
        assert reader.events.load_event(event.slug) == saved


# --- One yes for all networks --------------------------------------------------------------------

DARK = Picture("ab" * 32, "dark.jpg", "image/jpeg", 9, 4, 3, "A dark stadium")
RICH = Asset(
    *("a", "A", Role.POST, "Power out? {really}", DARK),
    variants=(Variant("x", "Dark.", None, (DARK,), "https://x.test/1"),),
    more=(DARK,),
    thread=(Part("And more", (DARK,)),),
    link=Link("https://saltwick.test", "Crisps", "All", DARK),
)
PLAIN = Asset("a", "Asset A", Role.POST, "words", None)
# As the program of then answered them, for Bluesky and X.
DIGESTS = {
    RICH: "6f289823dca7d7cef5f70c3709c23165e9fea493925068a1acfcea2b067ef79f",
    PLAIN: "c5508fdedd45ff4c60de322cb60f1abcb05d04ac56bbcbc7a21869ab3ebcb1c2",
}
PLAIN_ON_BLUESKY = "37efd2bd67740b4c972a38af7c343afd0413a99be9d68150913faaf300a0b855"
BOTH = ("bluesky", "x")
HERE, THERE = Account("bluesky", "@a", "A"), Account("x", "@a", "A")
ELSEWHERE = Account("mastodon", "@a", "A")
NEW = ("authors", "approvals", "slots", "filled", "provenance", "regions")


def yes_of_then(digest: str) -> dict[str, object]:
    return {"by": "Dana", "at": 5, "version": 3, "digest": digest}


def then(asset: Asset, yes: dict[str, object] | None) -> dict[str, Any]:
    """An asset as it was written then."""
    told: dict[str, Any] = msgspec.to_builtins(asset)
    for name in NEW:
        del told[name]
    for picture in _pictures_in(told):
        del picture["master"], picture["crop"]
    for variant in told["variants"]:
        del variant["authors"]
    return {**told, "approval": yes}


def _pictures_in(told: Any) -> list[dict[str, Any]]:
    if isinstance(told, dict):
        own = [told] if "sha256" in told else []
        return [*own, *(one for value in told.values() for one in _pictures_in(value))]
    if isinstance(told, list):
        return [one for value in told for one in _pictures_in(value)]
    return []


def since(asset: Asset, *channels: str) -> Asset:
    """The same, as that yes goes on."""
    words = approved(asset, channels, "Dana", 5).approvals
    return replace(asset, approvals=tuple(replace(one, version=3) for one in words))


@pytest.mark.parametrize("asset", [RICH, PLAIN], ids=["rich", "plain"])
def test_a_yes_that_held_goes_on_on_each_network(asset: Asset) -> None:
    body = json.dumps(then(asset, yes_of_then(DIGESTS[asset])))
    assert asset_from(body, BOTH) == since(asset, *BOTH)
    assert is_approved(asset_from(body, BOTH), BOTH, 9)


@pytest.mark.parametrize("channels", [("bluesky",), ("bluesky", "mastodon"), (*BOTH, "mastodon")])
def test_a_yes_that_did_not_hold_is_void(channels: tuple[str, ...]) -> None:
    read = asset_from(json.dumps(then(RICH, yes_of_then(DIGESTS[RICH]))), channels)
    for channel in channels:
        said = said_of(read, channel, 9)
        assert said.standing is Standing.CHANGED
        assert said.approval is not None
        assert (said.approval.by, said.approval.at, said.approval.version) == ("Dana", 5, 3)


def test_nothing_said_stays_nothing_said() -> None:
    assert asset_from(json.dumps(then(RICH, None)), BOTH) == RICH


def test_words_about_an_approval_are_only_words() -> None:
    asset = replace(PLAIN, caption='"approval":{"by":"me"}, "approvals":[]')
    body = msgspec.json.encode(approved(asset, BOTH)).decode()
    assert asset_from(body, BOTH) == approved(asset, BOTH)
    edit = EditWords("a", None, 'RestoreAccount "approval":null')
    assert edit_from(as_json(edit), an_event()) == edit


def written_then(place: Place, *accounts: Account, asset: Asset = PLAIN) -> LiveEvent:
    """An event in the store, its asset in a row of then."""
    event = replace(an_event(), accounts=accounts, assets=(asset,), cues=(), slots=())
    with place.open() as store:
        store.events.save_event(event)
    body = json.dumps(then(asset, yes_of_then(old_digest(asset, event.channels))))
    place.order("update assets set body = ?", body)
    with place.open() as store:
        return store.events.load_event(event.slug)


def test_it_goes_on_when_the_networks_change_after_the_program_did(place: Place) -> None:
    # Mastodon will show something else, so nothing of the asset changes when it comes.
    own = replace(RICH, variants=(*RICH.variants, Variant("mastodon", "Else")))
    event = written_then(place, HERE, THERE, asset=own)
    with place.open() as store:
        more = store.events.apply_edit(event.slug, event.revision, BindAccount(ELSEWHERE), "me", 1)
        assert more.asset("a") == event.asset("a")
    with place.open() as store:
        again = store.events.load_event(event.slug)
        assert again == more
        assert is_approved(again.asset("a"), BOTH, 9)
        fewer = store.events.apply_edit(event.slug, again.revision, UnbindAccount("x"), "me", 2)
    with place.open(read_only=True) as store:
        assert store.events.load_event(event.slug) == fewer
        assert is_approved(fewer.asset("a"), ("bluesky",), 9)


def test_it_goes_on_when_an_import_brings_other_networks(place: Place) -> None:
    event = written_then(place, HERE, THERE)
    with place.open() as store:
        saved = store.events.save_event(replace(event, accounts=(HERE,)))
    with place.open(read_only=True) as store:
        assert store.events.load_event(event.slug) == saved
        assert is_approved(saved.asset("a"), ("bluesky",), 9)


def test_an_edit_of_then_is_taken_back_with_its_yes(place: Place) -> None:
    event = written_then(place, HERE, THERE)
    with place.open() as store:
        edited = store.events.apply_edit(
            event.slug, event.revision, EditWords("a", None, "other"), "me", 1
        )
        assert not is_approved(edited.asset("a"), BOTH, 9)
    inverse = {"type": "ReplaceAsset", "asset": then(PLAIN, yes_of_then(DIGESTS[PLAIN]))}
    place.order("update edits set inverse_json = ?", json.dumps(inverse))
    with place.open() as store:
        assert len(store.events.edits(event.slug)) == 1
        back = store.events.undo(event.slug, edited.revision, "me", 2)
        assert back.asset("a") == since(PLAIN, *BOTH)


def test_a_network_bound_then_is_taken_back_with_the_yes_of_before() -> None:
    both = replace(an_event(), accounts=(HERE, THERE), assets=(since(PLAIN, *BOTH),))
    told = {"type": "UnbindAccount", "channel": "x"}
    pairs = [["a", yes_of_then(PLAIN_ON_BLUESKY)]]
    edit = edit_from(json.dumps({**told, "approvals": pairs}), both)
    assert edit == UnbindAccount("x", (("a", since(PLAIN, "bluesky").approvals),))
    after, inverse = apply(both, edit)
    assert is_approved(after.asset("a"), after.channels, 9)
    assert edit_from(as_json(inverse), after) == inverse
    assert edit_from(json.dumps({**told, "approvals": None}), both) == UnbindAccount("x")
    gone = edit_from(json.dumps({**told, "approvals": [["b", pairs[0][1]]]}), both)
    assert gone == UnbindAccount("x", (("b", ()),))


def test_a_network_unbound_then_comes_back_with_the_yes_of_before() -> None:
    one = replace(an_event(), accounts=(HERE,), assets=(PLAIN,))
    told = {"type": "RestoreAccount", "account": msgspec.to_builtins(THERE), "place": 1}
    pairs = [["a", yes_of_then(DIGESTS[PLAIN])]]
    edit = edit_from(json.dumps({**told, "approvals": pairs}), one)
    assert edit == RestoreAccount(THERE, 1, (("a", since(PLAIN, *BOTH).approvals),))
    assert is_approved(apply(one, edit)[0].asset("a"), BOTH, 9)


def test_an_edit_of_now_is_read_as_it_is() -> None:
    said = SayOf("a", Approval("x", "Dana", 1, 1, "00" * 32, note='"approval":'))
    assert edit_from(as_json(said), an_event()) == said


@settings(deadline=None)
@given(
    assets(),
    st.none() | st.builds(lambda *told: told, TEXT, TIME, st.integers(1, 99), SHA),
    st.lists(CHANNEL, max_size=3, unique=True).map(tuple),
    st.booleans(),
)
def test_whatever_was_written_then_is_read(
    asset: Asset, said: tuple[str, int, int, str] | None, channels: tuple[str, ...], held: bool
) -> None:
    bare = replace(asset, authors=(), approvals=(), slots=(), filled=(), provenance="", regions=())
    told = then(bare, None)
    bare = msgspec.convert(told, Asset)
    if said is not None:
        by, at, version, digest = said
        digest = old_digest(bare, channels) if held else digest
        told["approval"] = {"by": by, "at": at, "version": version, "digest": digest}
    read = asset_from(json.dumps(told), channels)
    assert replace(read, approvals=()) == bare
    assert is_approved(read, channels, 9) is (said is not None and held and bool(channels))
    event = replace(an_event(), accounts=tuple(Account(one, "@a", "A") for one in channels))
    for kind in (
        {"type": "ReplaceAsset", "asset": told},
        {"type": "RestoreAsset", "asset": told, "place": 0, "cues": [], "slots": []},
    ):
        edit = edit_from(json.dumps(kind), event)
        assert apply(event, edit)[0].asset(read.slug) == read
