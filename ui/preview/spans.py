"""Where links, hashtags and mentions stand in a post's words, for colour only.

Networks decide for themselves what becomes a link; this is what a reader would take for one.
"""

import re
from collections.abc import Iterable

_LINKED = re.compile(
    r"(?P<link>https?://[^\s<>]*[^\s<>.,;:!?)\]’”\"'])"
    r"|(?<![\w@#/])[#＃](?=\w*[^\W\d_])\w+"
    r"|(?<![\w@#/])@[\w](?:[\w.-]*[\w])?(?:@[\w](?:[\w.-]*[\w])?)?"
)


def linked_spans(words: str) -> tuple[tuple[int, int], ...]:
    """Start and length of each link, hashtag and mention, in characters (code points)."""
    return tuple((found.start(), found.end() - found.start()) for found in _LINKED.finditer(words))


def utf16_spans(words: str) -> tuple[tuple[int, int], ...]:
    """The same in UTF-16 units, which is how Qt counts inside a text."""
    return in_utf16(words, linked_spans(words))


def in_utf16(words: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Start and length of each of ``spans``, given in characters, in UTF-16 units."""

    def units(text: str) -> int:
        return len(text.encode("utf-16-le")) // 2

    return tuple(
        (units(words[:start]), units(words[start : start + length])) for start, length in spans
    )
