"""What X would refuse, found without asking it.

Limits by docs.x.com (media best practices, counting characters) as of August 2026; the page of
September lets accounts post longer videos, which is left out until it is settled.
"""

import re
from collections.abc import Iterator, Mapping

from controlroom.channels.base import Limits, Post, PostMedia, Trouble
from controlroom.channels.x_text import ALT_CHARACTERS, LIMIT, PICTURE_BYTES, PICTURES, count, read
from controlroom.messages import Message, message

LONG_POSTS = "x.long_posts"
LONG_LIMIT = 25_000
GIF_BYTES = 15 * 1024 * 1024
GIF_WIDTH, GIF_HEIGHT = 1_280, 1_080
VIDEO_BYTES = 512 * 1024 * 1024
VIDEO_S = 140.0
SHORTEST_VIDEO_S = 0.5
PICTURE_MIMES = frozenset({"image/jpeg", "image/png", "image/webp"})
GIF = "image/gif"
VIDEO_MIMES = frozenset({"video/mp4", "video/quicktime"})

_POST_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.)?(?:x|twitter)\.com/(?:\w+|i/web)/status/(\d{1,19})(?:[/?#].*)?"
)
_OWN_NUMBER = re.compile(r"\d{1,19}")


def limits_for(settings: Mapping[str, str]) -> Limits:
    """The limits in force; ``x.long_posts`` says that the account's subscription lets it write
    long ones."""
    long = settings.get(LONG_POSTS, "").strip().lower() in {"1", "yes", "true", "on"}
    return Limits(
        characters=LONG_LIMIT if long else LIMIT,
        pictures=PICTURES,
        picture_bytes=PICTURE_BYTES,
        alt_characters=ALT_CHARACTERS,
        video_bytes=VIDEO_BYTES,
        video_s=VIDEO_S,
    )


def troubles(post: Post, limits: Limits) -> tuple[Trouble, ...]:
    """Every reason why X would refuse ``post``. Whether a reply is allowed only X can tell."""
    found = [*_in_words(post, limits), *_in_number(post)]
    for media in post.media:
        found += _in_media(media)
    if post.reply_to and post_number(post.reply_to) is None:
        found.append(message("x.not_a_post", address=post.reply_to))
    if post.card is not None and post.card.url not in post.text:
        found.append(message("x.card_needs_link", address=post.card.url))
    return tuple(Trouble(what) for what in found)


def post_number(address: str) -> str | None:
    """The number of the post at ``address`` (or the number itself), None where it is none."""
    written = address.strip()
    if _OWN_NUMBER.fullmatch(written):
        return written
    match = _POST_ADDRESS.fullmatch(written)
    return match[1] if match else None


def is_chunked(media: PostMedia) -> bool:
    """Whether X takes it in parts and prepares it afterwards."""
    return media.is_video or media.mime == GIF


def _in_words(post: Post, limits: Limits) -> Iterator[Message]:
    if not post.text.strip() and not post.media:
        yield message("check.nothing")
    over = count(post.text) - limits.characters
    if over > 0:
        yield message("check.too_long", over=over, limit=limits.characters)
    for problem in read(post.text).problems:
        if problem.id not in {"check.too_long", "text.nothing"}:
            yield problem


def _in_number(post: Post) -> Iterator[Message]:
    alone = any(is_chunked(media) for media in post.media)
    if alone and len(post.media) > 1:
        yield message("x.alone")
    elif len(post.media) > PICTURES:
        yield message("check.too_many_pictures", count=len(post.media), limit=PICTURES)


def _in_media(media: PostMedia) -> Iterator[Message]:
    size = len(media.content)
    if media.is_video:
        yield from _in_video(media)
    elif media.mime not in PICTURE_MIMES and media.mime != GIF:
        yield message("x.picture_kind", mime=media.mime)
    else:
        limit = GIF_BYTES if media.mime == GIF else PICTURE_BYTES
        if size > limit:
            yield message("check.picture_too_big", size=size, limit=limit)
        if media.mime == GIF and (media.width > GIF_WIDTH or media.height > GIF_HEIGHT):
            yield message("x.gif_too_large", width=GIF_WIDTH, height=GIF_HEIGHT)
    over = len(media.alt) - ALT_CHARACTERS
    if over > 0:
        yield message("check.alt_too_long", over=over)


def _in_video(media: PostMedia) -> Iterator[Message]:
    if media.mime not in VIDEO_MIMES:
        yield message("x.video_kind", mime=media.mime)
    if len(media.content) > VIDEO_BYTES:
        yield message("x.video_too_big", size=len(media.content), limit=VIDEO_BYTES)
    if media.seconds > VIDEO_S:
        yield message("x.video_too_long", seconds=media.seconds, limit=VIDEO_S)
    if 0 < media.seconds < SHORTEST_VIDEO_S:
        yield message("x.video_too_short", limit=SHORTEST_VIDEO_S)
