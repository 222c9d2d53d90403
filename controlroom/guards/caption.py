"""The words of a post as they go out, and the hashtags in them."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from controlroom.channels.reading import Kind
from controlroom.channels.readings import READERS, Read, reader
from controlroom.errors import WrongInput
from controlroom.event.asset import Asset

LOG = logging.getLogger("controlroom.guards")

# Where a network's own rule is not known: a hashtag begins at a border and holds a letter.
HASHTAG = re.compile(r"(?<![\w&/#\uff03])[#\uff03](\w*[^\W\d_]\w*)")
SIGNS = "#\uff03"


def words_of(asset: Asset, channels: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Everything ``asset`` says on ``channels``, each wording once, captions before the thread; and
    which of the channels say it so."""
    names = tuple(channels)
    said: dict[str, tuple[str, ...]] = {}
    for channel in names:
        words = asset.words_for(channel)
        said[words] = (*said.get(words, ()), channel)
    for part in asset.thread:
        said[part.caption] = names
    return {words: on for words, on in said.items() if words.strip()}


@lru_cache(maxsize=2048)
def hashtags_in(words: str, channels: tuple[str, ...] = ("",)) -> tuple[str, ...]:
    """What ``channels`` would make hashtags of in a text, as they are written, with a plain #, each
    once. A channel whose rule is not known reads by a plain one."""
    if not any(sign in words for sign in SIGNS):
        return ()
    found: dict[str, str] = {}
    for channel in channels:
        for tag in _tags(words, channel):
            found.setdefault(same_tag(tag), f"#{tag}")
    return tuple(found.values())


def _tags(words: str, channel: str) -> list[str]:
    try:
        read = _reader(channel)
        marks = read(words).marks if read is not None else ()
    except Exception:
        # A channel of another package may fail in any way.
        LOG.exception("%s: the hashtags could not be read", channel)
        marks = ()
    # Bluesky makes a tag of "$AB" too, which is no hashtag.
    tags = [mark.text for mark in marks if mark.kind is Kind.TAG and words[mark.start] in SIGNS]
    return tags if tags or channel in READERS else HASHTAG.findall(words)


@cache
def _reader(channel: str) -> Read | None:
    try:
        return reader(channel)
    except WrongInput:
        return None


def same_tag(tag: str) -> str:
    """The form in which hashtags are compared: with or without #, however it is written."""
    return unicodedata.normalize("NFKC", tag.lstrip(SIGNS)).casefold()
