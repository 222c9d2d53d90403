"""Posts as an account's server gives them back."""

from dataclasses import dataclass

import msgspec

from controlroom.channels.base import Receipt, Seen
from controlroom.channels.bluesky_record import Ref, SeenPost, micros_of
from controlroom.channels.bluesky_replies import Answerable
from controlroom.net.http import Answer


@dataclass(frozen=True, slots=True)
class Found:
    """A post and where it is."""

    at: Ref
    post: SeenPost

    def seen(self, handle: str, accepted: int | None = None) -> Seen:
        """As the rest of the program knows it. ``accepted`` is UTC µs; without it the post's own
        word for when it was written stands."""
        if accepted is None:
            accepted = micros_of(self.post.created_at) or 0
        shown = () if self.post.embed is None else self.post.embed.shown()
        receipt = Receipt(
            "bluesky",
            self.at.uri,
            page(handle, self.at.uri),
            accepted,
            Answerable.of(self.at, self.post.reply).text,
        )
        return Seen(
            receipt,
            self.post.text,
            tuple(sha256 for sha256, _ in shown),
            tuple(alt for _, alt in shown),
        )


class _Listed(msgspec.Struct):
    uri: str
    cid: str
    value: msgspec.Raw


class _List(msgspec.Struct):
    records: list[_Listed]


class _Bare(msgspec.Struct, rename="camel"):
    text: str
    created_at: str = ""


def page(handle: str, uri: str) -> str:
    """Where people look at the post ``uri`` of ``handle``."""
    return f"https://bsky.app/profile/{handle}/post/{uri.rpartition('/')[2]}"


def read_one(answer: Answer) -> Found | None:
    """The post in an answer of getRecord; None where it cannot be read."""
    try:
        got = msgspec.json.decode(answer.body, type=_Listed)
        return Found(Ref(got.uri, got.cid), msgspec.json.decode(got.value, type=SeenPost))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def read_list(answer: Answer) -> tuple[Found, ...] | None:
    """The posts in an answer of listRecords, in its order; None where it cannot be read."""
    try:
        got = msgspec.json.decode(answer.body, type=_List)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    posts = ((Ref(one.uri, one.cid), _post(one.value)) for one in got.records)
    return tuple(Found(at, post) for at, post in posts if post is not None)


def _post(value: msgspec.Raw) -> SeenPost | None:
    # Other programs write to this account too, and some write what we have no shape for: its words
    # still count.
    try:
        return msgspec.json.decode(value, type=SeenPost)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        bare = msgspec.json.decode(value, type=_Bare)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return SeenPost(bare.text, bare.created_at)
