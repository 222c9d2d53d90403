"""A post as its delivery was written down, for what comes after a restart."""

from dataclasses import replace

from controlroom.channels.base import Post, PostMedia, Staged
from controlroom.event.asset import Asset, Picture
from controlroom.event.delivery import Delivery
from controlroom.event.live_event import Account, LiveEvent
from controlroom.posting.posts import MediaOf, described, posts_of


def rebuilt(row: Delivery, event: LiveEvent, media: MediaOf = described) -> Staged:
    """What was staged for ``row``, to look for it with, or (given its ``media``) to make it ready
    anew. What the row does not hold is taken from the event's asset of that name."""
    asset = next((one for one in event.assets if one.slug == row.asset), None)
    known = {picture.sha256: picture for picture in _pictures(asset, row.channel)}
    shown = tuple(
        media(known[sha256]) if sha256 in known else PostMedia(sha256, b"", "", 0, 0, "")
        for sha256 in row.pictures
    )
    post = Post(row.channel, row.handle, row.words)
    if asset is not None and row.place == 0:
        # For its card, and what it answers; the words may have been changed in Preview.
        account = Account(row.channel, row.handle, "")
        post = replace(posts_of(asset, account, media)[0], text=row.words)
    return Staged(replace(post, media=shown), row.uploads, row.taken)


def _pictures(asset: Asset | None, channel: str) -> tuple[Picture, ...]:
    if asset is None:
        return ()
    return (*asset.pictures_for(channel), *(p for part in asset.thread for p in part.pictures))
