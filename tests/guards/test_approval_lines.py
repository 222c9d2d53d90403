"""What the approvers said, in one line, and on which network where they differ."""

from dataclasses import replace

import pytest

from controlroom.event.asset import Approval, Asset, Slot, Variant, Verdict
from controlroom.event.content import variant_digest
from controlroom.guards.known import Level
from controlroom.guards.poll import poll
from tests.guards.knowledge import ASSET, NOW, known, told
from tests.support.approving import approved

BOTH = ("bluesky", "x")
HOUR = 3_600_000_000
DAY = 24 * HOUR


def said(asset: Asset, channel: str, verdict: Verdict, note: str = "") -> Asset:
    word = Approval(channel, "Dana", NOW, 2, variant_digest(asset, channel), None, verdict, note)
    others = tuple(one for one in asset.approvals if one.channel != channel)
    return replace(asset, approvals=(*others, word))


def against(asset: Asset, note: str = "") -> Asset:
    for channel in BOTH:
        asset = said(asset, channel, Verdict.CHANGES, note)
    return asset


FRESH = replace(ASSET, approvals=())
TEMPLATE = approved(replace(FRESH, caption="{who}!", slots=(Slot("who", 5),)), BOTH)


@pytest.mark.parametrize(
    ("asset", "line"),
    [
        (FRESH, "by nobody"),
        (against(FRESH), "Dana asks for changes"),
        (against(FRESH, "the blue one"), "Dana asks: the blue one"),
        (replace(ASSET, caption="Other words"), "changed since v2"),
        (approved(FRESH, BOTH, until=NOW), "yes ended 20:37"),
        (approved(FRESH, BOTH, until=NOW - 2 * DAY), "yes ended 1 Feb 2013"),
        (approved(FRESH, BOTH, until=NOW - 21 * HOUR), "yes ended 2 Feb 2013"),
        (approved(FRESH, BOTH, until=NOW - 20 * HOUR), "yes ended 00:37"),
        (replace(TEMPLATE, filled=(("who", "Flacco"),)), "a gap breaks its rule"),
        (approved(FRESH, ("x",)), "Bluesky: by nobody"),
        (said(ASSET, "x", Verdict.CHANGES, "no"), "X: Dana asks: no"),
        (replace(ASSET, variants=(Variant("x", "Else"),)), "X: changed since v2"),
        (said(FRESH, "x", Verdict.CHANGES), "X: Dana asks for changes"),
    ],
)
def test_the_line_says_who_and_what(asset: Asset, line: str) -> None:
    assert told("approval", known(asset=asset)) == (Level.CAUTION, line)


def test_a_yes_holds_until_it_ends_and_for_what_fits_its_gaps() -> None:
    assert told("approval", known(asset=approved(FRESH, BOTH, until=NOW + 1))) == (
        Level.GO,
        "v2, Dana",
    )
    filled = replace(TEMPLATE, filled=(("who", "Ray"),))
    assert told("approval", known(asset=filled)) == (Level.GO, "v2, Dana")


def test_a_no_that_comes_after_the_second_key_asks_anew() -> None:
    nobody = poll(known(asset=FRESH))
    no = poll(known(asset=against(FRESH)))
    assert nobody.unasked(nobody.asked) is None
    assert no.unasked(nobody.asked) is not None


def test_an_empty_gap_stops_and_a_filled_one_does_not() -> None:
    assert told("slots", known()) is None
    assert told("slots", known(asset=TEMPLATE)) == (Level.NO_GO, "who is empty")
    blank = replace(TEMPLATE, filled=(("who", "  "),))
    assert told("slots", known(asset=blank)) == (Level.NO_GO, "who is empty")
    filled = replace(TEMPLATE, filled=(("who", "Ray"),))
    assert told("slots", known(asset=filled)) == (Level.GO, "filled")
    unused = replace(TEMPLATE, caption="Nobody!")
    assert told("slots", known(asset=unused)) is None
