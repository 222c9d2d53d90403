"""Never: words the brand does not use, wherever they would stand."""

from collections.abc import Iterable
from functools import lru_cache

import regex

from controlroom.guards.caption import readable
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.plain import plain
from controlroom.messages import message

LABEL = message("guard.never")

# Scripts without blanks between words: any neighbour will do.
UNSPACED = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}"
    r"\p{Script=Khmer}\p{Script=Myanmar}\u30fc]"
)
BETWEEN = regex.compile(r"[\s_-]+")
TAG = regex.compile(r"[#\uff03](\w+)")
SEAM = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})")


def guard(known: Known) -> Answer | None:
    """NO-GO for words never to use, in captions, threads, hashtags, alt texts and the card. None
    where the event names none."""
    pattern = _pattern(known.event.never)
    if pattern is None:
        return None
    channels = [on.channel for on in known.channels] or known.event.channels
    word = _first(pattern, readable(known.asset, channels))
    if word is None:
        return Answer(Level.GO, LABEL, message("guard.never.go"))
    return Answer(Level.NO_GO, LABEL, message("guard.never.found", word=word))


def _first(pattern: "regex.Pattern[str]", texts: Iterable[str]) -> str | None:
    for text in texts:
        found = pattern.search(_spoken(text))
        if found is not None:
            return str(found[0])
    return None


@lru_cache(maxsize=1024)
def _spoken(text: str) -> str:
    """``text`` as it is compared, and after it what its hashtags say word by word."""
    tags = [SEAM.sub(" ", tag) for tag in TAG.findall(text)]
    return plain("\n".join([text, *tags]))


@lru_cache(maxsize=16)
def _pattern(never: tuple[str, ...]) -> "regex.Pattern[str] | None":
    """What finds any of ``never`` as whole words, however their parts are joined."""
    made = []
    for phrase in never:
        parts = [part for part in BETWEEN.split(plain(phrase)) if part]
        if parts:
            # No part holds what stands between: nothing is tried twice.
            inner = r"[\s_-]*".join(regex.escape(part) for part in parts)
            made.append(_edge(parts[0][0], "(?<!") + inner + _edge(parts[-1][-1], "(?!"))
    # The longest first: the person is told all of it.
    made.sort(key=len, reverse=True)
    return regex.compile("|".join(made)) if made else None


def _edge(char: str, look: str) -> str:
    if char.isdigit():
        return rf"{look}\d)"
    if not char.isalpha() or regex.match(UNSPACED, char):
        return ""
    return rf"{look}[\p{{L}}\p{{M}}])"
