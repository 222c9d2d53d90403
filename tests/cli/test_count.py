"""`controlroom count`: lines in, a table of counts out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ROOT, WITHIN_S

LINES = """\
{"id": "1", "time": "2013-02-04T01:37:30.5Z", "text": "Who turned off the LIGHTS?"}
{"id": "2", "time": "2013-02-03T20:37:30-05:00", "text": "lights, #SuperBowl", "author": "jo"}
{"id": "1", "time": "2013-02-04T01:37:33Z", "text": "lights again"}
{"id": "3", "time": "2013-02-04T01:37:31Z", "text": "スーパーボウルで停電した"}
""".encode()
TABLE = """\
time,term,count
2013-02-04T01:37:30Z,#superbowl,1
2013-02-04T01:37:30Z,lights,2
2013-02-04T01:37:31Z,停電,1
"""
JETSTREAM = b"""\
{"did":"did:plc:a","time_us":1359941850500000,"kind":"commit","commit":{"operation":"create",\
"collection":"app.bsky.feed.post","rkey":"1","record":{"text":"lights"}}}
{"did":"did:plc:b","time_us":1359941850500000,"kind":"commit","commit":{"operation":"create",\
"collection":"app.bsky.feed.post","rkey":"1","record":{"text":"lights"}}}
{"did":"did:plc:b","time_us":1359941850900000,"kind":"commit","commit":{"operation":"create",\
"collection":"app.bsky.feed.like","rkey":"2","record":{"text":"lights"}}}
{"did":"did:plc:a","time_us":1359941899500000,"kind":"commit","commit":{"operation":"delete",\
"collection":"app.bsky.feed.post","rkey":"1"}}
{"did":"did:plc:a","time_us":1359941899500000,"kind":"identity"}
"""


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.txt"
    path.write_bytes("\ufeff// tonight\r\nlights\r\n\r\n#superbowl\r\n停電\r\nlights\r\n".encode())
    return path


def typed(
    *words: str | Path, lines: bytes = b"", env: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "count", *map(str, words)],
        input=lines,
        capture_output=True,
        timeout=WITHIN_S,
        check=False,
        env={**os.environ, **(env or {})},
    )


def test_lines_become_a_table(terms: Path) -> None:
    # Even where the terminal knows nothing but ASCII.
    done = typed("--terms", terms, lines=LINES, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == TABLE


def test_the_last_line_needs_no_end(terms: Path) -> None:
    assert typed("--terms", terms, lines=LINES.rstrip()).stdout.decode() == TABLE


def test_a_jetstream_becomes_a_table(terms: Path) -> None:
    done = typed("--terms", terms, "--format", "jetstream", lines=JETSTREAM)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"time,term,count\n2013-02-04T01:37:30Z,lights,1\n"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"{\n", "controlroom: 1 line could not be read."),
        (b'{\n"\xff"\n[]', "controlroom: 3 lines could not be read."),
    ],
)
def test_bad_lines_are_counted_and_the_rest_goes_on(terms: Path, bad: bytes, said: str) -> None:
    done = typed("--terms", terms, lines=LINES + bad)
    assert (done.returncode, done.stdout.decode()) == (0, TABLE)
    assert done.stderr.decode().strip() == said


def test_nothing_in_is_a_header_out(terms: Path) -> None:
    assert typed("--terms", terms).stdout == b"time,term,count\n"


def test_wrong_usage_is_told_in_a_sentence(terms: Path, tmp_path: Path) -> None:
    letters = tmp_path / "latin1.txt"
    letters.write_bytes("café".encode("latin-1"))
    for words, said in (
        (("--terms", tmp_path / "none.txt"), "none.txt cannot be read"),
        (("--terms", tmp_path), "cannot be read"),
        (("--terms", letters), "not text in UTF-8"),
        ((), "--terms"),
        (("--terms", terms, "--format", "csv"), "jetstream"),
    ):
        done = typed(*words, lines=LINES)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert done.stdout == b""


def test_a_reader_that_has_seen_enough_is_no_fault(terms: Path, tmp_path: Path) -> None:
    many = b"".join(
        b'{"id": %d, "time": "2013-02-04T%02d:%02d:30Z", "text": "lights %d"}\n'
        % (n, n % 24, n // 24 % 60, n)
        for n in range(5000)
    )
    (tmp_path / "lines").write_bytes(many)
    with (tmp_path / "lines").open("rb") as lines:
        run = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "count", "--terms", str(terms)],
            stdin=lines,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        said = run.stderr.read()
        run.stderr.close()
        assert run.wait(WITHIN_S) == 0
    assert said == b""


def test_it_starts_without_the_room() -> None:
    """A pipe of several commands must not wait a second for each."""
    look = "import sys, main, controlroom.mentions.line_counts; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "controlroom.mentions.line_counts" in loaded
    assert not loaded & {"sqlalchemy", "httpx", "numpy", "controlroom.room.room"}
