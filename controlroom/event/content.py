"""What an asset says and shows: the digest an approval binds to, and the one TAKE is asked for."""

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache

from controlroom.event.asset import Asset, Picture, Slot
from controlroom.event.slots import gaps_in

Named = Callable[[Picture], str]
Worded = Callable[[str], str]


def variant_digest(asset: Asset, channel: str) -> str:
    """SHA-256 (hex) over what a yes on ``channel`` covers: the words as they were written, the
    rules of the gaps in them, links, and the pictures by their masters, crops and alt texts.

    Bytes that were only encoded anew, and what stands in the gaps, change nothing.
    """
    return _sealed((*_said(asset, channel, _as_written, _master), *_rules(asset, channel)))


def content_digest(asset: Asset, channels: tuple[str, ...]) -> str:
    """SHA-256 (hex) over everything ``asset`` would say and show on each of ``channels``, its gaps
    filled and its pictures by their very bytes."""
    parts: list[str] = []
    for channel in sorted(channels):
        parts += ["+channel", channel, *_said(asset, channel, asset.filled_in, _bytes)]
    return _sealed(parts)


def _sealed(parts: Iterable[str | bytes]) -> str:
    said = hashlib.sha256()
    for part in parts:
        said.update(part if isinstance(part, bytes) else _told(part))
    return said.hexdigest()


def _told(part: str) -> bytes:
    # The length in front keeps ("ab", "c") and ("a", "bc") apart. Half characters can be typed.
    return f"{len(part)}:{part}".encode(errors="surrogatepass")


def _said(asset: Asset, channel: str, worded: Worded, named: Named) -> Iterable[str]:
    """The names in front, and the counts, say what follows: no list can be taken for another."""
    yield worded(asset.template_for(channel))
    yield from _pictures("+pictures", asset.pictures_for(channel), named)
    if asset.link is not None:
        link = asset.link
        yield from ("+link", link.url, link.title, link.description)
        yield from _pictures("+thumb", () if link.thumb is None else (link.thumb,), named)
    if (answered := asset.reply_to_for(channel)) != "":
        yield from ("+reply_to", answered)
    for part in asset.thread:
        yield from ("+part", worded(part.caption))
        yield from _pictures("+pictures", part.pictures, named)


def _rules(asset: Asset, channel: str) -> Iterable[bytes]:
    """The slots there are gaps for on ``channel``; their order, and that of a list, is no rule."""
    for name in gaps_in(asset, (channel,)):
        for slot in asset.slots:
            if slot.name == name:
                yield _rule(slot)


@lru_cache(maxsize=256)
def _rule(slot: Slot) -> bytes:
    """Told once: the list of a slot may have thousands of words, and is asked for with every look
    at the desk."""
    words = sorted(set(slot.words))
    parts = ("+slot", slot.name, str(slot.longest), str(len(words)), *words)
    return b"".join(map(_told, parts))


def _pictures(name: str, pictures: tuple[Picture, ...], named: Named) -> Iterable[str]:
    yield from (name, str(len(pictures)))
    for picture in pictures:
        yield from (named(picture), picture.alt)


def _as_written(words: str) -> str:
    return words


def _master(picture: Picture) -> str:
    crop = picture.crop
    if crop is None:
        return picture.master or picture.sha256
    # As floats, since 0 and 0.0 are the same edge.
    edges = (float(edge) for edge in (crop.left, crop.top, crop.width, crop.height))
    return " ".join((picture.master or picture.sha256, *map(repr, edges)))


def _bytes(picture: Picture) -> str:
    return picture.sha256
