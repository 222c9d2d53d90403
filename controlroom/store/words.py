"""Text as the search has it: folded words, the same for both databases.

Both are given words only, so that neither's own idea of a word can make a difference.
"""

import re
import unicodedata
from collections.abc import Iterator

_LONGEST = 40
_ASCII_WORD = re.compile("[a-z0-9]+")
_MOST_ASKED = 12
# Written without spaces: each character is found by itself.
_UNSPACED = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ", "LAO ", "KHMER ", "MYANMAR ")


def words_of(text: str) -> list[str]:
    """The words of ``text``: without case and accents, an emoji being a word of its own."""
    folded = text.casefold()
    if folded.isascii():
        # Nearly all text, and twenty times as fast.
        return [word[:_LONGEST] for word in _ASCII_WORD.findall(folded)]
    return list(_words(unicodedata.normalize("NFKD", folded).casefold()))


def asked_words(text: str) -> list[str]:
    """The words a person typed, each once; at most twelve."""
    return list(dict.fromkeys(words_of(text)))[:_MOST_ASKED]


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        kind = unicodedata.category(character)
        if kind[0] == "M" or kind in ("Cf", "Sk"):
            # Accents, joiners, variation selectors and skin tones belong to what they follow.
            continue
        alone = kind == "So" or unicodedata.name(character, "").startswith(_UNSPACED)
        if (alone or not character.isalnum()) and word:
            yield word[:_LONGEST]
            word = ""
        if alone:
            yield f"u{ord(character):x}"
        elif character.isalnum():
            word += character
    if word:
        yield word[:_LONGEST]
