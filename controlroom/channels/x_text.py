"""How X counts (twitter-text, config v3, read 2026-08): weighted code points after NFC.

Latin and its neighbours weigh one, everything else two, an emoji sequence two, a link 23.
"""

import unicodedata

import emoji
import regex

from controlroom.channels.top_level_domains import TOP_LEVEL_DOMAINS

LIMIT = 280
LINK_LENGTH = 23
PICTURES = 4
PICTURE_BYTES = 5 * 1024 * 1024
ALT_CHARACTERS = 1_000

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
# Links without a scheme count too, by their top-level domain.
_LINK = regex.compile(
    r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]"
    r"|(?<![@\w./-])(?:[a-z0-9-]+\.)+(?P<domain>[a-z][a-z0-9-]+)\b(?:/[\w/#%?=&.-]*[\w/])?",
    regex.IGNORECASE,
)


def count(text: str) -> int:
    """Weighted length of ``text``."""
    text = unicodedata.normalize("NFC", text)
    total = 0

    def shortened(link: "regex.Match[str]") -> str:
        nonlocal total
        domain = link["domain"]
        if domain is not None and domain.lower() not in TOP_LEVEL_DOMAINS:
            return link[0]
        total += LINK_LENGTH
        return ""

    rest = _LINK.sub(shortened, text)
    total += 2 * emoji.emoji_count(rest)
    rest = emoji.replace_emoji(rest, "")
    return total + sum(1 if _is_light(ord(character)) else 2 for character in rest)


def _is_light(point: int) -> bool:
    return any(first <= point <= last for first, last in _LIGHT)
