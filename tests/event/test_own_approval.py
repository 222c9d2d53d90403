"""Whatever is said, written, renamed, bound and undone: nobody's own is approved by their yes."""

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings

from controlroom.errors import UserFacingError
from controlroom.event.answer_file import AnswerFile, AnswerForm
from controlroom.event.answers import weigh
from controlroom.event.approvals import Standing, said_of
from controlroom.event.asset import Approval, Asset, Role, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.edits import BindAccount, Edit, EditWords, UnbindAccount, apply
from controlroom.event.edits_people import PutApprovals, SayOf, SayOfAll, rename
from controlroom.event.live_event import Account, LiveEvent, Person, PersonRole
from controlroom.event.people import folded
from tests.event.test_edits import an_event

CHANNELS = ("bluesky", "x")
NAMES = st.sampled_from(("Dana", "dana ", "Ｄana", "Ruth", "Dana K", "Zoë", "Zoe\u0308"))
PLACES = st.sampled_from(CHANNELS)
WORDS = st.sampled_from(("Words", "Others", "{gap}"))
VERDICTS = st.sampled_from(Verdict)
FAR = 2_000_000_000_000_000

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), PLACES, NAMES, VERDICTS),
        st.tuples(st.just("say all"), NAMES, VERDICTS),
        st.tuples(st.just("answer"), PLACES, NAMES),
        st.tuples(st.just("put"), PLACES, NAMES),
        st.tuples(st.just("write"), st.one_of(st.none(), PLACES), NAMES, WORDS),
        st.tuples(st.just("rename"), NAMES, NAMES),
        st.tuples(st.just("bind"), PLACES),
        st.tuples(st.just("unbind"), PLACES),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=14,
)


def word(asset: Asset, channel: str, by: str, verdict: Verdict) -> Approval:
    return Approval(channel, by, 1, 1, variant_digest(asset, channel), None, verdict)


def answered(event: LiveEvent, channel: str, by: str) -> tuple[Edit, ...]:
    digest = variant_digest(event.assets[0], channel)
    one = AnswerForm("a", channel, digest, Verdict.APPROVED)
    file = AnswerFile("0" * 64, event.slug, "s", FAR, by, FAR, (one,))
    return weigh(file, event, FAR).edits


def edits_of(event: LiveEvent, step: tuple[object, ...]) -> tuple[Edit, ...]:
    asset = event.assets[0]
    match step:
        case ("say", str(channel), str(by), Verdict() as verdict):
            return (SayOf("a", word(asset, channel, by, verdict)),)
        case ("say all", str(by), Verdict() as verdict):
            return (SayOfAll("a", tuple(word(asset, one, by, verdict) for one in CHANNELS)),)
        case ("answer", str(channel), str(by)):
            return answered(event, channel, by)
        case ("put", str(channel), str(by)):  # as an event file, or a row, may have it
            return (PutApprovals("a", (word(asset, channel, by, Verdict.APPROVED),)),)
        case ("write", channel, str(by), str(words)):
            assert channel is None or isinstance(channel, str)
            return (EditWords("a", channel, words, by),)
        case ("rename", str(was), str(name)):
            return (rename(event, event.people, was, name),)
        case ("bind", str(channel)):
            return (BindAccount(Account(channel, "@we", "We")),)
        case ("unbind", str(channel)):
            return (UnbindAccount(channel),)
    raise AssertionError(step)


def assert_nobodys_own(event: LiveEvent) -> None:
    for channel in CHANNELS:
        said = said_of(event.assets[0], channel, 5)
        if said.standing is Standing.APPROVED:
            assert said.approval is not None
            authors = {folded(one) for one in event.assets[0].authors_of(channel)}
            assert folded(said.approval.by) not in authors


@given(STEPS)
@settings(max_examples=300, deadline=None)
def test_no_way_to_a_yes_approves_ones_own(steps: list[tuple[object, ...]]) -> None:
    asset = Asset("a", "A", Role.POST, "Words", None, authors=("Zoë",))
    people = tuple(Person(name, PersonRole.APPROVER) for name in ("Dana", "Ruth", "Zoë"))
    event = replace(an_event(), assets=(asset,), people=people, cues=())
    undos: list[Edit] = []
    redos: list[Edit] = []
    for step in steps:
        try:
            if step[0] == "undo" and undos:
                event, inverse = apply(event, undos.pop())
                redos.append(inverse)
            elif step[0] == "redo" and redos:
                event, inverse = apply(event, redos.pop())
                undos.append(inverse)
            elif step[0] not in ("undo", "redo"):
                for edit in edits_of(event, step):
                    event, inverse = apply(event, edit)
                    undos.append(inverse)
                redos.clear()
        except UserFacingError:
            continue
        assert_nobodys_own(event)


@given(NAMES, NAMES, NAMES)
def test_a_rename_is_taken_back_exactly(author: str, approver: str, name: str) -> None:
    asset = Asset("a", "A", Role.POST, "Words", None, authors=(author, "Kim"))
    said = word(asset, "x", approver, Verdict.APPROVED)
    event = replace(an_event(), assets=(replace(asset, approvals=(said,)),))
    after, inverse = apply(event, rename(event, (), author, name))
    assert author == name or author not in after.assets[0].authors
    back, again = apply(after, inverse)
    assert replace(back, revision=event.revision) == event
    forth, _ = apply(back, again)
    assert forth.assets == after.assets


def test_a_yes_that_was_taken_back_is_waited_for() -> None:
    asset = Asset("a", "A", Role.POST, "Words", None)
    for verdict, standing in (
        (Verdict.APPROVED, Standing.APPROVED),
        (Verdict.WITHDRAWN, Standing.WAITING),
    ):
        said = replace(asset, approvals=(word(asset, "x", "Dana", verdict),))
        assert said_of(said, "x", 5).standing is standing
