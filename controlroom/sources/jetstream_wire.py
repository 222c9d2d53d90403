"""The wire of Bluesky's Jetstream, version 1 (``/subscribe``): one JSON object a message.

Only the fields read here are decoded; msgspec skips the others without building them.
Source: bluesky-social/jetstream, and events recorded from it.
"""

import msgspec

POSTS = "app.bsky.feed.post"


class Record(msgspec.Struct, gc=False):
    """What an author wrote. Records of other collections decode to an empty one."""

    text: str = ""
    langs: list[str] | None = None


class Commit(msgspec.Struct, gc=False):
    """A change to one record. ``operation``: create, update or delete (then without record)."""

    operation: str
    collection: str
    rkey: str
    rev: str = ""
    record: Record | None = None


class Event(msgspec.Struct, gc=False):
    """One message. ``time_us`` UTC microseconds; ``cursor`` the instance's own sequence number.

    ``kind``: commit, identity or account; only commits carry ``commit``. Instances of the older
    kind send no ``cursor``.
    """

    did: str
    time_us: int
    kind: str
    commit: Commit | None = None
    cursor: int | None = None


decode = msgspec.json.Decoder(Event).decode
