"""The log as a list for a terminal."""

from controlroom.messages import english
from controlroom.report.table import row
from tests.report.lines_of import Lines
from tests.room.still_room import bundled


def said(lines: Lines) -> list[str]:
    return [english(row(line, bundled().zone)) for line in lines.all]


def test_each_line_says_when_who_and_what() -> None:
    lines = Lines().add("state", 0, "live", operator="Ann").post("t1", 10)
    lines.add("silence", 20, moment="m", title="Anthem").add("keyring", 20, "answers")
    lines.add("keyring", 21, "silent").add("stage", 22, asset="a").add("spike", 23, ratio=3.1)
    told = said(lines)
    assert "Ann" in told[0]
    assert told[0].endswith("the room is in LIVE")
    assert any("TAKE Blackout 01" in one for one in told)
    assert any(
        one.endswith("bluesky accepted: blackout-01 https://bluesky.test/t1") for one in told
    )
    assert any("silence kept: Anthem" in one for one in told)
    assert any("lines are sealed from here on" in one for one in told)
    assert any("lines carry no key from here on" in one for one in told)
    assert any("staged a for –" in one for one in told)


def test_a_line_nobody_found_words_for_is_told_by_its_names() -> None:
    lines = Lines().add("face", 0, "confirmed", "x", by="Ann", handle="@s", what={"moment": "m"})
    assert said(lines)[0].endswith("face x confirmed: by Ann, handle @s, moment m")


def test_long_and_broken_words_stay_on_one_line() -> None:
    (told,) = said(Lines().add("take_refused", 0, why="a\nb " * 80))
    assert "\n" not in told
    assert told.endswith("…")


def test_a_retract_and_an_undo_say_of_what() -> None:
    lines = Lines().add("retract", 0, title="Record", networks=["x", "bluesky"])
    lines.add("undo", 1, takes_back=7, revision=8).add("for_a_command", 2)
    told = said(lines)
    assert told[0].endswith("retract Record on x, bluesky")
    assert told[1].endswith("undo: revision 7 is taken back")
    assert told[2].endswith("LIVE for one command only")
