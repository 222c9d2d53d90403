"""What a server would refuse, found without asking it, by what it said of itself while staging.

Source: documentation of Mastodon, entities Instance; post_status_service.rb (one video and no
picture beside it); read 2026-11.
"""

from collections.abc import Iterator

from controlroom.channels.base import Post, PostMedia, Trouble
from controlroom.channels.mastodon_facts import ServerFacts
from controlroom.messages import Message, message


def troubles(post: Post, facts: ServerFacts) -> tuple[Trouble, ...]:
    """Every reason why the server would refuse ``post``, or show it otherwise than meant."""
    found = [*_in_words(post, facts), *_in_number(post, facts)]
    for media in post.media:
        found += _in_file(media, facts)
    return tuple(Trouble(what) for what in found)


def _in_words(post: Post, facts: ServerFacts) -> Iterator[Message]:
    if not post.text.strip() and not post.media:
        yield message("check.nothing")
    over = facts.count(post.text) - facts.characters
    if over > 0:
        yield message("check.too_long", over=over, limit=facts.characters)
    if post.card is not None and post.card.url not in post.text:
        yield message("mastodon.card_needs_link", address=post.card.url)
    if post.reply_to and not post.reply_to.startswith(("https://", "http://")):
        yield message("mastodon.not_an_address", address=post.reply_to)


def _in_number(post: Post, facts: ServerFacts) -> Iterator[Message]:
    if len(post.media) > facts.files:
        yield message("check.too_many_pictures", count=len(post.media), limit=facts.files)
    if len(post.media) > 1 and any(media.is_video for media in post.media):
        yield message("mastodon.video_alone")


def _in_file(media: PostMedia, facts: ServerFacts) -> Iterator[Message]:
    size, pixels = len(media.content), media.width * media.height
    known = not facts.mimes or media.mime in facts.mimes
    if not known or not media.mime.startswith(("image/", "video/")):
        yield message("mastodon.kind_not_taken", mime=media.mime)
    limit = facts.video_bytes if media.is_video else facts.picture_bytes
    if media.is_video and size > limit:
        yield message("mastodon.video_too_big", size=size, limit=limit)
    elif size > limit:
        yield message("check.picture_too_big", size=size, limit=limit)
    most = facts.video_pixels if media.is_video else facts.picture_pixels
    if most and pixels > most:
        yield message("mastodon.too_many_pixels", pixels=pixels, limit=most)
    over = len(media.alt) - facts.alt_characters
    if over > 0:
        yield message("check.alt_too_long", over=over)
