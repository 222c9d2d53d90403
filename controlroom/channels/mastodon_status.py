"""A status: how it is written, read back, and known again as ours.

Source: documentation of Mastodon, methods statuses and entities Status, MediaAttachment (read
2026-11). No server keeps a mark of the client's own with a status, so a post whose answer was lost
is known by its media, which belong to one post only, or by its words and its time.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from controlroom.channels.base import Post, Receipt, Seen, Staged
from controlroom.channels.mastodon_html import plain, same_words
from controlroom.clock import MICROS

_EARLIER = 5 * MICROS
"""A post may look so much older than its key: servers round times and clocks drift."""
_EARLIER_UNTOLD = 300 * MICROS
"""The same where the server's clock was not seen."""
_EARLIER_FILES = 20
_PUBLIC = frozenset({"public", "unlisted"})


class SeenMedia(msgspec.Struct, frozen=True):
    """A file of a status that is there."""

    id: str = ""
    description: str | None = None


class Mention(msgspec.Struct, frozen=True):
    """Somebody a status names. ``acct``: user, or user@host where that is another server."""

    acct: str = ""
    url: str | None = None


class Status(msgspec.Struct, frozen=True):
    """A status that is there, as far as it is of use."""

    id: str
    url: str | None = None
    uri: str = ""
    content: str = ""
    created_at: str = ""
    visibility: str = "public"
    media_attachments: list[SeenMedia] = []
    mentions: list[Mention] = []
    favourites_count: int = 0
    reblogs_count: int = 0
    replies_count: int = 0

    @property
    def created(self) -> int:
        """UTC µs; 0 where that cannot be read."""
        try:
            moment = datetime.fromisoformat(self.created_at)
        except ValueError:
            return 0
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return int(aware.timestamp() * MICROS)

    @property
    def is_public(self) -> bool:
        """Whether people who do not follow the account see it."""
        return self.visibility in _PUBLIC

    @property
    def words(self) -> str:
        """What was written."""
        accounts = {one.url: one.acct for one in self.mentions if one.url and one.acct}
        return plain(self.content, accounts)


class Uploaded(msgspec.Struct, frozen=True):
    """One file that lies on the server. ``at`` UTC µs of its upload."""

    id: str
    sha256: str
    alt: str
    at: int


class Uploads(msgspec.Struct, frozen=True):
    """What staging learned: the files in the order of the post, the ids of those that an earlier
    staging of it had, the status that it answers, the ids of the account's newest statuses, and how
    far the server's clock is ahead of ours (µs)."""

    files: tuple[Uploaded, ...] = ()
    earlier: tuple[str, ...] = ()
    reply_to: str = ""
    reply_id: str = ""
    newest: tuple[str, ...] = ()
    ahead: int | None = None


def uploads_of(staged: Staged | None) -> Uploads:
    """What staging learned; nothing where it cannot be read."""
    try:
        return msgspec.json.decode(staged.uploads[0] if staged else "{}", type=Uploads)
    except (IndexError, msgspec.DecodeError):
        return Uploads()


def files_before(known: Uploads, files: tuple[Uploaded, ...]) -> tuple[str, ...]:
    """The ids of what an earlier staging had uploaded and this one does not use."""
    used = {one.id for one in files}
    earlier = dict.fromkeys((*known.earlier, *(one.id for one in known.files)))
    return tuple(id_ for id_ in earlier if id_ not in used)[-_EARLIER_FILES:]


def status_body(
    post: Post, uploads: Uploads, parent: Receipt | None, *, asks_for_plain: bool
) -> bytes:
    """The request that makes ``post`` public, as JSON; the same arguments give the same bytes."""
    body: dict[str, Any] = {"status": post.text, "visibility": "public"}
    if uploads.files:
        body["media_ids"] = [one.id for one in uploads.files]
    answers = parent.answer or parent.remote_id if parent is not None else uploads.reply_id
    if answers:
        body["in_reply_to_id"] = answers
    if post.langs:
        body["language"] = post.langs[0].partition("-")[0].lower()
    if asks_for_plain:
        body["content_type"] = "text/plain"
    return msgspec.json.encode(body)


def receipt_of(status: Status, accepted: int) -> Receipt:
    """The network's yes."""
    return Receipt("mastodon", status.id, status.url or status.uri, accepted, status.id)


def seen(status: Status, accepted: int, post: Post | None = None, host: str = "") -> Seen:
    """``status`` as it reads back. Where it is ``post`` but for the server's own rewriting, the
    text is the one that was sent. Servers re-encode media, so none are told; where a file is
    missing or too many, one that equals nothing is."""
    words = status.words
    media: tuple[str, ...] = ()
    if post is not None:
        if same_words(words, post.text, host):
            words = post.text
        if len(status.media_attachments) != len(post.media):
            media = ("",)
    alts = tuple(one.description or "" for one in status.media_attachments)
    return Seen(receipt_of(status, accepted), words, media, alts)


def candidates(
    newest: Iterable[Status], staged: Staged, key_minted: int, others: Collection[str]
) -> list[Status]:
    """Those of the account's ``newest`` statuses (newest first) that can be of a key minted then
    (UTC µs, 0: not known), oldest first: not older than the key by the server's clock, not there
    when it was staged, none of our ``others``."""
    uploads = uploads_of(staged)
    minted = key_minted + (uploads.ahead or 0)
    since = minted - (_EARLIER_UNTOLD if uploads.ahead is None else _EARLIER)
    # Staged once more after it was sent, it saw itself: then only what is older was there before.
    again = staged.prepared > key_minted > 0 and uploads.ahead is not None
    found = []
    for status in newest:
        was_there = status.id in uploads.newest and not (again and status.created >= minted)
        if status.created >= since and not was_there and status.id not in others:
            found.append(status)
    return found[::-1]


def has_files_of(status: Status, uploads: Uploads) -> bool:
    """Whether ``status`` shows a file that was uploaded for the post: it is that post, then."""
    ours = {one.id for one in uploads.files} | set(uploads.earlier)
    return any(one.id in ours for one in status.media_attachments)


def has_words_of(status: Status, post: Post, host: str) -> bool:
    """Whether ``status`` reads like ``post`` and shows as many files. Without words nothing can be
    told apart."""
    same = same_words(status.words, post.text, host)
    return bool(post.text.strip()) and same and len(status.media_attachments) == len(post.media)
