"""The right column: offers for now, tiles that never move, the library."""

from dataclasses import replace

from controlroom.desk.facts import Facts
from controlroom.desk.right import library, slots, suggestions
from controlroom.desk.view import Tone
from controlroom.event.approvals import is_approved
from controlroom.messages import english
from tests.desk.facts_for import (
    BLACKOUT,
    FEED,
    SPIKE,
    S,
    bundled,
    facts_for,
    offer,
    pending,
    staged,
)

OFFERS = (
    offer("blackout-01", "lights-out"),
    offer("blackout-02", "lights-out"),
    offer("champions", None),
    offer("crisplight", "lights-out"),
)


def spiking(**other: object) -> Facts:
    return facts_for(feed=replace(FEED, spike=SPIKE), offers=OFFERS, **other)


def test_offers_stand_under_their_digits_with_why() -> None:
    view = suggestions(spiking())
    assert [(row.digit, row.asset) for row in view.rows] == [
        ("1", "blackout-01"),
        ("2", "blackout-02"),
        ("3", "champions"),
        ("4", "crisplight"),
    ]
    assert view.why is not None
    assert view.why_line is not None
    assert "power" in english(view.why_line)
    assert "6.4" in english(view.why_line)


def test_an_offer_says_whether_it_is_ready() -> None:
    ready = {
        row.asset: (row.ready, english(row.line2))
        for row in suggestions(spiking()).rows
        if row.line2
    }
    assert ready["blackout-01"][0] is Tone.GO
    assert ready["blackout-01"][1].startswith("approved v")
    assert ready["champions"] == (Tone.CAUTION, "not approved")


def test_there_are_never_more_than_four_and_no_fifth_digit() -> None:
    view = suggestions(replace(spiking(), offers=(*OFFERS, offer("record", "record"))))
    assert [row.digit for row in view.rows] == ["1", "2", "3", "4"]


def test_the_order_says_while_it_is_frozen() -> None:
    frozen = suggestions(replace(spiking(), offers_frozen_s=2.0))
    assert english(frozen.order) == "order frozen 3 s"
    assert english(suggestions(spiking()).order) == "best fit first"


def test_an_old_spike_is_not_the_reason_any_more() -> None:
    later = spiking(now=BLACKOUT + 700 * S)
    view = suggestions(later)
    assert view.why_line is None or "power" not in english(view.why_line)


def test_where_the_brief_keeps_us_out_it_says_by_which_line() -> None:
    brand = replace(bundled().brand, stay_out_of=("betting", "power cuts, and who is to blame"))
    event = replace(bundled(), brand=brand)
    risen = replace(SPIKE, why=("power", "cuts", "dark"))
    facts = facts_for(event=event, feed=replace(FEED, spike=risen))
    view = suggestions(facts)
    assert view.why is not None
    assert english(view.why) == "We stay out of this: power cuts, and who is to blame"
    assert "power cuts, and who is to blame" in english(view.hint)
    later = suggestions(replace(facts, now=BLACKOUT + 700 * S))
    assert english(later.hint).startswith("No suggestion now")


def test_without_offers_a_sentence_says_what_brings_them() -> None:
    view = suggestions(facts_for())
    assert view.rows == ()
    assert english(view.hint).startswith("No suggestion now")


def test_the_six_tiles_stand_where_they_always_stand() -> None:
    by_digit = {slot.digit: slot for slot in slots(facts_for())}
    assert list(by_digit) == ["5", "6", "7", "8", "9", "0"]
    assert {digit: slot.asset for digit, slot in by_digit.items()} == dict(bundled().slots)
    assert all(slot.ready is Tone.GO for slot in by_digit.values())


def test_a_tile_without_an_asset_is_empty_and_not_gone() -> None:
    event = replace(bundled(), slots=(("5", "blackout-01"), ("6", "nobody-made-this")))
    tiles = slots(facts_for(event=event))
    assert len(tiles) == 6
    assert [(tile.asset, tile.title) for tile in tiles[1:]] == [(None, "")] * 5


def test_what_stands_in_preview_or_is_pending_is_lit_wherever_it_is_shown() -> None:
    preview = staged("blackout-01", "lights-out")
    for facts in (spiking(preview=preview), spiking(pending=pending(preview))):
        assert [tile.digit for tile in slots(facts) if tile.in_preview] == ["5"]
        assert [row.digit for row in suggestions(facts).rows if row.in_preview] == ["1"]
    nothing = spiking()
    assert not any(tile.in_preview for tile in slots(nothing))


def test_the_library_counts_add_up() -> None:
    view = library(facts_for())
    event = bundled()
    ready = sum(is_approved(asset, event.channels, event.starts) for asset in event.assets)
    assert english(view.ready) == f"{ready} ready"
    assert view.not_ready is not None
    assert english(view.not_ready) == f"{len(event.assets) - ready} not"


def test_counts_follow_an_edit_at_once() -> None:
    before = library(facts_for())
    event = bundled()
    changed = event.with_asset(replace(event.asset("record"), caption="Changed"))
    after = library(facts_for(event=changed))
    assert int(english(after.ready).split()[0]) == int(english(before.ready).split()[0]) - 1


def test_a_search_lists_what_it_found_in_its_order_or_says_that_there_is_nothing() -> None:
    view = library(facts_for(search="re", found=("record", "fake-kick")))
    assert [row.asset for row in view.rows] == ["record", "fake-kick"]
    nothing = library(facts_for(search="zebra"))
    assert nothing.rows == ()
    assert "zebra" in english(nothing.hint)


def test_a_row_says_what_the_asset_is_for() -> None:
    found = ("pause-01", "purple-night", "butterfingers", "champions")
    lines = {
        row.asset: (english(row.line), row.icon) for row in library(facts_for(found=found)).rows
    }
    outcome = bundled().outcome_set("final-result").outcomes[0].title
    assert lines["pause-01"] == ("with second key", "key")
    assert lines["purple-night"] == (f"outcome: {outcome}", "fork")
    assert lines["butterfingers"] == (f"for {bundled().moment('fumble').title}", "check")
    assert lines["champions"][1] == "clock"
