"""How Mastodon counts (clusters, links as 23, names without their hosts) and what it marks."""

import pytest
from hypothesis import given

from controlroom.channels import mastodon_text
from controlroom.channels.reading import Kind
from controlroom.messages import english
from tests.support.readings import ANY_TEXTS, TEXTS, ids, marked, spans_agree

LINK, MENTION, TAG = Kind.LINK, Kind.MENTION, Kind.TAG


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        (" \n ", 0),
        (" a ", 3),
        ("Power out? No problem.", 22),
        ("e\u0301", 1),
        ("👩‍👩‍👧‍👦🇺🇸👍🏽", 3),
        ("日本語", 3),
        ("a\nb", 3),
        ("a\r\nb", 3),
        ("https://example.com", 23),
        ("http://example.com/a/path?with=a&query", 23),
        ("see https://example.com/a here", 32),
        ("https://nic.みんな/日本", 23),
        ("example.com", 11),
        ("https://localhost/a", 19),
        ("ftp://example.com", 17),
        ("gemini://example.com/a/b", 23),
        ("ahttp://example.com", 19),
        ("@alice", 6),
        ("@alice@social.example", 6),
        ("hello @alice@social.example!", 13),
        ("@alice@social.example @bob@other.example", 11),
        ("me@example.com", 14),
        ("https://social.com/@alice@other.example", 23),
        ("https://social.test/@alice@other.example", 40),
        ("@alice@" + "b" * 249 + ".com", 6),
        ("@alice@" + "b" * 250 + ".com", 261),
        ("http://example.com/valid?" + "#foo?" * 1_000, 5_025),
    ],
    ids=ids,
)
def test_what_people_write(text: str, length: int) -> None:
    assert mastodon_text.count(text) == length


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a" * 500, True),
        ("a" * 501, False),
        ("✨" * 500, True),
        ("🏳️‍⚧️" * 500, True),
        ("a" * 476 + f" http://{'b' * 30}.com/example", True),
        ("a" * 476 + f"http://{'b' * 30}.com/example", False),
        ("a" * 477 + f" http://{'b' * 30}.com/example", False),
        ("a" * 475 + f" @alice@{'b' * 30}.com", True),
        (f"@alice@{'b' * 500}.com", False),
    ],
    ids=ids,
)
def test_what_fits(text: str, fits: bool) -> None:
    assert mastodon_text.read(text).valid is fits


def test_other_servers_count_otherwise() -> None:
    text = "https://example.com @alice@social.example 👩‍👩‍👧‍👦"
    assert mastodon_text.count(text) == 23 + 1 + 6 + 1 + 1
    assert mastodon_text.count(text, url_length=30) == 39
    assert mastodon_text.count(text, raw=True) == len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nothing here, example.com neither", []),
        ("http://google.com!", [(LINK, "http://google.com", "http://google.com")]),
        ("(http://google.com/)", [(LINK, "http://google.com/", "http://google.com/")]),
        ("'http://a.com'", [(LINK, "http://a.com", "http://a.com")]),
        ("<https://a.com/>", [(LINK, "https://a.com/", "https://a.com/")]),
        ("「[https://a.org/」", [(LINK, "https://a.org/", "https://a.org/")]),
        ("https://a.com/日本", [(LINK, "https://a.com/日本", "https://a.com/日本")]),
        ("https://a.com/\u3000abc", [(LINK, "https://a.com/", "https://a.com/")]),
        ("https://a.com/s?q=✓&b=1", [(LINK, "https://a.com/s?q=✓&b=1", "https://a.com/s?q=✓&b=1")]),
        ("https://a.com/D_(b)", [(LINK, "https://a.com/D_(b)", "https://a.com/D_(b)")]),
        ("http://a.com/b<del>b", [(LINK, "http://a.com/b", "http://a.com/b")]),
        ("http://www\\.google\\.com", []),
        ("xmpp:user@example.com", [(LINK, "xmpp:user@example.com", "xmpp:user@example.com")]),
        (
            "join xmpp:muc@example.com?join now",
            [(LINK, "xmpp:muc@example.com?join", "xmpp:muc@example.com?join")],
        ),
        ("a magnet:?xt=urn:b", [(LINK, "magnet:?xt=urn:b", "magnet:?xt=urn:b")]),
        ("@alice", [(MENTION, "@alice")]),
        ("@alice@social.example.", [(MENTION, "@alice@social.example")]),
        ("Hi (@alice_b.c@例え.jp)", [(MENTION, "@alice_b.c@例え.jp")]),
        ("@screen_name@", []),
        ("@aliceé me@a.com /@a =@b", []),
        ("https://a.com/@alice", [(LINK, "https://a.com/@alice", "https://a.com/@alice")]),
        ("#hashtag #タグ", [(TAG, "hashtag"), (TAG, "タグ")]),
        ("#3d #l33t #_test #test_ #0123", [(TAG, t) for t in ("3d", "l33t", "_test", "test_")]),
        ("#one·two·three· #·no", [(TAG, "one·two·three")]),
        ("#ぼっち・ざ・ろっく ＃ｆｏｏ", [(TAG, "ぼっち・ざ・ろっく"), (TAG, "ｆｏｏ")]),
        ("#نرم\u200cافزار", [(TAG, "نرم\u200cافزار")]),
        ("a\u00a0#foo x#no (#no .#no", [(TAG, "foo")]),
        ("#tag:// #taghttps://", [(TAG, "tag"), (TAG, "tag")]),
        ("#taghttps://a.com", [(TAG, "tag")]),
        ("https://a.com/testé#foo", [(LINK, "https://a.com/testé#foo", "https://a.com/testé#foo")]),
    ],
    ids=ids,
)
def test_what_is_marked(text: str, found: list[tuple[str, ...]]) -> None:
    assert marked(mastodon_text.read(text)) == found


def test_why_it_would_be_refused() -> None:
    problems = mastodon_text.read("a" * 501 + "\udfff").problems
    assert [english(problem) for problem in problems] == [
        "It holds half of a character (a lone surrogate), which no text may.",
        "2 characters over the limit of 500.",
    ]
    assert [english(problem) for problem in mastodon_text.read(" ").problems] == [
        "There are no words."
    ]


@given(ANY_TEXTS)
def test_marks_lie_in_the_text_in_order_and_read_as_they_say(text: str) -> None:
    reading = mastodon_text.read(text)
    spans_agree(text, reading)
    assert reading.length == mastodon_text.count(text)


@given(TEXTS)
def test_shortening_names_never_makes_a_text_longer(text: str) -> None:
    without_links = text.replace(":", "")
    assert mastodon_text.count(without_links) <= len(without_links)


def test_counting_a_long_text_does_not_grow_out_of_hand() -> None:
    """Counted at each keystroke, so what only looks like a link must not be tried for ever."""
    for piece in (
        "a",
        "a.",
        "http://",
        "http://a.com/(",
        "あ",
        "@a.",
        "@a@b-",
        "#·",
        "#1",
        "a.com((",
    ):
        assert mastodon_text.read(piece * (4_000 // len(piece))).length > 0
