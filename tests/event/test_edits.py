"""Whatever is done to an event can be taken back exactly."""

from dataclasses import replace

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from controlroom.errors import WrongInput
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Asset, Role, Variant
from controlroom.event.cue import Cue, Outcome, OutcomeSet
from controlroom.event.edits import (
    BindAccount,
    DecideOutcome,
    Edit,
    EditWords,
    MarkMoment,
    PairCue,
    RemoveAsset,
    ReplaceAsset,
    ShiftMoments,
    SkipMoment,
    UnbindAccount,
    UnmarkMoment,
    UnpairCue,
    apply,
    as_json,
    from_json,
)
from controlroom.event.live_event import Account, Brand, LiveEvent
from controlroom.event.moment import Anchor, HardTime, Moment
from controlroom.event.times import expected_times
from tests.store.edit_strategies import edits_of
from tests.store.strategies import events
from tests.support.approving import approved

S = 1_000_000


class DoAndUndo(RuleBasedStateMachine):
    """Any order of doing and taking back leads to where it was, but for the revision."""

    @initialize(event=events())
    def start(self, event: LiveEvent) -> None:
        self.event = event
        self.first = event.revision
        self.steps = 0
        self.before: list[tuple[LiveEvent, Edit]] = []

    @rule(choice=st.data())
    def do(self, choice: st.DataObject) -> None:
        edit = from_json(as_json(choice.draw(edits_of(self.event))))
        after, inverse = apply(self.event, edit)
        self.before.append((self.event, inverse))
        self._went_to(after)

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        event, inverse = self.before.pop()
        after, again = apply(self.event, from_json(as_json(inverse)))
        assert replace(after, revision=event.revision) == event
        redone, _ = apply(after, again)
        assert replace(redone, revision=self.event.revision) == self.event
        self._went_to(after)

    @invariant()
    def revisions_count_edits(self) -> None:
        assert self.event.revision == self.first + self.steps

    def _went_to(self, after: LiveEvent) -> None:
        self.steps += 1
        self.event = after


TestDoAndUndo = DoAndUndo.TestCase
TestDoAndUndo.settings = settings(
    max_examples=25,
    stateful_step_count=15,
    deadline=None,
    # A night is too big to be shrunk within a test's time; the steps are printed as they are.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def an_event() -> LiveEvent:
    return LiveEvent(
        id="1",
        slug="night",
        title="Night",
        brand=Brand("Brand", "brand", ""),
        zone="UTC",
        second_zone="UTC",
        second_zone_label="",
        starts=0,
        ends=9_000 * S,
        segments=(),
        moments=(
            Moment("kick", "Kick-off", "K", "s", Anchor.HARD, hard=HardTime("", "UTC", 100 * S)),
            Moment("half", "Half-time", "H", "s", Anchor.SOFT, planned=300 * S, after="kick",
                   offset_s=200, length_s=60),
            Moment("second", "Second half", "S", "s", Anchor.SOFT, planned=400 * S, after="half"),
            Moment("late", "Late show", "L", "s", Anchor.HARD, hard=HardTime("", "UTC", 900 * S)),
            Moment("dark", "Blackout", "B", "s", Anchor.FLOAT),
        ),
        assets=(
            Asset("a", "Asset A", Role.POST, "words", None),
            Asset("b", "Asset B", Role.POST, "more words", None),
        ),
        cues=(Cue("kick", "a", 0), Cue("half", "b", 0), Cue("half", "a", 1)),
        outcome_sets=(OutcomeSet("end", "The end", (Outcome("won", "We win"),)),),
        accounts=(),
        terms=(),
        slots=(("5", "a"), ("6", "b")),
    )  # fmt: skip


def test_a_mark_says_it_happened_even_if_it_was_to_be_skipped() -> None:
    skipped, _ = apply(an_event(), SkipMoment("dark"))
    marked, _ = apply(skipped, MarkMoment("dark", 500 * S, by_spike=True))
    dark = marked.moment("dark")
    assert (dark.marked, dark.found_by_spike, dark.skipped) == (500 * S, True, False)
    assert apply(marked, UnmarkMoment("dark"))[0].moment("dark") == an_event().moment("dark")


def test_a_shift_moves_what_is_soft_by_exactly_that_and_nothing_else() -> None:
    shifted, _ = apply(an_event(), ShiftMoments("kick", 120))
    before, after = expected_times(an_event()).at, expected_times(shifted).at
    moved = {slug: (after[slug] or 0) - (before[slug] or 0) for slug in before}
    assert moved == {"kick": 0, "half": 120 * S, "second": 120 * S, "late": 0, "dark": 0}


def test_a_shift_leaves_alone_what_has_happened() -> None:
    marked, _ = apply(an_event(), MarkMoment("half", 310 * S))
    shifted, _ = apply(marked, ShiftMoments("kick", 60))
    assert shifted.moment("half") == marked.moment("half")
    assert expected_times(shifted).at["second"] == 460 * S


def test_other_words_on_one_network_leave_the_others_alone() -> None:
    edited, _ = apply(an_event(), EditWords("a", "x", "short"))
    asset = edited.asset("a")
    assert (asset.words_for("x"), asset.words_for("bluesky")) == ("short", "words")
    assert asset.version == 2
    again, _ = apply(edited, EditWords("a", "x", None))
    assert again.asset("a").words_for("x") == "words"


def test_removing_an_asset_takes_its_cues_and_keys_with_it() -> None:
    event, inverse = apply(an_event(), RemoveAsset("a"))
    assert [cue.asset for cue in event.cues] == ["b"]
    assert event.slots == (("6", "b"),)
    assert replace(apply(event, inverse)[0], revision=0) == an_event()


def test_pairing_again_changes_the_order_of_the_same_cue() -> None:
    event, _ = apply(an_event(), PairCue(Cue("half", "a", -1)))
    assert [cue.asset for cue in event.cues_of("half")] == ["a", "b"]
    assert len(event.cues) == 3


MINE, THEIRS = Account("x", "@mine", "Mine"), Account("bluesky", "@theirs", "Theirs")


def test_an_account_takes_the_place_of_the_one_on_its_network() -> None:
    signed_in = Account("x", "@other", "Other", server="https://api.example", colour="#112233")
    event = replace(an_event(), accounts=(MINE, THEIRS))
    bound, inverse = apply(event, BindAccount(signed_in))
    assert bound.accounts == (signed_in, THEIRS)
    assert apply(bound, inverse)[0].accounts == (MINE, THEIRS)


def test_an_account_on_a_new_network_comes_last() -> None:
    event = replace(an_event(), accounts=(MINE,))
    bound, inverse = apply(event, BindAccount(THEIRS))
    assert bound.channels == ("x", "bluesky")
    assert apply(bound, inverse)[0].accounts == (MINE,)


def test_an_account_that_is_unbound_comes_back_to_its_place() -> None:
    event = replace(an_event(), accounts=(MINE, THEIRS))
    without, inverse = apply(event, UnbindAccount("x"))
    assert without.accounts == (THEIRS,)
    assert apply(without, inverse)[0].accounts == (MINE, THEIRS)


def test_a_network_that_shows_the_same_needs_no_new_yes() -> None:
    own_words = replace(an_event().asset("b"), variants=(Variant("x", "other words"),))
    event = replace(
        an_event(),
        accounts=(THEIRS,),
        assets=(approved(an_event().asset("a"), ("bluesky",)), approved(own_words, ("bluesky",))),
    )
    bound, inverse = apply(event, BindAccount(MINE))
    assert [is_approved(asset, bound.channels, 1) for asset in bound.assets] == [True, False]
    assert replace(apply(bound, inverse)[0], revision=0) == event


def test_a_network_that_goes_takes_no_yes_with_it() -> None:
    asset = approved(an_event().asset("a"), ("x", "bluesky"))
    event = replace(an_event(), accounts=(MINE, THEIRS), assets=(asset,), cues=(), slots=())
    fewer, inverse = apply(event, UnbindAccount("x"))
    assert is_approved(fewer.asset("a"), fewer.channels, 1)
    assert replace(apply(fewer, inverse)[0], revision=0) == event


def test_pictures_of_one_network_outlive_its_words() -> None:
    asset = replace(an_event().asset("a"), variants=(Variant("x", "short", more=()),))
    event = an_event().with_asset(asset)
    assert apply(event, EditWords("a", "x", None))[0].asset("a").variants == (
        Variant("x", more=()),
    )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (MarkMoment("goal", 1), "There is no moment “goal” in this event."),
        (EditWords("c", None, "x"), "There is no asset “c” in this event."),
        (EditWords("a", None, None), "“Asset A” needs a caption that all networks share."),
        (PairCue(Cue("kick", "c", 0)), "There is no asset “c” in this event."),
        (UnpairCue("dark", "a"), "“a” is not paired with the moment “dark”."),
        (DecideOutcome("half", None), "There is no outcome set “half” in this event."),
        (DecideOutcome("end", "lost"), "“The end” has no outcome “lost”."),
        (UnbindAccount("x"), "This event has no account on x."),
        (ReplaceAsset(an_event().asset("a")), None),
    ],
)
def test_an_edit_that_does_not_fit_says_what_is_missing(edit: Edit, said: str | None) -> None:
    if said is None:
        assert apply(an_event(), edit)[0].assets == an_event().assets
        return
    with pytest.raises(WrongInput) as refused:
        apply(an_event(), edit)
    assert str(refused.value) == said
