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

# What makes a link (twitter-text's extraction rules, in our words): a host whose last part is a
# top-level domain, not glued to a word, handle, hashtag or address; then a path that ends in a
# letter, digit, "/" or a closed bracket. After http:// any letters make a host, without it Latin.
_LATIN = r"a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_HOST_END = r"(?:\L<endings>|xn--[a-z0-9-]+)(?![a-z0-9@+-])"
_FOREIGN_END = r"[^\W\d_\x00-\x7f]{2,}"
_PATH_LETTER = rf"{_LATIN}\u0400-\u04ff"
_WITHIN = rf"(?:[{_PATH_LETTER}!*';:=+,.$/%#\[\]\-–_~@|&]|\([^()\s]*\))"
_REST = (
    r"(?::\d+)?"
    rf"(?:/(?:{_WITHIN}*(?:[{_PATH_LETTER}=_#/+\-]|\([^()\s]*\)))?)?"
    r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?"
)


def _labels(letter: str) -> str:
    """Parts of a host before the last: subdomains may hold an underscore, the domain may not."""
    inner = rf"(?!xn--[^\s./]*[^\s./\x00-\x7f]){letter}(?:(?:{letter}|-){{0,61}}{letter})?\."
    outer = rf"{letter}(?:(?:{letter}|[-_]){{0,61}}{letter})?\."
    return rf"(?:{outer})*{inner}"


_ANY_HOST, _LATIN_HOST = _labels(r"[\p{L}\p{M}\p{N}\p{So}]"), _labels(f"[{_LATIN}]")
_LINK = regex.compile(
    r"(?<![a-z0-9@＠$#＃])(?:"
    r"https?://t\.co/[a-z0-9]{1,40}(?![a-z0-9])"
    rf"|https?://(?!t\.co/){_ANY_HOST}(?:{_HOST_END}|{_FOREIGN_END}){_REST}"
    rf"|(?<![-_./]){_LATIN_HOST}{_HOST_END}{_REST}"
    r")",
    regex.IGNORECASE,
    endings=sorted(TOP_LEVEL_DOMAINS),
)


def count(text: str) -> int:
    """Weighted length of ``text``."""
    text = unicodedata.normalize("NFC", text)
    rest, links = _LINK.subn("", text)
    emojis = emoji.emoji_count(rest)
    rest = emoji.replace_emoji(rest, "")
    weights = sum(1 if _is_light(ord(character)) else 2 for character in rest)
    return links * LINK_LENGTH + 2 * emojis + weights


def _is_light(point: int) -> bool:
    return any(first <= point <= last for first, last in _LIGHT)
