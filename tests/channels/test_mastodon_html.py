"""What a server made of the words is undone, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels.mastodon_html import plain, same_words
from tests.support.mastodon_text_server import as_html, mentioned
from tests.support.mastodon_truth import HOST

SERVER = f"https://{HOST}"
ACCOUNTS = {
    "alice": f"{SERVER}/@alice",
    "bob@remote.example": "https://remote.example/@bob",
    "bob@other.example": "https://web.other.example/users/bob",
}

PIECES = st.one_of(
    st.sampled_from(
        [
            *("@alice", "@ALICE", f"@alice@{HOST}", "@bob@remote.example", "@bob@other.example"),
            *("@nobody", "@nobody@nowhere.example", "someone@mail.example", "@", "#", "…"),
            *("#dunk", "#3ämter", "#123", "https://a.example/?x=1&y=<2>", "http://www.b.example"),
            "https://www.example.com/stories/2013/02/03/you-can-still-dunk-in-the-dark#oreo",
            *("&amp;", "<b>", "</p><p>", "<br />", '"', "'", "👩‍👩‍👧‍👦", "&#39;", ":oreo:"),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
)
BETWEEN = st.sampled_from([" ", "  ", "\n", "\r\n", "\n\n", "\n\n\n", " \n ", "\t"])
TEXTS = st.lists(st.tuples(PIECES, BETWEEN), max_size=12).map(
    lambda pairs: "".join(piece + between for piece, between in pairs)
)


def read_back(text: str) -> str:
    content = as_html(text, SERVER, ACCOUNTS)
    named = {ACCOUNTS[acct]: acct for acct in mentioned(text, ACCOUNTS)}
    return plain(content, named)


@given(TEXTS)
def test_every_text_reads_back_the_same(text: str) -> None:
    assert same_words(read_back(text), text, HOST)


@given(TEXTS, st.integers(0, 200))
def test_one_letter_more_is_not_the_same(text: str, at: int) -> None:
    changed = text[:at] + "x" + text[at:]
    assert not same_words(read_back(changed), text, HOST)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Dunk in the dark.", "Drink in the dark."),
        ("Hello @bob@remote.example", "Hello @bob@other.example"),
        ("Hello @bob", "Hello @bob@remote.example"),
        ("Read https://a.example/1", "Read https://a.example/2"),
        ("#dunk", "#drunk"),
        ("A\n\nB", "A\nB"),
        ("Dunk", "dunk"),
    ],
)
def test_what_differs_for_a_reader_differs_here(sent: str, shown: str) -> None:
    assert not same_words(sent, read_back(shown), HOST)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        # GoToSocial
        (
            (
                '<p>Dark <a href="https://s.example/tags/dunk" class="mention hashtag" rel="tag">#'
                "<span>dunk</span></a><br>at last</p>"
            ),
            "Dark #dunk\nat last",
        ),
        # Pleroma
        (
            (
                'Hi <span class="h-card"><a class="u-url mention" data-user="9x" '
                'href="https://web.other.example/users/bob" rel="ugc">@<span>bob</span></a></span>'
                '<br/><br/><a href="https://a.example/long">https://a.example/long</a>'
            ),
            "Hi @bob@other.example\n\nhttps://a.example/long",
        ),
        # Servers that show a shortened address and keep the whole one in the link
        (
            '<p><a href="https://a.example/a-long-story?x=1&amp;y=2">a.example/a-long…</a></p>',
            "https://a.example/a-long-story?x=1&y=2",
        ),
        # Somebody the server does not list among those mentioned
        (
            (
                '<p><a href="https://far.example/@eve" class="mention">@eve</a> and '
                '<a href="https://far.example/@eve" class="mention">@eve@far.example</a></p>'
            ),
            "@eve@far.example and @eve@far.example",
        ),
        # Markdown
        ("<p>One</p><ul><li>two</li><li>three</li></ul><p>four</p>", "One\n\ntwo\nthree\n\nfour"),
        ("", ""),
    ],
)
def test_other_software_is_read_too(content: str, text: str) -> None:
    named = {url: acct for acct, url in ACCOUNTS.items()}
    assert plain(content, named) == text
