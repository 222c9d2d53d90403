"""`controlroom terms`: what an event watches for, listed and changed."""

from pathlib import Path
from typing import Any

import pytest

from controlroom.cli.rooms import door_of
from controlroom.event.room_state import RoomState
from controlroom.room.opening import OpenRoom, Plan
from tests.cli.typing_in import EVENT, Said, Terminal

MERCURY = {
    "kind": "term",
    "slug": "mercury",
    "label": "mercury",
    "group": "rivals",
    "phrases": ["mercury", "#mercury"],
    "exclude": ["freddie mercury"],
}


def listed(terminal: Terminal, *words: str) -> dict[str, dict[str, Any]]:
    done = terminal.types("terms", EVENT, "list", *words, "--json")
    assert done.code == 0, done.err
    return {line["slug"]: line for line in done.of_kind("term")}


def added(terminal: Terminal, *words: str) -> Said:
    done = terminal.types("terms", EVENT, "add", *words, "--json")
    assert done.code == 0, done.err
    return done


def test_terms_are_added_changed_and_removed(terminal: Terminal) -> None:
    before = listed(terminal)
    assert before["power"]["group"] == "event"
    words = ("mercury", "#mercury", "--group", "rivals", "--exclude", "freddie mercury")
    assert added(terminal, *words).lines == [MERCURY]
    assert listed(terminal) == {**before, "mercury": MERCURY}
    assert [*listed(terminal, "--group", "rivals")] == ["mercury"]

    changed = {**MERCURY, "label": "Mercury", "exclude": []}
    assert added(
        terminal, "--slug", "mercury", "--label", "Mercury", "--exclude-nothing"
    ).lines == [changed]
    # Nothing new is no fault.
    assert added(terminal, "--slug", "mercury", "--label", "Mercury").lines == [changed]

    gone = terminal.types("terms", EVENT, "remove", "mercury", "--json")
    assert (gone.code, gone.lines) == (0, [{**changed, "kind": "term_removed"}])
    assert listed(terminal) == before


def test_people_read_sentences(terminal: Terminal) -> None:
    done = terminal.types("terms", EVENT, "add", "power play", "--exclude", "hockey")
    assert done.out.splitlines() == [
        "power-play  event  power play",
        "  finds: power play",
        "  not with: hockey",
    ]
    done = terminal.types("terms", EVENT, "remove", "power-play")
    assert done.out == "power-play is watched for no longer.\n"


def test_a_file_of_terms(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "players.txt"
    names = [f"Player Nº {number}" for number in range(120)]
    file.write_text("// squad\n" + "\n".join([*names, names[0]]), encoding="utf-8")
    done = added(terminal, "--file", str(file), "--group", "players")
    assert [line["phrases"] for line in done.lines] == [[name] for name in names]
    assert len(listed(terminal, "--group", "players")) == 120
    file.write_text("\n".join(f"more {number}" for number in range(500)), encoding="utf-8")
    refused = terminal.types("terms", EVENT, "add", "--file", str(file))
    assert refused.code == 2
    assert "at most 500 watch terms" in refused.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("add",), 2, "Say what to watch for"),
        (("add", " "), 2, "no phrases"),
        (("add", "a", "--group", "teams"), 2, "there is no group “teams”"),
        (("add", "a", "--slug", "No Slug"), 2, "cannot be the slug"),
        (("add", "a", "--file", "terms.txt"), 2, "--file goes without phrases"),
        (("add", "--file", "terms.txt"), 2, "terms.txt cannot be read"),
        (("remove", "power", "lights"), 1, "has no watch term “lights”. It has: power, ravens"),
        (("remove",), 2, "SLUG"),
        ((), 2, "WHAT"),
    ],
)
def test_what_cannot_be_done_is_told(
    terminal: Terminal, words: tuple[str, ...], code: int, told: str
) -> None:
    before = listed(terminal)
    done = terminal.types("terms", EVENT, *words)
    assert (done.code, told in done.err) == (code, True), done.err
    assert listed(terminal) == before


def test_an_event_that_is_not_there(terminal: Terminal) -> None:
    done = terminal.types("terms", "another-night", "list")
    assert done.code == 2
    assert "another-night" in done.err


def test_a_running_room_changes_at_once_but_not_in_a_rehearsal(terminal: Terminal) -> None:
    opened = OpenRoom(Plan(slug=EVENT, state=RoomState.PREP, board=False))
    try:
        with door_of(opened):
            opened.room.order("go_live", {}).result(30)
            added(terminal, "mercury")
            assert opened.room.event.terms[-1].slug == "mercury"
            assert opened.room.state == "live"
            assert listed(terminal)["mercury"]["group"] == "event"
            opened.room.order("wrap", {}).result(30)
            opened.room.order("prep", {}).result(30)
            opened.room.order("rehearse", {}).result(60)
            refused = terminal.types("terms", EVENT, "remove", "mercury")
            assert (refused.code, "rehearses" in refused.err) == (1, True)
            assert "mercury" in listed(terminal)
    finally:
        opened.close()
