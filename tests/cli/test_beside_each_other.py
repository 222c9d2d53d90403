"""Commands beside each other and after a crash: one room a data folder, HOLD always gets in."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from controlroom.room.door import where_file
from tests.cli.typing_in import ADD, EVENT, POST, Terminal, holding
from tests.support import town
from tests.support.calendar import sensitive_day
from tests.support.town import PASSWORD, TOKEN
from tests.support.waiting import eventually

pytestmark = pytest.mark.skipif(
    bool(sensitive_day()), reason=f"posts on the real clock: {sensitive_day()}"
)

LATER = tuple(word for word in POST if word not in ("--hold", "0"))


def rows(terminal: Terminal) -> list[dict[str, object]]:
    return terminal.types("outbox", "--json").lines


def taken(terminal: Terminal, state: str) -> None:
    """Wait until a post is in ``state``."""
    eventually(lambda: [row for row in rows(terminal) if row["state"] == state], 60)


def ended(program: "subprocess.Popen[str]") -> tuple[int, str]:
    out, err = program.communicate(timeout=120)
    assert "Traceback" not in out + err
    return program.returncode, err


def test_hold_reaches_a_post_in_its_hold_window(terminal: Terminal) -> None:
    terminal.signed_in()
    program = terminal.begin(*LATER)
    taken(terminal, "pending")
    held = terminal.types("hold", EVENT, "--json")
    assert (held.code, held.lines[0]["state"]) == (0, "hold")
    code, said = ended(program)
    assert code == 1
    assert "cancelled" in said
    assert town.town()["requests"] == 0
    assert "HOLD" in terminal.types(*POST).err, "and it stays on HOLD"


def test_a_second_post_waits_for_the_first_room_or_goes_through_its_door(
    terminal: Terminal,
) -> None:
    terminal.signed_in()
    program = terminal.begin(*LATER)
    taken(terminal, "pending")
    state = terminal.types("accounts", "test", "--json")
    assert state.code == 0, "the running room answers"
    assert ended(program)[0] == 0
    assert len(town.town()["posts"]) == 1


def test_ctrl_c_leaves_nothing_behind(terminal: Terminal) -> None:
    terminal.signed_in()
    program = terminal.begin(*LATER)
    taken(terminal, "pending")
    program.send_signal(signal.SIGINT)
    assert ended(program)[0] == 130
    assert town.town()["requests"] == 0
    assert [row["state"] for row in rows(terminal)] == ["cancelled"]
    assert terminal.types(*POST).code == 0, "the event is in PREP, not on HOLD"


def test_a_post_that_was_killed_reopens_on_hold_and_tells_no_secret(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.signed_in()
    town.change(ill="slow")
    program = terminal.begin(*POST)
    eventually(lambda: town.town()["requests"] == 1, 60)
    program.kill()
    program.communicate()
    assert where_file(terminal.home / "data").exists(), "its door was left open"
    refused = terminal.types(*POST)
    assert refused.code == 1
    assert "HOLD" in refused.err
    (row,) = rows(terminal)
    assert row["state"] in ("unknown", "sending")
    town.change(ill="")
    assert terminal.types("release", EVENT).code == 0
    assert town.town()["requests"] == 1, "nothing was sent again"
    assert not holding(terminal.home, PASSWORD, TOKEN)


def test_no_file_ever_holds_a_secret(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("controlroom.room.door_post.CANNOT_TELL_S", 0.1)
    assert terminal.types(*ADD, given="wrong-password-77aa\n").code == 1
    terminal.signed_in()
    assert terminal.types(*POST).code == 0
    secret = "JBSWY3DPEHPK3PXP"
    assert terminal.types("settings", "secret", "second_key", given=f"{secret}\n").code == 0
    town.change(ill="silent")
    terminal.types(*POST, given="000000\n")
    terminal.types("accounts", "remove", "town", "crier")
    found = holding(terminal.home, PASSWORD, TOKEN, secret, "wrong-password-77aa")
    assert not found
    assert json.loads(Path(os.environ["TEST_KEYRING"]).read_text()), "it was kept, but there only"
