"""Networks a person posts to by hand: their names, where one writes there, and what they take.

Limits as read on 2026-09-30 in the networks' own documents or, where marked so, on pages about
them; they are told before TAKE and never enforced by anybody but the network. The composer's
address has ``{text}`` where the network fills in words that are given to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

import emoji
import regex

from controlroom.channels.base import Limits

UNKNOWN = 1_000_000
"""A number nothing reaches, where a network's limit is not known."""
UNKNOWN_BYTES = 10_000_000_000
_LONGEST_ADDRESS = 8_000
"""Browsers and servers drop addresses that are much longer."""
_MB = 1_000_000


def graphemes(text: str) -> int:
    """Length in characters as people see them."""
    return len(regex.findall(r"\X", text))


def utf16_units(text: str) -> int:
    """Length as JavaScript and Telegram count."""
    return len(text.encode("utf-16-le")) // 2


def emoji_as_bytes(text: str) -> int:
    """Length as Threads counts: code points, emoji by their bytes in UTF-8."""
    found = emoji.emoji_list(text)
    return len(text) + sum(len(one["emoji"].encode()) - len(one["emoji"]) for one in found)


def _limits(
    characters: int,
    pictures: int = UNKNOWN,
    picture_bytes: int = UNKNOWN_BYTES,
    alt: int = UNKNOWN,
    video: tuple[int, float] = (UNKNOWN_BYTES, float("inf")),
) -> Limits:
    return Limits(characters, pictures, picture_bytes, alt, *video)


NO_LIMITS = _limits(UNKNOWN)


@dataclass(frozen=True, slots=True)
class Network:
    """One network by hand. ``needs_media``: it has no posts of words alone. ``with_media`` is the
    number of characters it takes below a picture, 0 for the same."""

    title: str
    composer: str = ""
    limits: Limits = NO_LIMITS
    count: Callable[[str], int] = graphemes
    needs_media: bool = False
    with_media: int = 0

    def address(self, words: str) -> str:
        """Where ``words`` are written, with them filled in where the network does that; "" where
        no address is known."""
        if "{text}" not in self.composer:
            return self.composer
        filled = self.composer.format(text=quote(words, safe=""))
        return filled if len(filled) <= _LONGEST_ADDRESS else self.composer.format(text="")


NETWORKS = {
    "threads": Network(
        "Threads",
        "https://www.threads.net/intent/post?text={text}",
        _limits(500, 20, 8 * _MB, 1_000, (1_000 * _MB, 300.0)),
        emoji_as_bytes,
    ),
    "instagram": Network(
        "Instagram",
        "https://www.instagram.com/",
        _limits(2_200, 10, 8 * _MB, video=(1_000 * _MB, float("inf"))),
        needs_media=True,
    ),
    "facebook": Network("Facebook", "https://www.facebook.com/", _limits(63_206)),
    # Read on pages about it.
    "linkedin": Network("LinkedIn", "https://www.linkedin.com/feed/", _limits(3_000, 20)),
    # From memory: to be read again.
    "tiktok": Network(
        "TikTok", "https://www.tiktok.com/upload", _limits(2_200, 35), utf16_units, needs_media=True
    ),
    # From memory: to be read again.
    "youtube": Network("YouTube", "https://studio.youtube.com/", _limits(5_000), needs_media=True),
    "discord": Network("Discord", "https://discord.com/channels/@me", _limits(2_000, 10, 10 * _MB)),
    "slack": Network("Slack", "https://app.slack.com/client", _limits(40_000)),
    "telegram": Network(
        "Telegram",
        "https://web.telegram.org/",
        _limits(4_096, 10, 10 * _MB, video=(50 * _MB, float("inf"))),
        utf16_units,
        with_media=1_024,
    ),
    "reddit": Network("Reddit", "https://www.reddit.com/submit"),
    "whatsapp": Network("WhatsApp", "https://wa.me/?text={text}"),
    "pinterest": Network(
        "Pinterest", "https://www.pinterest.com/pin-creation-tool/", needs_media=True
    ),
    "snapchat": Network("Snapchat", "https://my.snapchat.com/", needs_media=True),
}


@cache
def network(channel: str) -> Network:
    """What is known of ``channel``; for any other name its title and no limits."""
    known = NETWORKS.get(channel)
    if known is not None:
        return known
    return Network(" ".join(word.capitalize() for word in channel.replace("_", "-").split("-")))
