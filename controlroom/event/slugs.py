"""Slugs: how parts of an event are called in files and orders."""

import re
import unicodedata
from collections.abc import Container

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OTHER = re.compile(r"[^a-z0-9]+")
LONGEST = 40


def is_slug(text: str) -> bool:
    """Small letters, digits and single hyphens, as in lights-out."""
    return _SLUG.fullmatch(text) is not None


def slug_from(words: str, taken: Container[str], otherwise: str) -> str:
    """A slug that reads like ``words`` and is not ``taken``; ``otherwise`` begins it where nothing
    of them can be kept."""
    bare = unicodedata.normalize("NFKD", words.casefold())
    first = _OTHER.sub("-", "".join(c for c in bare if not unicodedata.combining(c)))
    slug = first[:LONGEST].strip("-") or otherwise
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"
