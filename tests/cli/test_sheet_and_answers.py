"""`controlroom sheet` and `controlroom answers`: out to a client, and back again."""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from controlroom import paths
from controlroom.cli.rooms import door_of
from controlroom.event.approvals import Standing, said_of
from controlroom.event.room_state import RoomState
from controlroom.room.opening import OpenRoom, Plan
from controlroom.store.open import open_store
from tests.cli.program import told, typed
from tests.cli.typing_in import EVENT, Terminal
from tests.support.answering import Page, Reader

WAITS = "champions"
"""An asset of the bundled night that nobody approved."""


@pytest.fixture
def sheet(terminal: Terminal, tmp_path: Path) -> Path:
    """A contact sheet of it."""
    file = tmp_path / "sheet.html"
    done = terminal.types("sheet", EVENT, str(file), "--waiting", "--only", WAITS, "--json")
    assert done.code == 0, done.err
    return file


@pytest.fixture
def answers(sheet: Path, tmp_path: Path) -> Path:
    """What Dana says to it today."""
    reader = Reader(sheet.read_text("utf-8"), by="dana")
    reader.answered = reader.bound["made"]
    return reader.write(tmp_path / "answers.json", None, "Lovely.")


def standings() -> set[Standing]:
    with open_store(paths.data_folder(), read_only=True) as store:
        event = store.events.load_event(EVENT)
    asset = event.asset(WAITS)
    return {said_of(asset, channel, event.ends).standing for channel in event.channels}


def test_out_to_a_client_and_back(terminal: Terminal, sheet: Path, answers: Path) -> None:
    bound = Page(sheet.read_text("utf-8")).bound
    assert {card["asset"] for card in bound["cards"]} == {WAITS}
    done = terminal.types("answers", str(answers), "--json")
    assert done.code == 0, done.err
    assert [line["fate"] for line in done.of_kind("answer")] == ["applied"] * 3
    (counts,) = done.of_kind("answers")
    assert (counts["by"], counts["applied"], counts["refused"]) == ("Dana", 3, 0)
    assert standings() == {Standing.APPROVED}

    again = terminal.types("answers", str(answers))
    assert again.code == 0
    assert "Nothing new: these answers of Dana are in already." in again.out
    nothing = terminal.types("sheet", EVENT, str(sheet), "--waiting", "--only", WAITS)
    assert (nothing.code, "nothing to put on the sheet" in nothing.err) == (2, True)


def test_a_dry_run_tells_and_changes_nothing(terminal: Terminal, answers: Path) -> None:
    done = terminal.types("answers", str(answers), "--dry-run")
    assert done.code == 0, done.err
    assert f"{WAITS}  bluesky  approved: for what stands there now" in done.out
    assert "3 would be applied" in done.out
    assert "Nothing was changed." in done.out
    assert terminal.types("answers", str(answers)).code == 0
    assert standings() == {Standing.APPROVED}


def test_what_changed_in_between_is_told(terminal: Terminal, answers: Path) -> None:
    opened = OpenRoom(Plan(slug=EVENT, state=RoomState.PREP))
    try:
        given = {"asset": WAITS, "channel": "x", "words": "Other words."}
        opened.room.order("sit_here", {"name": "Theo"}).result(30)
        opened.room.order("edit_words", given).result(30)
        with door_of(opened):
            for more in (("--dry-run",), ()):
                done = terminal.types("answers", str(answers), *more, "--json")
                assert done.code == 1
                assert "Answers of Dana that do not count: 1." in done.err
                fates = {line["channel"]: line["fate"] for line in done.of_kind("answer")}
                assert fates == {"bluesky": "applied", "mastodon": "applied", "x": "changed"}
    finally:
        opened.close()
    assert standings() == {Standing.APPROVED, Standing.WAITING}


def test_a_room_that_is_live_or_rehearses_refuses(terminal: Terminal, answers: Path) -> None:
    opened = OpenRoom(Plan(slug=EVENT, state=RoomState.PREP))
    try:
        with door_of(opened):
            opened.room.order("rehearse", {}).result(60)
            done = terminal.types("answers", str(answers))
            assert (done.code, "rehearses" in done.err) == (1, True)
            opened.room.order("prep", {}).result(60)
            opened.submit(opened.room.enter(RoomState.LIVE)).result(30)
            done = terminal.types("answers", str(answers))
            assert (done.code, "LIVE" in done.err) == (1, True)
    finally:
        opened.close()
    assert standings() == {Standing.WAITING}


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (("nowhere.json",), 2, "nowhere.json cannot be read"),
        (("{answers}", "--event", "another-night"), 2, "another-night"),
        ((), 2, "FILE"),
    ],
)
def test_answers_that_cannot_be_taken_in(
    terminal: Terminal, answers: Path, words: tuple[str, ...], code: int, what: str
) -> None:
    done = terminal.types("answers", *(word.format(answers=answers) for word in words))
    assert (done.code, what in done.err) == (code, True), done.err


def test_answers_for_another_event(terminal: Terminal, answers: Path) -> None:
    bound = json.loads(answers.read_bytes())
    answers.write_text(json.dumps({**bound, "event": "another-night"}))
    for more in ((), ("--dry-run",)):
        done = terminal.types("answers", str(answers), "--event", EVENT, *more)
        assert (done.code, "not for super-bowl-xlvii" in done.err) == (2, True), done.err


def test_an_event_is_called_by_its_name_and_not_by_a_path(
    terminal: Terminal, answers: Path, tmp_path: Path
) -> None:
    assert terminal.types("answers", str(answers)).code == 0
    folder = tmp_path / "foreign"
    shutil.copytree(str(files("resources").joinpath("events", EVENT)), folder)
    bound = json.loads(answers.read_bytes())
    answers.write_text(json.dumps({**bound, "event": str(folder)}))
    page = str(tmp_path / "other.html")
    for words in (
        ("answers", str(answers)),
        ("answers", str(answers), "--dry-run"),
        ("answers", str(answers), "--event", str(folder)),
        ("sheet", str(folder), page),
        ("log", str(folder)),
        ("check", str(folder)),
        ("people", str(folder)),
        ("post", str(folder), WAITS, "--channel", "x"),
        ("rehearse", str(folder), "--headless"),
        ("terms", str(folder), "list"),
    ):
        done = terminal.types(*words)
        assert (done.code, "There is no event called" in done.err) == (2, True), (words, done)
    # What was approved stands.
    assert standings() == {Standing.APPROVED}


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00Z", "1999-12-31T23:59:59Z"])
def test_answers_from_before_there_were_any(terminal: Terminal, answers: Path, when: str) -> None:
    bound = json.loads(answers.read_bytes())
    answers.write_text(json.dumps({**bound, "made": when, "answered": when}))
    for more in ((), ("--dry-run",)):
        done = terminal.types("answers", str(answers), *more)
        assert (done.code, "before their contact sheet was made" in done.err) == (2, True)
    sheet = terminal.types("sheet", EVENT, str(answers.with_name("again.html")), "--only", WAITS)
    assert sheet.code == 0, sheet.err


def test_only_some_of_it(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    done = terminal.types(
        "sheet", EVENT, str(file), "--only", "safety", "--moment", "lights-out", "--json"
    )
    assert done.code == 0, done.err
    cards = Page(file.read_text("utf-8")).bound["cards"]
    assert {card["asset"] for card in cards} == {
        "safety",
        "blackout-01",
        "blackout-02",
        "crisplight",
    }
    (line,) = done.lines
    assert (line["cards"], line["assets"]) == (len(cards), 4)
    assert line["bytes"] == file.stat().st_size


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--only", "nothing"), "no asset “nothing” in super-bowl-xlvii. It has: 108-yards"),
        (("--moment", "nothing"), "no moment “nothing”"),
    ],
)
def test_what_is_not_there_is_told(
    terminal: Terminal, tmp_path: Path, words: tuple[str, ...], what: str
) -> None:
    file = tmp_path / "sheet.html"
    done = terminal.types("sheet", EVENT, str(file), *words)
    assert (done.code, what in done.err, file.exists()) == (2, True, False), done.err


def test_nothing_but_a_contact_sheet_is_written_over(terminal: Terminal, sheet: Path) -> None:
    first = sheet.read_bytes()
    assert terminal.types("sheet", EVENT, str(sheet)).code == 0
    assert sheet.read_bytes() != first
    sheet.write_text("<!doctype html><title>somebody's page</title>")
    refused = terminal.types("sheet", EVENT, str(sheet))
    assert (refused.code, "is no contact sheet" in refused.err) == (2, True)
    assert "somebody" in sheet.read_text()
    assert terminal.types("sheet", EVENT, str(sheet), "--force").code == 0
    assert Page(sheet.read_text("utf-8")).bound["event"] == EVENT
    assert [path.name for path in sheet.parent.glob(".sheet*")] == []


def test_a_folder_that_is_not_there(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal.types("sheet", EVENT, str(tmp_path / "nowhere" / "sheet.html"))
    assert (done.code, "cannot be written" in done.err) == (2, True)
    done = terminal.types("sheet", EVENT, str(tmp_path), "--force")
    assert (done.code, "cannot be written" in done.err) == (2, True)


def test_a_sheet_is_written_beside_a_running_room(terminal: Terminal, tmp_path: Path) -> None:
    opened = OpenRoom(Plan(slug=EVENT, state=RoomState.PREP))
    try:
        given = {"asset": WAITS, "channel": "x", "words": "Words of today."}
        opened.room.order("sit_here", {"name": "Theo"}).result(30)
        opened.room.order("edit_words", given).result(30)
        done = terminal.types("sheet", EVENT, str(tmp_path / "sheet.html"), "--only", WAITS)
        assert done.code == 0, done.err
        assert "controlroom answers FILE" in done.out
    finally:
        opened.close()
    page = Page((tmp_path / "sheet.html").read_text("utf-8"))
    assert "Words of today." in page.text


def test_as_programs_of_their_own(controlroom_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    done = typed("sheet", EVENT, file, "--only", WAITS)
    assert done.returncode == 0, done.stderr
    reader = Reader(file.read_text("utf-8"), by="Dana")
    reader.answered = reader.bound["made"]
    verdicts = ["approved", "changes", ""]
    back = reader.write(tmp_path / "answers.json", verdicts, "Ünlike us.")
    done = typed("answers", back)
    assert done.returncode == 0, done.stderr
    assert "Dana: 2 applied" in done.stdout
    back.write_text("no answers")
    assert "not JSON" in told(typed("answers", back), 2)
