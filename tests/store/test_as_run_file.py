"""The as-run log as a file: any byte that is changed is found."""

import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controlroom.errors import WrongInput
from controlroom.messages import english
from controlroom.store.as_run_file import line_of, read_log, text_of
from controlroom.store.as_run_line import hash_of
from controlroom.store.open import Store
from tests.store.places import SqlitePlace
from tests.store.tampering import OURS, THEIRS, a_night, as_file


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """A sealed night as a file."""
    with SqlitePlace(tmp_path / "data").open() as store:
        store.as_run.seal_with(OURS)
        return as_file(a_night(store), tmp_path / "as-run.jsonl")


def said(file: Path) -> str:
    broken = read_log(file).verify(OURS).broken
    return "" if broken is None else english(broken.what)


def test_a_line_is_read_back_as_it_was_written(store: Store) -> None:
    for line in a_night(store):
        assert line_of(text_of(line)) == line


def test_an_untouched_file_passes(night: Path) -> None:
    found = read_log(night).verify(OURS)
    assert (found.broken, found.unvouched, found.notes) == (None, None, ())
    assert found.head is not None
    assert found.head.count == 6
    assert night.read_bytes().isascii()


def test_what_stands_first_in_each_line(night: Path) -> None:
    for line in night.read_text("ascii").splitlines():
        assert list(json.loads(line))[:5] == ["time", "kind", "delivery", "channel", "state"]


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(where=st.integers(0, 10_000), byte=st.integers(0, 255), keyed=st.booleans())
def test_any_byte_that_is_changed_is_found(night: Path, where: int, byte: int, keyed: bool) -> None:
    content = bytearray(night.read_bytes())
    where %= len(content)
    if content[where] == byte:
        return  # nothing was changed
    content[where] = byte
    changed = night.with_name("changed.jsonl")
    changed.write_bytes(content)
    assert read_log(changed).verify(OURS if keyed else None).broken is not None


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(where=st.integers(0, 10_000), more=st.binary(min_size=1, max_size=3))
def test_bytes_that_are_put_in_are_found(night: Path, where: int, more: bytes) -> None:
    content = night.read_bytes()
    where %= len(content)
    changed = night.with_name("changed.jsonl")
    changed.write_bytes(content[:where] + more + content[where:])
    assert read_log(changed).verify().broken is not None


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'"ratio": 1.0', b'"ratio": 1.00'),
        (b'"ratio": 1.0', b'"ratio": 1'),
        (b'"ratio": 1.0', b'"ratio":  1.0'),
        (b'"kind": "take"', b'"kind": "take", "kind": "take"'),
        (b"\\u00e9", b"\\u00E9"),
        (b"\\ud83d", b"\\udc3d"),
        (b'"seq": 3', b'"seq": 3.0'),
        (b'"keyed": true', b'"keyed": false'),
        (b"}\n{", b"}\r\n{"),
        (b"}\n{", b"}\n\n{"),
        (b'"rehearsal": false', b'"rehearsal": null'),
        (b'"seal": "', b'"seal": 5, "then": "'),
        (b".000010Z", b".000010+00:00"),
    ],
)
def test_what_means_the_same_but_is_written_otherwise_is_found(
    night: Path, was: bytes, becomes: bytes
) -> None:
    content = night.read_bytes()
    assert was in content
    night.write_bytes(content.replace(was, becomes, 1))
    assert "is not what was written." in said(night)


def test_a_seal_that_is_no_text_is_found(night: Path) -> None:
    lines = [json.loads(line) for line in night.read_text("ascii").splitlines()]
    lines[1]["seal"] = [1]
    night.write_text("".join(json.dumps(line) + "\n" for line in lines), "ascii")
    assert said(night) == "Line 2 is not what was written."


def test_hexadecimal_digits_in_capitals_are_found(night: Path) -> None:
    head = read_log(night).verify().head
    assert head is not None
    content = night.read_bytes()
    night.write_bytes(content.replace(head.hash.encode(), head.hash.upper().encode()))
    assert said(night) == "Line 6 is not what was written."


def test_a_file_without_its_last_newline_is_cut(night: Path) -> None:
    night.write_bytes(night.read_bytes()[:-1])
    assert said(night) == "Line 6 is cut off: the end of the line is missing."


def test_a_file_that_ends_within_a_line_is_cut(night: Path) -> None:
    night.write_bytes(night.read_bytes()[:-40])
    assert said(night) == "Line 6 is cut off: the end of the line is missing."


def test_an_empty_file_is_no_log(night: Path) -> None:
    night.write_bytes(b"")
    assert "is empty; an as-run log has at least one line." in said(night)


@pytest.mark.parametrize("content", [b"hello\n", b"{}\n", b"[1]\n", b"\x00\xff\n", b"\n", b"1"])
def test_something_else_is_no_log(night: Path, content: bytes) -> None:
    night.write_bytes(content)
    assert "is no as-run log" in said(night)


def test_nested_beyond_reason_is_no_log(night: Path) -> None:
    night.write_bytes(b"[" * 100_000 + b"\n")
    assert "is no as-run log" in said(night)


@pytest.mark.parametrize(("at", "seq"), [(0, 1), (2, 3), (4, 5)])
def test_a_line_that_is_taken_out_is_found(night: Path, at: int, seq: int) -> None:
    lines = night.read_bytes().splitlines(keepends=True)
    night.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
    assert said(night) == f"Line {seq} is missing."


@pytest.mark.parametrize("at", range(5))
def test_lines_that_change_places_are_found(night: Path, at: int) -> None:
    lines = night.read_bytes().splitlines(keepends=True)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    night.write_bytes(b"".join(lines))
    assert read_log(night).verify().broken is not None


@pytest.mark.parametrize("at", range(7))
def test_a_line_that_is_written_twice_is_found(night: Path, at: int) -> None:
    lines = night.read_bytes().splitlines(keepends=True)
    lines.insert(at, lines[min(at, 5)])
    night.write_bytes(b"".join(lines))
    assert read_log(night).verify().broken is not None


def test_two_logs_in_one_file_are_found(night: Path, tmp_path: Path) -> None:
    with SqlitePlace(tmp_path / "other").open() as store:
        other = as_file(a_night(store, run="r"), tmp_path / "other.jsonl")
    night.write_bytes(night.read_bytes() + other.read_bytes())
    assert read_log(night).verify().broken is not None


def test_a_cut_end_is_found_by_its_head_only(night: Path) -> None:
    head = read_log(night).verify().head
    assert head is not None
    lines = night.read_bytes().splitlines(keepends=True)
    night.write_bytes(b"".join(lines[:-1]))
    found = read_log(night).verify(OURS, head.hash)
    assert (found.broken, found.found) == (None, None)


def test_a_file_sealed_with_another_key_is_not_vouched_for(night: Path) -> None:
    assert read_log(night).verify(THEIRS).unvouched is not None
    assert read_log(night).verify(OURS).unvouched is None


def test_no_such_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="cannot be read: No such file"):
        read_log(tmp_path / "none.jsonl")
    with pytest.raises(WrongInput, match="cannot be read: Is a directory"):
        read_log(tmp_path)


def written_anew_behind(night: Path, count: int) -> None:
    """Rewrite what comes after ``count`` lines, as one who has a key of their own."""
    kept = [line_of(text) for text in night.read_text("ascii").splitlines()]
    lines = [line for line in kept if line is not None]
    for at in range(count, len(lines)):
        new = replace(
            lines[at], body='{"n":666}', previous_hash=lines[at - 1].hash, keyed=THEIRS.id
        )
        new = replace(new, hash=hash_of(new))
        lines[at] = replace(new, seal=THEIRS.seal(new.hash))
    as_file(tuple(lines), night)


def test_a_head_stands_for_the_lines_up_to_its_own_only(night: Path) -> None:
    third = line_of(night.read_text("ascii").splitlines()[2])
    assert third is not None
    written_anew_behind(night, 3)
    found = read_log(night).verify(OURS, third.hash)
    assert (found.broken, found.found) == (None, 3)
    assert found.unvouched is not None
    assert "Lines 4 to 6 are sealed with another key" in english(found.unvouched)


def test_a_head_stands_for_another_desk_s_lines_before_it(night: Path) -> None:
    written_anew_behind(night, 3)
    head = read_log(night).verify().head
    assert head is not None
    assert read_log(night).verify(OURS, head.hash).unvouched is None


PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


@PIPES
def test_a_pipe_into_which_nobody_writes_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(WrongInput, match="Nothing came through the pipe"):
        read_log(pipe)


@PIPES
def test_a_log_that_comes_through_a_pipe_is_checked(night: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # A writer needs somebody who reads.
    held = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(pipe, os.O_WRONLY)

    def write() -> None:
        os.write(writer, night.read_bytes())
        os.close(writer)

    writing = threading.Thread(target=write)
    writing.start()
    log = read_log(pipe)
    writing.join()
    os.close(held)
    for key in (None, OURS):
        assert log.verify(key).broken is None
    first = log.first()
    assert first is not None
    assert first.event == "night"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no such places here")
def test_what_is_neither_a_file_nor_a_pipe_is_refused() -> None:
    with pytest.raises(WrongInput, match="is neither a file nor a pipe"):
        read_log(Path("/dev/zero"))


def test_what_is_larger_than_any_log_is_refused(
    night: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("controlroom.store.as_run_file.LARGEST", night.stat().st_size)
    assert read_log(night).verify(OURS).broken is None
    night.write_bytes(night.read_bytes() + b"\n")
    with pytest.raises(WrongInput, match="no as-run log is that long"):
        read_log(night)
