"""A post as atproto keeps it: the record app.bsky.feed.post, written and read.

Source: the lexicons app.bsky.feed.post, app.bsky.richtext.facet, app.bsky.embed.images.
"""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from controlroom.channels.base import Post, PostMedia
from controlroom.channels.bluesky_text import Facet, Kind, facets
from controlroom.ids import TID_ALPHABET, TID_LENGTH

COLLECTION = "app.bsky.feed.post"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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


class SeenImage(msgspec.Struct):
    """A picture of a post that is there."""

    image: Blob
    alt: str = ""


class SeenEmbed(msgspec.Struct):
    """What hangs below a post that is there; other embeds than pictures stay empty."""

    images: list[SeenImage] = []


class SeenPost(msgspec.Struct):
    """A post that is there, as far as it is compared."""

    text: str
    embed: SeenEmbed | None = None


def post_record(
    post: Post, blobs: tuple[Blob, ...], dids: Mapping[str, str], created: int
) -> dict[str, Any]:
    """The record of ``post``: the same arguments give the same record to the byte, which is what
    makes sending it twice harmless. ``dids`` maps the handles that exist; ``created`` is UTC µs."""
    record: dict[str, Any] = {"$type": COLLECTION, "text": post.text, "createdAt": iso(created)}
    if post.langs:
        record["langs"] = list(post.langs)
    marked = [_marked(facet, dids) for facet in facets(post.text)]
    kept = [facet for facet in marked if facet is not None]
    if kept:
        record["facets"] = kept
    if blobs:
        record["embed"] = {
            "$type": "app.bsky.embed.images",
            "images": [_image(media, blob) for media, blob in zip(post.media, blobs, strict=True)],
        }
    return record


def mentioned(text: str) -> tuple[str, ...]:
    """The handles that ``text`` mentions, each once."""
    named = (facet.value for facet in facets(text) if facet.kind is Kind.MENTION)
    return tuple(dict.fromkeys(named))


def iso(micros: int) -> str:
    """A UTC time in microseconds as atproto writes it."""
    moment = _EPOCH + timedelta(microseconds=micros)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def tid_micros(tid: str) -> int:
    """The UTC microseconds inside a TID. ValueError when it is none."""
    if len(tid) != TID_LENGTH or tid[0] not in TID_ALPHABET[:16]:
        raise ValueError(f"not a TID: {tid!r}")
    value = 0
    for digit in tid:
        value = value * 32 + TID_ALPHABET.index(digit)
    return value >> 10


def blob_sha256(cid: str) -> str:
    """The SHA-256 (hex) of a blob's bytes, which is inside its content address; empty where the
    address is of another kind."""
    coded = cid.removeprefix("b").upper()
    try:
        address = base64.b32decode(coded + "=" * (-len(coded) % 8))
    except ValueError:
        return ""
    if not cid.startswith("b") or not address.startswith(_RAW_SHA256):
        return ""
    return address.removeprefix(_RAW_SHA256).hex()


def _image(media: PostMedia, blob: Blob) -> dict[str, Any]:
    image: dict[str, Any] = {"image": blob, "alt": media.alt}
    if media.width > 0 and media.height > 0:
        image["aspectRatio"] = {"width": media.width, "height": media.height}
    return image


def _marked(facet: Facet, dids: Mapping[str, str]) -> dict[str, Any] | None:
    feature: dict[str, str] = {"$type": f"app.bsky.richtext.facet#{facet.kind}"}
    if facet.kind is Kind.MENTION:
        if facet.value not in dids:
            return None  # nobody of that name: it stays plain text
        feature["did"] = dids[facet.value]
    else:
        feature["uri" if facet.kind is Kind.LINK else "tag"] = facet.value
    return {"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]}
