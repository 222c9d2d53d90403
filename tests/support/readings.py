"""Texts that people and their keyboards come up with, and what must hold of every reading."""

from typing import Any

from hypothesis import strategies as st

from controlroom.channels.reading import Kind, Reading, byte_offsets

PIECES = st.sampled_from(
    [
        *("https://example.com/a?b=c#d", "http://a.de)", "example.com", "(b.org", "www.c.co.uk/x."),
        *("HTTPS://A.COM", "http://t.co/ab1", "例え.jp", "http://例え.みんな/日本", "xn--ls8h.la"),
        *("@brand.test", "@a.b.com,", "(@c.org)", "@nobody", "@Some.One.com", "@a@b.social", "＠c"),
        *("@user/list", "RT:@d", "rt", "#tag", "#Tag!", "##two", "#1", "＃全角", "$AB", "$TEST.T"),
        *(
            "🍪",
            "👩‍👩‍👧‍👦",
            "é",
            "e\u0301",
            "🇺🇸",
            "1️⃣",
            "©",
            "\u200b",
            "\u200d",
            "\ufe0f",
            "\u2028",
            "ü.de",
        ),
        *(" ", "  ", "\n", "\r\n", "\u00a0", "\u3000", ".", ",", "(", ")", "!", "#", "@", "://"),
        *("a", "日本語", "\u0085", "’", "_", "-", "/", "?", "xmpp:a@b.com", "magnet:?x=y"),
    ]
)
_STRUNG = st.lists(PIECES, max_size=12)
ANY_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=[])), _STRUNG.map("".join), _STRUNG.map(" ".join)
)
"""Half characters included."""
TEXTS = ANY_TEXTS.map(lambda text: text.encode("utf-8", "replace").decode())


def ids(value: Any) -> str:
    """A test's name for a parameter: short, and in ASCII."""
    return ascii(value)[:40]


def marked(reading: Reading) -> list[tuple[str, ...]]:
    """The marks without their places: kind, text and, of a link, its target."""
    return [
        (mark.kind, mark.text, mark.target) if mark.kind is Kind.LINK else (mark.kind, mark.text)
        for mark in reading.marks
    ]


def spans_agree(text: str, reading: Reading) -> None:
    """Marks lie in ``text``, in order, apart, and their places are those of what they say."""
    before = 0
    places = byte_offsets(text, reading.marks)
    encoded = text.encode("utf-8", "surrogatepass")
    for mark, (start, end) in zip(reading.marks, places, strict=True):
        assert before <= mark.start < mark.end <= len(text)
        before = mark.end
        shown = text[mark.start : mark.end]
        assert encoded[start:end] == shown.encode("utf-8", "surrogatepass")
        assert len(text[: mark.start].encode("utf-8", "surrogatepass")) == start
        match mark.kind:
            case Kind.LINK:
                assert shown == mark.text
                assert mark.target in {shown, f"https://{shown}"}
                assert ":" in mark.target[:10]
            case Kind.MENTION:
                assert shown == mark.text
                assert shown[0] in "@＠"
            case Kind.TAG:
                assert shown[0] in "#＃$"
                assert mark.text in {shown[1:], shown.upper()}
