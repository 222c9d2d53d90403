"""Lines and events as feeds send them, and what a broken or hostile feed makes of them."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.jetstream_server import post_event

TERM = "lights"
START = datetime(2026, 2, 8, 23, 30, tzinfo=UTC)
LARGEST = 3 << 20
DEEP = 100_000
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 2**53, 2**63, 2**64, 2**200, 1.5, 1e300, "", "x", "\ud800", "\x00",
    [], {}, [[]], {"": {}}, "2026-02-08T23:30:00", "9999-12-31T23:59:59.999999Z", "0001-01-01",
)  # fmt: skip
SPICE = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf",
    b"\\ud800", b"\\udfff\\ud800", b"\\u0000", b"\\", b'"', b"{", b"}", b"[", b",", b":", b"NaN",
    b"1e999", b"-0", b"/*", b"\r", b"\t", b"\x28\xb5\x2f\xfd", b"9" * 5_000,
)  # fmt: skip

Make = Callable[[random.Random, str], dict[str, Any]]


def line(chance: random.Random, id_: str) -> dict[str, Any]:
    """A line of the lines source."""
    at = START + timedelta(microseconds=chance.randrange(3_600 * 10**6))
    said: dict[str, Any] = {"id": id_, "time": at.isoformat(), "text": f"{TERM} {id_}"}
    if chance.random() < 0.3:
        said |= {"author": "me", "lang": "en", "reply_to": "b", "more": [1, {"deep": None}]}
    return said


def event(chance: random.Random, id_: str) -> dict[str, Any]:
    """An event of a Jetstream."""
    time_us = int(START.timestamp()) * 10**6 + chance.randrange(3_600 * 10**6)
    made = post_event(f"{TERM} {id_}", time_us, f"r{id_}")
    if chance.random() < 0.3:
        parent = {"uri": "at://did:plc:b/app.bsky.feed.post/r1", "cid": "c"}
        made["commit"]["record"]["reply"] = {"parent": parent, "root": parent}
    return made


def written(said: dict[str, Any]) -> bytes:
    """As JSON, without a line end."""
    return json.dumps(said, separators=(",", ":")).encode()


def broken(chance: random.Random, said: dict[str, Any]) -> bytes:
    """A line that something has happened to. It may still be a good one."""
    ways = (_odd_value, _odd_value, _cut, _flipped, _spiced, _spiced, _twice, _deep, _noise, _large)
    weights = (6, 6, 5, 6, 6, 6, 2, 1, 2, 0.2)
    (way,) = chance.choices(ways, weights)
    made = way(chance, said).replace(b"\n", b" ")
    return _flipped(chance, said) if chance.random() < 0.05 else made


def _odd_value(chance: random.Random, said: dict[str, Any]) -> bytes:
    copy = json.loads(json.dumps(said))
    places = list(_places(copy))
    into, key = chance.choice(places)
    if chance.random() < 0.2:
        del into[key]
    else:
        into[key] = chance.choice(ODD)
    return written(copy)


def _places(within: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    found = [(within, key) for key in within]
    for inner in within.values():
        if isinstance(inner, dict):
            found += _places(inner)
    return found


def _cut(chance: random.Random, said: dict[str, Any]) -> bytes:
    whole = written(said)
    return whole[: chance.randrange(len(whole))]


def _flipped(chance: random.Random, said: dict[str, Any]) -> bytes:
    whole = bytearray(written(said))
    for _ in range(chance.choice((1, 1, 1, 4))):
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return bytes(whole).replace(b"\n", b" ")


def _spiced(chance: random.Random, said: dict[str, Any]) -> bytes:
    whole = written(said)
    at = chance.randrange(len(whole) + 1)
    return whole[:at] + chance.choice(SPICE) + whole[at + chance.randrange(3) :]


def _twice(chance: random.Random, said: dict[str, Any]) -> bytes:
    return written(said) + chance.choice((b"", b" ", b",")) + written(said)


def _deep(chance: random.Random, said: dict[str, Any]) -> bytes:
    opening = chance.choice((b"[", b'{"a":', b'{"did":', b'{"id":'))
    key = chance.choice(list(said))
    return b'{"' + key.encode() + b'":' + opening * DEEP


def _noise(chance: random.Random, said: dict[str, Any]) -> bytes:
    return chance.randbytes(chance.randrange(1, 300)).replace(b"\n", b" ")


def _large(chance: random.Random, said: dict[str, Any]) -> bytes:
    return written({**said, "text": "x" * LARGEST, "commit": {"text": "x" * LARGEST}})
