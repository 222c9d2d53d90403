"""The words of a post as they go out, and the hashtags and links in them."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from controlroom.channels.reading import Kind, Mark
from controlroom.channels.readings import READERS, Read, reader
from controlroom.errors import WrongInput
from controlroom.event.asset import Asset

LOG = logging.getLogger("controlroom.guards")

# Where a network's own rule is not known: a hashtag begins at a border and holds a letter.
HASHTAG = re.compile(r"(?<![\w&/#\uff03])[#\uff03](\w*[^\W\d_]\w*)")
SIGNS = "#\uff03"
# The same of a link: with its scheme or www, or a name that looks like a host.
LINK = re.compile(r"https?://\S+|(?<![\w@])(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
# Without a dot, or what some networks take for one, there is no host.
DOTS = ".\uff0e\u3002\uff61"


def words_of(asset: Asset, channels: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Everything ``asset`` says on ``channels``, each wording once, captions before the thread; and
    which of the channels say it so."""
    names = tuple(channels)
    said: dict[str, tuple[str, ...]] = {}
    for channel in names:
        words = asset.words_for(channel)
        said[words] = (*said.get(words, ()), channel)
    for part in asset.thread:
        said[asset.filled_in(part.caption)] = names
    return {words: on for words, on in said.items() if words.strip()}


def readable(asset: Asset, channels: Iterable[str]) -> tuple[str, ...]:
    """Every text of ``asset`` that somebody on ``channels`` can read: its words, its pictures in
    words, and its card."""
    names = tuple(channels)
    pictures = [picture for channel in names for picture in asset.pictures_for(channel)]
    pictures += [picture for part in asset.thread for picture in part.pictures]
    said = [*words_of(asset, names), *(picture.alt for picture in pictures)]
    if (link := asset.link) is not None:
        said += [link.url, link.title, link.description]
        said += [] if link.thumb is None else [link.thumb.alt]
    return tuple(dict.fromkeys(text for text in said if text.strip()))


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


@lru_cache(maxsize=2048)
def links_in(words: str, channels: tuple[str, ...] = ("",)) -> tuple[str, ...]:
    """The addresses ``channels`` would make links of in a text, each once. A channel whose rule is
    not known reads by a plain one."""
    if not any(sign in words for sign in DOTS):
        return ()
    found = dict[str, None]()
    for channel in channels:
        marks = [mark for mark in _marks(words, channel) if mark.kind is Kind.LINK]
        targets = [mark.target or mark.text for mark in marks]
        found |= dict.fromkeys(targets if targets or channel in READERS else LINK.findall(words))
    return tuple(found)


def _tags(words: str, channel: str) -> list[str]:
    marks = _marks(words, channel)
    # Bluesky makes a tag of "$AB" too, which is no hashtag.
    tags = [mark.text for mark in marks if mark.kind is Kind.TAG and words[mark.start] in SIGNS]
    return tags if tags or channel in READERS else HASHTAG.findall(words)


def _marks(words: str, channel: str) -> tuple[Mark, ...]:
    try:
        read = _reader(channel)
        return read(words).marks if read is not None else ()
    except Exception:
        # A channel of another package may fail in any way.
        LOG.exception("%s: the words could not be read", channel)
        return ()


@cache
def _reader(channel: str) -> Read | None:
    try:
        return reader(channel)
    except WrongInput:
        return None


def same_tag(tag: str) -> str:
    """The form in which hashtags are compared: with or without #, however it is written."""
    return unicodedata.normalize("NFKC", tag.lstrip(SIGNS)).casefold()
