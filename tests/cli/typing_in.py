"""A person at the command line: types commands, in this process or in one of their own."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from main import main
from tests.cli.program import ROOT
from tests.support import town

EVENT = "super-bowl-xlvii"
ASSET = "blackout-01"
POST = ("post", EVENT, ASSET, "--channel", "town", "--live", "--hold", "0", "--json")
ADD = ("accounts", "add", "town", "--handle", "crier", "--event", EVENT, "--json")


@dataclass
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its answer, an object a line; nothing else may stand there."""
        assert self.out.isascii()
        return [json.loads(line) for line in self.out.splitlines()]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["kind"] == kind]


class Terminal:
    """Types commands in this process, which is quicker; ``begin`` starts one of its own."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
    ) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.home = home
        self._begun: list[subprocess.Popen[str]] = []

    def types(self, *words: str, given: str = "") -> Said:
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        try:
            code = main(words)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        if code:
            assert err.strip(), "it ended without a word"
        return Said(code, out, err)

    def begin(self, *words: str, given: str = "") -> "subprocess.Popen[str]":
        program = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
        )
        assert program.stdin is not None
        program.stdin.write(given)
        program.stdin.close()
        program.stdin = None
        self._begun.append(program)
        return program

    def end(self) -> None:
        """End what still runs."""
        for program in self._begun:
            program.kill()
            program.communicate()

    def signed_in(self) -> None:
        """An account in town that the bundled event posts as."""
        assert self.types(*ADD, given=f"{town.PASSWORD}\n").code == 0


def holding(home: Path, *secrets: str) -> list[str]:
    """Every file below ``home`` that holds one of ``secrets``, as text or as UTF-16."""
    written = [path for path in home.rglob("*") if path.is_file()]
    assert len(written) > 3
    assert secrets
    forms = [form for one in secrets for form in (one.encode(), one.encode("utf-16-le"))]
    return [str(path) for path in written if any(form in path.read_bytes() for form in forms)]


def kept_secrets() -> set[str]:
    """Every token that lies in the keyring now."""
    entries = json.loads(Path(os.environ["TEST_KEYRING"]).read_text("utf-8"))
    return {
        told
        for entry in entries.values()
        for name, told in _strings(entry)
        if any(word in name for word in ("token", "access", "refresh", "secret", "jwt", "key"))
        and len(told) > 12
    }


def _strings(entry: str) -> list[tuple[str, str]]:
    try:
        fields = json.loads(entry)
    except ValueError:
        return [("token", entry)]
    return [(name.lower(), told) for name, told in fields.items() if isinstance(told, str)]
