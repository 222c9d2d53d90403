"""What Bluesky would refuse, found without asking it.

Limits by the lexicons app.bsky.feed.post and app.bsky.embed.* as of September 2026, tried on a real
server. Those on alternative text, on a video's length and on pictures in a gallery (the network
takes 20) are those of the network's own app.
"""

import re
from collections.abc import Iterator

from controlroom.channels.base import Limits, LinkCard, Post, PostMedia, Trouble
from controlroom.channels.bluesky_replies import place
from controlroom.channels.bluesky_text import graphemes, utf8_bytes
from controlroom.messages import Message, message

LIMITS = Limits(
    characters=300,
    pictures=10,
    picture_bytes=2_000_000,
    alt_characters=2_000,
    video_bytes=300_000_000,
    video_s=180.0,
)
TEXT_BYTES = 3_000
LANGS = 3
THUMB_BYTES = 1_000_000
_ADDRESS = re.compile(r"https?://[^\s/]\S*")


def troubles(post: Post, limits: Limits = LIMITS) -> tuple[Trouble, ...]:
    """Every reason why Bluesky would refuse ``post``."""
    found = [*_in_words(post), *_in_number(post, limits)]
    for media in post.media:
        found += _in_video(media, limits) if media.is_video else _in_picture(media, limits)
        found += _in_alt(media)
    if post.card is not None:
        found += _in_card(post.card)
    if post.reply_to and place(post.reply_to) is None:
        found.append(message("bluesky.not_a_post", address=post.reply_to))
    return tuple(Trouble(what) for what in found)


def _in_words(post: Post) -> Iterator[Message]:
    if not post.text.strip() and not post.media and post.card is None:
        yield message("check.nothing")
    over = graphemes(post.text) - LIMITS.characters
    bytes_over = utf8_bytes(post.text) - TEXT_BYTES
    if over > 0:
        yield message("check.too_long", over=over, limit=LIMITS.characters)
    elif bytes_over > 0:
        yield message("check.too_many_bytes", over=bytes_over)


def _in_number(post: Post, limits: Limits) -> Iterator[Message]:
    if len(post.media) > 1 and any(media.is_video for media in post.media):
        yield message("bluesky.video_alone")
    elif len(post.media) > limits.pictures:
        yield message("check.too_many_pictures", count=len(post.media), limit=limits.pictures)
    if post.media and post.card is not None:
        yield message("bluesky.card_or_media")
    if len(post.langs) > LANGS:
        yield message("check.too_many_langs", limit=LANGS)


def _in_picture(media: PostMedia, limits: Limits) -> Iterator[Message]:
    size = len(media.content)
    if not media.mime.startswith("image/"):
        yield message("check.no_picture", mime=media.mime)
    if size > limits.picture_bytes:
        yield message("check.picture_too_big", size=size, limit=limits.picture_bytes)


def _in_video(media: PostMedia, limits: Limits) -> Iterator[Message]:
    size = len(media.content)
    if media.mime != "video/mp4":
        yield message("bluesky.video_kind", mime=media.mime)
    if size > limits.video_bytes:
        yield message("bluesky.video_too_big", size=size, limit=limits.video_bytes)
    if media.seconds > limits.video_s:
        yield message("bluesky.video_too_long", seconds=media.seconds, limit=limits.video_s)


def _in_alt(media: PostMedia) -> Iterator[Message]:
    over = graphemes(media.alt) - LIMITS.alt_characters
    if over > 0:
        yield message("check.alt_too_long", over=over)


def _in_card(card: LinkCard) -> Iterator[Message]:
    # The network takes an address of any letters, but of no blanks.
    if _ADDRESS.fullmatch(card.url) is None:
        yield message("bluesky.card_address", address=card.url)
    if card.thumb is not None:
        size = len(card.thumb.content)
        if not card.thumb.mime.startswith("image/"):
            yield message("check.no_picture", mime=card.thumb.mime)
        if size > THUMB_BYTES:
            yield message("bluesky.thumb_too_big", size=size, limit=THUMB_BYTES)
