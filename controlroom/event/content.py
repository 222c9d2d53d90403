"""The digest an approval binds to: words, links and master pictures, never re-encoded bytes."""

import hashlib
from collections.abc import Iterable

from controlroom.event.asset import Asset, Picture


def content_digest(asset: Asset, channels: tuple[str, ...]) -> str:
    """SHA-256 (hex) over what ``asset`` would say and show on each of ``channels``."""
    said = hashlib.sha256()
    for channel in sorted(channels):
        for part in (channel, *_first(asset, channel), *_further(asset, channel)):
            # The length in front keeps ("ab", "c") and ("a", "bc") apart.
            said.update(f"{len(part)}:{part}".encode())
    return said.hexdigest()


def is_approved(asset: Asset, channels: tuple[str, ...]) -> bool:
    """Whether somebody said yes to exactly this content."""
    return asset.approval is not None and asset.approval.digest == content_digest(asset, channels)


def _first(asset: Asset, channel: str) -> Iterable[str]:
    shown = asset.picture_for(channel)
    yield asset.words_for(channel)
    yield from ("", "") if shown is None else (shown.sha256, shown.alt)


def _further(asset: Asset, channel: str) -> Iterable[str]:
    """What most assets do not have: nothing is added for those, so their yes of old still fits.

    The names in front have a character that no channel's name has.
    """
    shown = asset.pictures_for(channel)
    rest = shown if asset.picture_for(channel) is None else shown[1:]
    if rest:
        yield from _pictures("+more", rest)
    if asset.link is not None:
        link = asset.link
        yield from ("+link", link.url, link.title, link.description)
        yield from _pictures("+thumb", () if link.thumb is None else (link.thumb,))
    if (answered := asset.reply_to_for(channel)) != "":
        yield from ("+reply_to", answered)
    for part in asset.thread:
        yield from ("+part", part.caption)
        yield from _pictures("+pictures", part.pictures)


def _pictures(name: str, pictures: tuple[Picture, ...]) -> Iterable[str]:
    yield from (name, str(len(pictures)))
    for picture in pictures:
        yield from (picture.sha256, picture.alt)
