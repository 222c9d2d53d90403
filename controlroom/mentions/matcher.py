"""Which watch terms a text mentions.

Decisions:
- Letters compare by Unicode case folding, then NFC, so "É" written in either way equals "é".
  Compatibility forms stay apart ("①" is not "1"); a curly apostrophe equals the straight one and
  a fullwidth number sign the plain one, because keyboards choose these, not people.
- Any run of white space equals one blank.
- A phrase matches as whole words: no letter, digit, underscore or combining mark may touch it.
  Scripts written without blanks (Han, kana, Thai, Lao, Khmer, Burmese) have no such border.
- A word also matches its hashtag ("oreo": "#Oreo"); a phrase of several words also matches them
  run together as a hashtag ("super bowl": "#SuperBowl"). "#oreo" matches the hashtag only.
"""

import unicodedata
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from controlroom.event.watch import WatchTerm

LIKENED = (("\u2019", "'"), ("\u02bc", "'"), ("\uff03", "#"))
# First and last code point of scripts that do not set blanks between words.
UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


def fold(text: str) -> str:
    """A text in the form in which texts are compared; its length may change."""
    if text.isascii():
        folded = text.lower()
    else:
        folded = unicodedata.normalize("NFC", text.casefold())
        for typed, plain in LIKENED:
            folded = folded.replace(typed, plain)
    # All white space but the blank is "not printable": one cheap look spares most texts the split.
    if "  " in folded or not folded.isprintable():
        return " ".join(folded.split())
    return folded


def is_word(char: str) -> bool:
    """Whether ``char`` (one character) belongs to a word and so spoils a border."""
    if char.isascii():
        return char.isalnum() or char == "_"
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def spellings(phrase: str) -> set[str]:
    """The folded forms under which a phrase of a watch term is looked for."""
    folded = fold(phrase).strip()
    if not folded:
        return set()
    if " " in folded and "#" not in folded:
        return {folded, "#" + folded.replace(" ", "")}
    return {folded}


def _bordered(char: str) -> bool:
    """Whether a pattern that starts or ends with ``char`` needs a border there."""
    point = ord(char)
    # A hash needs one on its left: "abc#oreo" is no hashtag on any network.
    return (is_word(char) or char == "#") and not any(a <= point <= b for a, b in UNSPACED)


class Matcher:
    """Matches any text against hundreds of terms at once. Immutable, cheap to rebuild."""

    def __init__(self, terms: Sequence[WatchTerm]) -> None:
        owners: dict[str, set[int]] = {}
        for index, term in enumerate(terms):
            for phrase in term.phrases:
                for spelling in spellings(phrase):
                    owners.setdefault(spelling, set()).add(index)
        patterns = list(owners)
        self._owners = [tuple(sorted(owners[one])) for one in patterns]
        self._left = [_bordered(one[0]) for one in patterns]
        self._right = [_bordered(one[-1]) for one in patterns]
        self._find = AhoCorasick(
            patterns or ["\0"], implementation=Implementation.DFA
        ).find_matches_as_indexes
        self._none = not patterns

    def match(self, text: str) -> tuple[int, ...]:
        """Indices of the terms that ``text`` mentions, ascending, each once."""
        if self._none:
            return ()
        folded = fold(text)
        hits = self._find(folded, True)  # noqa: FBT003
        if not hits:
            return ()
        found: tuple[int, ...] = ()
        length = len(folded)
        for pattern, start, end in hits:
            if self._left[pattern] and start and is_word(folded[start - 1]):
                continue
            if self._right[pattern] and end < length and is_word(folded[end]):
                continue
            owner = self._owners[pattern]
            if not found:
                found = owner
            elif owner != found:
                found = tuple(sorted({*found, *owner}))
        return found
