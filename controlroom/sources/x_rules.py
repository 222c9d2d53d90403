"""Watch terms in the query language of X: rules of the filtered stream, and queries to count.

Sources: docs.x.com posts/filtered-stream/integrate/build-a-rule and operators, posts/counts and
posts/search; read 2026-11. X compares by its own lights: its stream keeps accents apart where our
terms do not, so an accented phrase is asked for in both spellings. Reposts are left out everywhere.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from controlroom.event.watch import CONTEXT, WatchTerm

RULE_LENGTH = 1_024
QUERY_LENGTH = 512
RULES = 1_000
NO_REPOSTS = " -is:retweet"
OURS = "controlroom"
_PLAIN = re.compile(r"[A-Za-z0-9_]+")
_MARKED = re.compile(r"#\w*[^\W\d_]\w*|@\w{1,15}|\$[A-Za-z]{1,6}")
_WORDS_OF_THE_LANGUAGE = frozenset({"or", "and", "not"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the stream. ``tag`` comes back with each post it lets through."""

    value: str
    tag: str


def tag_of(term: WatchTerm) -> str:
    """The tag of a term's rules."""
    return f"{OURS} {term.slug}"


def slug_of(tag: str | None) -> str:
    """The slug of the term that a rule of ours is for."""
    return (tag or "").removeprefix(f"{OURS} ")


def is_ours(tag: str) -> bool:
    """Whether a rule is one of these; others have been made by somebody else."""
    return tag.startswith(f"{OURS} ")


def rules_of(terms: Sequence[WatchTerm]) -> tuple[Rule, ...]:
    """A rule for each term, several where its phrases do not fit into one. Two terms may have
    the same value, and there may be more than ``RULES``, the most X takes."""
    return tuple(
        Rule(value, tag_of(term)) for term in terms for value in _queries(term, RULE_LENGTH)
    )


def term_query(term: WatchTerm) -> str:
    """The query that counts a term; "" where it does not fit into one."""
    queries = _queries(term, QUERY_LENGTH)
    return queries[0] if len(queries) == 1 else ""


def any_queries(terms: Iterable[WatchTerm]) -> tuple[str, ...]:
    """Queries that together find what any term mentions, a post maybe more than once. Context
    terms are in no total."""
    room = QUERY_LENGTH - len("()") - len(NO_REPOSTS)
    pieces = [piece for term in terms if term.group != CONTEXT for piece in _pieces(term, room)]
    return tuple(f"({one}){NO_REPOSTS}" for one in _joined(dict.fromkeys(pieces), room))


def operand(phrase: str) -> str:
    """A word, phrase, hashtag or name as it stands in a query; "" for one without any sign."""
    words = " ".join(phrase.replace('"', " ").replace("\\", " ").split())
    if _MARKED.fullmatch(words):
        return words
    if _PLAIN.fullmatch(words) and words.casefold() not in _WORDS_OF_THE_LANGUAGE:
        return words
    return f'"{words}"' if any(sign.isalnum() for sign in words) or _is_sign(words) else ""


def _is_sign(words: str) -> bool:
    return any(unicodedata.category(sign) == "So" for sign in words)


def _operands(phrases: Iterable[str]) -> list[str]:
    spelt = [one for phrase in phrases for one in (phrase, _unaccented(phrase))]
    return list(dict.fromkeys(one for one in map(operand, spelt) if one))


def _unaccented(phrase: str) -> str:
    bare, base = "", ""
    for sign in unicodedata.normalize("NFKD", phrase):
        if not unicodedata.combining(sign):
            base = sign
        elif base.isascii():
            continue
        bare += sign
    return unicodedata.normalize("NFC", bare)


def _queries(term: WatchTerm, length: int) -> list[str]:
    end = _without(term) + NO_REPOSTS
    groups = _joined(_operands(term.phrases), length - len("()") - len(end))
    return [(f"({one})" if " OR " in one else one) + end for one in groups]


def _pieces(term: WatchTerm, room: int) -> list[str]:
    """A term's phrases as they stand beside those of others."""
    without = _without(term)
    if not without:
        return _operands(term.phrases)
    groups = _joined(_operands(term.phrases), room - len("(())") - len(without))
    return [f"(({one}){without})" for one in groups]


def _without(term: WatchTerm) -> str:
    return "".join(f" -{one}" for one in map(operand, term.exclusions) if one)


def _joined(operands: Iterable[str], length: int) -> list[str]:
    """The operands with OR between, in as few groups of at most ``length`` as their order allows.
    One that is longer by itself is left out."""
    groups: list[str] = []
    for one in operands:
        if len(one) > length:
            continue
        if groups and len(groups[-1]) + len(" OR ") + len(one) <= length:
            groups[-1] += f" OR {one}"
        else:
            groups.append(one)
    return groups
