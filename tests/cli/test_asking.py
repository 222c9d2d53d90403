"""Secrets are asked for at a prompt that does not show them, or come by standard input."""

import os
import subprocess
import sys

import pytest

from tests.cli.program import ROOT
from tests.cli.typing_in import EVENT, Terminal
from tests.support.town import PASSWORD

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def test_a_password_is_asked_for_at_a_prompt_and_not_shown(terminal: Terminal) -> None:
    ours, theirs = os.openpty()
    words = ("accounts", "add", "town", "--way", "password", "--event", EVENT, "--json")
    shown = b""
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *words],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    ) as program:
        os.close(theirs)
        try:
            for question, answer in (
                (b"Handle: ", b"crier\n"),
                (b"Server [https://town.example]: ", b"\n"),
                (b"Password: ", PASSWORD.encode() + b"\n"),
            ):
                while question not in shown:
                    shown += os.read(ours, 1_000)
                os.write(ours, answer)
            out, _ = program.communicate(timeout=60)
        finally:
            program.kill()
            os.close(ours)
    assert program.returncode == 0
    assert b'"handle": "crier"' in out
    assert PASSWORD.encode() not in shown + out


def test_further_secrets_may_be_left_out_of_standard_input(terminal: Terminal) -> None:
    """A refresh token is no must: the network says so itself where it is."""
    terminal.types("settings", "set", "x.client_id", "ours")
    refused = terminal.types("accounts", "add", "x", "--server", "http://127.0.0.1:9",
                             given="only-an-access-token\n")  # fmt: skip
    assert refused.code == 1
    assert "127.0.0.1:9" in refused.err
    assert "standard input" not in refused.err
