"""What cannot be ordered is told in a sentence, with the exit code of its kind."""

import os
import subprocess
import sys

import pytest

from tests.cli.program import ROOT
from tests.cli.typing_in import ADD, ASSET, EVENT, POST, Terminal
from tests.support import town
from tests.support.town import PASSWORD


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("post", "no-such-night", ASSET, "--channel", "town"), 2, "no-such-night"),
        (("post", EVENT, "no-such-asset", "--channel", "bluesky"), 2, "no-such-asset"),
        (("post", EVENT, ASSET, "--channel", "myspace"), 2, "myspace"),
        (("post", EVENT, ASSET, "--channel", "town"), 1, "accounts add town"),
        (("post", EVENT, ASSET, "--channel", "a b"), 2, "network"),
        (("post", EVENT, ASSET), 2, "--channel"),
        (("post", EVENT, ASSET, "--channel", "x", "--hold", "-1"), 2, "-1"),
        (("post", EVENT, ASSET, "--channel", "x", "--hold", "soon"), 2, "soon"),
        (("post", EVENT, ASSET, "--channel", "x", "--moment", "never"), 2, "never"),
        (("post", EVENT, ASSET, "--channel", "bluesky", "--live"), 1, "NO-GO"),
        (("outbox", "no-such-id"), 2, "no-such-id"),
        (("outbox", "--look"), 2, "ID"),
        (("outbox", "--sent", "https://a.example", "--again", "1"), 2, "not allowed"),
        (("outbox", "--event", "no-such-night"), 2, "no-such-night"),
        (("retract", "no-such-id"), 2, "no-such-id"),
        (("accounts",), 2, "WHAT"),
        (("accounts", "add", "town", "--way", "tunnel"), 2, "browser, password"),
        (("accounts", "add", "town", "--colour", "red"), 2, "red"),
        (("accounts", "add", "town", "--set", "handle"), 2, "BLANK=VALUE"),
        (
            ("accounts", "add", "town", "--set", "password=hunter2", "--way", "password"),
            2,
            "secret",
        ),
        (("accounts", "add", "town", "--event", "no-such-night"), 2, "no-such-night"),
        (("accounts", "add", "threads"), 2, "--handle"),
        (("accounts", "remove", "town", "nobody"), 2, "nobody"),
        (("accounts", "test"), 1, "accounts add"),
        (("settings", "set", "x.colour", "red"), 2, "x.client_id"),
        (("settings", "set", "second_key", "ABC"), 2, "settings secret"),
        (("settings", "secret", "x.client_id"), 2, "settings set"),
        (("settings", "secret", "second_key"), 2, "standard input"),
        (("release", EVENT), 1, "PREP"),
        (("hold", "no-such-night"), 2, "no-such-night"),
    ],
)
def test_wrong_orders(terminal: Terminal, words: tuple[str, ...], code: int, said: str) -> None:
    terminal.types("settings", "set", "x.client_id", "ours")
    ended = terminal.types(*words)
    assert (ended.code, said in ended.err) == (code, True), ended.err
    assert town.town()["requests"] == 0


def test_no_password_on_standard_input(terminal: Terminal) -> None:
    refused = terminal.types(*ADD)
    assert refused.code == 2
    assert "standard input" in refused.err


def test_a_wrong_password(terminal: Terminal) -> None:
    refused = terminal.types(*ADD, given="nonsense\n")
    assert (refused.code, refused.out) == (1, "")
    assert "That is not the password." in refused.err
    assert terminal.types("accounts", "list", "--json").lines == []


def test_an_event_that_is_live_keeps_its_accounts(terminal: Terminal) -> None:
    terminal.signed_in()
    terminal.types("hold", EVENT)
    other = ("accounts", "add", "town", "--handle", "other", "--event", EVENT)
    assert "locked" in terminal.types(*other, given=f"{PASSWORD}\n").err
    assert "locked" in terminal.types("accounts", "remove", "town", "crier").err
    again = terminal.types(*ADD, given=f"{PASSWORD}\n")
    assert again.code == 1, "and nobody is asked for a password in vain"


def test_a_page_is_shown_to_sign_in_through_the_browser(terminal: Terminal) -> None:
    words = ("accounts", "add", "town", "--way", "browser", "--no-browser", "--handle", "crier")
    added = terminal.types(*words, "--json")
    assert added.code == 0, added.err
    assert added.lines[0] == {"kind": "page", "address": f"{town.SERVER}/authorize?state=1"}


def test_a_second_account_is_not_slipped_under_a_running_one(terminal: Terminal) -> None:
    terminal.signed_in()
    other = ("accounts", "add", "town", "--handle", "other", "--json")
    added = terminal.types(*other, given=f"{PASSWORD}\n")
    assert added.of_kind("account")[0]["events"] == []
    assert added.of_kind("unbound") == [{"kind": "unbound", "channel": "town"}]
    handles = {
        line["handle"]: line["events"]
        for line in terminal.types("accounts", "list", "--json").lines
    }
    assert handles == {"crier": [EVENT], "other": []}
    assert terminal.types(*other, "--event", EVENT, given=f"{PASSWORD}\n").code == 0
    (delivery,) = terminal.types(*POST).of_kind("delivery")
    assert delivery["handle"] == "other"


def test_a_reader_that_goes_away_stops_no_post(terminal: Terminal) -> None:
    terminal.signed_in()
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *POST],
            stdin=subprocess.DEVNULL,
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(town.town()["posts"]) == 1


@pytest.mark.parametrize(
    "words",
    [("post",), ("retract",), ("outbox",), ("hold",), ("release",), ("accounts", "add"),
     ("accounts", "test"), ("settings", "secret"), ("text",)],
)  # fmt: skip
def test_every_command_explains_itself(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal.types(*words, "--help")
    assert said.code == 0
    assert len(said.out) > 200
