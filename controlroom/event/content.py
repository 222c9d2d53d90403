"""What an asset says and shows: the digest an approval binds to, and the one TAKE is asked for."""

import hashlib
from collections.abc import Callable, Iterable

from controlroom.event.asset import Asset, Picture

Named = Callable[[Picture], str]


def variant_digest(asset: Asset, channel: str) -> str:
    """SHA-256 (hex) over what a yes on ``channel`` covers: the words as they were written, the
    rules of their gaps, links, and the pictures by their masters, crops and alt texts.

    Bytes that were only encoded anew, and what stands in the gaps, change nothing.
    """
    return _sealed((*_words(asset, asset.template_for(channel)), *_shown(asset, channel, _master)))


def content_digest(asset: Asset, channels: tuple[str, ...]) -> str:
    """SHA-256 (hex) over everything ``asset`` would say and show on each of ``channels``, its gaps
    filled and its pictures by their very bytes."""
    parts: list[str] = []
    for channel in sorted(channels):
        parts += ["+channel", channel, asset.words_for(channel)]
        parts += _shown(asset, channel, _bytes)
        parts += (asset.filled_in(part.caption) for part in asset.thread)
    return _sealed(parts)


def _sealed(parts: Iterable[str]) -> str:
    said = hashlib.sha256()
    for part in parts:
        # The length in front keeps ("ab", "c") and ("a", "bc") apart.
        said.update(f"{len(part)}:{part}".encode())
    return said.hexdigest()


def _words(asset: Asset, words: str) -> Iterable[str]:
    yield words
    for slot in asset.slots:
        yield from ("+slot", slot.name, str(slot.longest), str(len(slot.words)), *slot.words)


def _shown(asset: Asset, channel: str, named: Named) -> Iterable[str]:
    """The names in front have a character that no channel's name has."""
    yield from _pictures("+pictures", asset.pictures_for(channel), named)
    if asset.link is not None:
        link = asset.link
        yield from ("+link", link.url, link.title, link.description)
        yield from _pictures("+thumb", () if link.thumb is None else (link.thumb,), named)
    if (answered := asset.reply_to_for(channel)) != "":
        yield from ("+reply_to", answered)
    for part in asset.thread:
        yield from ("+part", part.caption)
        yield from _pictures("+pictures", part.pictures, named)


def _pictures(name: str, pictures: tuple[Picture, ...], named: Named) -> Iterable[str]:
    yield from (name, str(len(pictures)))
    for picture in pictures:
        yield from (named(picture), picture.alt)


def _master(picture: Picture) -> str:
    crop = picture.crop
    part = "" if crop is None else f"{crop.left} {crop.top} {crop.width} {crop.height}"
    return f"{picture.master or picture.sha256} {part}"


def _bytes(picture: Picture) -> str:
    return picture.sha256
