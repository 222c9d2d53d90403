"""Identifiers and values of atproto: every line of the network's own test files."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels import atproto_syntax as syntax

SUITES = Path(__file__).parents[3] / "shared" / "data" / "atproto-syntax"
absent = pytest.mark.skipif(not SUITES.is_dir(), reason="the network's test files are not there")

JUDGES: dict[str, Callable[[str], bool]] = {
    "atidentifier": syntax.is_at_identifier,
    "aturi": syntax.is_at_uri,
    "cid": syntax.is_cid,
    "datetime": syntax.is_datetime,
    "did": syntax.is_did,
    "handle": syntax.is_handle,
    "language": syntax.is_language,
    "nsid": syntax.is_nsid,
    "recordkey": syntax.is_record_key,
    "tid": syntax.is_tid,
    "uri": syntax.is_uri,
}
FILES = sorted(SUITES.glob("*.txt"))


@absent
def test_every_kind_has_a_file() -> None:
    assert {file.stem.partition("_")[0] for file in FILES} == set(JUDGES)


@absent
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_networks_own_test_files(file: Path) -> None:
    kind, _, verdict = file.stem.split("_")
    lines = [line for line in file.read_text("utf-8").split("\n") if line and line[0] != "#"]
    wrong = [line for line in lines if JUDGES[kind](line) is not (verdict == "valid")]
    assert lines
    assert not wrong


@pytest.mark.parametrize(
    ("kind", "text", "good"),
    [
        ("handle", "brand.example.com", True),
        ("handle", "brand", False),
        ("handle", "brand.example.com\n", False),
        ("handle", "bränd.example.com", False),
        ("handle", f"{'a' * 63}.com", True),
        ("handle", f"{'a' * 64}.com", False),
        ("did", "did:plc:ewvi7nxzyoun6zhxrhs64oiz", True),
        ("did", "did:plc:", False),
        ("tid", "3k2akc2lmbk2a", True),
        ("tid", "3k2akc2lmbk2", False),
        ("recordkey", "..", False),
        ("aturi", "at://brand.test/app.bsky.feed.post/3k2akc2lmbk2a", True),
        ("aturi", "at://brand.test/post/3k2akc2lmbk2a", False),
        ("datetime", "2013-02-03T20:48:18.508-05:00", True),
        ("datetime", "2013-02-29T20:48:18Z", False),
        ("datetime", "2012-02-29T20:48:18Z", True),
        ("datetime", "0000-02-29T00:00:00Z", True),
        ("datetime", "0001-01-01T00:00:00+01:00", True),
        ("datetime", "0000-01-01T00:59:00+01:00", False),
        ("datetime", "9999-12-31T23:59:59-01:00", True),
        ("datetime", "２０１３-02-03T20:48:18Z", False),
        ("language", "pt-BR", True),
        ("language", "PT-br", False),
        ("language", "x-own", True),
        ("language", "zh-cmn-Hans-CN", True),
        ("language", "en-u-attr-co-phonebk-u-ca-buddhist", False),
        ("uri", "mailto:me@example.com", True),
        ("uri", "https://example.com/\n", False),
        ("cid", "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWNPBdG", False),
    ],
)
def test_what_the_files_leave_open(kind: str, text: str, good: bool) -> None:
    assert JUDGES[kind](text) is good


@given(st.text(st.sampled_from("abzAZ019-._:~/#%@ \né日"), max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    for judge in JUDGES.values():
        assert judge(text) in {True, False}
    assert syntax.is_at_uri(f"at://{text}") <= ("\n" not in text)


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=ZONES))
def test_every_time_of_a_clock_is_one(time: datetime) -> None:
    assert syntax.is_datetime(time.isoformat())
    assert not syntax.is_datetime(time.isoformat(" "))
    assert not syntax.is_datetime(time.replace(tzinfo=None).isoformat())
