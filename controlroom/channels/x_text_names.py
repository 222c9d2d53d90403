"""What X takes for a mention, a list, a hashtag, a cashtag and a reply (twitter-text 3.1).

Spans count code points. A mention's text is its span with the @ (for a list with the slash and the
list's name), a tag's is its name without the sign.
"""

import re
from collections.abc import Iterable

import regex

from controlroom.channels.reading import Kind, Mark, apart
from controlroom.channels.x_text_links import LATIN, SPACES, links

_MENTION = re.compile(
    r"(?:\A|[^a-zA-Z0-9_!#$%&*@＠]|(?:\A|[^a-zA-Z0-9_+~.-])[rR][tT]:?)"
    r"(?P<shown>[@＠](?P<name>[a-zA-Z0-9_]{1,20})(?P<list>/[a-zA-Z][a-zA-Z0-9_-]{0,24})?)"
)
_REPLY = re.compile(rf"[{SPACES}]*[@＠](?P<name>[a-zA-Z0-9_]{{1,20}})")
NO_NAME_BEFORE = re.compile(rf"[@＠{LATIN}]|://")
"""What shows that the name before it is part of an address or of a word with accents."""

_SIGNS_IN_TAGS = (
    r"_\xb7\u05be\u05f3\u05f4\u0f0b\u0f0c\u200c\u200d\u3003\u301c\u309b\u309c\u30a0\u30fb\ua67e"
    r"\uff5e"
)
_LETTER = r"\p{L}\p{M}"
_NO_LETTER = rf"\p{{Nd}}{_SIGNS_IN_TAGS}"
_HASHTAG = regex.compile(
    rf"(?:\A|[\ufe0e\ufe0f]|[^{_LETTER}{_NO_LETTER}&])"
    rf"(?P<shown>[#＃](?![\ufe0f\u20e3])"
    rf"(?P<name>[{_NO_LETTER}]*+[{_LETTER}][{_LETTER}{_NO_LETTER}]*+))(?![#＃]|://)"
)
_CASHTAG = re.compile(
    rf"(?:\A|[{SPACES}])(?P<shown>\$(?P<name>[a-zA-Z]{{1,6}}(?:[._][a-zA-Z]{{1,2}})?))"
    rf"(?=\Z|[{SPACES}\ufeff!'#%&()*+,\\\-./:;<=>?@\[\]^_{{|}}~$])"
)


def mentions_or_lists(text: str) -> list[Mark]:
    """The accounts and the lists of accounts named in ``text``."""
    if "@" not in text and "＠" not in text:
        return []
    return [
        Mark(Kind.MENTION, match.start("shown"), match.end("shown"), match["shown"])
        for match in _MENTION.finditer(text)
        if not NO_NAME_BEFORE.match(text, match.end())
    ]


def mentions(text: str) -> list[Mark]:
    """The accounts named in ``text``, without lists."""
    return [mark for mark in mentions_or_lists(text) if "/" not in mark.text]


def reply_to(text: str) -> str | None:
    """The account, without @, that ``text`` begins with and so answers."""
    match = _REPLY.match(text)
    if match is None or NO_NAME_BEFORE.match(text, match.end()):
        return None
    return match["name"]


def hashtags(text: str) -> list[Mark]:
    """The hashtags of ``text`` that are no part of a link."""
    if "#" not in text and "＃" not in text:
        return []
    return _of_kind(Kind.TAG, [*links(text), *tags(text)])


def cashtags(text: str) -> list[Mark]:
    """The stock symbols of ``text``; ``text`` of the mark is without the $."""
    return [
        Mark(Kind.TAG, match.start("shown"), match.end("shown"), match["name"])
        for match in _CASHTAG.finditer(text)
    ]


def entities(text: str, *, bare: bool = True) -> tuple[Mark, ...]:
    """Links, mentions, lists and hashtags of ``text`` in order, none within another. ``bare``:
    links without a scheme too."""
    return apart([*links(text, bare=bare), *mentions_or_lists(text), *tags(text)])


def tags(text: str) -> list[Mark]:
    """What would be the hashtags of ``text`` if there were no links in it."""
    if "#" not in text and "＃" not in text:
        return []
    return [
        Mark(Kind.TAG, match.start("shown"), match.end("shown"), match["name"])
        for match in _HASHTAG.finditer(text)
    ]


def _of_kind(kind: Kind, marks: Iterable[Mark]) -> list[Mark]:
    return [mark for mark in apart(marks) if mark.kind is kind]
