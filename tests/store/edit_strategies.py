"""Edits that fit an event."""

from hypothesis import strategies as st

from controlroom.event.asset import Approval, Verdict
from controlroom.event.cue import Cue
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
    UnskipMoment,
)
from controlroom.event.edits_people import (
    ConfirmFace,
    PutApprovals,
    PutBrand,
    PutPeople,
    PutSecondKey,
    SayOf,
    SayOfAll,
    rename,
)
from controlroom.event.edits_watch import (
    PutFeed,
    PutTerm,
    RemoveFeed,
    RemoveTerm,
    SetHashtags,
    SetTerms,
)
from controlroom.event.live_event import LiveEvent, Policy
from controlroom.event.watch_rules import feed_name
from tests.store.strategies import (
    ACCOUNTS,
    APPROVALS,
    BRANDS,
    CHANNEL,
    FEEDS,
    MAYBE_TIME,
    PEOPLE,
    SHA,
    SLUG,
    TERM_LISTS,
    TERMS,
    TEXT,
    TEXTS,
    TIME,
    assets,
)

# By somebody who made none of the assets: nobody approves their own.
WORDS_SAID = st.builds(
    Approval,
    CHANNEL,
    st.just("An approver"),
    TIME,
    st.integers(1, 99),
    SHA,
    MAYBE_TIME,
    st.sampled_from(Verdict),
    TEXT,
)


def edits_of(event: LiveEvent) -> st.SearchStrategy[Edit]:
    """Any edit a person could make of ``event`` as it stands."""
    moment = st.sampled_from([one.slug for one in event.moments])
    place = st.none() | st.integers(-1, 6)
    kinds: list[st.SearchStrategy[Edit]] = [
        st.builds(MarkMoment, moment, TIME, st.booleans()),
        st.builds(UnmarkMoment, moment),
        st.builds(SkipMoment, moment),
        st.builds(UnskipMoment, moment),
        st.builds(ShiftMoments, moment, st.integers(-900, 900)),
        st.sampled_from(event.outcome_sets).flatmap(
            lambda one: st.builds(
                DecideOutcome,
                st.just(one.slug),
                st.none() | st.sampled_from([side.slug for side in one.outcomes]),
            )
        ),
        st.builds(ReplaceAsset, assets()),
        st.builds(BindAccount, ACCOUNTS),
        st.builds(PutBrand, BRANDS),
        st.builds(PutPeople, PEOPLE),
        st.builds(PutSecondKey, st.sampled_from(Policy), TEXT),
        st.builds(rename, st.just(event), st.just(event.people), TEXT, TEXT),
        st.builds(PutTerm, TERMS, place),
        st.builds(PutFeed, FEEDS, place),
        st.builds(SetHashtags, TEXTS),
        st.builds(SetTerms, TERM_LISTS),
    ]
    if event.terms:
        kinds.append(st.builds(RemoveTerm, st.sampled_from([one.slug for one in event.terms])))
    if event.feeds:
        kinds.append(
            st.builds(RemoveFeed, st.sampled_from([feed_name(one) for one in event.feeds]))
        )
    if event.accounts:
        channel = st.sampled_from([one.channel for one in event.accounts])
        kinds.append(st.builds(UnbindAccount, channel))
        kinds.append(st.builds(ConfirmFace, channel, TEXT, MAYBE_TIME))
    if event.assets:
        asset = st.sampled_from([one.slug for one in event.assets])
        kinds += [
            st.builds(EditWords, asset, CHANNEL, st.none() | TEXT, TEXT),
            st.builds(EditWords, asset, st.none(), TEXT, TEXT),
            st.builds(SayOf, asset, WORDS_SAID),
            st.builds(SayOfAll, asset, st.lists(WORDS_SAID, max_size=2).map(tuple)),
            st.builds(PutApprovals, asset, APPROVALS),
            st.builds(RemoveAsset, asset),
            st.builds(
                PairCue,
                st.builds(Cue, moment, asset, st.integers(0, 9), st.none() | SLUG),
            ),
        ]
    if event.cues:
        kinds.append(st.sampled_from(event.cues).map(lambda cue: UnpairCue(cue.moment, cue.asset)))
    return st.one_of(kinds)
