"""An asset on one of the event's networks, as guards and desk are told of it."""

import re
from collections.abc import Callable
from dataclasses import replace

from controlroom.channels.base import Channel, Limits, Post, Standing
from controlroom.channels.by_hand import ByHand
from controlroom.event.asset import Asset, Picture
from controlroom.event.live_event import Account
from controlroom.guards.known import OnChannel
from controlroom.messages import Message, message
from controlroom.posting.posts import described, posts_of
from controlroom.posting.readiness import Readiness
from controlroom.posting.shelf import media_of

_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.I)
"""Anything a network may take for a link, to see what the post costs without it."""


def on_channel(
    asset: Asset,
    account: Account,
    way: Channel | None,
    title: str,
    count: Callable[[str], tuple[int, int]],
    ready: Readiness,
    standing: Standing | None = None,
    *,
    simulated: bool = False,
) -> OnChannel:
    """``asset`` on ``account``; ``way`` is None where nobody is signed in. Of a thread every part
    is checked, and the length is that of the part that is longest for its limit. ``count`` gives
    (length, limit) of words, ``standing`` is what the account's last test said. In a rehearsal
    (``simulated``) nobody needs to know whose account it is."""
    posts = posts_of(asset, account, described)
    shown = tuple(dict.fromkeys(_pictures(asset, account.channel)))
    length, limit = max((count(post.text) for post in posts), key=lambda told: told[0] - told[1])
    uploads = any(media_of(post) for post in posts)
    troubles = _troubles(way, posts, shown) if way is not None else ()
    alts = [picture.alt for picture in shown]
    price = _price(way, posts)
    return OnChannel(
        channel=account.channel,
        title=way.title if way is not None else title,
        handle=account.handle,
        signed_in=way is not None and not ready.signed_out,
        count=length,
        limit=limit,
        troubles=troubles,
        has_picture=bool(shown),
        # Empty as soon as one is missing: a guard asks for all of them.
        alt=" ".join(alts) if all(alt.strip() for alt in alts) else "",
        uploaded=ready.staged is not None or not uploads,
        problem=ready.problem,
        share=1.0 if ready.staged is not None or not uploads else ready.share,
        price=price,
        pace=way.pace if way is not None else None,
        price_plain=price and _price(way, tuple(_without_links(post) for post in posts)),
        signed_in_until=standing.until if standing is not None else None,
        confirmed=simulated or bool(account.confirmed),
        reads_back=not isinstance(way, ByHand),
    )


def _pictures(asset: Asset, channel: str) -> tuple[Picture, ...]:
    return (
        *asset.pictures_for(channel),
        *(picture for part in asset.thread for picture in part.pictures),
    )


def _troubles(
    way: Channel, posts: tuple[Post, ...], shown: tuple[Picture, ...]
) -> tuple[Message, ...]:
    """What the network would refuse, each sentence once. Sizes are looked at here: the posts of a
    check come without their bytes."""
    troubles = [trouble.what for post in posts for trouble in way.check(post)]
    troubles += [
        told for picture in shown if (told := _too_big(way.title, way.limits, picture)) is not None
    ]
    return tuple(dict.fromkeys(troubles))


def _too_big(network: str, limits: Limits, picture: Picture) -> Message | None:
    if not picture.mime.startswith("video/"):
        if picture.size <= limits.picture_bytes:
            return None
        return message(
            "guard.words.picture_bytes",
            network=network,
            name=picture.name,
            size=picture.size,
            limit=limits.picture_bytes,
        )
    if not limits.video_bytes or picture.size <= limits.video_bytes:
        # Where there is no video at all the channel's own check says so.
        return None
    return message(
        "guard.words.video_bytes",
        network=network,
        name=picture.name,
        size=picture.size,
        limit=limits.video_bytes,
    )


def _price(way: Channel | None, posts: tuple[Post, ...]) -> float:
    return sum(way.price(post) for post in posts) if way is not None else 0.0


def _without_links(post: Post) -> Post:
    return replace(post, text=_LINK.sub("", post.text), card=None)
