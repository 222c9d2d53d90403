"""An asset as the posts of one account: the first one, and after it those of its thread."""

from collections.abc import Callable

from controlroom.channels.base import LinkCard, Post, PostMedia
from controlroom.event.asset import Asset, Picture
from controlroom.event.live_event import Account

MediaOf = Callable[[Picture], PostMedia]


def posts_of(asset: Asset, account: Account, media: MediaOf) -> tuple[Post, ...]:
    """What ``asset`` says on ``account``, in the order it is sent.

    ``media`` gives a picture's bytes; where nothing is uploaded, ``described`` will do. The first
    post has the card and what it replies to.
    """
    channel, handle = account.channel, account.handle
    link = asset.link
    first = Post(
        channel,
        handle,
        asset.words_for(channel),
        tuple(media(picture) for picture in asset.pictures_for(channel)),
        card=None
        if link is None
        else LinkCard(
            link.url,
            link.title,
            link.description,
            media(link.thumb) if link.thumb is not None else None,
        ),
        reply_to=asset.reply_to_for(channel),
    )
    rest = (
        Post(
            channel,
            handle,
            asset.filled_in(part.caption),
            tuple(media(picture) for picture in part.pictures),
        )
        for part in asset.thread
    )
    return (first, *rest)


def described(picture: Picture) -> PostMedia:
    """``picture`` without its bytes, for what only needs to know about it."""
    return PostMedia(
        picture.sha256,
        b"",
        picture.mime,
        picture.width,
        picture.height,
        picture.alt,
        picture.seconds,
    )
