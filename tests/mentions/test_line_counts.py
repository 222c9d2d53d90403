import csv
import io
import json
import re
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlroom.mentions.line_counts import (
    FORMATS,
    LONGEST_LINE,
    LineCounts,
    csv_lines,
    lines_of,
    terms_in,
)
from tests.mentions.plain_matching import CHARS, plain_terms

DATA = Path(__file__).parents[3] / "shared" / "data"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = tuple[str, str, int]


def counted(
    terms: Sequence[str], lines: Iterable[bytes], form: str = "lines"
) -> tuple[list[Row], int]:
    """The rows the program prints, and how many lines were bad."""
    counts = LineCounts(terms, FORMATS[form])
    counts.take(lines_of(io.BytesIO(b"\n".join(lines))))
    return [
        ((EPOCH + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ"), term, number)
        for second, term, number in counts.rows()
    ], counts.bad


def line(id_: str, time: str, text: str, **more: Any) -> bytes:
    return json.dumps({"id": id_, "time": time, "text": text, **more}).encode()


def post(id_: str, time_us: int, text: str, operation: str = "create") -> bytes:
    did, rkey = id_.split("/")
    commit = {
        "operation": operation,
        "collection": "app.bsky.feed.post",
        "rkey": rkey,
        "record": {"$type": "app.bsky.feed.post", "text": text},
    }
    if operation == "delete":
        del commit["record"]
    return json.dumps({"did": did, "time_us": time_us, "kind": "commit", "commit": commit}).encode()


def slowly(terms: Iterable[str], lines: Iterable[bytes]) -> tuple[list[Row], int]:
    """The same from the format's description, with the standard library, all in memory."""
    bad = 0
    mentions: dict[str, tuple[str, str]] = {}
    for one in lines:
        if not one.strip():
            continue
        try:
            told = json.loads(one.decode())
            id_, time, text = told["id"], told["time"], told["text"]
            when = datetime.fromisoformat(time).astimezone(UTC)
            str.encode(text)
        except (ValueError, KeyError, TypeError, RecursionError):
            bad += 1
            continue
        mentions.setdefault(id_, (when.strftime("%Y-%m-%dT%H:%M:%SZ"), text))
    counts = Counter(
        (second, term) for second, text in mentions.values() for term in plain_terms(terms, text)
    )
    return sorted((second, term, number) for (second, term), number in counts.items()), bad


TERMS = ["power", "Super Bowl", "#SB47", "停電", "Ещё", "café", "Café", "o", "a,b", '"', "カ"]
TIMES = st.tuples(
    st.sampled_from(
        [
            "2013-02-04T01:37:30",
            "2013-02-04T01:37:30.999999",
            "2013-02-04T01:37:31.000001",
            "2013-02-04T06:37:30.5",
            "1969-12-31T23:59:59.5",
            "2113-02-04T01:37",
        ]
    ),
    st.sampled_from(["Z", "+00:00", "-05:00", "+05:30"]),
).map("".join)
PIECES = st.one_of(
    st.sampled_from(TERMS), st.sampled_from([" ", "_", "s", "#", "＃", "\u0301", "\ufe0f"]), CHARS
)
LINES = st.one_of(
    st.builds(
        line,
        st.sampled_from("abcdefgh"),
        TIMES,
        st.lists(PIECES, max_size=8).map("".join),
    ),
    st.sampled_from(
        [
            b"",
            b"  \r",
            b"not JSON",
            b'{"id": "a"',
            b'{"id": "a", "time": "yesterday", "text": "power"}',
            b'{"id": "a", "text": "power"}',
            b'{"id": "b", "time": "2013-02-04T01:37:30Z", "text": "\xff power"}',
            b'{"id": "c", "time": "2013-02-04T01:37:30Z", "text": "\\ud83d power"}',
            b'{"id": "d", "time": "2013-02-04T01:37:30Z", "text": null}',
            b"[" * 5000,
            b'["a"]',
        ]
    ),
)


@given(st.lists(LINES, max_size=25))
@settings(max_examples=200)
def test_it_counts_as_a_slow_count_does(lines: list[bytes]) -> None:
    assert counted(TERMS, lines) == slowly(TERMS, lines)


IDS = st.builds("did:plc:{}/{}".format, st.sampled_from("ab"), st.integers(1, 4))
POSTS = st.tuples(
    IDS,
    st.integers(1_779_719_009_000_000, 1_779_719_011_999_999),
    st.lists(PIECES, max_size=5).map(lambda parts: re.sub("[\ud800-\udfff]", "", "".join(parts))),
    st.sampled_from(["create", "create", "create", "delete", "update"]),
)


@given(st.lists(POSTS, max_size=25))
def test_it_counts_a_jetstream_as_a_slow_count_does(
    posts: list[tuple[str, int, str, str]],
) -> None:
    deleted = {id_ for id_, _, _, operation in posts if operation == "delete"}
    first: dict[str, tuple[int, str]] = {}
    for id_, time_us, text, operation in posts:
        if operation == "create" and id_ not in deleted:
            first.setdefault(id_, (time_us, text))
    expected = Counter(
        (f"{EPOCH + timedelta(seconds=time_us // 10**6):%Y-%m-%dT%H:%M:%SZ}", term)
        for time_us, text in first.values()
        for term in plain_terms(TERMS, text)
    )
    rows, bad = counted(TERMS, [post(*one) for one in posts], "jetstream")
    assert rows == sorted((*key, number) for key, number in expected.items())
    assert bad == 0


def test_one_id_is_one_mention_and_the_first_that_can_be_read_is_it() -> None:
    lines = [
        b'{"id": "1", "time": "2013-02-04T01:37:30Z", "text": 7}',
        line("1", "2013-02-04T01:37:31Z", "power"),
        line("1", "2013-02-04T01:37:32Z", "power lights"),
        line("2", "2013-02-04T01:37:33Z", "nothing"),
        line("2", "2013-02-04T01:37:34Z", "lights"),
    ]
    assert counted(["lights", "power"], lines) == ([("2013-02-04T01:37:31Z", "power", 1)], 1)


@pytest.mark.parametrize("turned", [False, True])
def test_a_deleted_mention_counts_nowhere(turned: bool) -> None:
    lines = [line("1", "2013-02-04T01:37:30Z", "power"), b'{"id": "1", "deleted": true}']
    lines += [line("2", "2013-02-04T01:37:30Z", "power"), b'{"id": "3", "deleted": true}']
    rows, bad = counted(["power"], reversed(lines) if turned else lines)
    assert rows == [("2013-02-04T01:37:30Z", "power", 1)]
    assert bad == 0


def test_seconds_are_utc_and_floored_also_long_ago_and_far_ahead() -> None:
    times = [
        "9999-12-31T23:59:59.999Z",
        "1969-12-31T23:59:59.1Z",
        "0001-01-01T00:00:00Z",
        "2013-02-03T20:37:30-05:00",
        "2013-02-04T01:37:30",
    ]
    beyond = ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"]
    lines = [line(str(n), time, "power") for n, time in enumerate(times + beyond)]
    counts = LineCounts(["power"], FORMATS["lines"])
    counts.take(lines)
    assert b"".join(csv_lines(counts.rows())).decode().splitlines() == [
        "time,term,count",
        "0001-01-01T00:00:00Z,power,1",
        "1969-12-31T23:59:59Z,power,1",
        "2013-02-04T01:37:30Z,power,2",
        "9999-12-31T23:59:59Z,power,1",
    ]
    assert counts.bad == 2


def test_terms_are_sorted_by_code_point_and_quoted() -> None:
    terms = ["b", "a,b", 'say "hi"', "Z", "é", "停電", "👍", "ﬁ"]
    counts = LineCounts(terms, FORMATS["lines"])
    counts.take([line("1", "2013-02-04T01:37:30Z", 'b a,b say "hi" Z é 停電 👍 fi')])
    table = b"".join(csv_lines(counts.rows())).decode()
    rows = list(csv.reader(io.StringIO(table, newline="")))[1:]
    assert [term for _, term, _ in rows] == ["Z", "a,b", "b", 'say "hi"', "é", "停電", "ﬁ", "👍"]
    assert '"a,b"' in table
    assert '"say ""hi"""' in table
    assert "\r" not in table


def test_terms_as_people_write_files() -> None:
    text = "\ufeff// now\r\npower\r\n\r\n  super bowl\t\n//off\n#SB47\rpower\n a // b\n\u3000\nlast"
    assert terms_in(text) == ("power", "super bowl", "#SB47", "a // b", "last")
    assert terms_in("") == ()


def test_a_line_too_long_to_be_one_is_bad_and_the_next_is_read() -> None:
    lines = [
        b"x" * (LONGEST_LINE + 10),
        line("1", "2013-02-04T01:37:30Z", "power " * 2_000_000),
        b"y" * (2 * LONGEST_LINE),
        line("2", "2013-02-04T01:37:30Z", "power"),
        b"z" * LONGEST_LINE,
    ]
    assert counted(["power"], lines) == ([("2013-02-04T01:37:30Z", "power", 2)], 3)


def test_what_is_kept_of_a_mention_is_small() -> None:
    number = 30_000
    text = "power " + "x" * 1000
    counts = LineCounts(["power", "lights"], FORMATS["lines"])
    tracemalloc.start()
    counts.take(line(f"did:plc:{n:060}", "2013-02-04T01:37:30Z", text) for n in range(number))
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert next(counts.rows())[2] == number
    assert kept < 150 * number


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_recorded_events_of_a_jetstream() -> None:
    lines = (DATA / "jetstream" / "golden_v1.jsonl").read_bytes().splitlines()
    terms = ["rsv", "Good  time", "good time", "!!", "time !!", "a", "#rsv"]
    rows, bad = counted(terms, lines, "jetstream")
    assert rows == [("2026-05-25T14:23:29Z", term, 1) for term in sorted({"a", *terms[2:5], "rsv"})]
    assert bad == 0
    assert counted(terms, lines, "lines")[1] == len(lines)


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_ordinary_talk() -> None:
    with (DATA / "event_chatter" / "ordinary_talk_2013.csv").open(newline="") as file:
        said = list(csv.DictReader(file))[::5]
    words = Counter(word for one in said for word in one["tweet"].split())
    terms = [word for word, _ in words.most_common(100)]
    terms += ["lol", "ran out of", "#", "isn't", "’", "...", "@user however", "❤", "i"]
    lines = [line(str(n % 800), one["time"], one["tweet"]) for n, one in enumerate(said)]
    rows, bad = counted(terms, lines)
    assert len(rows) > 500
    assert (rows, bad) == slowly(set(terms), lines)
