import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.sources.lines_wire import read_line
from controlroom.sources.mention import Bad, Deleted, Mention

AT = "2026-02-08T23:30:00Z"
AT_US = 1_770_593_400_000_000


def said(line: str | bytes) -> Mention | Deleted | Bad:
    return read_line(line.encode() if isinstance(line, str) else line, "wire")


def of(**fields: object) -> Mention | Deleted | Bad:
    return said(json.dumps({"id": "a", "time": AT, "text": "lights"} | fields))


def test_all_that_a_line_can_say_is_read() -> None:
    assert of(author="me", lang="en", reply_to="b") == Mention(
        "a", AT_US, "lights", "me", "wire", "en", "b"
    )


@pytest.mark.parametrize(
    ("time", "later_us"),
    [
        ("2026-02-08T23:30:00Z", 0),
        ("2026-02-08T23:30:00z", 0),
        ("2026-02-08t23:30:00Z", 0),
        ("2026-02-08T23:30:00+00:00", 0),
        ("2026-02-09T05:00:00+05:30", 0),
        ("2026-02-08T18:30-05:00", 0),
        ("20260208T233000Z", 0),
        ("2026-02-08 23:30:00", 0),
        ("2026-02-08T23:30:00.5Z", 500_000),
        ("2026-02-08T23:30:00,25Z", 250_000),
        ("2026-02-08T23:30:00.9999999Z", 999_999),
        ("2026-02-08", -84_600_000_000),
    ],
)
def test_times_are_iso_8601_and_without_an_offset_utc(time: str, later_us: int) -> None:
    read = of(time=time)
    assert isinstance(read, Mention)
    assert read.time_us == AT_US + later_us


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_every_time_comes_back_to_the_microsecond(when: datetime, zone: timezone) -> None:
    local = when.replace(tzinfo=zone)
    read = of(time=local.isoformat())
    assert isinstance(read, Mention)
    start = datetime(1970, 1, 1, tzinfo=UTC)
    assert start + timedelta(microseconds=read.time_us) - start == local - start


@given(st.text(), st.text(min_size=1))
def test_every_text_comes_back_as_it_was_written(text: str, id_: str) -> None:
    sayable = not any(0xD800 <= ord(one) < 0xE000 for one in text + id_)
    read = of(text=text, id=id_)
    assert isinstance(read, Mention) == sayable
    if isinstance(read, Mention):
        assert (read.text, read.id) == (text, id_)


def test_a_number_is_the_same_id_as_its_digits() -> None:
    big = 2**70
    assert of(id=big) == of(id=str(big))
    assert of(author=7, reply_to=5) == of(author="7", reply_to="5")


def test_what_is_not_needed_may_be_of_any_type() -> None:
    assert of(author={"name": "me"}, lang=["en"], reply_to=None, more=[{}, 1.5]) == of()


def test_a_deletion_needs_only_its_id() -> None:
    assert said('{"id": 5, "deleted": true}') == Deleted("5", "wire")
    assert of(deleted=False) == of()


def test_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    plain = json.dumps({"id": "a", "time": AT, "text": "lights"}).encode()
    assert said(plain + b"\r\n") == said(b"\xef\xbb\xbf" + plain) == of()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"   ",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"id":"a"}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z"}',
        b'{"id":"a","text":"x"}',
        b'{"id":"","time":"2026-02-08T23:30:00Z","text":"x"}',
        b'{"id":null,"time":"2026-02-08T23:30:00Z","text":"x"}',
        b'{"id":true,"time":"2026-02-08T23:30:00Z","text":"x"}',
        b'{"id":1.5,"time":"2026-02-08T23:30:00Z","text":"x"}',
        b'{"id":"a","time":"yesterday","text":"x"}',
        b'{"id":"a","time":1770593400,"text":"x"}',
        b'{"id":"a","time":"2026-02-30T00:00:00Z","text":"x"}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":5}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":"x"} {}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":"\\ud800"}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":"\\udc00\\ud800"}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":"\xff"}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":"\xed\xa0\x80"}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":"x","more":"\xff"}',
        b'{"id":' + b"9" * 5_000 + b',"time":"2026-02-08T23:30:00Z","text":"x"}',
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":"x","more":' + b"[" * 100_000,
        b'{"id":"a","time":"2026-02-08T23:30:00Z","text":"x","author":' + b'{"a":' * 100_000,
        b'{"id":"a","time":"0001-01-01T00:00:00Z","text":',
    ],
)
def test_what_cannot_be_read_is_bad(line: bytes) -> None:
    assert isinstance(said(line), Bad)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_it_raise(line: bytes) -> None:
    assert isinstance(said(line), Mention | Deleted | Bad)
