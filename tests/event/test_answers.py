"""Answers: a file is read strictly, and each answer counts for what stood on the sheet."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.errors import Refused, UserFacingError, WrongInput
from controlroom.event.answer_file import LONGEST_NAME, LONGEST_NOTE, MOST_BYTES, read_answers
from controlroom.event.answers import Fate, Weighed, weigh
from controlroom.event.approvals import Standing, said_of
from controlroom.event.asset import Crop, Slot, Variant, Verdict
from controlroom.event.edits import apply
from controlroom.event.live_event import LiveEvent, Person, PersonRole
from tests.desk.facts_for import bundled
from tests.support.answering import AT, Reader, sheet_of

HOUR = 3_600_000_000


def two(event: LiveEvent | None = None) -> LiveEvent:
    """Two assets on three networks, nobody named and nothing said."""
    event = event or bundled()
    assets = tuple(replace(asset, approvals=()) for asset in event.assets[:2])
    settings = replace(event.settings, approver="")
    return replace(event, assets=assets, people=(), settings=settings, cues=(), slots=())


def taken(event: LiveEvent, content: bytes, now: int = AT + 24 * HOUR) -> Weighed:
    return weigh(read_answers(content), event, now)


def applied(event: LiveEvent, weighed: Weighed) -> LiveEvent:
    for edit in weighed.edits:
        event, _ = apply(event, edit)
    return event


VERDICTS = st.lists(st.sampled_from(["", "approved", "changes"]), min_size=6, max_size=6)


@given(VERDICTS, st.text(max_size=40))
def test_what_is_answered_is_what_stands_there(verdicts: list[str], note: str) -> None:
    event = two()
    note = note.encode("utf-8", "ignore").decode()
    weighed = taken(event, Reader(sheet_of(event)).file(verdicts, note))
    after = applied(event, weighed)
    stands = {"": Standing.WAITING, "approved": Standing.APPROVED, "changes": Standing.CHANGES}
    cards = [(asset, channel) for asset in after.assets for channel in event.channels]
    for verdict, (asset, channel) in zip(verdicts, cards, strict=True):
        said = said_of(asset, channel, AT + 48 * HOUR)
        assert said.standing is stands[verdict]
        if said.approval is not None:
            assert said.approval.by == "Robin"
            assert said.approval.at < AT + 24 * HOUR
    assert weighed.count(Fate.APPLIED) == sum(bool(verdict) for verdict in verdicts)
    assert weighed.not_applied == 0


@given(st.sampled_from(["words", "variant", "alt", "crop", "slot", "picture"]))
def test_an_answer_is_for_other_words_or_another_picture(what: str) -> None:
    event = two()
    first = replace(
        event.assets[0], variants=(), caption="Well done, {player}.", slots=(Slot("player", 9),)
    )
    event = event.with_asset(first)
    content = Reader(sheet_of(event)).file()
    assert first.picture is not None
    changed = {
        "words": replace(first, caption="Well done."),
        "variant": replace(first, variants=(Variant("x", caption="Other words."),)),
        "alt": replace(first, picture=replace(first.picture, alt="Something else.")),
        "crop": replace(first, picture=replace(first.picture, crop=Crop(0, 0, 0.5, 0.5))),
        "slot": replace(first, slots=(Slot("player", 20),)),
        "picture": replace(first, picture=replace(first.picture, sha256="00" * 32)),
    }[what]
    weighed = taken(event.with_asset(changed), content)
    fates = {(one.asset, one.channel): one.fate for one in weighed.answers}
    assert {fates[event.assets[1].slug, channel] for channel in event.channels} == {Fate.APPLIED}
    assert fates[first.slug, "x"] is Fate.CHANGED
    after = applied(event.with_asset(changed), weighed)
    assert said_of(after.asset(first.slug), "x", AT).standing is Standing.WAITING


def test_what_is_no_content_changes_no_answer() -> None:
    event = two()
    content = Reader(sheet_of(event)).file()
    other = replace(event.assets[0], title="Another name", use_when="any time", version=9)
    assert taken(event.with_asset(other), content).count(Fate.APPLIED) == 6


def test_the_same_file_twice_is_nothing_new() -> None:
    event = two()
    content = Reader(sheet_of(event)).file(note="Good.")
    after = applied(event, taken(event, content))
    again = taken(after, content)
    assert (again.edits, again.count(Fate.ALREADY), again.not_applied) == ((), 6, 0)


def test_an_older_word_does_not_replace_a_newer_one() -> None:
    event = two()
    page = sheet_of(event)
    newer = Reader(page, by="Jo", answered="2013-02-02T13:00:00Z").file(["changes", *[""] * 5])
    after = applied(event, taken(event, newer))
    weighed = taken(after, Reader(page, by="Kim").file(["approved", *[""] * 5]))
    assert [one.fate for one in weighed.answers] == [Fate.REFUSED]
    assert said_of(after.assets[0], "bluesky", AT).standing is Standing.CHANGES


def test_nobody_approves_their_own_but_may_ask_for_changes() -> None:
    event = two()
    mine = replace(event.assets[0], authors=("robin",))
    event = event.with_asset(mine)
    content = Reader(sheet_of(event)).file(["approved", "changes", *[""] * 4], "Shorter.")
    yes, ask = taken(event, content).answers
    assert (yes.fate, ask.fate) == (Fate.REFUSED, Fate.APPLIED)
    assert yes.why is not None
    assert yes.why.id == "approval.own"


def test_each_is_refused_for_itself() -> None:
    event = two()
    bound = json.loads(Reader(sheet_of(event)).file())
    first, second, third, *_ = bound["answers"]
    bound["answers"] = [
        {**first, "asset": "gone"},
        {**first, "channel": "threads"},
        second,
        {**second, "verdict": "changes"},
        third,
    ]
    weighed = taken(event, json.dumps(bound).encode())
    assert [one.why.id if one.why else "" for one in weighed.answers] == [
        "answers.no_asset",
        "answers.no_channel",
        "answers.twice",
        "answers.twice",
        "",
    ]
    assert [edit.approval.channel for edit in weighed.edits] == [third["channel"]]


PEOPLE = (
    Person("Dana", PersonRole.APPROVER),
    Person("Robin Fox", PersonRole.OPERATOR, client=True),
    Person("Kim", PersonRole.OPERATOR),
)


@pytest.mark.parametrize(("by", "known"), [("dana", "Dana"), ("robin  fox", "Robin Fox")])
def test_names_are_written_as_the_event_does(by: str, known: str) -> None:
    event = replace(two(), people=PEOPLE)
    assert taken(event, Reader(sheet_of(event), by=by).file()).by == known


@pytest.mark.parametrize("by", ["Kim", "Somebody"])
def test_whoever_may_not_approve_is_refused(by: str) -> None:
    event = replace(two(), people=PEOPLE)
    with pytest.raises(Refused) as refused:
        taken(event, Reader(sheet_of(event), by=by).file())
    assert "Dana, Robin Fox" in str(refused.value)


def test_the_approver_of_the_settings_may_answer() -> None:
    event = two()
    event = replace(event, settings=replace(event.settings, approver="Dana"))
    assert taken(event, Reader(sheet_of(event), by="Dana").file()).count(Fate.APPLIED) == 6
    with pytest.raises(Refused):
        taken(event, Reader(sheet_of(event), by="Robin").file())


def wrong(**other: Any) -> bytes:
    event = two()
    return Reader(sheet_of(event)).file(**other)


def answer(**other: Any) -> bytes:
    told = json.loads(wrong())
    told["answers"][1] |= other
    return json.dumps(told).encode()


def without(key: str) -> bytes:
    told = json.loads(wrong())
    del told["answers"][2][key]
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not the answer file"),
        (b'{"a": 1}', "not the answer file"),
        (b" " * (MOST_BYTES + 1), "larger than 8 MB"),
        (wrong(format=2), "format 2; this program reads format 1"),
        (wrong(format="1"), "format 1"),
        (wrong(by=" \u202e\u2028 "), "does not say who answered"),
        (wrong(by="x" * (LONGEST_NAME + 1)), "too much in “by”"),
        (wrong(by=7), "something in “by”"),
        (wrong(answered="yesterday"), "something in “answered”"),
        (wrong(answered="2013-02-02T12:00:00"), "something in “answered”"),
        (wrong(extra=1), "holds “extra”"),
        (answer(note="x" * (LONGEST_NOTE + 1)), "Answer 2 of the file holds too much in “note”"),
        (answer(verdict="maybe"), "Answer 2 of the file holds something in “verdict”"),
        (answer(digest="abc"), "Answer 2 of the file holds something in “digest”"),
        (answer(by="Jo"), "Answer 2 of the file holds “by”"),
        (without("digest"), "Answer 3 of the file lacks “digest”"),
    ],
)
def test_what_is_no_file_of_answers_is_told_with_its_place(content: bytes, told: str) -> None:
    with pytest.raises(WrongInput) as error:
        read_answers(content)
    assert told in str(error.value)
    assert error.value.what_to_do is not None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (wrong(event="another-night"), "for the event another-night"),
        (wrong(answered="2013-02-09T12:00:00Z"), "still to come"),
        (wrong(answered="9999-12-31T23:59:59Z"), "still to come"),
        (wrong(answered="2013-02-02T09:58:19Z"), "before their contact sheet was made"),
        (wrong(answered="0001-01-01T00:00:00Z"), "before their contact sheet was made"),
        (wrong(answered="0001-01-01T00:00:00+14:00"), "before their contact sheet was made"),
        (
            wrong(answered="1999-12-31T23:59:59Z", made="0001-01-01T00:00:00Z"),
            "before their contact sheet was made",
        ),
    ],
)
def test_what_cannot_be_for_now_is_refused_whole(content: bytes, told: str) -> None:
    with pytest.raises(UserFacingError) as error:
        taken(two(), content)
    assert told in str(error.value)


def test_a_clock_that_is_a_little_slow_is_believed() -> None:
    event = two()
    for answered in ("2013-02-02T09:58:20Z", "2013-02-02T10:13:20Z"):
        content = Reader(sheet_of(event), answered=answered).file()
        assert taken(event, content).count(Fate.APPLIED) == 6


def test_notes_lose_what_cannot_be_shown() -> None:
    event = two()
    content = Reader(sheet_of(event)).file(["changes", *[""] * 5], "a\x00b\u202ec\r\nd \n")
    (one,) = taken(event, content).answers
    assert one.note == "abc\nd"
    assert one.verdict is Verdict.CHANGES


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with pytest.raises(WrongInput):
        read_answers(content)
