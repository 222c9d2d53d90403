"""How Mastodon counts (status_length_validator, read 2026-08): grapheme clusters, every link as 23
characters, a mention without its host. Other software with the same interface counts otherwise.
"""

import regex

LINK_LENGTH = 23
LIMIT = 500
PICTURES = 4
PICTURE_BYTES = 16 * 1024 * 1024
ALT_CHARACTERS = 1_500

_LINK = regex.compile(r"https?://[^\s<>\"]+", regex.IGNORECASE)
_MENTION = regex.compile(r"(?<![\w/])@(\w+)@[\w.-]+\w")
_GRAPHEME = regex.compile(r"\X")


def count(text: str) -> int:
    """Length of ``text`` as Mastodon counts it."""
    shortened = _LINK.sub("x" * LINK_LENGTH, text)
    shortened = _MENTION.sub(r"@\1", shortened)
    return len(_GRAPHEME.findall(shortened))
