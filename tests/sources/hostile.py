"""What no source can read, written out."""

import json
from typing import Final

from controlroom.sources.lines_split import LARGEST_LINE
from tests.support.jetstream_server import post_event

_DEEP: Final = 100_000
_AT: Final = b'"time":"2026-02-08T23:30:00Z"'

BAD_LINES: Final = (
    b"{",
    b"null",
    b'[{"id":"a"}]',
    b'{"id":"a",' + _AT + b',"text":"lights',
    b'{"id":"a",' + _AT + b"}",
    b'{"id":null,' + _AT + b',"text":"lights"}',
    b'{"id":"a","time":"tonight","text":"lights"}',
    b'{"id":"a","time":"9999-01-01T00:00:00Z","text":"lights"}',
    b'{"id":"a","time":"1969-12-31T23:59:59Z","text":"lights"}',
    b'{"id":"a",' + _AT + b',"text":"lights \\ud800"}',
    b'{"id":"a",' + _AT + b',"text":"lights \xff\xfe"}',
    b'{"id":"a",' + _AT + b',"text":"lights \xed\xa0\x80"}',
    b'{"id":"a",' + _AT + b',"text":"lights","more":' + b"[" * _DEEP,
    b'{"id":' + b"9" * 10_000 + b"," + _AT + b',"text":"lights"}',
    b"\x00\x01\x02\xff",
    b'{"id":"a",' + _AT + b',"text":"lights ' + b"x" * LARGEST_LINE + b'"}',
)
"""Lines of the lines source, without their ends."""


def _event(**changed: object) -> bytes:
    return json.dumps(post_event("lights", 1_779_719_009_000_000, "r") | changed).encode()


def _commit(**changed: object) -> bytes:
    event = post_event("lights", 1_779_719_009_000_000, "r")
    event["commit"] |= changed
    return json.dumps(event).encode()


BAD_EVENTS: Final = (
    b"",
    b"{",
    b"null",
    _event()[:-1],
    _event().replace(b"lights", b"lights \xff\xfe"),
    _event().replace(b"lights", b"lights \\ud800"),
    _event(did=5),
    _event(did=""),
    _event(time_us="now"),
    _event(time_us=-5),
    _event(time_us=10**18),
    _event(time_us=10**40),
    _event(kind=None),
    _commit(operation=7),
    _commit(rkey=""),
    _commit(record=None),
    _commit(record={"text": None}),
    _commit(record={"text": 5}),
    _commit(record=[]),
    b'{"did":' + b'{"did":' * _DEEP,
    b"\x28\xb5\x2f\xfd and no frame of zstd",
    json.dumps(post_event("lights " + "x" * 10_000_000, 1_779_719_009_000_000, "r")).encode(),
)
"""Messages of a Jetstream."""
