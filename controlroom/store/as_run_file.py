"""The as-run log as a file: one JSON object a line, which can be checked without the database.

Each line is written in exactly one way. What reads back but would be written otherwise, were it
only a blank or a capital letter, is not what was written.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from stat import S_ISFIFO, S_ISREG
from typing import Any

import msgspec

from controlroom.errors import WrongInput
from controlroom.messages import message
from controlroom.messages.message import EPOCH
from controlroom.store.as_run_check import ChainCheck, Checked
from controlroom.store.as_run_line import AsRunLine, SealKey, body_text

FIRST = ("time", "kind", "delivery", "channel", "state")
SEALED = ("seq", "event", "run", "rehearsal", "keyed", "key_id", "previous_hash", "hash", "seal")
NAMES = frozenset((*FIRST, *SEALED))
"""What no line's own words may be called."""
LONGEST = 16 << 20
"""Bytes in one line, at most: what a log of ours has is far below."""

LARGEST = 256 << 20
"""Bytes in a file, at most: a thousand long nights."""

_ANOTHER = message("as_run.another")
_OPENING = b'{"time": "'
_MICRO = timedelta(microseconds=1)


def told_of(line: AsRunLine) -> dict[str, Any]:
    """A line as an object, its names in the file's order, then what it says."""
    return {
        "time": _time(line.at),
        "kind": line.kind,
        "delivery": line.delivery,
        "channel": line.channel,
        "state": line.state,
        "seq": line.seq,
        "event": line.event,
        "run": line.run or None,
        "rehearsal": line.rehearsal,
        "keyed": None if line.keyed is None else bool(line.keyed),
        "key_id": line.keyed or None,
        "previous_hash": line.previous_hash,
        "hash": line.hash,
        "seal": line.seal or None,
        **line.details,
    }


def text_of(line: AsRunLine) -> str:
    """A line as it stands in a file, without the line's end. Only ASCII."""
    return json.dumps(told_of(line))


def line_of(text: str) -> AsRunLine | None:
    """The line that ``text_of`` wrote, None where it did not write this."""
    try:
        told = json.loads(text)
        line = AsRunLine(
            at=_micros(told.pop("time")),
            keyed=_keyed(told.pop("keyed"), told.pop("key_id")),
            run=told.pop("run") or "",
            seal=told.pop("seal") or "",
            **{name: told.pop(name) for name in (*FIRST[1:], "seq", "event", "rehearsal")},
            previous_hash=told.pop("previous_hash"),
            hash=told.pop("hash"),
            body=body_text(told),
        )
        return line if text_of(line) == text else None
    except (
        *(AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError),
        msgspec.MsgspecError,
    ):
        return None


@dataclass(frozen=True, slots=True)
class LogFile:
    """What was read of a file that should be a log: ``name`` is what the person called it."""

    name: str
    content: bytes

    def verify(self, key: SealKey | None = None, sought: str = "") -> Checked:
        """What the chain in it is found to be (see ``ChainCheck``), by its very bytes."""
        check = ChainCheck(key, sought)
        if not self.content:
            check.refuse(1, message("as_run.empty_file", file=self.name))
        for number, raw in enumerate(self._raw(), 1):
            line = _line(raw)
            if line is not None:
                check.take(line)
            elif number == 1 and not raw.startswith(_OPENING):
                check.refuse(1, message("as_run.not_a_log", file=self.name))
            elif not raw.endswith(b"\n"):
                check.breaks(number, "store.chain_cut")
            else:
                check.breaks(number, "store.chain_changed")
            if check.broken is not None:
                break
        return check.result()

    def first(self) -> AsRunLine | None:
        """Its first line; None where that is none of ours."""
        return _line(next(self._raw(), b""))

    def _raw(self) -> Iterator[bytes]:
        opened = BytesIO(self.content)
        while line := opened.readline(LONGEST):
            yield line


def read_log(file: Path) -> LogFile:
    """A file, or what comes through a pipe, read once and whole. ``WrongInput`` where that cannot
    be."""
    try:
        # A pipe into which nobody writes would not even open.
        with open(file, "rb", opener=_open_at_once) as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if not S_ISREG(mode) and not S_ISFIFO(mode):
                raise WrongInput(message("as_run.no_such_kind", file=str(file)), _ANOTHER)
            content = opened.read(LARGEST + 1)
    except OSError as trouble:
        raise WrongInput(
            message("as_run.no_file", file=str(file), why=trouble.strerror or str(trouble)),
            message("as_run.no_file.do"),
        ) from trouble
    if len(content) > LARGEST:
        raise WrongInput(message("as_run.too_large", file=str(file), most=LARGEST >> 20), _ANOTHER)
    if not content and S_ISFIFO(mode):
        raise WrongInput(message("as_run.empty_pipe", file=str(file)), message("as_run.pipe.do"))
    return LogFile(str(file), content)


def _open_at_once(path: str, flags: int) -> int:
    opened = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if hasattr(os, "O_NONBLOCK"):
        # Whoever writes may be slow; only nobody is not waited for.
        os.set_blocking(opened, True)
    return opened


def _line(raw: bytes) -> AsRunLine | None:
    # Without its end it was cut off, even if all of it stands there.
    if not raw.endswith(b"\n") or not raw.isascii():
        return None
    return line_of(raw[:-1].decode("ascii"))


def _time(micros: int) -> str:
    at = (EPOCH + timedelta(microseconds=micros)).isoformat(timespec="microseconds")
    return at.replace("+00:00", "Z")


def _micros(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // _MICRO


def _keyed(keyed: object, key: Any) -> str | None:
    return None if keyed is None else key or ""
