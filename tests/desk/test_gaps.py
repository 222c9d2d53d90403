"""The gaps of a template in Preview: where they stand, their rules, and what typing means."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.desk.gaps import gap_fields, gap_spans, judged, meant
from controlroom.desk.preview import preview
from controlroom.desk.view import Tone
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Asset, Role, Slot, Variant
from controlroom.messages import english
from tests.desk.facts_for import bundled, facts_for, staged
from tests.support.approving import approved

CHANNELS = ("bluesky", "x")
ASSET = approved(
    Asset(
        "scored",
        "Scored",
        Role.POST,
        "{player}, {nobody} says {score}",
        None,
        (Variant("x", "X: {score}"),),
        slots=(Slot("score", 5), Slot("player", 12, ("Flacco", "Jones"))),
    ),
    CHANNELS,
)


def test_the_gaps_come_in_the_order_they_are_read_with_their_rules() -> None:
    fields = gap_fields(ASSET, CHANNELS, 0)
    assert [(one.name, english(one.rule)) for one in fields] == [
        ("player", "one of 2"),
        ("score", "≤ 5 characters"),
    ]
    assert fields[0].choices == ("Flacco", "Jones")
    assert all(one.approved for one in fields)
    assert gap_fields(replace(ASSET, slots=()), CHANNELS, 0) == ()


@pytest.mark.parametrize(
    ("gap", "typed", "told", "tone"),
    [
        (0, "", "Nothing stands here yet", Tone.NOTE),
        (0, " jones ", "Keeps the approval", Tone.GO),
        (0, "Manning", "Not one of its words: it needs a second key", Tone.CAUTION),
        (1, "7–3", "Keeps the approval", Tone.GO),
        (1, "{x}", "Braces or signs that do not show: it needs a second key", Tone.CAUTION),
        (1, "a thousand", "5 too long: it needs a second key", Tone.CAUTION),
    ],
)
def test_what_is_typed_is_judged_by_the_rule(gap: int, typed: str, told: str, tone: Tone) -> None:
    verdict, found = judged(gap_fields(ASSET, CHANNELS, 0)[gap], typed)
    assert (english(verdict), found) == (told, tone)


def test_a_template_nobody_approved_keeps_no_approval() -> None:
    field = gap_fields(replace(ASSET, approvals=()), CHANNELS, 0)[1]
    assert english(judged(field, "7–3")[0]) == "Fits the rule, but nobody approved the template"


WORDS = st.text(st.sampled_from("ab7🥨é{} "), max_size=8)


@given(st.text(st.sampled_from("xy {}🥨")), WORDS, WORDS)
def test_what_stands_at_a_gap_is_the_gap_or_what_was_filled_in(
    between: str, player: str, score: str
) -> None:
    template = f"{between}{{player}}{between}{{score}} {{player}}{{nobody}}"
    asset = replace(
        ASSET, caption=template, filled=(("player", player), ("score", score)), variants=()
    )
    words, told = asset.words_for("bluesky"), {"player": player, "score": score}
    spans = gap_spans(asset, "bluesky")
    assert len(spans) >= 3
    for span in spans:
        shown = words[span.start : span.start + span.length]
        assert shown == (told[span.name] or f"{{{span.name}}}")
        assert span.filled == bool(told[span.name].strip())


@given(WORDS, WORDS)
def test_the_desk_says_the_approval_is_kept_exactly_where_it_is(player: str, score: str) -> None:
    fields = gap_fields(ASSET, CHANNELS, 0)
    filled = tuple(
        (one.name, meant(one, words))
        for one, words in zip(fields, (player, score), strict=True)
        if words.strip()
    )
    tones = [judged(one, words)[1] for one, words in zip(fields, (player, score), strict=True)]
    kept = is_approved(replace(ASSET, filled=filled), CHANNELS, 0)
    assert kept == (Tone.CAUTION not in tones)


def test_preview_shows_the_words_filled_in_and_as_they_were_written() -> None:
    asset = replace(ASSET, filled=(("player", "Jones"),), variants=())
    with_it = replace(bundled(), assets=(*bundled().assets, asset))
    shown = replace(staged("blackout-01"), asset=asset)
    view = preview(facts_for(preview=shown, event=with_it))
    tab = view.tabs[0]
    assert tab.words == "Jones, {nobody} says {score}"
    assert tab.written == ASSET.caption
    assert [span.name for span in tab.gaps] == ["player", "score"]
    assert [field.words for field in view.gaps] == ["Jones", ""]


def test_only_the_gaps_of_the_networks_it_goes_to_are_filled_in() -> None:
    with_it = replace(bundled(), assets=(*bundled().assets, ASSET))
    shown = replace(staged("blackout-01"), asset=ASSET, channels=("x",))
    view = preview(facts_for(preview=shown, event=with_it))
    assert [field.name for field in view.gaps] == ["score"], "X says nothing of a player"
