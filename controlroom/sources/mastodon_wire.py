"""What servers that speak the Mastodon API send: statuses, and events of their streams.

Sources: docs.joinmastodon.org methods/streaming and methods/timelines, entities/Status;
mastodon/mastodon streaming/index.js; read 2026-11.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from controlroom.sources.mastodon_text import words_of
from controlroom.sources.mention import Bad, Deleted, Mention
from controlroom.sources.times import microseconds

LARGEST = 1 << 20
EVERYBODY = (None, "public", "unlisted")

Said: TypeAlias = Mention | Deleted | Bad


class Tag(msgspec.Struct, gc=False):
    """A hashtag of a status."""

    name: str = ""


class Author(msgspec.Struct, gc=False):
    """Who wrote it: user, with @host where that is not the server asked."""

    acct: str | None = ""


class Named(msgspec.Struct, gc=False):
    """The id of whatever has one."""

    id: str | int = ""


class Status(msgspec.Struct, gc=False):
    """A post as one server keeps it. ``id`` is that server's own."""

    id: str | int
    created_at: str = ""
    content: str | None = ""
    spoiler_text: str | None = ""
    visibility: str | None = "public"
    language: str | None = ""
    in_reply_to_id: str | int | None = None
    account: Author | None = None
    reblog: Named | None = None
    tags: list[Tag] | None = None


class Event(msgspec.Struct, gc=False):
    """A message of the websocket. ``payload`` is JSON in a string, or an id."""

    stream: list[str] | None = None
    event: str = ""
    payload: msgspec.Raw = msgspec.Raw(b"")
    error: str = ""
    status: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a stream: its name and what came with it."""

    event: str
    payload: bytes


read_status = msgspec.json.Decoder(Status).decode
read_page = msgspec.json.Decoder(list[msgspec.Raw]).decode
read_id = msgspec.json.Decoder(Named).decode
read_event = msgspec.json.Decoder(Event).decode


def rank(id_: str) -> tuple[int, str]:
    """The order in which a server gave its ids: numbers by size, ULIDs and flakes by letters."""
    return len(id_), id_


def said(told: Told, source: str) -> Said | None:
    """What an event says; None for what counts nothing. Never raises.

    An edit (``status.update``) is passed over: the first wording stays counted.
    """
    if told.event == "update":
        return mention_of(told.payload, source)
    if told.event == "delete":
        id_ = told.payload.decode(errors="replace").strip().strip('"')
        return Deleted(id_, source) if id_ else Bad(source, "a deletion of nothing")
    return None


def mention_of(written: bytes | msgspec.Raw, source: str) -> Mention | Bad | None:
    """A status as a mention; None for a boost, and for what is not for everybody."""
    try:
        status = read_status(written)
        if status.reblog is not None or status.visibility not in EVERYBODY:
            return None
        time_us = microseconds(status.created_at)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        return Bad(source, str(wrong))
    except RecursionError:
        return Bad(source, "nested too deeply")
    except (ValueError, OverflowError):
        return Bad(source, "the time is not ISO 8601")
    tags = [tag.name for tag in status.tags or ()]
    return Mention(
        str(status.id),
        time_us,
        words_of(status.spoiler_text or "", status.content or "", tags),
        (status.account.acct or "") if status.account is not None else "",
        source,
        status.language or "",
        str(status.in_reply_to_id or ""),
    )


def payload_of(event: Event) -> bytes:
    """What came with a websocket's event, as the JSON or the id itself.

    Raises msgspec.MsgspecError.
    """
    raw = bytes(event.payload)
    return msgspec.json.decode(raw, type=str).encode() if raw.startswith(b'"') else raw


async def server_sent(lines: AsyncIterator[bytes]) -> AsyncIterator[Told | None]:
    """The events of a stream of lines (the HTML standard, "server-sent events").

    None is a sign of life: the greeting ``:)``, a ``:thump``, any line.
    """
    event, written = "", b""
    async for line in lines:
        if line.startswith(b":"):
            yield None
        elif not line:
            if event or written:
                yield Told(event or "message", written)
            event, written = "", b""
        else:
            name, _, rest = line.partition(b":")
            rest = rest.removeprefix(b" ")
            if name == b"event":
                event = rest.decode(errors="replace")
            elif name == b"data" and len(written) < LARGEST:
                written = written + b"\n" + rest if written else rest
            yield None
