"""What Bluesky would refuse, found without asking it.

Limits by the lexicons app.bsky.feed.post and app.bsky.embed.images as of September 2026; the one
on alternative text is that of the network's own app.
"""

from collections.abc import Iterator

from controlroom.channels.base import Limits, Post, PostMedia, Trouble
from controlroom.channels.bluesky_text import graphemes, utf8_bytes
from controlroom.messages import Message, message

LIMITS = Limits(characters=300, pictures=4, picture_bytes=2_000_000, alt_characters=2_000)
TEXT_BYTES = 3_000
LANGS = 3


def troubles(post: Post) -> tuple[Trouble, ...]:
    """Every reason why Bluesky would refuse ``post``."""
    found = [*_in_words(post), *_in_number(post)]
    for media in post.media:
        found += _in_picture(media)
    return tuple(Trouble(what) for what in found)


def _in_words(post: Post) -> Iterator[Message]:
    if not post.text.strip() and not post.media:
        yield message("check.nothing")
    over = graphemes(post.text) - LIMITS.characters
    bytes_over = utf8_bytes(post.text) - TEXT_BYTES
    if over > 0:
        yield message("check.too_long", over=over, limit=LIMITS.characters)
    elif bytes_over > 0:
        yield message("check.too_many_bytes", over=bytes_over)


def _in_number(post: Post) -> Iterator[Message]:
    if len(post.media) > LIMITS.pictures:
        yield message("check.too_many_pictures", count=len(post.media), limit=LIMITS.pictures)
    if len(post.langs) > LANGS:
        yield message("check.too_many_langs", limit=LANGS)


def _in_picture(media: PostMedia) -> Iterator[Message]:
    if not media.mime.startswith("image/"):
        yield message("check.no_picture", mime=media.mime)
    if len(media.content) > LIMITS.picture_bytes:
        yield message("check.picture_too_big", size=len(media.content), limit=LIMITS.picture_bytes)
    over = graphemes(media.alt) - LIMITS.alt_characters
    if over > 0:
        yield message("check.alt_too_long", over=over)
