"""How Mastodon counts: what people see as characters, a link as 23, a mention without its host."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels import mastodon_text


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Power out? No problem.", 22),
        ("e\u0301", 1),
        ("👩‍👩‍👧‍👦🇺🇸👍🏽", 3),
        ("日本語", 3),
        ("a\nb", 3),
        ("https://example.com", 23),
        ("http://example.com/a/path?with=a&query", 23),
        ("see https://example.com/a here", 32),
        ("example.com", 11),
        ("ftp://example.com", 17),
        ("@alice", 6),
        ("@alice@social.example", 6),
        ("hello @alice@social.example!", 13),
        ("@alice@social.example @bob@other.example", 11),
        ("me@example.com", 14),
        ("https://social.example/@alice@other.example", 23),
    ],
)
def test_what_people_write(text: str, length: int) -> None:
    assert mastodon_text.count(text) == length


@pytest.mark.parametrize(("filler", "fits"), [("x" * 476, True), ("x" * 477, False)])
def test_a_link_takes_its_23_of_the_500(filler: str, fits: bool) -> None:
    link = "https://example.com/" + "very-long/" * 40
    assert (mastodon_text.count(f"{filler} {link}") <= mastodon_text.LIMIT) is fits


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="@:"), max_size=40))
def test_nothing_else_is_shortened_or_lengthened(text: str) -> None:
    assert mastodon_text.count(text) <= len(text)
    assert mastodon_text.count(text.replace("\r", "") + " end") >= 4
