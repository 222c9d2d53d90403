"""How X counts (by weight, after composing, a link as 23, an emoji as two) and what it marks."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels import x_text
from controlroom.channels.reading import Kind
from controlroom.channels.x_text_names import reply_to
from controlroom.messages import english
from tests.support.readings import TEXTS, ids, marked, spans_agree

TWITTER_TEXT = Path(__file__).parents[3] / "shared" / "data" / "twitter-text"
absent = pytest.mark.skipif(
    not TWITTER_TEXT.is_dir(), reason="the network's own test files are not there"
)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Power out? No problem.", 22),
        ("é", 1),
        ("e\u0301", 1),
        ("Ω", 1),
        ("ქართული", 7),
        ("\u10ff", 1),
        ("\u1100", 2),
        ("日本語", 6),
        ("한국어", 6),
        ("\u1112\u1161\u11ab", 2),
        ("“quoted” – and—so…", 19),
        ("a\u200bb", 3),
        ("a\u200eb\u200f", 6),
        ("5′ 6″", 5),
        ("€", 2),
        ("✌", 2),
        ("🍪", 2),
        ("🍪🍪", 4),
        ("👍🏽", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("🇺🇸", 2),
        ("#️⃣", 2),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2),
        ("line\nbreak", 10),
        ("𝒳", 2),
        ("©", 1),
        ("©️", 2),
        ("1️⃣2⃣", 4),
        ("🇽🇽", 4),
        ("🚴‍♂️", 2),
        ("🚴‍♂", 5),
        ("👍🏽👍🏽👍", 6),
        ("\u202aABC\u200f", 7),
    ],
)
def test_what_people_write(text: str, weight: int) -> None:
    assert x_text.count(text) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("https://example.com", 23),
        ("https://example.com/a/very/long/path?that=goes&on=and#on", 23),
        ("see https://example.com.", 28),
        ("(https://example.com)", 25),
        ("example.com", 23),
        ("see example.com/menu today", 33),
        ("one.com two.org", 47),
        ("https://例え.jp", 23),
        ("me@example.com", 14),
        ("half.time", 9),
        ("version 3.14", 12),
        ("no.such-domain-at-all", 21),
        ("https://example.com/" + "a" * 4_068, 23),
        ("https://example.com/" + "a" * 4_069, 4_089),
        ("https://" + "a" * 63 + ".com", 23),
        ("https://" + "a" * 64 + ".com", 76),
    ],
)
def test_a_link_is_23_however_long_it_is(text: str, weight: int) -> None:
    assert x_text.count(text) == weight


def test_composed_and_decomposed_weigh_alike() -> None:
    assert x_text.count("café") == x_text.count("cafe\u0301") == 4


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="."), max_size=30)


@given(WORDS, WORDS)
def test_two_lines_weigh_what_they_weigh_apart(one: str, other: str) -> None:
    assert x_text.count(f"{one}\n{other}") == x_text.count(one) + 1 + x_text.count(other)


@given(WORDS)
def test_no_character_weighs_more_than_two(text: str) -> None:
    assert x_text.count(text) <= 2 * len(text) or "://" in text


@absent
def test_the_weights_are_those_of_the_networks_own_configuration() -> None:
    rules = json.loads((TWITTER_TEXT / "config" / "v3.json").read_text("utf-8"))
    assert rules["maxWeightedTweetLength"] == x_text.LIMIT
    assert rules["transformedURLLength"] == x_text.LINK_LENGTH
    assert rules["emojiParsingEnabled"]
    light = {
        point
        for span in rules["ranges"]
        if span["weight"] == 100
        for point in (span["start"], span["end"])
    }
    for edge in sorted(light):
        assert x_text.count(chr(edge)) == 1
    for outside in (4352, 8191, 8206, 8207, 8224, 8241, 8248):
        assert outside not in light
        assert x_text.count(chr(outside)) == 2


def test_counting_a_long_text_does_not_grow_out_of_hand() -> None:
    """Counted at each keystroke, so what only looks like a link must not be tried for ever."""
    for piece in ("a", "a-", "a.", "http://", "http://a.com/(", "あ", "a.com/" + "b(" * 9):
        assert x_text.count(piece * (4_000 // len(piece))) > 0


LINK, MENTION, TAG = Kind.LINK, Kind.MENTION, Kind.TAG


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nothing here", []),
        ("see example.com.", [(LINK, "example.com", "https://example.com")]),
        ("(HTTPS://A.de/b)", [(LINK, "HTTPS://A.de/b", "HTTPS://A.de/b")]),
        ("日本example.com日本", [(LINK, "example.com", "https://example.com")]),
        ("https://日本.jp", [(LINK, "https://日本.jp", "https://日本.jp")]),
        ("日本.jp", []),
        ("http://t.co/abc-d", [(LINK, "http://t.co/abc", "http://t.co/abc")]),
        ("http://e\u0301.com", [(LINK, "http://e\u0301.com", "http://e\u0301.com")]),
        ("@brand!", [(MENTION, "@brand")]),
        ("＠brand", [(MENTION, "＠brand")]),
        ("@brand/list-1", [(MENTION, "@brand/list-1")]),
        ("me@example.com", []),
        ("@tom.com", [(MENTION, "@tom")]),
        ("#Más ＃2013a #2013", [(TAG, "Más"), (TAG, "2013a")]),
        ("#a#b &#c x#d", []),
        ("#️⃣ #⃣", []),
        ("example.com/#not", [(LINK, "example.com/#not", "https://example.com/#not")]),
        ("http://a.com/@not", [(LINK, "http://a.com/@not", "http://a.com/@not")]),
        ("$STOCK", []),
    ],
    ids=ids,
)
def test_what_is_marked(text: str, found: list[tuple[str, ...]]) -> None:
    assert marked(x_text.read(text)) == found


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("words", []),
        ("", ["There are no words."]),
        (" \n", []),
        ("a" * 280, []),
        ("a" * 281, ["1 characters over the limit of 280."]),
        ("日" * 150, ["20 characters over the limit of 280."]),
        ("a\ufeff", ["It holds a character that X refuses, like a byte order mark."]),
        ("a\uffff", ["It holds a character that X refuses, like a byte order mark."]),
        (
            "a\ud800",
            ["It holds half of a character (a lone surrogate), which no text may."],
        ),
    ],
    ids=ids,
)
def test_why_x_would_refuse_it(text: str, problems: list[str]) -> None:
    reading = x_text.read(text)
    assert [english(problem) for problem in reading.problems] == problems
    assert reading.valid is (not problems)


@given(TEXTS)
def test_marks_lie_in_the_text_in_order_and_read_as_they_say(text: str) -> None:
    spans_agree(text, x_text.read(text))


@given(TEXTS)
def test_the_length_shown_is_the_length_counted(text: str) -> None:
    assert x_text.read(text).length == x_text.count(text)


@given(TEXTS)
def test_a_link_read_alone_is_the_same_link(text: str) -> None:
    for mark in x_text.read(text).marks:
        if mark.kind is LINK:
            assert marked(x_text.read(mark.text)) == [(LINK, mark.text, mark.target)]


@pytest.mark.parametrize(
    ("text", "account"),
    [("@brand yes", "brand"), ("\u3000@brand", "brand"), ("so @brand", None), ("@a@b", None)],
)
def test_whom_a_post_answers(text: str, account: str | None) -> None:
    assert reply_to(text) == account
