"""The words of a post as they go out, and the hashtags in them."""

import re
import unicodedata
from collections.abc import Iterable

from controlroom.event.asset import Asset

# A hashtag begins at a border and holds a letter: "#1" is a number on every network.
HASHTAG = re.compile(r"(?<![\w&/#\uff03])[#\uff03](\w*[^\W\d_]\w*)")


def words_of(asset: Asset, channels: Iterable[str]) -> tuple[str, ...]:
    """Everything ``asset`` says on ``channels``, each wording once: captions, then the thread."""
    said = [asset.words_for(channel) for channel in channels]
    said += [part.caption for part in asset.thread]
    return tuple(dict.fromkeys(words for words in said if words.strip()))


def hashtags_in(words: str) -> tuple[str, ...]:
    """The hashtags of a text as they are written, with a plain #, each once."""
    found: dict[str, str] = {}
    for tag in HASHTAG.findall(words):
        found.setdefault(same_tag(tag), f"#{tag}")
    return tuple(found.values())


def same_tag(tag: str) -> str:
    """The form in which hashtags are compared: with or without #, however it is written."""
    return unicodedata.normalize("NFKC", tag.lstrip("#\uff03")).casefold()
