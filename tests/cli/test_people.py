"""``controlroom people``: people are named, and say yes to a post, from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from controlroom.clock import MICROS, wall_micros
from controlroom.posting.second_key import STEP_S, code_at
from tests.cli.program import ROOT, WITHIN_S
from tests.cli.typing_in import EVENT, POST, Terminal, holding
from tests.support import town
from tests.support.calendar import sensitive_day

ON_THE_REAL_CLOCK = pytest.mark.skipif(
    bool(sensitive_day()), reason=f"posts on the real clock: {sensitive_day()}"
)

PIN = "4728"


def code(secret: str, later: int = 0) -> str:
    return code_at(secret, wall_micros() // MICROS // STEP_S + later)


def person(terminal: Terminal, name: str) -> dict[str, object]:
    said = terminal.types("people", EVENT, "--json")
    assert said.code == 0
    return next(line for line in said.of_kind("person") if line["name"] == name)


def test_people_come_and_go(terminal: Terminal) -> None:
    added = terminal.types(
        *("people", EVENT, "add", "Bo", "--role", "approver", "--client"),
        *("--phone", "555 0109", "--json"),
    )
    assert added.code == 0, added.err
    (bo,) = added.lines
    assert bo == {
        "kind": "person",
        "name": "Bo",
        "role": "approver",
        "client": True,
        "phone": "555 0109",
        "pin": False,
        "code": False,
        "here": False,
    }
    assert terminal.types("people", EVENT, "add", "bo", "--role", "operator").code == 0
    changed = person(terminal, "bo")
    assert (changed["role"], changed["phone"]) == ("operator", "555 0109")
    assert terminal.types("settings", "set", "desk.operator", "Bo").code == 0
    assert person(terminal, "bo")["here"] is True
    plain = terminal.types("people", EVENT)
    assert "second key: two people" in plain.out
    assert "bo  operator  555 0109" in plain.out
    assert "sits at this desk" in plain.out
    assert terminal.types("people", EVENT, "remove", "BO").code == 0
    assert terminal.types("people", EVENT, "remove", "bo").code == 1
    assert "nobody called bo" in terminal.types("people", EVENT, "pin", "bo", given="1\n1\n").err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "Bo", "--role", "boss"), "no role"),
        (("add", "   "), "Give a name"),
        (("policy", "anybody"), "no policy"),
        (("add",), "NAME"),
        (("frob",), "frob"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(
    terminal: Terminal, words: tuple[str, ...], why: str
) -> None:
    said = terminal.types("people", EVENT, *words)
    assert said.code == 2
    assert why in said.err


@ON_THE_REAL_CLOCK
def test_a_pin_is_asked_for_twice_and_says_yes_to_a_post(terminal: Terminal) -> None:
    terminal.signed_in()
    assert terminal.types(*POST).code == 0
    terminal.types("people", EVENT, "add", "Bo")
    differ = terminal.types("people", EVENT, "pin", "Bo", given=f"{PIN}\n4729\n")
    assert (differ.code, "not the same" in differ.err) == (2, True)
    assert terminal.types("people", EVENT, "pin", "Bo", given="1234\n1234\n").code == 2
    done = terminal.types("people", EVENT, "pin", "Bo", "--json", given=f"{PIN}\n{PIN}\n")
    assert (done.code, done.lines) == (0, [{"kind": "person_pin", "name": "Bo"}])
    assert person(terminal, "Bo")["pin"] is True
    assert terminal.types(*POST, given="9051\n").code == 1
    assert terminal.types(*POST, given=f"{PIN}\n").code == 0
    assert len(town.town()["posts"]) == 2
    kept = json.loads(Path(os.environ["TEST_KEYRING"]).read_text("utf-8"))
    hashes = [text for text in kept.values() if text.startswith("$argon2id$")]
    assert len(hashes) == 1
    assert holding(terminal.home, *hashes) == []
    assert terminal.types("people", EVENT, "forget", "Bo").code == 0
    assert person(terminal, "Bo")["pin"] is False


@ON_THE_REAL_CLOCK
def test_three_wrong_pins_wait_from_one_command_to_the_next(terminal: Terminal) -> None:
    terminal.signed_in()
    assert terminal.types(*POST).code == 0
    terminal.types("people", EVENT, "add", "Bo")
    terminal.types("people", EVENT, "pin", "Bo", given=f"{PIN}\n{PIN}\n")
    for _ in range(3):
        assert "Not right" in terminal.types(*POST, given="9051\n").err
    assert "wait" in terminal.types(*POST, given=f"{PIN}\n").err
    assert len(town.town()["posts"]) == 1


@ON_THE_REAL_CLOCK
def test_an_authenticator_is_enrolled_and_its_code_opens_once(terminal: Terminal) -> None:
    terminal.signed_in()
    assert terminal.types(*POST).code == 0
    terminal.types("people", EVENT, "add", "Bo")
    wrong = terminal.types("people", EVENT, "code", "Bo", "--json", given="000000\n")
    assert wrong.code == 2
    (shown,) = wrong.of_kind("enrol")
    assert set("".join(shown["qr"])) == {"0", "1"}
    assert person(terminal, "Bo")["code"] is False
    drawn = terminal.types("people", EVENT, "code", "Bo", given="000000\n")
    assert "█" in drawn.out
    assert "secret " in drawn.out
    secret = enrolled()
    assert person(terminal, "Bo")["code"] is True
    later = code(secret, 1)
    assert terminal.types(*POST, given=f"{later}\n").code == 0
    assert "Not right" in terminal.types(*POST, given=f"{later}\n").err
    assert len(town.town()["posts"]) == 2
    assert holding(terminal.home, secret) == []


def enrolled() -> str:
    """Bo's secret, as a process of its own shows it, after its first code was typed there."""
    words = [sys.executable, str(ROOT / "main.py"), "people", EVENT, "code", "Bo", "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as program:
        assert program.stdout is not None
        shown = json.loads(program.stdout.readline())
        out, err = program.communicate(f"{code(shown['secret'])}\n", WITHIN_S)
    assert program.returncode == 0, err
    assert json.loads(out) == {"kind": "person_code", "name": "Bo"}
    return str(shown["secret"])


@ON_THE_REAL_CLOCK
def test_solo_asks_for_a_reason(terminal: Terminal) -> None:
    terminal.signed_in()
    assert terminal.types(*POST).code == 0
    said = terminal.types("people", EVENT, "policy", "solo", "--json")
    assert said.lines == [{"kind": "policy", "policy": "solo"}]
    assert "Say why" in terminal.types(*POST, given="a\n").err
    assert terminal.types(*POST, given="the client sleeps\n").code == 0
    assert len(town.town()["posts"]) == 2
