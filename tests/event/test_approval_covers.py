"""A yes is void where one of the things it covers changes, on that network, and nowhere else."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.approvals import Standing, is_approved, said_of
from controlroom.event.asset import Asset, Crop, Link, Part, Picture, Role, Slot, Variant
from controlroom.event.edits import (
    BindAccount,
    Edit,
    EditWords,
    MarkMoment,
    RemoveAsset,
    ReplaceAsset,
    apply,
)
from controlroom.event.edits_people import ConfirmFace, PutBrand, PutPeople, PutSecondKey
from controlroom.event.edits_watch import SetHashtags
from controlroom.event.live_event import Account, Brand, Person, PersonRole, Policy
from tests.event.test_edits import an_event
from tests.support.approving import approved

CHANNELS = ("bluesky", "mastodon", "x")
ALL = frozenset(CHANNELS)
SHARED = frozenset({"bluesky", "mastodon"})
ONLY_X = frozenset({"x"})
NOBODY = frozenset[str]()
NOW = 5

# --- Every field, and whether a yes covers it ----------------------------------------------------

DARK = Picture("ab" * 32, "dark.jpg", "image/jpeg", 9, 400, 300, "A dark stadium")
CUT = replace(
    DARK, sha256="cd" * 32, alt="Dark, close", master=DARK.sha256, crop=Crop(0, 0.1, 1, 0.8)
)
ASSET = Asset(
    slug="score",
    title="Score",
    role=Role.POST,
    caption="{player}, that was crunchy.",
    picture=DARK,
    variants=(Variant("x", "Crunchy: {score}", CUT, (DARK,), "https://x.test/1", ("Kit",)),),
    use_when="it crunches",
    dont_use_when="it hurts",
    tags=("crunch",),
    terms=("game",),
    rights_until=100,
    offer_until=100,
    embargo_until=1,
    version=3,
    more=(replace(DARK, sha256="12" * 32, alt="Darker"),),
    thread=(Part("And again", (replace(DARK, sha256="34" * 32, alt="Darkest"),)),),
    link=Link("https://saltwick.test", "Crisps", "All of them", replace(DARK, sha256="56" * 32)),
    authors=("Ada",),
    slots=(Slot("player", 20), Slot("score", 7, ("1-0", "2-0")), Slot("idle", 3)),
    provenance="Our studio",
    regions=("Canada",),
)


def asset_with(**other: Any) -> Asset:
    return replace(ASSET, **other)


def variant_with(**other: Any) -> Asset:
    return replace(ASSET, variants=(replace(ASSET.variants[0], **other),))


def cut_with(**other: Any) -> Asset:
    return variant_with(picture=replace(CUT, **other))


def crop_with(**other: Any) -> Asset:
    assert CUT.crop is not None
    return cut_with(crop=replace(CUT.crop, **other))


def picture_with(**other: Any) -> Asset:
    return asset_with(picture=replace(DARK, **other))


def link_with(**other: Any) -> Asset:
    assert ASSET.link is not None
    return asset_with(link=replace(ASSET.link, **other))


def part_with(**other: Any) -> Asset:
    return asset_with(thread=(replace(ASSET.thread[0], **other),))


def slot_with(**other: Any) -> Asset:
    return asset_with(slots=(*ASSET.slots[:1], replace(ASSET.slots[1], **other), ASSET.slots[2]))


COVERED: dict[Any, dict[str, frozenset[str]]] = {
    asset_with: {
        "caption": SHARED,
        "picture": SHARED,
        "more": SHARED,
        "thread": ALL,
        "link": ALL,
        "slots": ALL,
        # X has one of its own for everything but the thread and the card.
        "variants": ONLY_X,
        **dict.fromkeys(("slug", "title", "role", "use_when", "dont_use_when", "tags"), NOBODY),
        **dict.fromkeys(("terms", "rights_until", "offer_until", "embargo_until"), NOBODY),
        **dict.fromkeys(("version", "authors", "filled", "provenance", "regions"), NOBODY),
    },
    variant_with: {
        # It is X's no longer, and Mastodon shows it now.
        "channel": frozenset({"x", "mastodon"}),
        **dict.fromkeys(("caption", "picture", "more", "reply_to"), ONLY_X),
        "authors": NOBODY,
    },
    picture_with: {
        # This one is its own master.
        **dict.fromkeys(("sha256", "alt", "master", "crop"), SHARED),
        **dict.fromkeys(("name", "mime", "size", "width", "height", "seconds"), NOBODY),
    },
    cut_with: {
        # Encoded anew from the same master it is the same picture.
        "sha256": NOBODY,
        **dict.fromkeys(("alt", "master", "crop"), ONLY_X),
        **dict.fromkeys(("name", "mime", "size", "width", "height", "seconds"), NOBODY),
    },
    crop_with: dict.fromkeys(("left", "top", "width", "height"), ONLY_X),
    link_with: dict.fromkeys(("url", "title", "description", "thumb"), ALL),
    part_with: dict.fromkeys(("caption", "pictures"), ALL),
    slot_with: dict.fromkeys(("name", "longest", "words"), ONLY_X),
}
MADE_OF = {
    asset_with: Asset,
    variant_with: Variant,
    picture_with: Picture,
    cut_with: Picture,
    crop_with: Crop,
    link_with: Link,
    part_with: Part,
    slot_with: Slot,
}
OTHER_VALUES: dict[str, Any] = {
    "role": Role.PAUSE,
    "picture": replace(DARK, sha256="99" * 32),
    "thumb": replace(DARK, sha256="99" * 32),
    "pictures": (DARK,),
    "more": (),
    "variants": (),
    "thread": (),
    "link": None,
    "slots": (),
    "channel": "mastodon",
    "crop": Crop(0.5, 0.5, 0.5, 0.5),
    "words": ("3-0",),
    "filled": (("player", "Ray"), ("score", "1-0")),
    **dict.fromkeys(("tags", "terms", "authors", "regions"), ("Zoe",)),
    **dict.fromkeys(("left", "top", "width", "height", "seconds"), 0.25),
    **dict.fromkeys(("size", "longest", "version"), 77),
    **dict.fromkeys(("rights_until", "offer_until", "embargo_until"), None),
}


def test_whether_a_yes_covers_it_is_decided_for_every_field() -> None:
    """A new field fails here until somebody says so above."""
    for put, kind in MADE_OF.items():
        known = {one.name for one in fields(kind)} - {"approvals"}
        assert known == set(COVERED[put]), kind
    inside = {type(value) for value in _all_of(ASSET) if is_dataclass(value)}
    assert inside == set(MADE_OF.values())


def _all_of(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return [one for part in value for one in _all_of(part)]
    if is_dataclass(value):
        parts = [getattr(value, one.name) for one in fields(value)]
        return [value, *(one for part in parts for one in _all_of(part))]
    return []


@pytest.mark.parametrize(
    ("put", "field"), [(put, name) for put, names in COVERED.items() for name in names]
)
def test_a_change_ends_the_yes_where_it_is_seen_and_nowhere_else(
    put: Callable[..., Asset], field: str
) -> None:
    said = approved(ASSET, CHANNELS).approvals
    other = OTHER_VALUES.get(field, "elsewhere")
    if put in (picture_with, cut_with) and field in ("width", "height"):
        other = 77
    changed = replace(put(**{field: other}), approvals=said)
    assert changed != replace(ASSET, approvals=said)
    for channel in CHANNELS:
        void = channel in COVERED[put][field]
        expected = Standing.CHANGED if void else Standing.APPROVED
        assert (channel, said_of(changed, channel, NOW).standing) == (channel, expected)


OTHER_FACE = Account("x", "@other", "Other", "99" * 32)
EDITS = (
    BindAccount(OTHER_FACE),
    ConfirmFace("x", "Theo", 3),
    PutBrand(Brand("Other", "@other", "Other", ("jokes",))),
    PutPeople((Person("Theo", PersonRole.OPERATOR),)),
    PutSecondKey(Policy.SOLO, ""),
    SetHashtags(("#b",)),
    MarkMoment("kick", 7),
    ReplaceAsset(Asset("new", "New", Role.POST, "New", None)),
    EditWords("other", None, "Other words", "Theo"),
    RemoveAsset("other"),
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: type(edit).__name__)
def test_nothing_that_is_done_to_the_rest_of_the_event_ends_a_yes(edit: Edit) -> None:
    event = an_event()
    accounts = tuple(Account(channel, "@mine", "Mine") for channel in CHANNELS)
    assets = (approved(ASSET, CHANNELS), replace(ASSET, slug="other"))
    before = replace(event, accounts=accounts, assets=assets, cues=(), slots=())
    after, _ = apply(before, edit)
    assert replace(after, revision=0) != before
    assert is_approved(after.asset("score"), after.channels, NOW)


# --- The same, for anything at all ---------------------------------------------------------------

WORDS = st.sampled_from(["", "a", "{a}", "{b}{a}", "+part", "1:a", "ü", "\ud83c"])
SHA = st.sampled_from(["00" * 32, "11" * 32])
EDGE = st.sampled_from([0, 0.0, 0.5, 1, 1.0])
CROPS = st.none() | st.builds(Crop, EDGE, EDGE, EDGE, EDGE)
PICTURES = st.builds(
    lambda sha, name, alt, master, crop: replace(
        DARK, sha256=sha, name=name, alt=alt, master=master, crop=crop
    ),
    *(SHA, WORDS, WORDS, st.none() | SHA, CROPS),
)
MORE = st.lists(PICTURES, max_size=2).map(tuple)
VARIANTS = st.lists(
    st.builds(
        Variant,
        st.sampled_from([*CHANNELS, "threads"]),
        st.none() | WORDS,
        st.none() | PICTURES,
        st.none() | MORE,
        st.none() | WORDS,
    ),
    max_size=2,
    unique_by=lambda one: one.channel,
).map(tuple)
SLOTS = st.lists(
    st.builds(
        Slot,
        st.sampled_from(["a", "b"]),
        st.integers(1, 2),
        st.lists(st.sampled_from(["u", "v"]), max_size=2).map(tuple),
    ),
    max_size=2,
    unique_by=lambda one: one.name,
).map(tuple)
ASSETS = st.builds(
    Asset,
    *(st.just("a"), WORDS, st.sampled_from(Role), WORDS, st.none() | PICTURES, VARIANTS),
    more=MORE,
    thread=st.lists(st.builds(Part, WORDS, MORE), max_size=2).map(tuple),
    link=st.none() | st.builds(Link, WORDS, WORDS, WORDS, st.none() | PICTURES),
    slots=SLOTS,
)


def shown_on(asset: Asset, channel: str) -> object:
    """What a yes on ``channel`` is for, written down anew."""
    own = next((one for one in asset.variants if one.channel == channel), Variant(channel))
    caption = asset.caption if own.caption is None else own.caption
    first = own.picture or asset.picture
    rest = asset.more if own.more is None else own.more
    link = asset.link
    words = [caption, *(part.caption for part in asset.thread)]
    rules = {
        slot.name: (slot.longest, frozenset(slot.words))
        for slot in asset.slots
        if any(f"{{{slot.name}}}" in one for one in words)
    }
    return (
        words,
        _master(first),
        [_master(one) for one in rest] if first else [None, *map(_master, rest)],
        link and (link.url, link.title, link.description, _master(link.thumb)),
        own.reply_to or "",
        [[_master(one) for one in part.pictures] for part in asset.thread],
        rules,
    )


def _master(picture: Picture | None) -> object:
    return picture and (picture.master or picture.sha256, picture.crop, picture.alt)


@given(ASSETS, ASSETS, st.sets(st.sampled_from([one.name for one in fields(Asset)])))
def test_a_yes_holds_exactly_while_the_network_shows_the_same(
    one: Asset, other: Asset, changing: set[str]
) -> None:
    before = approved(one, CHANNELS)
    changes = {name: getattr(other, name) for name in changing - {"approvals"}}
    after = replace(before, **changes)
    for channel in CHANNELS:
        same = _as_list(shown_on(before, channel)) == _as_list(shown_on(after, channel))
        assert is_approved(after, (channel,), NOW) is same


def _as_list(shown: Any) -> Any:
    """With a first picture or without, it is the list of pictures that people see."""
    words, first, rest, *others = shown
    return (words, [one for one in (first, *rest) if one], *others)


def test_an_edge_is_the_same_edge_however_the_number_is_written() -> None:
    whole = replace(DARK, crop=Crop(0, 0, 1, 1))
    floats = replace(DARK, crop=Crop(0.0, 0.0, 1.0, 1.0))
    before = approved(asset_with(picture=whole), CHANNELS)
    assert is_approved(replace(before, picture=floats), CHANNELS, NOW)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (link_with(url="ab", title="c"), link_with(url="a", title="bc")),
        (link_with(title="a1:b"), link_with(title="a", description="bAll of them")),
        (asset_with(thread=(Part("a+part"),)), asset_with(thread=(Part("a"), Part("")))),
        (slot_with(words=("1-0", "2-0")), slot_with(words=("1-02-0",))),
        (variant_with(reply_to=""), variant_with(reply_to="+part")),
    ],
)
def test_nothing_can_be_moved_elsewhere_unnoticed(one: Asset, other: Asset) -> None:
    after = replace(other, approvals=approved(one, CHANNELS).approvals)
    assert said_of(after, "x", NOW).standing is Standing.CHANGED


@given(ASSETS, st.sampled_from(CHANNELS), st.sampled_from(["u", "v", "w", "uuu"]))
def test_what_is_filled_in_keeps_the_yes_as_long_as_the_rules_do(
    asset: Asset, channel: str, typed: str
) -> None:
    before = approved(asset, CHANNELS)
    after = replace(before, filled=tuple((slot.name, typed) for slot in asset.slots))
    read = [asset.template_for(channel), *(part.caption for part in asset.thread)]
    rules = [s for s in asset.slots if any(f"{{{s.name}}}" in words for words in read)]
    kept = all(
        len(typed) <= slot.longest and (not slot.words or typed in slot.words) for slot in rules
    )
    expected = Standing.APPROVED if kept else Standing.OUTSIDE
    assert said_of(after, channel, NOW).standing is expected
