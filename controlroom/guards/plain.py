"""The form in which guards compare words."""

import unicodedata
from functools import lru_cache

import regex

# Quotes that are typed for one another; signs that only say how the one before is drawn.
_QUOTES = "\u2018\u2019\u02bc\u0060\u00b4"
_UNSEEN = regex.compile(r"\p{Cf}+")
_ALIKE = {ord(mark): "'" for mark in _QUOTES} | {0xFE0E: None, 0xFE0F: None}


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """``text`` case folded (NFKC), without what nobody sees."""
    seen = text.translate(_ALIKE)
    if seen.isascii():
        return seen.casefold()
    seen = _UNSEEN.sub("", seen)
    # Folding may leave what is not composed.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
