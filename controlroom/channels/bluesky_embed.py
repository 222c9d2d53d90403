"""What hangs below the words of a post: pictures, a gallery, a video or a link card.

Source: the lexicons app.bsky.embed.images, .gallery, .video and .external.
"""

import base64
from typing import Any

import msgspec

from controlroom.channels.base import Post, PostMedia

PLAIN_PICTURES = 4
"""As many as app.bsky.embed.images holds; more make a gallery, which older apps do not show."""

# CIDv1, raw bytes, SHA-256 of 32 bytes.
_RAW_SHA256 = bytes.fromhex("01551220")


class BlobLink(msgspec.Struct, frozen=True):
    """The content address of a blob."""

    link: str = msgspec.field(name="$link")


class Blob(msgspec.Struct, frozen=True, rename="camel"):
    """An uploaded file, as records point to it. ``size`` in bytes."""

    ref: BlobLink
    mime_type: str
    size: int
    type: str = msgspec.field(name="$type", default="blob")

    @property
    def sha256(self) -> str:
        """The SHA-256 (hex) of its bytes, which is inside its content address; empty where the
        address is of another kind."""
        coded = self.ref.link.removeprefix("b").upper()
        try:
            address = base64.b32decode(coded + "=" * (-len(coded) % 8))
        except ValueError:
            return ""
        if not self.ref.link.startswith("b") or not address.startswith(_RAW_SHA256):
            return ""
        return address.removeprefix(_RAW_SHA256).hex()


class SeenImage(msgspec.Struct):
    """A picture of a post that is there."""

    image: Blob
    alt: str = ""


class SeenEmbed(msgspec.Struct):
    """What hangs below a post that is there. ``media`` is what hangs there beside a quoted post."""

    images: list[SeenImage] = []
    gallery: list[SeenImage] = msgspec.field(name="items", default_factory=list)
    video: Blob | None = None
    alt: str = ""
    media: "SeenEmbed | None" = None

    def shown(self) -> tuple[tuple[str, str], ...]:
        """SHA-256 and alt text of each picture or video, in order."""
        inner = () if self.media is None else self.media.shown()
        film = () if self.video is None else ((self.video.sha256, self.alt),)
        pictures = (*self.images, *self.gallery)
        return (*((one.image.sha256, one.alt) for one in pictures), *film, *inner)


def embed(post: Post, blobs: tuple[Blob, ...], thumb: Blob | None) -> dict[str, Any] | None:
    """What hangs below ``post``, whose media are ``blobs``; None where nothing does."""
    shown = list(zip(post.media, blobs, strict=True))
    if shown and shown[0][0].is_video:
        media, blob = shown[0]
        film = {"$type": "app.bsky.embed.video", "video": blob, **_aspect(media)}
        return {**film, "alt": media.alt} if media.alt else film
    if len(shown) > PLAIN_PICTURES:
        kind = {"$type": "app.bsky.embed.gallery#image"}
        framed = [{**kind, **_image(media, blob)} for media, blob in shown]
        return {"$type": "app.bsky.embed.gallery", "items": framed}
    if shown:
        images = [_image(media, blob) for media, blob in shown]
        return {"$type": "app.bsky.embed.images", "images": images}
    if post.card is not None:
        card = post.card
        page = {"uri": card.url, "title": card.title, "description": card.description}
        with_thumb = page if thumb is None else {**page, "thumb": thumb}
        return {"$type": "app.bsky.embed.external", "external": with_thumb}
    return None


def _image(media: PostMedia, blob: Blob) -> dict[str, Any]:
    return {"image": blob, "alt": media.alt, **_aspect(media)}


def _aspect(media: PostMedia) -> dict[str, Any]:
    if media.width <= 0 or media.height <= 0:
        return {}
    return {"aspectRatio": {"width": media.width, "height": media.height}}
