"""The query language of X, as far as watch terms need it: words, phrases, hashtags, OR, blanks for
AND, a dash for NOT, parentheses. ValueError for a query X would refuse."""

import re
from collections.abc import Callable

Says = Callable[[str], bool]
_TOKENS = re.compile(r'\s*(?:(\(|\))|(-?)("[^"]*"|[^\s()"]+))')


def query(written: str) -> Says:
    """Whether a text is found by the query."""
    if len(written) > 1_024:
        raise ValueError("too long")
    tokens: list[tuple[str, str]] = []
    place = 0
    while written[place:].strip():
        found = _TOKENS.match(written, place)
        if found is None:
            raise ValueError(written[place:])
        tokens.append(("", found[1]) if found[1] else (found[2], found[3]))
        place = found.end()
    says = _either(tokens)
    if tokens:
        raise ValueError(f"left over: {tokens}")
    return says


def _either(tokens: list[tuple[str, str]]) -> Says:
    ways = [_all(tokens)]
    while tokens and tokens[0] == ("", "OR"):
        tokens.pop(0)
        ways.append(_all(tokens))
    return lambda text: any(way(text) for way in ways)


def _all(tokens: list[tuple[str, str]]) -> Says:
    parts: list[Says] = []
    bare = False
    while tokens and tokens[0] not in (("", "OR"), ("", ")")):
        no, word = tokens.pop(0)
        if (no, word) == ("", "("):
            part = _either(tokens)
            if not tokens or tokens.pop(0) != ("", ")"):
                raise ValueError("a parenthesis is open")
            parts.append(part)
            bare = True
        elif word == "is:retweet":
            parts.append(lambda text: not text.startswith("RT @"))
        else:
            parts.append(_word(word, wanted=not no))
            bare = bare or not no
    if not bare:
        raise ValueError("nothing but negations")
    return lambda text: all(part(text) for part in parts)


def _word(word: str, *, wanted: bool) -> Says:
    words = word.strip('"').casefold()
    if not words.strip():
        raise ValueError("an empty phrase")
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return lambda text: bool(pattern.search(text.casefold())) is wanted
