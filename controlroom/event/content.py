"""The digest an approval binds to: words and master pictures, never re-encoded bytes."""

import hashlib

from controlroom.event.asset import Asset


def content_digest(asset: Asset, channels: tuple[str, ...]) -> str:
    """SHA-256 (hex) over what ``asset`` would say and show on each of ``channels``."""
    said = hashlib.sha256()
    for channel in sorted(channels):
        picture = asset.picture_for(channel)
        parts = (channel, asset.words_for(channel)) + (
            (picture.sha256, picture.alt) if picture else ("", "")
        )
        for part in parts:
            # The length in front keeps ("ab", "c") and ("a", "bc") apart.
            said.update(f"{len(part)}:{part}".encode())
    return said.hexdigest()


def is_approved(asset: Asset, channels: tuple[str, ...]) -> bool:
    """Whether somebody said yes to exactly this content."""
    return asset.approval is not None and asset.approval.digest == content_digest(asset, channels)
