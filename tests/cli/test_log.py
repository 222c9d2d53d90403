"""``controlroom log`` and what a rehearsal leaves behind, as somebody types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from controlroom.store.open import open_store
from tests.cli.program import ROOT, WITHIN_S, told, typed
from tests.store.places import SqlitePlace
from tests.store.tampering import OURS, THEIRS, a_night, as_file

EVENT = "super-bowl-xlvii"


@pytest.fixture
def keyring(tmp_path: Path) -> dict[str, str]:
    """A keyring that programs started one after the other share."""
    return {
        "PYTHON_KEYRING_BACKEND": "tests.support.file_keyring.FileKeyring",
        "TEST_KEYRING": str(tmp_path / "keyring.json"),
    }


@pytest.fixture
def rehearsed(tmp_path: Path, keyring: dict[str, str]) -> tuple[Path, str]:
    """The folder of a short rehearsal, and what it printed."""
    out = tmp_path / "night"
    done = typed(
        *("rehearse", "--headless", "--speed", "40"),
        *("--from", "20:36:40", "--to", "20:40:30", "--out", out),
        env=keyring,
    )
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def test_a_rehearsal_s_log_is_accepted_and_refused_after_one_byte(
    rehearsed: tuple[Path, str], keyring: dict[str, str]
) -> None:
    out, printed = rehearsed
    log = out / "as-run.jsonl"
    done = typed("log", "--verify", log, env=keyring)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "each as it was written" in done.stdout
    assert "with a key" in done.stdout
    head = next(line for line in printed.splitlines() if line.startswith("The log ends at"))
    noted = head.removeprefix("The log ends at ").split(". ")[0]
    same = typed("log", "--verify", log, "--head", noted, env=keyring)
    assert same.returncode == 0, same.stdout
    assert "nothing was cut off" in same.stdout
    content = log.read_bytes()
    for at in (0, len(content) // 2, len(content) - 1):
        log.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        broken = typed("log", "--verify", log, env=keyring)
        assert broken.returncode == 1, (at, broken.stdout)
        assert "Traceback" not in broken.stderr
    log.write_bytes(b"".join(content.splitlines(keepends=True)[:-2]))
    assert typed("log", "--verify", log, env=keyring).returncode == 0
    cut = typed("log", "--verify", log, "--head", noted, env=keyring)
    assert cut.returncode == 1
    assert "lines were cut off or written anew" in cut.stdout


def test_a_rehearsal_s_log_without_a_keyring_is_accepted_and_refused_after_one_byte(
    tmp_path: Path,
) -> None:
    out = tmp_path / "night"
    none = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = typed(
        *("rehearse", "--headless", "--speed", "120"),
        *("--from", "20:36:00", "--to", "20:37:00", "--out", out),
        env=none,
    )
    assert done.returncode == 0, done.stderr
    log = out / "as-run.jsonl"
    checked = typed("log", "--verify", log, env=none)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "No line carries a key: there was no keyring" in checked.stdout
    content = log.read_bytes()
    for at in (0, len(content) // 3, len(content) - 1):
        log.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert typed("log", "--verify", log, env=none).returncode == 1


def test_the_store_of_a_rehearsal_prints_the_same_bytes_and_verifies(
    rehearsed: tuple[Path, str], keyring: dict[str, str], tmp_path: Path
) -> None:
    out, _ = rehearsed
    data = ("--data", out / "room")
    printed = typed("log", EVENT, "--rehearsal", "--json", *data, env=keyring)
    assert printed.stdout.encode() == (out / "as-run.jsonl").read_bytes()
    checked = typed("log", EVENT, "--rehearsal", "--verify", *data, env=keyring)
    assert checked.returncode == 0, checked.stdout
    listed = typed("log", EVENT, "--rehearsal", *data, env=keyring)
    assert "TAKE Blackout" in listed.stdout
    page = tmp_path / "recap.html"
    made = typed("log", EVENT, "--rehearsal", "--html", page, *data, env=keyring)
    assert made.returncode == 0, made.stderr
    told_there = page.read_text("utf-8")
    assert "Nothing of this was public" in told_there
    assert "data:image/webp;base64," in told_there


def test_another_key_does_not_vouch(rehearsed: tuple[Path, str], keyring: dict[str, str]) -> None:
    log = rehearsed[0] / "as-run.jsonl"
    Path(keyring["TEST_KEYRING"]).write_text(
        json.dumps({"controlroom|as-run.key": "ab" * 32}), "utf-8"
    )
    done = typed("log", "--verify", log, env=keyring)
    assert done.returncode == 1
    assert "sealed with another key" in done.stdout
    head = json.loads(log.read_text("ascii").splitlines()[-1])["hash"]
    # Whoever has the head needs no key.
    assert typed("log", "--verify", log, "--head", head, env=keyring).returncode == 0


def test_without_its_key_a_file_is_said_to_be_half_checked(rehearsed: tuple[Path, str]) -> None:
    done = typed("log", "--verify", rehearsed[0] / "as-run.jsonl")
    assert done.returncode == 0, done.stdout
    assert "their seals were not checked" in done.stdout


def test_every_log_that_is_kept_is_checked(controlroom_home: Path) -> None:
    with open_store(controlroom_home / "data") as store:
        a_night(store)
        a_night(store, event="gala")
        head = store.as_run.head("gala")
    done = typed("log", "--verify")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("6 lines, each as it was written") == 2
    assert str(head) in done.stdout
    assert typed("log", "--verify", "--head", str(head)).returncode == 0
    assert typed("log", "--verify", "--head", "7" * 64).returncode == 1
    listed = [json.loads(line) for line in typed("log", "--json").stdout.splitlines()]
    assert [(one["event"], one["lines"]) for one in listed] == [("gala", 6), ("night", 6)]


def test_a_log_may_be_read_beside_a_running_desk(controlroom_home: Path) -> None:
    with open_store(controlroom_home / "data") as store:
        a_night(store, event=EVENT)
        done = typed("log", EVENT)
        assert done.returncode == 0, done.stderr
        assert "the room is in LIVE" in done.stdout


def test_a_night_of_which_nothing_was_logged(controlroom_home: Path, tmp_path: Path) -> None:
    done = typed("log", EVENT)
    assert done.returncode == 0
    assert done.stdout == f"Nothing has been logged for {EVENT} yet.\n"
    assert typed("log").stdout == "No log is kept here yet.\n"
    page = tmp_path / "recap.html"
    assert typed("log", EVENT, "--html", page).returncode == 0
    assert "Nothing was taken, held or kept silent" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("log", "nothing-of-this-name"), "There is no event"),
        (("log", "--verify", "none.jsonl"), "cannot be read"),
        (("log", "--verify", "none.jsonl", "--head", "abc"), "is no head of a log"),
        (("log", EVENT, "--head", "0" * 64), "--head is compared by --verify"),
        (("log", "--html", "page.html"), "Which event?"),
        (("log", EVENT, "--html", "page.html", "--json"), "one at a time"),
        (("log", EVENT, "--verify", "--html", "page.html"), "one at a time"),
        (("log", EVENT, "--html", "/dev/null/page.html"), "cannot be written"),
        (("log", EVENT, "--html", "."), "is not the name of a file"),
        (("log", EVENT, "--html", "/"), "is not the name of a file"),
        (("log", EVENT, "--html", ""), "is not the name of a file"),
        (("log", EVENT, "--html", "~nobody-of-this-name/page.html"), "is not the name of a file"),
        (("log", "--html", ""), "Which event?"),
        (("log", "--verify", "--html", ""), "one at a time"),
        (("log", "--verify", ""), "cannot be read"),
        (("log", "--verify", "--head", ""), "is no head of a log"),
        (("log", "--head", ""), "--head is compared by --verify"),
    ],
)
def test_wrong_usage_is_told(
    controlroom_home: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in told(typed(*words, cwd=tmp_path), 2)


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    empty, other = tmp_path / "empty", tmp_path / "other.json"
    empty.write_bytes(b"")
    other.write_bytes(b'{"a": 1}\n')
    for file, said in ((empty, "is empty"), (other, "is no as-run log")):
        done = typed("log", "--verify", file)
        assert done.returncode == 1
        assert said in done.stdout


def test_a_head_noted_down_earlier_does_not_vouch_for_what_came_after(
    keyring: dict[str, str], tmp_path: Path
) -> None:
    with open_store(tmp_path / "data") as store:
        store.as_run.seal_with(OURS)
        a_night(store)
        head = str(store.as_run.head("night"))
    with open_store(tmp_path / "data") as forged:
        forged.as_run.seal_with(THEIRS)
        forged.as_run.append("state", event="night", at=60, rehearsal=False, state="prep")
        file = as_file(forged.as_run.read("night"), tmp_path / "night.jsonl")
        later = str(forged.as_run.head("night"))
    Path(keyring["TEST_KEYRING"]).write_text(
        json.dumps({"controlroom|as-run.key": (b"ours" * 8).hex()}), "utf-8"
    )
    for where in ((file,), ("--data", tmp_path / "data")):
        done = typed("log", "--verify", *where, "--head", head, env=keyring)
        assert done.returncode == 1, done.stdout
        assert "1 lines were added after it" in done.stdout
        assert "Lines 7 to 7 are sealed with another key" in done.stdout
        # A head of the end covers all of it, whoever sealed it.
        assert typed("log", "--verify", *where, "--head", later, env=keyring).returncode == 0


def test_a_keyring_that_does_not_answer_is_asked_once_and_said_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        store.as_run.seal_with(OURS)
        for run in ("", "first", "second"):
            a_night(store, run=run)
    asked = tmp_path / "asked"
    locked = {
        "PYTHON_KEYRING_BACKEND": "tests.support.locked_keyring.LockedKeyring",
        "TEST_KEYRING": str(asked),
    }
    done = typed("log", "--verify", "--data", tmp_path / "data", env=locked)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("the keyring of this computer did not answer") == 3
    assert "is not in the keyring" not in done.stdout
    assert asked.read_text("utf-8") == "controlroom|as-run.key\n"


def through(file: Path, *, written: bytes) -> "subprocess.CompletedProcess[bytes]":
    """``controlroom log --verify FILE`` with something at its standard input."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "log", "--verify", str(file)],
        input=written,
        capture_output=True,
        timeout=WITHIN_S,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="there are no such places here")
def test_a_log_may_come_through_a_pipe(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        store.as_run.seal_with(OURS)
        written = as_file(a_night(store), tmp_path / "night.jsonl").read_bytes()
    done = through(Path("/dev/stdin"), written=written)
    assert done.returncode == 0, done.stderr
    assert b"night: 6 lines, each as it was written" in done.stdout
    assert through(Path("/dev/stdin"), written=written[:-2]).returncode == 1
    assert b"Nothing came through the pipe" in through(Path("/dev/stdin"), written=b"").stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_into_which_nobody_writes_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "Start what writes into it first" in told(typed("log", "--verify", pipe), 2)


def test_a_name_that_is_no_text_is_listed_and_found(controlroom_home: Path) -> None:
    """SQLite keeps bytes where text belongs, if somebody puts them there."""
    place = SqlitePlace(controlroom_home / "data")
    with place.open() as store:
        a_night(store)
    place.unlock_log()
    place.order("UPDATE as_run SET event = CAST(event AS BLOB) WHERE seq = 6")
    done = typed("log", "--verify")
    assert done.returncode == 1, done.stderr
    assert "b'night': Line 1 is not what was written" in done.stdout
    assert [json.loads(line)["event"] for line in typed("log", "--json").stdout.splitlines()] == [
        "b'night'",
        "night",
    ]


def test_a_check_as_one_object(controlroom_home: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        file = as_file(a_night(store), tmp_path / "night.jsonl")
    told_there = json.loads(typed("log", "--verify", file, "--json").stdout)
    assert (told_there["kind"], told_there["fine"], told_there["lines"]) == ("verified", True, 6)
    assert told_there["keyed"] is False
