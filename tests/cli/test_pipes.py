"""Standard input that is shut, and output that takes no more: a sentence, never a fault."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from main import main
from tests.cli.program import ROOT, WITHIN_S

FULL = Path("/dev/full")


@pytest.fixture
def terms(tmp_path: Path) -> str:
    path = tmp_path / "terms.txt"
    path.write_text("oreo\n", encoding="utf-8")
    return str(path)


def commands(terms: str) -> list[list[str]]:
    return [
        ["count", "--terms", terms],
        ["spikes"],
        ["spikes", "--per-row"],
        ["solemn"],
        ["solemn", "--per-post"],
        ["watch", "--source", "lines:-", "--watch", "oreo"],
        ["watch", "--source", "x", "--watch", "oreo", "--ask-secret"],
    ]


@pytest.mark.parametrize("shut", ["stdin", "stdout"])
def test_what_is_shut_is_told(
    terms: str, shut: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), "utf-8"))
    monkeypatch.setattr(sys, shut, None)
    for words in commands(terms):
        assert main(words) == 2, words
        told = capsys.readouterr().err
        assert told.startswith("controlroom: Standard "), words
        assert "is shut" in told, words


@pytest.mark.skipif(not FULL.exists(), reason="there is no file here that is always full")
def test_a_full_disk_is_told(terms: str) -> None:
    rise = "time,count\n" + "".join(
        f"2013-02-04T01:{n // 60:02}:{n % 60:02}Z,{90 if n > 300 else 10}\n" for n in range(330)
    )
    for words, lines in (
        (["count", "--terms", terms], ""),
        (["spikes"], rise),
        (["spikes", "--per-row"], "timestamp,value\n"),
        (["solemn", "--per-post"], '{"time": "2013-02-04T01:37:30Z", "text": "a"}\n'),
        (["watch", "--source", "lines:-", "--watch", "oreo"], ""),
    ):
        with FULL.open("w") as full:
            done = subprocess.run(
                [sys.executable, str(ROOT / "main.py"), *words],
                input=lines, stdout=full, stderr=subprocess.PIPE, text=True, timeout=WITHIN_S,
                check=False,
            )  # fmt: skip
        assert done.returncode == 2, words
        assert done.stderr.startswith("controlroom: The output could not be written: "), words
        assert done.stderr.count("\n") == 1, words


def test_what_is_no_text_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = io.TextIOWrapper(io.BytesIO("time,count\ncafé,1\n".encode("latin-1")), "utf-8")
    monkeypatch.setattr(sys, "stdin", latin)
    assert main(["spikes"]) == 2
    assert "Standard input could not be read" in capsys.readouterr().err
