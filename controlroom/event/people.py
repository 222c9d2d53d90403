"""People's names: how they are compared."""

import unicodedata


def folded(name: str) -> str:
    """A name as names are compared: whatever the case, the blanks, and how it is encoded."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def same(one: str, other: str) -> bool:
    """Whether two names are one person's."""
    return folded(one) == folded(other)
