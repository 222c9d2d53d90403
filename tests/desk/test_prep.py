"""PREP: what is ready, what is not and why, and counts that add up."""

from dataclasses import replace

import pytest

from controlroom.desk.facts import Facts
from controlroom.desk.prep import FILTERS, prep
from controlroom.desk.prep_view import PrepView
from controlroom.desk.view import Tone
from controlroom.event.asset import Asset, Picture
from controlroom.event.cue import Cue
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Intent
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.desk.facts_for import bundled, facts_for
from tests.support.approving import approved

PREP = RoomState.PREP


def spoiled() -> LiveEvent:
    """The bundled night with one asset too long, one without alt text, one whose rights end too
    early, and one that is all of it at once."""
    event = bundled()
    long_words = replace(event.asset("record"), caption="x" * 501, variants=())
    no_alt = _without_alt(event.asset("fake-kick"))
    ending = replace(event.asset("extra-time"), rights_until=event.ends - 1)
    everything = replace(
        _without_alt(event.asset("safety")), caption="x" * 501, rights_until=event.starts
    )
    for asset in (long_words, no_alt, ending, everything):
        event = event.with_asset(approved(asset, event.channels))
    return event


def _without_alt(asset: Asset) -> Asset:
    assert isinstance(asset.picture, Picture)
    return replace(asset, picture=replace(asset.picture, alt=" "), variants=())


def view_of(event: LiveEvent, **other: object) -> PrepView:
    view = prep(facts_for(PREP, event=event, now=event.starts - 86_400_000_000, **other))
    assert view is not None
    return view


def test_only_prep_has_it() -> None:
    for state in RoomState:
        assert (prep(facts_for(state)) is not None) is (state is PREP)


@pytest.mark.parametrize("event", [bundled(), spoiled()], ids=["as bundled", "spoiled"])
def test_counts_add_up(event: LiveEvent) -> None:
    view = view_of(event)
    assert view.ready + view.waiting + view.not_ready == len(event.assets)
    by_tone = {Tone.CAUTION: 0, Tone.NO_GO: 0}
    for count, _, tone in view.reasons:
        by_tone[tone] += count
    assert by_tone == {Tone.CAUTION: view.waiting, Tone.NO_GO: view.not_ready}
    assert len(view.tiles) == len(event.assets)


def test_each_is_counted_under_its_first_reason() -> None:
    view = view_of(spoiled())
    reasons = {english(reason): count for count, reason, _ in view.reasons}
    assert reasons == {
        "words too long": 2,
        "alt text missing": 1,
        "wait for approval": 1,
        "rights end before the night does": 1,
    }
    assert (view.waiting, view.not_ready) == (1, 4)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_shows_as_many_as_it_says(name: str) -> None:
    event = spoiled()
    # One asset may be a side of two moments' outcomes; it is still one asset.
    again = replace(event, cues=(*event.cues, Cue("final-whistle", "purple-night", 9, "ravens")))
    view = view_of(again, filter=name)
    labels = {id_: english(label) for id_, label, _ in view.filters}
    assert int(labels[name].split()[-1]) == len(view.tiles)
    assert [id_ for id_, _, chosen in view.filters if chosen] == [name]


def test_a_filter_and_a_search_work_together() -> None:
    event = spoiled()
    view = view_of(event, filter="not_ready", search="re", found=("record", "touchdown"))
    assert [tile.asset for tile in view.tiles] == ["record"]


def test_moments_count_their_ready_cues() -> None:
    view = view_of(bundled())
    moments = {row.slug: row for row in view.moments}
    assert english(moments["lights-out"].note) == "3 ready"
    silent = [row for row in view.moments if bundled().moment(row.slug).intent is Intent.SILENT]
    assert silent
    assert all(row.mark == "silent" for row in silent)
    spoilt = {row.slug: row for row in view_of(spoiled()).moments}
    assert english(spoilt["record"].note) == "0 of 1"
    assert spoilt["record"].mark == "alert"


def test_the_tile_says_what_is_wrong_and_where() -> None:
    tiles = {tile.asset: tile for tile in view_of(spoiled()).tiles}
    said = {slug: english(tile.note) for slug, tile in tiles.items()}
    assert said["record"].endswith(" over")
    assert said["fake-kick"] == "alt text missing"
    assert said["extra-time"] == "rights end before the night does"
    assert said["champions"] == "waits for Dana"
    assert "approved" in said["touchdown"]
    assert {tone for _, tone in tiles["touchdown"].networks} == {Tone.GO}
    assert {tone for _, tone in tiles["champions"].networks} == {Tone.CAUTION}
    assert Tone.NO_GO in {tone for _, tone in tiles["record"].networks}


@pytest.mark.parametrize(
    ("slug", "chip", "tone"),
    [
        ("touchdown", "READY", Tone.GO),
        ("champions", "WAITING", Tone.CAUTION),
        ("record", "NOT READY", Tone.NO_GO),
        ("fake-kick", "NOT READY", Tone.NO_GO),
        ("extra-time", "NOT READY", Tone.NO_GO),
    ],
)
def test_the_chosen_asset_never_reads_ready_when_it_is_not(
    slug: str, chip: str, tone: Tone
) -> None:
    asset = view_of(spoiled(), selected_asset=slug).asset
    assert asset is not None
    assert (english(asset.chip), asset.chip_tone, asset.verdict_tone) == (chip, tone, tone)
    assert ("Ready" in english(asset.verdict)) is (tone is Tone.GO)
    assert english(asset.verdict_line)
    assert [tab.channel for tab in asset.tabs] == list(bundled().channels)


def test_words_are_counted_by_each_networks_rule() -> None:
    asset = view_of(spoiled(), selected_asset="record").asset
    assert asset is not None
    over = {words.channel: words.over for words in asset.words}
    assert over == {"bluesky": 201, "mastodon": 1, "x": 221}
    assert all(words.share == 1.0 and words.tone is Tone.NO_GO for words in asset.words)


def test_nothing_chosen_shows_nothing() -> None:
    assert view_of(bundled()).asset is None
    assert view_of(bundled(), selected_asset="gone").asset is None


def test_an_event_without_anything_yet() -> None:
    event = replace(bundled(), assets=(), cues=(), slots=())
    facts: Facts = facts_for(PREP, event=event)
    view = prep(facts)
    assert view is not None
    assert (view.ready, view.waiting, view.not_ready, view.tiles) == (0, 0, 0, ())
    assert view.nothing_ready is not None
