"""Whether a line is good, told by other code than the program's: Python's own json."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from controlroom.sources.jetstream_wire import POSTS

_ERRORS = (ValueError, RecursionError, OverflowError)
_PARSED = "parsed in two ways"


@dataclass(frozen=True)
class Verdict:
    """``kind``: mention, deleted, nothing, bad, or unsure: where parsers may differ by right."""

    kind: str
    id: str = ""
    text: str = ""
    time_us: int = 0


BAD = Verdict("bad")
NOTHING = Verdict("nothing")
UNSURE = Verdict("unsure")


class _Unsure(Exception):
    """Numbers beyond all bounds and names given twice: JSON says nothing of them."""


def on_line(line: bytes) -> Verdict:
    """What a line of the lines source says."""
    try:
        said = _parsed(line.removeprefix(b"\xef\xbb\xbf"))
    except _Unsure:
        return UNSURE
    except _ERRORS:
        return BAD
    if not isinstance(said, dict):
        return BAD
    id_, deleted = said.get("id"), said.get("deleted")
    time, text = said.get("time"), said.get("text")
    if isinstance(id_, bool) or not isinstance(id_, str | int) or id_ == "":
        return BAD
    if not (deleted is None or isinstance(deleted, bool)):
        return BAD
    if not all(one is None or isinstance(one, str) for one in (time, text)):
        return BAD
    if deleted:
        return Verdict("deleted", str(id_))
    if text is None or time is None or not _is_time(time):
        return BAD
    return Verdict("mention", str(id_), text, _microseconds(time))


def on_event(line: bytes) -> Verdict:
    """What a message of a Jetstream says."""
    try:
        said = _parsed(line)
    except _Unsure:
        return UNSURE
    except _ERRORS:
        return BAD
    if not _has(said, did=str, time_us=int, kind=str) or not _or_none(said, "cursor", int):
        return BAD
    commit = said.get("commit")
    if commit is None:
        return NOTHING
    if not _has(commit, collection=str):
        return BAD
    return _on_post(said, commit) if commit["collection"] == POSTS else NOTHING


def _on_post(said: dict[str, Any], commit: dict[str, Any]) -> Verdict:
    record = commit.get("record")
    if not _has(commit, operation=str, rkey=str) or not _or_none(commit, "record", dict):
        return BAD
    if record is not None and not _or_none(record, "text", str):
        return BAD
    if not said["did"] or not commit["rkey"] or not 0 <= said["time_us"] < 253_402_300_800 * 10**6:
        return BAD
    id_ = f"{said['did']}/{commit['rkey']}"
    if commit["operation"] == "delete":
        return Verdict("deleted", id_)
    if commit["operation"] != "create":
        return NOTHING
    if record is None or record.get("text") is None:
        return BAD
    return Verdict("mention", id_, record["text"], said["time_us"])


def _has(said: Any, **kinds: type) -> bool:
    return isinstance(said, dict) and all(_is(said.get(key), kinds[key]) for key in kinds)


def _or_none(said: dict[str, Any], key: str, kind: type) -> bool:
    return said.get(key) is None or _is(said[key], kind)


def _is(one: Any, kind: type) -> bool:
    return isinstance(one, kind) and not (kind is int and isinstance(one, bool))


def _parsed(line: bytes) -> Any:
    text = line.decode("utf-8")
    if text.startswith("\ufeff"):
        raise ValueError(_PARSED)
    said = json.loads(
        text,
        parse_float=_float,
        parse_int=_int,
        parse_constant=_constant,
        object_pairs_hook=_object,
    )
    json.dumps(said, ensure_ascii=False).encode("utf-8")  # lone surrogates cannot be written
    return said


def _float(digits: str) -> float:
    # A whole number written as a fraction, or one past all bounds, may be taken or not.
    if float(digits).is_integer() or abs(float(digits)) > 1e300:
        raise _Unsure
    return float(digits)


def _int(digits: str) -> int:
    if len(digits) > 19:
        raise _Unsure
    return int(digits)


def _constant(name: str) -> float:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Unsure
    return made


def _microseconds(written: str) -> int:
    when = datetime.fromisoformat(written.upper() if written.endswith("z") else written)
    offset = when.utcoffset() or timedelta()
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return (when.replace(tzinfo=UTC) - start - offset) // timedelta(microseconds=1)


def _is_time(written: str) -> bool:
    try:
        when = datetime.fromisoformat(written[:-1] + "Z" if written.endswith("z") else written)
        when.replace(tzinfo=when.tzinfo or UTC)
    except _ERRORS:
        return False
    return True
