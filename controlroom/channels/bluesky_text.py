"""How Bluesky reads a text: its length, and what in it is a link, a mention or a hashtag.

Length is counted in grapheme clusters and, beside that, in UTF-8 bytes. Links, mentions and
hashtags are not found by the network: the author's program marks them in the record ("facets") by
byte offsets into the UTF-8 text. The rules are those of the network's own client (rich-text
detection of @atproto/api), so that a text looks the same from here as from the app, with two
differences: upper case does not stop a link, and nothing is marked that the network would refuse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import regex

from controlroom.channels.top_level_domains import TOP_LEVEL_DOMAINS

# What a browser takes for white space, which is not quite what Python takes for it.
_BLANK = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
# Invisible characters that end a hashtag.
_UNSEEN = r"\u00ad\u2060\u200b-\u200d\u20e2"

_MENTION = regex.compile(rf"(?:^|(?<=[(]|[{_BLANK}]))@([a-zA-Z0-9.-]+)\b", regex.ASCII)
_LINK = regex.compile(
    rf"(?:^|(?<=[(]|[{_BLANK}]))"
    rf"(?:(?i:https?)://[^/{_BLANK}][^{_BLANK}]*"
    rf"|(?P<domain>[a-zA-Z][a-zA-Z0-9]*(?:\.[a-zA-Z0-9]+)+)[^{_BLANK}]*)",
    regex.ASCII,
)
_TAG = regex.compile(rf"(?:^|(?<=[{_BLANK}]))[#\uff03](?!\ufe0f)([^{_BLANK}{_UNSEEN}]+)")
_NAMES_SOMETHING = regex.compile(r"[^0-9\p{P}]")
_ENDING_PUNCTUATION = regex.compile(r"\p{P}+$")
_CLUSTER = regex.compile(r"\X")
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_HANDLE = regex.compile(
    rf"(?:{_LABEL}\.)+[a-zA-Z](?:[a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9])?", regex.ASCII
)

_HANDLE_CHARACTERS = 253
_TAG_GRAPHEMES = 64
_TAG_BYTES = 640


class Kind(StrEnum):
    """What a part of a text is."""

    LINK = "link"
    MENTION = "mention"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Facet:
    """A part of a text. ``start``/``end`` are UTF-8 byte offsets, end excluded; ``value`` is the
    URL, the handle without @ in lower case, or the tag without #."""

    start: int
    end: int
    kind: Kind
    value: str


def graphemes(text: str) -> int:
    """Length in extended grapheme clusters (UAX #29)."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(1 for _ in _CLUSTER.finditer(text))


def utf8_bytes(text: str) -> int:
    """Length in UTF-8 bytes."""
    return len(text.encode())


def is_handle(text: str) -> bool:
    """Whether ``text`` has the form of an atproto handle (a host name of two labels or more)."""
    return len(text) <= _HANDLE_CHARACTERS and _HANDLE.fullmatch(text) is not None


def facets(text: str) -> tuple[Facet, ...]:
    """The links, mentions and hashtags of ``text``, in order; they never overlap."""
    found = [*_links(text), *_mentions(text), *_tags(text)]
    apart: list[Facet] = []
    for facet in sorted(found, key=lambda facet: facet.start):
        if not apart or facet.start >= apart[-1].end:  # a name inside of an address stays address
            apart.append(facet)
    return tuple(apart)


def _links(text: str) -> Iterator[Facet]:
    for match in _LINK.finditer(text):
        shown: str = match[0]
        domain: str | None = match["domain"]
        if domain is not None and not _is_domain(domain):
            continue
        if shown[-1] in ".,;:!?":
            shown = shown[:-1]
        if shown.endswith(")") and "(" not in shown:
            shown = shown[:-1]
        address = shown if domain is None else f"https://{shown}"
        if not address.endswith("://"):
            yield _facet(text, match.start(), shown, Kind.LINK, address)


def _mentions(text: str) -> Iterator[Facet]:
    for match in _MENTION.finditer(text):
        handle = match[1].lower()
        if is_handle(handle) and _is_domain(handle):
            yield _facet(text, match.start(), match[0], Kind.MENTION, handle)


def _tags(text: str) -> Iterator[Facet]:
    for match in _TAG.finditer(text):
        tag = _ENDING_PUNCTUATION.sub("", match[1])
        if not _NAMES_SOMETHING.search(tag):
            continue
        if graphemes(tag) <= _TAG_GRAPHEMES and utf8_bytes(tag) <= _TAG_BYTES:
            yield _facet(text, match.start(), text[match.start()] + tag, Kind.TAG, tag)


def _is_domain(name: str) -> bool:
    ending = name.lower().rpartition(".")[2]
    # .test is reserved for test servers, and their handles end in it.
    return ending in TOP_LEVEL_DOMAINS or ending == "test"


def _facet(text: str, at: int, shown: str, kind: Kind, value: str) -> Facet:
    start = utf8_bytes(text[:at])
    return Facet(start, start + utf8_bytes(shown), kind, value)
