"""A post as atproto keeps it: the record app.bsky.feed.post, written and read.

Source: the lexicons app.bsky.feed.post and app.bsky.richtext.facet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from controlroom.channels.base import Post
from controlroom.channels.bluesky_embed import Blob, SeenEmbed, embed
from controlroom.channels.bluesky_text import Facet, Kind, facets
from controlroom.ids import TID_ALPHABET, TID_LENGTH

COLLECTION = "app.bsky.feed.post"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Ref(msgspec.Struct, frozen=True):
    """A post by address and content (a "strong ref")."""

    uri: str
    cid: str


class Reply(msgspec.Struct, frozen=True):
    """What a record says about the post it answers, and about where the conversation begins."""

    root: Ref
    parent: Ref


class SeenPost(msgspec.Struct, rename="camel"):
    """A post that is there, as far as it is compared."""

    text: str
    created_at: str = ""
    embed: SeenEmbed | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What staging learned of a post: its media as ``blobs`` in order, its card's ``thumb``, the
    ``dids`` of the handles in it that exist, and the ``reply`` it makes."""

    blobs: tuple[Blob, ...] = ()
    thumb: Blob | None = None
    dids: Mapping[str, str] = field(default_factory=dict)
    reply: Reply | None = None


def post_record(post: Post, parts: Parts, created: int) -> dict[str, Any]:
    """The record of ``post``: the same arguments give the same record to the byte, which is what
    makes sending it twice harmless. ``created`` is UTC µs."""
    record: dict[str, Any] = {"$type": COLLECTION, "text": post.text, "createdAt": iso(created)}
    if post.langs:
        record["langs"] = list(post.langs)
    marked = [_marked(facet, parts.dids) for facet in facets(post.text)]
    kept = [facet for facet in marked if facet is not None]
    if kept:
        record["facets"] = kept
    below = embed(post, parts.blobs, parts.thumb)
    if below is not None:
        record["embed"] = below
    if parts.reply is not None:
        record["reply"] = parts.reply
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


def micros_of(written: str) -> int | None:
    """UTC microseconds of a time as atproto writes it; None where it is none."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return None if moment.tzinfo is None else (moment - _EPOCH) // timedelta(microseconds=1)


def _marked(facet: Facet, dids: Mapping[str, str]) -> dict[str, Any] | None:
    feature: dict[str, str] = {"$type": f"app.bsky.richtext.facet#{facet.kind}"}
    if facet.kind is Kind.MENTION:
        if facet.value not in dids:
            return None  # nobody of that name: it stays plain text
        feature["did"] = dids[facet.value]
    else:
        feature["uri" if facet.kind is Kind.LINK else "tag"] = facet.value
    return {"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]}
