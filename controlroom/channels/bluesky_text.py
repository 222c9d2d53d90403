"""How Bluesky reads a text: its length, and what in it is a link, a mention or a hashtag.

Length is counted in grapheme clusters and, beside that, in UTF-8 bytes. Links, mentions and
hashtags are not found by the network: the author's program marks them in the record ("facets") by
byte offsets into the UTF-8 text. The rules are those of the network's own client (rich-text
detection of @atproto/api 0.20), so that a text looks the same from here as from the app: an ending
in capitals makes no link, and $AB is a tag whose name keeps its $. It differs in what the network
would refuse, which is not marked: a name that is no handle, an address without a host, a tag of
more than 640 bytes. Nothing is looked up: whether a handle exists is known only to the network.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from controlroom.channels.atproto_syntax import is_handle
from controlroom.channels.reading import (
    Kind,
    Mark,
    Reading,
    apart,
    byte_offsets,
    troubles_of,
    utf8_bytes,
)
from controlroom.channels.top_level_domains import TOP_LEVEL_DOMAINS
from controlroom.messages import message

__all__ = ["Facet", "Kind", "facets", "graphemes", "is_handle", "read", "utf8_bytes"]

LIMIT = 300
BYTES = 3_000
_TAG_GRAPHEMES = 64
_TAG_BYTES = 640

# What a browser takes for white space, which is not quite what Python takes for it.
_BLANK = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
# Invisible characters that end a hashtag.
_UNSEEN = r"\u00ad\u2060\u200b-\u200d\u20e2"
_OPENS = rf"(?:\A|(?<=[({_BLANK}]))"

_MENTION = re.compile(rf"{_OPENS}@([a-zA-Z0-9.-]+)\b", re.ASCII)
_LINK = re.compile(
    rf"{_OPENS}(?:(?i:https?)://[^/{_BLANK}][^{_BLANK}]*"
    rf"|(?P<domain>[a-zA-Z][a-zA-Z0-9]*(?:\.[a-zA-Z0-9]+)+)[^{_BLANK}]*)"
)
_TAG = re.compile(rf"(?:\A|(?<=[{_BLANK}]))[#\uff03](?!\ufe0f)([^{_BLANK}{_UNSEEN}]+)")
_CASHTAG = re.compile(rf"{_OPENS}\$([A-Za-z][A-Za-z0-9]{{0,4}})(?=\Z|[{_BLANK}.,;:!?)\"'\u2019])")
_NAMES_SOMETHING = regex.compile(r"[^0-9\p{P}]")
_ENDING_PUNCTUATION = regex.compile(r"\p{P}+\Z")
_CLUSTER = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Facet:
    """A part of a text. ``start``/``end`` are UTF-8 byte offsets, end excluded; ``value`` is the
    URL, the handle without @ in lower case, or the tag without #."""

    start: int
    end: int
    kind: Kind
    value: str


@lru_cache(maxsize=64)
def graphemes(text: str) -> int:
    """Length in extended grapheme clusters (UAX #29)."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(_CLUSTER.findall(text))


def read(text: str) -> Reading:
    """``text`` as Bluesky reads it; ``length`` is in graphemes."""
    length, size = graphemes(text), utf8_bytes(text)
    problems = troubles_of(text)
    if length > LIMIT:
        problems.append(message("check.too_long", over=length - LIMIT, limit=LIMIT))
    if size > BYTES:
        problems.append(message("check.too_many_bytes", over=size - BYTES))
    return Reading(length, LIMIT, tuple(problems), _marks(text))


def facets(text: str) -> tuple[Facet, ...]:
    """The links, mentions and hashtags of ``text``, in order; they never overlap."""
    marks = _marks(text)
    return tuple(
        Facet(start, end, mark.kind, _value(mark))
        for mark, (start, end) in zip(marks, byte_offsets(text, marks), strict=True)
    )


def _value(mark: Mark) -> str:
    match mark.kind:
        case Kind.LINK:
            return mark.target
        case Kind.MENTION:
            return mark.text[1:].lower()
    return mark.text


def _marks(text: str) -> tuple[Mark, ...]:
    return apart([*_links(text), *_mentions(text), *_tags(text), *_cashtags(text)])


def _links(text: str) -> Iterator[Mark]:
    for match in _LINK.finditer(text):
        shown: str = match[0]
        domain: str | None = match["domain"]
        known = shown.startswith("http") if domain is None else _has_known_ending(domain)
        if not known:
            continue
        if shown[-1] in ".,;:!?":
            shown = shown[:-1]
        if shown.endswith(")") and "(" not in shown:
            shown = shown[:-1]
        address = shown if domain is None else f"https://{shown}"
        if not address.endswith("://"):
            yield Mark(Kind.LINK, match.start(), match.start() + len(shown), shown, address)


def _mentions(text: str) -> Iterator[Mark]:
    for match in _MENTION.finditer(text):
        handle: str = match[1]
        # .test is reserved for test servers, and their handles end in it.
        known = _has_known_ending(handle) or handle.endswith(".test")
        if known and is_handle(handle):
            yield Mark(Kind.MENTION, match.start(), match.end(), match[0])


def _tags(text: str) -> Iterator[Mark]:
    for match in _TAG.finditer(text):
        tag: str = _ENDING_PUNCTUATION.sub("", match[1])
        if not _NAMES_SOMETHING.search(tag):
            continue
        if graphemes(tag) <= _TAG_GRAPHEMES and utf8_bytes(tag) <= _TAG_BYTES:
            yield Mark(Kind.TAG, match.start(), match.start() + 1 + len(tag), tag)


def _cashtags(text: str) -> Iterator[Mark]:
    for match in _CASHTAG.finditer(text):
        yield Mark(Kind.TAG, match.start(), match.end(), f"${match[1].upper()}")


def _has_known_ending(name: str) -> bool:
    _, dot, ending = name.rpartition(".")
    return dot == "." and ending in TOP_LEVEL_DOMAINS
