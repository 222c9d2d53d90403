"""Answers taken in: looked at first, then applied as edits that can each be undone, or none."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.errors import Refused, UserFacingError, WrongInput
from controlroom.event.approvals import Standing, said_of
from controlroom.event.asset import Approval
from controlroom.event.content import variant_digest
from controlroom.event.edits import EditWords
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.room.still_room import StillRoom, bundled
from tests.support.answering import Reader, sheet_of


def asked() -> LiveEvent:
    """The bundled night with two assets nobody has said anything of; anybody may."""
    event = bundled()
    assets = tuple(
        replace(asset, approvals=(), authors=()) if place < 2 else asset
        for place, asset in enumerate(event.assets)
    )
    settings = replace(event.settings, approver="")
    return replace(event, assets=assets, people=(), settings=settings)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StillRoom]:
    with StillRoom(tmp_path / "data", event=asked()) as still:
        yield still


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A file with a yes to the two assets on every network."""
    event = asked()
    page = sheet_of(replace(event, assets=event.assets[:2], cues=(), slots=()))
    return Reader(page).write(tmp_path / "answers.json")


def standings(room: StillRoom) -> list[Standing]:
    event = room.room.event
    return [
        said_of(asset, channel, room.clock.now()).standing
        for asset in event.assets[:2]
        for channel in event.channels
    ]


ALL, NONE = [Standing.APPROVED] * 6, [Standing.WAITING] * 6


def test_each_answer_is_one_step_to_undo(room: StillRoom, answers: Path) -> None:
    room.order("take_answers", path=str(answers))
    assert standings(room) == ALL
    for left in range(5, -1, -1):
        room.order("undo")
        assert standings(room) == ALL[:left] + NONE[left:]


def test_it_stands_in_the_log_with_the_files_hash(room: StillRoom, answers: Path) -> None:
    room.order("take_answers", path=str(answers))
    (line,) = [line for line in room.lines if line["kind"] == "answers"]
    assert line["sha256"] == hashlib.sha256(answers.read_bytes()).hexdigest()
    assert {name: line[name] for name in ("by", "approved", "changes", "refused")} == {
        "by": "Robin",
        "approved": 6,
        "changes": 0,
        "refused": 0,
    }
    assert english(room.room.notice or room.view.masthead.word) == "Answers of Robin: 6 applied."


def test_the_same_file_again_says_that_nothing_is_new(room: StillRoom, answers: Path) -> None:
    room.order("take_answers", path=str(answers))
    revision = room.room.event.revision
    room.order("take_answers", path=str(answers))
    assert room.room.event.revision == revision
    assert room.room.notice is not None
    assert english(room.room.notice).startswith("Nothing new")


def test_what_changed_since_is_left_out(room: StillRoom, answers: Path) -> None:
    asset = room.room.event.assets[0]
    room.order("sit_here", name="Theo")
    room.order("edit_words", asset=asset.slug, channel="x", words="Other words.")
    room.order("answers_look", path=str(answers))
    sheet = room.view.answers
    assert sheet is not None
    assert [english(row.fate) for row in sheet.rows][:2] == [
        "changed since: the answer is for other words or another picture",
        "for what stands there now",
    ]
    assert sheet.apply is not None
    assert english(sheet.apply) == "Apply 5"
    room.order("take_answers", path=sheet.path, seen=sheet.seen)
    place = room.room.event.channels.index("x")
    expected = [*ALL]
    expected[place] = Standing.WAITING
    assert standings(room) == expected
    assert room.view.answers is None


def test_looking_changes_nothing_and_can_be_left(room: StillRoom, answers: Path) -> None:
    room.order("answers_look", path=str(answers))
    assert standings(room) == NONE
    room.order("answers_close")
    assert room.view.answers is None
    assert standings(room) == NONE
    assert not [line for line in room.lines if line["kind"] == "answers"]


def test_only_the_file_that_was_looked_at_is_taken_in(room: StillRoom, answers: Path) -> None:
    room.order("answers_look", path=str(answers))
    sheet = room.view.answers
    assert sheet is not None
    told = json.loads(answers.read_bytes())
    told["answers"] = told["answers"][:1]
    answers.write_text(json.dumps(told))
    assert "changed since it was looked at" in room.refused(
        "take_answers", path=sheet.path, seen=sheet.seen
    )
    assert standings(room) == NONE


def test_a_store_that_fails_half_way_leaves_nothing(
    room: StillRoom, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = room.opened.thread.store.events
    change, done = events._change, []

    def fails(*given: object, **named: object) -> LiveEvent:
        if len(done) == 3:
            raise OSError("the disk is gone")
        done.append(1)
        return change(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(events, "_change", fails)
    with pytest.raises(OSError, match="the disk is gone"):
        room.order("take_answers", path=str(answers))
    monkeypatch.undo()
    assert standings(room) == NONE
    assert not [line for line in room.lines if line["kind"] == "answers"]
    room.order("take_answers", path=str(answers))
    assert standings(room) == ALL


def test_answers_outlive_the_room(tmp_path: Path, answers: Path) -> None:
    with StillRoom(tmp_path / "data", event=asked()) as first:
        first.order("take_answers", path=str(answers))
    with StillRoom(tmp_path / "data") as second:
        assert standings(second) == ALL


@pytest.mark.parametrize(
    ("content", "told"), [(b"{}", "not the answer file"), (b"\x00", "not JSON"), (None, "read")]
)
def test_a_file_that_is_none_is_shown_and_told(
    room: StillRoom, tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "other.json"
    if content is not None:
        file.write_bytes(content)
    room.order("answers_look", path=str(file))
    sheet = room.view.answers
    assert sheet is not None
    assert sheet.problem
    assert sheet.apply is None
    assert told in english(sheet.head)
    with pytest.raises(WrongInput, match=told):
        room.order("take_answers", path=str(file))


def test_a_folder_is_no_file(room: StillRoom, tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="it is no file"):
        room.order("take_answers", path=str(tmp_path))


def test_somebody_who_may_not_approve(tmp_path: Path, answers: Path) -> None:
    event = replace(asked(), people=bundled().people, settings=bundled().settings)
    with StillRoom(tmp_path / "data", event=event) as room:
        room.order("answers_look", path=str(answers))
        assert room.view.answers is not None
        assert "Robin is not among those" in english(room.view.answers.head)
        with pytest.raises(Refused, match="controlroom people"):
            room.order("take_answers", path=str(answers))
        assert standings(room) == NONE


@pytest.mark.parametrize("command", ["answers_look", "take_answers"])
def test_live_and_rehearsals_refuse_with_a_sentence(
    tmp_path: Path, answers: Path, command: str
) -> None:
    with StillRoom(tmp_path / "data", event=asked()) as room:
        room.order("rehearse")
        assert "REHEARSAL" in room.refused(command, path=str(answers))
        assert standings(room) == NONE
        room.order("prep")
        room._submit(room.room.enter(RoomState.LIVE))
        assert "LIVE" in room.refused(command, path=str(answers))
        assert standings(room) == NONE


def test_answers_looked_at_before_a_rehearsal_wait_for_its_end(
    room: StillRoom, answers: Path
) -> None:
    room.order("answers_look", path=str(answers))
    sheet = room.view.answers
    assert sheet is not None
    room.order("rehearse")
    assert "REHEARSAL" in room.refused("take_answers", path=sheet.path, seen=sheet.seen)
    room.order("prep")
    room.order("take_answers", path=sheet.path, seen=sheet.seen)
    assert standings(room) == ALL


def test_one_answer_is_told_as_one(room: StillRoom, answers: Path) -> None:
    told = json.loads(answers.read_bytes())
    told["answers"] = told["answers"][:1]
    answers.write_text(json.dumps(told))
    room.order("take_answers", path=str(answers))
    assert room.room.notice is not None
    assert english(room.room.notice) == "Answers of Robin: 1 applied."


def test_a_word_of_the_year_1_that_is_stored_can_be_seen(tmp_path: Path) -> None:
    event = asked()
    asset, ages = event.assets[0], -(10**17)
    old = Approval("x", "Robin", ages, 1, variant_digest(asset, "x"), ages + 1)
    event = event.with_asset(replace(asset, approvals=(old,)))
    with StillRoom(tmp_path / "data", event=event) as room:
        room.order("select_asset", asset=asset.slug)
        assert room.view.prep is not None
        assert room.view.prep.asset is not None
        told = [one.said for one in room.view.prep.asset.words if one.channel == "x"]
        assert [english(one.line) for one in told if one] == [
            "The yes of Robin ended 1 Jan 19:03",
        ]


def test_all_or_none_in_a_rehearsal_too(room: StillRoom, answers: Path) -> None:
    room.order("rehearse")
    book, event = room.room.night.book, room.room.event
    edits = (EditWords(event.assets[0].slug, "x", "Other."), EditWords("gone", "x", "Other."))
    with pytest.raises(UserFacingError):
        room._submit(book.apply_all(edits, "Robin", room.clock.now()))
    assert book.event is event
    room.order("undo")
    assert room.room.event.assets == event.assets
