"""The wire of Bluesky's Jetstream, version 1 (``/subscribe``): one JSON object a message.

Only the fields read here are decoded; msgspec skips the others without building them.
Source: bluesky-social/jetstream, and events recorded from it.
"""

from typing import TypeAlias

import msgspec

from controlroom.sources.mention import Bad, Deleted, Mention

POSTS = "app.bsky.feed.post"
_POST_ADDRESS = f"/{POSTS}/"
_LAST_US = 253_402_300_800_000_000
"""The end of the year 9999: later times cannot be written down."""


class Parent(msgspec.Struct, gc=False):
    """The post that is answered. ``uri``: ``at://did/collection/rkey``."""

    uri: str = ""


class Reply(msgspec.Struct, gc=False):
    """What a post answers."""

    parent: Parent | None = None


class Record(msgspec.Struct, gc=False):
    """What an author wrote. Records of other collections decode to one without text."""

    text: str | None = None
    langs: list[str] | None = None
    reply: Reply | None = None


class Commit(msgspec.Struct, gc=False):
    """A change to one record. ``operation``: create, update or delete (then without record)."""

    operation: str
    collection: str
    rkey: str
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


class Place(msgspec.Struct, gc=False):
    """Where a message stands in the stream, of one whose rest cannot be read."""

    time_us: int | None = None
    cursor: int | None = None


# The same event with only what counting needs. Other collections' records may have a ``text`` of
# any type, and an odd ``langs`` must not keep a post out.
class _BareRecord(msgspec.Struct, gc=False):
    text: str | None = None


class _BarePost(msgspec.Struct, gc=False):
    operation: str
    collection: str
    rkey: str
    record: _BareRecord | None = None


class _BarePostEvent(msgspec.Struct, gc=False):
    did: str
    time_us: int
    kind: str
    commit: _BarePost | None = None
    cursor: int | None = None


class _OtherCommit(msgspec.Struct, gc=False):
    collection: str


class _OtherEvent(msgspec.Struct, gc=False):
    did: str
    time_us: int
    kind: str
    commit: _OtherCommit | None = None
    cursor: int | None = None


_decode = msgspec.json.Decoder(Event).decode
_decode_bare = msgspec.json.Decoder(_BarePostEvent).decode
_decode_other = msgspec.json.Decoder(_OtherEvent).decode
_decode_place = msgspec.json.Decoder(Place).decode

Said: TypeAlias = Mention | Deleted | Bad


class Unreadable(ValueError):
    """A message is no event. The text says why, without what was in it."""


def decode(line: bytes) -> Event:
    """One message. Raises Unreadable for what is no event.

    An event of another collection comes without its commit, whatever its record holds.
    """
    try:
        if not line.isascii():
            line.decode()
        return _decode(line)
    except msgspec.ValidationError as odd:
        return _decode_again(line, str(odd))
    except UnicodeDecodeError as odd:
        raise Unreadable("not UTF-8") from odd
    except msgspec.MsgspecError as odd:
        raise Unreadable(str(odd)) from odd
    except RecursionError as odd:
        raise Unreadable("nested too deeply") from odd


def place(line: bytes) -> Place:
    """Where an unreadable message stands, as far as that can be read."""
    try:
        return _decode_place(line)
    except (ValueError, RecursionError):
        return Place()


def said(event: Event, source: str) -> Said | None:
    """What an event says; None for everything but posts and their deletion.

    Updates are None too: the first wording of a post stays counted.
    """
    commit = event.commit
    if commit is None or commit.collection != POSTS:
        return None
    if not event.did or not commit.rkey:
        return Bad(source, "a post without did or rkey")
    if not 0 <= event.time_us < _LAST_US:
        return Bad(source, "a time before 1970 or after 9999")
    id_ = f"{event.did}/{commit.rkey}"
    if commit.operation == "delete":
        return Deleted(id_, source)
    if commit.operation != "create":
        return None
    record = commit.record
    if record is None or record.text is None:
        return Bad(source, "a post without text")
    langs, reply = record.langs, record.reply
    return Mention(
        id_,
        event.time_us,
        record.text,
        event.did,
        source,
        langs[0] if langs else "",
        _answered(reply) if reply is not None else "",
    )


def read_event(line: bytes, source: str) -> Said | None:
    """What one message says; ``source`` is the name the answer carries. Never raises.

    None for what is no post and no deletion of one: other collections, updates, identity and
    account events.
    """
    try:
        return said(decode(line), source)
    except Unreadable as odd:
        return Bad(source, str(odd))


def _decode_again(line: bytes, why: str) -> Event:
    """An event that is not as expected somewhere: without what is not needed, if that helps."""
    try:
        other = _decode_other(line)
        if other.commit is None or other.commit.collection != POSTS:
            return Event(other.did, other.time_us, other.kind, None, other.cursor)
        bare = _decode_bare(line)
    except (ValueError, RecursionError) as odd:
        raise Unreadable(why) from odd
    commit = bare.commit
    if commit is None:
        raise Unreadable(why)
    record = Record(commit.record.text) if commit.record is not None else None
    post = Commit(commit.operation, commit.collection, commit.rkey, record)
    return Event(bare.did, bare.time_us, bare.kind, post, bare.cursor)


def _answered(reply: Reply) -> str:
    """The answered post's id, "" where it is none of this network's posts."""
    uri = reply.parent.uri if reply.parent is not None else ""
    did, collection, rkey = uri.removeprefix("at://").partition(_POST_ADDRESS)
    return f"{did}/{rkey}" if collection and did and rkey else ""
