"""What X takes for a link (twitter-text 3.1, config v3), with https:// in front and without.

A host is labels of almost any letters with an ending from the list; without a scheme only its
Latin parts become links, so that Japanese words around "example.com" stay words. Then follow a
port, a path that ends where a sentence around it would go on, and a query. Mastodon finds hosts the
same way and lets paths hold more, so a ``Grammar`` holds what differs.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from controlroom.channels.reading import Kind, Mark
from controlroom.channels.top_level_domains import (
    FORMER_DOMAINS,
    INTERNATIONAL_DOMAINS,
    TOP_LEVEL_DOMAINS,
)

_LONGEST = 4_096
"""Characters of a link, its scheme counted twice; what is longer is no link."""
_LABEL = 63
_SHORT_LINK = 40

SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
LATIN = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272"
    r"\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_FORBIDDEN = r"\ufffe\ufeff\uffff"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
PRECEDING = rf"(?:[^A-Za-z0-9@＠$#＃{_FORBIDDEN}]|\A)"
"""What may stand before a link: a character, or nothing at the beginning."""

# What ends a label; a hyphen and (before the domain proper) an underscore may stand inside of one.
_BREAKS = rf"!-,.-/:-@\[-\^`\{{-~{SPACES}{_FORBIDDEN}{_DIRECTIONS}"
_OUTER = rf"[^{_BREAKS}\-_]"
_LABELS = rf"(?:(?={_OUTER})[^{_BREAKS}]++(?<={_OUTER})\.)+"

# ASCII letters are matched in both cases, and no others: the Kelvin sign is no k.
_CASELESS = re.IGNORECASE | re.ASCII
_HOST = re.compile(_LABELS)
_LATIN_LABELS = re.compile(rf"(?:[a-z0-9{LATIN}-]++\.)+", _CASELESS)
_WORD = re.compile(rf"[^{SPACES}]+")
_NO_SCHEME_AFTER = frozenset("-_./")

_KNOWN = TOP_LEVEL_DOMAINS | FORMER_DOMAINS
_OTHER: dict[str, list[str]] = {}  # by first letter; the longest first, as one may begin another
for _name in sorted(INTERNATIONAL_DOMAINS, key=len, reverse=True):
    _OTHER.setdefault(_name[0], []).append(_name)
_LETTERS = re.compile("[A-Za-z]++(?![0-9@+-])")
_GOES_ON = re.compile("[0-9A-Za-z@+-]")
_CODED = re.compile("xn--[a-z0-9-]+", _CASELESS)


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a link begins (groups before, scheme, labels) and goes on after its host (path)."""

    begins: re.Pattern[str]
    goes_on: re.Pattern[str]


def grammar(schemes: str, path: str, query: str, query_end: str) -> Grammar:
    """``schemes`` and ``path`` (one piece of it) are patterns, ``query`` and ``query_end``, what a
    query may hold and end in, character classes."""
    return Grammar(
        re.compile(
            rf"(?P<before>{PRECEDING})(?P<scheme>(?:{schemes})://)?(?P<labels>{_LABELS})",
            _CASELESS,
        ),
        re.compile(rf"(?::[0-9]+)?(?P<path>/(?:{path})*)?(?:\?{query}*{query_end})?", _CASELESS),
    )


def in_brackets(inner: str) -> str:
    """The pattern of a part of a path in brackets that may hold one more pair of them."""
    return rf"\((?:{inner}+|{inner}*\({inner}+\){inner}*)\)"


_WITHIN = rf"[a-z0-9{LATIN}\u0400-\u04ff!*';:=+,.$/%#\[\]\-–_~@|&]"
_LAST = rf"[a-z0-9{LATIN}\u0400-\u04ff+\-=_#/]"
BRACKETS = in_brackets(_WITHIN)
_PIECE = rf"{_WITHIN}*(?:{BRACKETS}{_WITHIN}*)*{_LAST}|{BRACKETS}|@{_WITHIN}+/"
_QUERY = r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]"
_QUERY_END = r"[a-z0-9\-_&=#/]"
_X = grammar("https?", _PIECE, _QUERY, _QUERY_END)
_SHORTENED = re.compile(rf"https?://t\.co/([a-z0-9]+)(?:\?{_QUERY}*{_QUERY_END})?", _CASELESS)


@dataclass(frozen=True, slots=True)
class _Found:
    """A link's parts. ``host`` begins at ``start``, or after the scheme."""

    before: str
    scheme: str
    start: int
    host: str
    shown: str
    has_path: bool


def links(text: str, *, bare: bool = True) -> list[Mark]:
    """The links of ``text`` in order. ``bare``: those without a scheme too, whose target gets
    https:// in front."""
    return list(found(_X, text, bare=bare))


def found(
    rules: Grammar, text: str, *, bare: bool, word: re.Pattern[str] = _WORD
) -> Iterator[Mark]:
    """The links of ``text`` by ``rules``. ``word``: what none reaches out of, which keeps the
    search short."""
    endings = _endings(text)
    if not endings:
        return
    for part in word.finditer(text):
        # The blank before it is what may stand before a link.
        for one in _in_word(rules, text, max(0, part.start() - 1), part.end(), endings):
            if not _is_host(one):
                continue
            if one.scheme:
                yield from _with_scheme(one)
            elif bare and one.before not in _NO_SCHEME_AFTER:
                yield from _without_scheme(one)


def host_end(text: str, start: int) -> int | None:
    """Where the host that begins at ``start`` ends, if there is one."""
    labels = _HOST.match(text, start)
    return None if labels is None else _last_ending(text, start, labels.end(), _endings(text))


def _in_word(
    rules: Grammar, text: str, start: int, stop: int, endings: dict[int, int]
) -> Iterator[_Found]:
    at = start
    while match := rules.begins.search(text, at, stop):
        begin, end = match.span("labels")
        ends = _last_ending(text, begin, end, endings)
        if ends is None:
            # Where no label has an ending after it, none of those that are left has.
            at = match.start() + 1 if _dots(endings, begin, end) else end - 1
            continue
        rest = rules.goes_on.match(text, ends, stop)
        at = ends if rest is None else rest.end()
        first = begin if match["scheme"] is None else match.start("scheme")
        yield _Found(
            match["before"],
            match["scheme"] or "",
            first,
            text[begin:ends],
            text[first:at],
            rest is not None and rest["path"] is not None,
        )


def _endings(text: str) -> dict[int, int]:
    """Where a known ending ends, by the place of the dot before it, in order."""
    found: dict[int, int] = {}
    dot = text.find(".")
    while dot >= 0:
        if (end := _ending(text, dot + 1)) is not None:
            found[dot] = end
        dot = text.find(".", dot + 1)
    return found


def _ending(text: str, at: int) -> int | None:
    letters = _LETTERS.match(text, at)
    if letters is not None and letters[0].lower() in _KNOWN:
        return letters.end()
    for name in _OTHER.get(text[at : at + 1].lower(), ()):
        end = at + len(name)
        if text[at:end].lower() == name and not _GOES_ON.match(text, end):
            return end
    coded = _CODED.match(text, at)
    return None if coded is None else coded.end()


def _dots(endings: dict[int, int], begin: int, end: int) -> list[int]:
    """The dots in a part of the text that an ending follows."""
    dots = list(endings)
    return dots[bisect_left(dots, begin) : bisect_left(dots, end)]


def _last_ending(text: str, begin: int, end: int, endings: dict[int, int]) -> int | None:
    """Where a host of the labels between ``begin`` and ``end`` ends, the longest there is."""
    for dot in reversed(_dots(endings, begin, end)):
        domain = max(begin, text.rfind(".", begin, dot) + 1)
        if "_" not in text[domain:dot]:
            return endings[dot]
    return None


def _with_scheme(one: _Found) -> Iterator[Mark]:
    shown = one.shown
    short = _SHORTENED.match(shown)
    if short is not None:  # the network's own links have nothing after their name
        if len(short[1]) > _SHORT_LINK:
            return
        shown = short[0]
    yield Mark(Kind.LINK, one.start, one.start + len(shown), shown, shown)


def _without_scheme(one: _Found) -> Iterator[Mark]:
    hosts = _latin_hosts(one.host)
    for number, (start, end) in enumerate(hosts, 1):
        # A path belongs to the last of them, whatever letters stand between.
        shown = one.shown[start:] if number == len(hosts) and one.has_path else one.host[start:end]
        begin = one.start + start
        yield Mark(Kind.LINK, begin, begin + len(shown), shown, f"https://{shown}")


def _latin_hosts(host: str) -> list[tuple[int, int]]:
    """Where in ``host`` hosts of Latin letters are."""
    endings = _endings(host)
    found, at = [], 0
    while labels := _LATIN_LABELS.search(host, at):
        dots = _dots(endings, labels.start(), labels.end())
        if dots:
            found.append((labels.start(), endings[dots[-1]]))
        at = endings[dots[-1]] if dots else labels.end()
    return found


def _is_host(one: _Found) -> bool:
    """Whether the domain name system could hold it, and the link is not endless."""
    if one.host.startswith("xn--") and not _latin_hosts(one.host):
        return False  # says it is in ASCII form, and is not
    if not all(1 <= _ascii_length(label) <= _LABEL for label in one.host.split(".")):
        return False
    return len(one.scheme or "https://") + len(one.shown) <= _LONGEST


def _ascii_length(label: str) -> int:
    if label.isascii():
        return len(label)
    parts = re.split("[\u3002\uff0e\uff61]", label)  # dots of other scripts
    return len(parts) - 1 + sum(_encoded_length(part) for part in parts)


def _encoded_length(part: str) -> int:
    if part.isascii():
        return len(part)
    try:
        return len("xn--") + len(part.encode("punycode"))
    except UnicodeError:
        return _LABEL + 1
