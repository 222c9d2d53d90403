"""Which cues are offered: what is interesting now, times what is ours to say."""

import time
from dataclasses import replace

from controlroom.desk.facts import SpikeSeen
from controlroom.event.asset import Asset
from controlroom.event.content import content_digest
from controlroom.event.live_event import LiveEvent
from controlroom.event.times import expected_times
from controlroom.room.offers import Ranking, rank
from tests.room.still_room import QUIET, bundled

S = 1_000_000
NOW = bundled().starts + QUIET * S


def offered(event: LiveEvent, *why: str, **told: object) -> list[str]:
    quiet = bool(told.pop("quiet", False))
    terms = told.pop("terms", ())
    spike = SpikeSeen(NOW - 5 * S, 6.0, why, terms, **told)  # type: ignore[arg-type]
    ranked = rank(event, expected_times(event), spike, (), NOW, quiet=quiet)
    return [offer.asset for offer in ranked]


def with_asset(slug: str, **other: object) -> LiveEvent:
    """The event with one asset changed, as approved as before."""
    event = bundled()
    asset: Asset = replace(event.asset(slug), **other)  # type: ignore[arg-type]
    if asset.approval is not None and "approval" not in other:
        digest = content_digest(asset, event.channels)
        asset = replace(asset, approval=replace(asset.approval, digest=digest))
    return event.with_asset(asset)


def staying_out_of(*subjects: str) -> LiveEvent:
    event = bundled()
    return replace(event, brand=replace(event.brand, stay_out_of=subjects))


def test_the_words_that_rise_bring_the_cues_that_speak_of_them() -> None:
    assert offered(bundled(), "power", "lights", "dark", terms=("power",))[0] == "blackout-01"
    assert "blackout-01" not in offered(bundled(), "touchdown", terms=("game",))


def test_a_hashtag_is_the_word_it_is_made_of() -> None:
    assert offered(bundled(), "#blackout")[0] == "blackout-01"


def test_what_nobody_approved_stands_behind_what_somebody_did() -> None:
    why = ("power", "lights", "dark")
    first, second = offered(bundled(), *why, terms=("power",))[:2]
    unapproved = with_asset(first, approval=None)
    found = offered(unapproved, *why, terms=("power",))
    assert found.index(second) < found.index(first)


def test_what_is_not_to_be_out_yet_is_not_offered_for_a_spike() -> None:
    embargo = with_asset("blackout-01", embargo_until=NOW + 60 * S)
    assert "blackout-01" not in offered(embargo, "power", "lights", terms=("power",))
    over = with_asset("blackout-01", embargo_until=NOW - 60 * S)
    assert offered(over, "power", "lights", terms=("power",))[0] == "blackout-01"


def test_what_the_brief_keeps_us_out_of_brings_nothing() -> None:
    ours = offered(bundled(), "blackout", "power", "lights")
    assert "blackout-01" in ours
    assert "blackout-01" not in offered(
        staying_out_of("blackouts, and who is to blame"), "blackout", "power", "lights"
    )
    assert "blackout-01" not in offered(
        staying_out_of("the power company and its lights"), "dark", "power", "lights"
    )
    # One word in passing is no subject.
    assert "blackout-01" in offered(staying_out_of("the lights of others"), "power", "lights")
    assert "blackout-01" in offered(staying_out_of("what they said"), "power", "they", "said")


def test_a_warning_of_just_this_puts_a_cue_behind_others() -> None:
    why = ("power", "lights", "smoke")
    plain = offered(bundled(), *why, terms=("power",))
    first = plain[0]
    warned = with_asset(first, dont_use_when="smoke is seen")
    assert offered(warned, *why, terms=("power",))[0] != first
    unlike = with_asset(first, dont_use_when="the anthem is sung")
    assert offered(unlike, *why, terms=("power",)) == plain


def test_an_expected_spike_brings_the_cues_of_its_moment() -> None:
    event = bundled()
    moment = next(m for m in event.moments if m.slug == "halftime-show")
    cues = [cue.asset for cue in event.cues_of(moment.slug)]
    # Long past by the clock of this test, so it is its own window that keeps it.
    found = offered(event, "crowd", expected=moment.title)
    assert found[: len(cues)] == cues


def test_while_it_is_quiet_nothing_is_offered() -> None:
    assert offered(bundled(), "power", terms=("power",), quiet=True) == []


def test_a_solemn_spike_offers_nothing() -> None:
    assert offered(bundled(), "power", terms=("power",), solemn=True) == []


def test_what_is_remembered_of_the_words_follows_every_edit() -> None:
    ranking, event, quiet = Ranking(), bundled(), False
    for step, (slug, title) in enumerate(
        [("record", "Power cut"), ("blackout-01", "Quiet"), ("record", "A record"), ("x", "")]
    ):
        if title:
            event = event.with_asset(replace(event.asset(slug), title=title))
        else:
            event = replace(event, cues=event.cues[1:])
        spike = SpikeSeen(NOW - 5 * S, 6.0, ("power", "lights", "dark"), ("power",))
        now = NOW + step
        anew = rank(event, expected_times(event), spike, (), now)
        assert ranking.rank(event, expected_times(event), spike, (), now, quiet=quiet) == anew
        assert anew != ()


def test_an_event_of_thousands_of_assets_stops_no_look() -> None:
    event, ranking = bundled(), Ranking()
    many = tuple(
        replace(event.assets[n % 9], slug=f"a{n}", title=f"Title {n}", terms=(), tags=())
        for n in range(10_000)
    )
    event = replace(event, assets=(*event.assets, *many))
    expected = expected_times(event)
    spike = SpikeSeen(NOW - 5 * S, 6.0, ("power", "lights", "dark"), ("power",))
    for _ in range(45):
        began = time.thread_time()
        ranking.rank(event, expected, None, (), NOW, quiet=False)
        assert time.thread_time() - began < 0.2
    first = ranking.rank(event, expected, spike, (), NOW, quiet=False)
    assert first[0].asset == "blackout-01"
    began = time.thread_time()
    for _ in range(9):
        assert ranking.rank(event, expected, spike, (), NOW, quiet=False) == first
    assert time.thread_time() - began < 0.05, "it is the same second"
    began = time.thread_time()
    ranking.rank(event, expected, spike, (), NOW + S, quiet=False)
    assert time.thread_time() - began < 0.2
