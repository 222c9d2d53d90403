"""How Mastodon reads a text (server sources, read 2026-08): grapheme clusters, a link as 23
characters, a mention without its host.

The server finds hosts as X does, lets paths and queries hold any letters, and knows more schemes.
A domain without a scheme stays words to it: it is neither marked nor counted as 23, and so it is
here, since a link that the network does not make must not be promised. Hashtags begin a text or
follow white space. Whether a name is anybody's is known only to the network; offline every
mention of the right form is one. Other software with the same interface counts otherwise.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from controlroom.channels.reading import Kind, Mark, Reading, apart, troubles_of
from controlroom.channels.x_text_links import (
    BRACKETS,
    PRECEDING,
    found,
    grammar,
    host_end,
    in_brackets,
)
from controlroom.channels.x_text_names import NO_NAME_BEFORE
from controlroom.messages import message

LINK_LENGTH = 23
LIMIT = 500
PICTURES = 4
PICTURE_BYTES = 16 * 1024 * 1024
ALT_CHARACTERS = 1_500
_HOST_CHARACTERS = 253

_BLANK = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_WITHIN = rf"[^{_BLANK}<>()?]"
# In brackets at the end of an address X's letters hold, within it all.
_LAST = rf"(?:[^{_BLANK}()?!*\"'「」<>;:=,.$%\[\]~&|@]|{BRACKETS})"
_PIECE = rf"{_WITHIN}*(?:{in_brackets(_WITHIN)}{_WITHIN}*)*{_LAST}|{_WITHIN}+/"
_QUERY = r"[^\x00-\x20\"<>\\`{}\x7f-\x9f]"
_QUERY_END = r"(?:[a-z0-9_&=#/\-]|[^\x00-\x9f])"
_LINK = grammar("https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini", _PIECE, _QUERY, _QUERY_END)
_WORD = re.compile(r"[^\t-\r \x85]+")

_NODE = r"(?:[a-z\u0400-\u04ff0-9\-._~!$()*+,;=]|%[0-9a-f]{2})"
_RESOURCE = r"(?:[a-z\u0400-\u04ff0-9\-._~!$&'()*+,;=]|%[0-9a-f]{2})"
_OTHER_ADDRESS = re.compile(
    rf"{PRECEDING}(?P<link>(?P<account>xmpp:(?://{_NODE}+@[^/{_BLANK}]+/)?(?:{_NODE}+@)?)"
    rf"|magnet:\?{_QUERY}*{_QUERY_END})",
    re.IGNORECASE | re.ASCII,
)
_AFTER_ACCOUNT = re.compile(
    rf"(?:/{_RESOURCE}+)?(?:\?{_QUERY}*{_QUERY_END})?", re.IGNORECASE | re.ASCII
)

_LETTER = r"\p{Alphabetic}"
_IN_WORDS = rf"{_LETTER}\p{{M}}\p{{Nd}}\p{{Pc}}"
_MENTION = regex.compile(
    rf"(?<![=/{_IN_WORDS}])@(?P<name>[a-zA-Z0-9_]+(?:[.-]+[a-zA-Z0-9_]+)*)"
    rf"(?:@(?P<host>[{_IN_WORDS}]+(?:[.-]+[{_IN_WORDS}]+)*))?"
)
_JOINS = "_\u00b7\u30fb\u200c"
_TAG = regex.compile(
    rf"(?:\A|(?<=[{_BLANK}]))[#＃](?P<name>"
    rf"[{_IN_WORDS}][{_IN_WORDS}{_JOINS}]*[{_LETTER}{_JOINS}][{_IN_WORDS}{_JOINS}]*[{_IN_WORDS}]"
    rf"|[{_IN_WORDS}]*[{_LETTER}][{_IN_WORDS}]*)"
)
_SCHEME_AT_END = re.compile(r"(?<=.)https?\Z")
_CLUSTER = regex.compile(r"\X")


def count(text: str, *, raw: bool = False, url_length: int = LINK_LENGTH) -> int:
    """Length of ``text`` as Mastodon counts it, a link as ``url_length``. ``raw``: as GoToSocial
    counts, every code point and nothing made shorter."""
    if raw:
        return len(text)
    return _length(text, [*_links(text), *_mentions(text)], url_length)


def read(text: str) -> Reading:
    """``text`` as Mastodon reads it; ``length`` is what it counts."""
    links, mentions = list(_links(text)), list(_mentions(text))
    length = _length(text, [*links, *mentions], LINK_LENGTH)
    problems = troubles_of(text)
    if length > LIMIT:
        problems.append(message("check.too_long", over=length - LIMIT, limit=LIMIT))
    marks = apart([*links, *_tags(text), *mentions, *_other_addresses(text)])
    return Reading(length, LIMIT, tuple(problems), marks)


def _length(text: str, shortened: list[Mark], url_length: int) -> int:
    if not text.strip():
        return 0  # only blanks are no text to the server
    parts, at = [], 0
    for mark in apart(shortened):
        named = "@" + mark.text.split("@")[1] if mark.kind is Kind.MENTION else "x" * url_length
        parts += [text[at : mark.start], named]
        at = mark.end
    return _graphemes("".join([*parts, text[at:]]))


@lru_cache(maxsize=64)
def _graphemes(text: str) -> int:
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(_CLUSTER.findall(text))


def _links(text: str) -> Iterator[Mark]:
    if ":" in text:
        yield from found(_LINK, text, bare=False, word=_WORD)


def _other_addresses(text: str) -> Iterator[Mark]:
    for match in _OTHER_ADDRESS.finditer(text) if ":" in text else ():
        end: int | None = match.end()
        if match["account"] is not None:
            end = host_end(text, match.end())
            rest = None if end is None else _AFTER_ACCOUNT.match(text, end)
            end = None if rest is None else rest.end()
        if end is not None:
            shown = text[match.start("link") : end]
            yield Mark(Kind.LINK, match.start("link"), end, shown, shown)


def _mentions(text: str) -> Iterator[Mark]:
    for match in _MENTION.finditer(text) if "@" in text else ():
        if NO_NAME_BEFORE.match(text, match.end()) or len(match["host"] or "") > _HOST_CHARACTERS:
            continue
        yield Mark(Kind.MENTION, match.start(), match.end(), match[0])


def _tags(text: str) -> Iterator[Mark]:
    for match in _TAG.finditer(text):
        tag: str = match["name"]
        if text.startswith("://", match.end()):
            tag = _SCHEME_AT_END.sub("", tag)  # an address is glued to it
        yield Mark(Kind.TAG, match.start(), match.start() + 1 + len(tag), tag)
