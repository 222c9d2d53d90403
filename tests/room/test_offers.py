"""Which cues are offered: what is interesting now, times what is ours to say."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlroom.desk.facts import Offer, SpikeSeen
from controlroom.event.asset import Asset, Role
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Moment
from controlroom.event.times import expected_times
from controlroom.messages import english
from controlroom.room import fits
from controlroom.room.fits import words_of
from controlroom.room.offers import READ_AT_ONCE, Ranking, may_be_offered, rank
from tests.room.still_room import QUIET, bundled
from tests.support.approving import approved

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
    if asset.approvals and "approvals" not in other:
        asset = approved(asset, event.channels)
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
    unapproved = with_asset(first, approvals=())
    found = offered(unapproved, *why, terms=("power",))
    assert found.index(second) < found.index(first)


def test_what_is_not_to_be_out_yet_is_not_offered_for_a_spike() -> None:
    embargo = with_asset("blackout-01", embargo_until=NOW + 60 * S)
    assert "blackout-01" not in offered(embargo, "power", "lights", terms=("power",))
    over = with_asset("blackout-01", embargo_until=NOW - 60 * S)
    assert offered(over, "power", "lights", terms=("power",))[0] == "blackout-01"


def test_nor_for_its_moment() -> None:
    def near(event: LiveEvent) -> list[str]:
        moments = tuple(
            replace(one, marked=NOW) if one.slug == "lights-out" else one for one in event.moments
        )
        event = replace(event, moments=moments)
        return [offer.asset for offer in rank(event, expected_times(event), None, (), NOW)]

    assert "blackout-01" in near(bundled())
    assert "blackout-01" not in near(with_asset("blackout-01", embargo_until=NOW + 60 * S))
    assert "blackout-01" in near(with_asset("blackout-01", embargo_until=NOW))


def test_a_person_a_line_names_in_passing_is_not_its_subject() -> None:
    why = ("power", "lights", "dark")
    plain = offered(bundled(), *why)
    event = staying_out_of("the power company's bills, looks or faith")
    assert offered(event, *why) == plain
    assert offered(staying_out_of("power's looks, faith or money"), *why) == plain
    assert offered(event, "faith", *why) != plain
    # Two of its words are.
    assert offered(event, "dark", "power", "company") != offered(
        bundled(), "dark", "power", "company"
    )


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


def test_an_event_of_thousands_of_assets_is_read_a_little_in_each_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def counted(asset: Asset, moment: Moment | None) -> frozenset[str]:
        read.append(asset.slug)
        return words_of(asset, moment)

    monkeypatch.setattr(fits, "words_of", counted)
    event, ranking = bundled(), Ranking()
    many = tuple(
        replace(event.assets[n % 9], slug=f"a{n}", title=f"Title {n}", terms=(), tags=())
        for n in range(10_000)
    )
    event = replace(event, assets=(*event.assets, *many))
    expected = expected_times(event)
    spike = SpikeSeen(NOW - 5 * S, 6.0, ("power", "lights", "dark"), ("power",))
    looks = []
    for _ in range(45):
        read.clear()
        ranking.rank(event, expected, None, (), NOW, quiet=False)
        looks.append(len(read))
    assert max(looks) <= READ_AT_ONCE
    assert sum(looks) == len(event.assets), "each is read once"
    read.clear()
    first = ranking.rank(event, expected, spike, (), NOW, quiet=False)
    assert first[0].asset == "blackout-01"
    assert len(read) < 100, "only what may answer is looked at"
    read.clear()
    assert ranking.rank(event, expected, spike, (), NOW, quiet=False) is first
    assert read == [], "it is the same second"


def brief(**lines: tuple[str, ...]) -> LiveEvent:
    event = bundled()
    told = {"belongs_in": (), "goals": (), "stay_out_of": (), **lines}
    return replace(event, brand=replace(event.brand, **told))


def offers_of(event: LiveEvent, why: tuple[str, ...], terms: tuple[str, ...] = ()) -> list[Offer]:
    spike = SpikeSeen(NOW - 5 * S, 6.0, why, terms)
    return list(rank(event, expected_times(event), spike, (), NOW))


ALIKE = ("alpha", "beta", "gamma")
"""Three assets that fit a spike about ``zebra`` equally well; ties go by their place."""


def three_alike(event: LiveEvent, **last: object) -> LiveEvent:
    made = [
        replace(event.asset("record"), slug=slug, title=f"{slug} zebra", tags=(), terms=())
        for slug in ALIKE
    ]
    made[-1] = replace(made[-1], **last)  # type: ignore[arg-type]
    return replace(event, assets=(*event.assets, *(approved(a, event.channels) for a in made)))


def test_a_subject_the_brand_belongs_in_raises_what_speaks_of_it_and_says_so() -> None:
    plain = three_alike(brief())
    assert [offer.asset for offer in offers_of(plain, ("zebra",))[:3]] == list(ALIKE)
    ours = three_alike(brief(belongs_in=("kitchens at night",)), use_when="the kitchen is shown")
    first = offers_of(ours, ("zebra",))[0]
    assert first.asset == "gamma"
    assert english(first.line) == "fits zebra · ours: kitchens at night"


def test_a_goal_of_the_night_raises_less_than_a_subject() -> None:
    goals = brief(goals=("the new flavour: lemon",), belongs_in=("midnight snacks",))
    event = three_alike(goals, caption="Our new flavour is here")
    first = offers_of(event, ("zebra",))[0]
    assert first.asset == "gamma"
    assert english(first.line) == "fits zebra · goal: the new flavour: lemon"
    beta = replace(event.asset("beta"), tags=("midnight",))
    event = event.with_asset(approved(beta, event.channels))
    assert [one.asset for one in offers_of(event, ("zebra",))[:3]] == ["beta", "gamma", "alpha"]


def test_the_brief_outweighs_neither_the_news_nor_a_missing_yes() -> None:
    event = three_alike(brief(belongs_in=("kitchens",)), tags=("kitchens",))
    unapproved = event.with_asset(replace(event.asset("gamma"), approvals=()))
    assert [one.asset for one in offers_of(unapproved, ("zebra",))[:3]] == list(ALIKE)
    told = offers_of(event, ("power", "lights", "dark", "zebra"), ("power",))
    assert told[0].asset == "blackout-01"


def test_within_a_moment_the_order_stays_the_event_s() -> None:
    why, terms = ("power", "lights", "dark"), ("power",)
    plain = offers_of(brief(), why, terms)
    moment = plain[0].moment
    assert moment is not None
    cues = [cue.asset for cue in bundled().cues_of(moment)]
    assert len(cues) > 1
    event = brief(belongs_in=(bundled().asset(cues[-1]).title,))
    found = [one.asset for one in offers_of(event, why, terms) if one.moment == moment]
    assert found == [slug for slug in cues if slug in found]
    assert found[0] == cues[0]


TELLING = st.sampled_from(
    ("power", "lights", "game", "halftime", "record", "touchdown", "zebra", "kitchens", "crunch")
)
LINES = st.lists(st.lists(TELLING, min_size=1, max_size=3).map(" ".join), max_size=3).map(tuple)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "approvals": st.just(()),
        "rights_until": st.sampled_from((NOW - S, NOW + S)),
        "offer_until": st.sampled_from((NOW - S, NOW + S)),
        "embargo_until": st.sampled_from((NOW - S, NOW + S)),
        "role": st.sampled_from(tuple(Role)),
        "tags": st.lists(TELLING, max_size=2).map(tuple),
    },
)


@given(st.data(), LINES, LINES, LINES, st.lists(TELLING, min_size=1, max_size=3, unique=True))
@settings(max_examples=150, deadline=None)
def test_whatever_the_brief_says_only_what_may_be_offered_is(
    data: st.DataObject,
    belongs_in: tuple[str, ...],
    goals: tuple[str, ...],
    stay_out_of: tuple[str, ...],
    why: list[str],
) -> None:
    event = brief(belongs_in=belongs_in, goals=goals, stay_out_of=stay_out_of)
    for asset in bundled().assets:
        event = event.with_asset(replace(asset, **data.draw(CHANGES)))
    plain = replace(event, brand=replace(event.brand, belongs_in=(), goals=()))
    found = offers_of(event, tuple(why))
    for offer in found:
        asset = event.asset(offer.asset)
        assert may_be_offered(event, asset, NOW, frozenset())
    assert found == offers_of(event, tuple(why)), "the same order each time"
    assert len({offer.asset for offer in found}) == len(found) <= 4
    # A brief that says more orders anew; it offers no more, and no fewer.
    assert len(found) == len(offers_of(plain, tuple(why)))
    remembered = Ranking()
    remembered.rank(plain, expected_times(plain), None, (), NOW, quiet=False)
    spike = SpikeSeen(NOW - 5 * S, 6.0, tuple(why), ())
    ranked = remembered.rank(event, expected_times(event), spike, (), NOW, quiet=False)
    assert list(ranked) == found


@given(LINES, st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_a_subject_never_lowers_what_speaks_of_it(lines: tuple[str, ...], which: int) -> None:
    event = three_alike(brief(belongs_in=lines))
    asset = replace(event.asset(ALIKE[which]), tags=("quizzes",))
    event = event.with_asset(approved(asset, event.channels))
    more = replace(event, brand=replace(event.brand, belongs_in=(*lines, "quizzes")))
    before = [one.asset for one in offers_of(event, ("zebra",))]
    after = [one.asset for one in offers_of(more, ("zebra",))]
    assert after.index(asset.slug) <= before.index(asset.slug)
