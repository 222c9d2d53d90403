"""The account's own posts: the newest ones, and the one among them that was sent with a key.

Of what this program has seen itself it keeps which post a key made and which files are shown, so
that of two posts with the same words each is found by its own delivery.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from controlroom.accounts.mastodon_session import Kept
from controlroom.channels.base import Post, Refused, Staged
from controlroom.channels.mastodon_calls import POSTS, Call, MastodonCalls
from controlroom.channels.mastodon_html import host_of
from controlroom.channels.mastodon_server import MastodonServer
from controlroom.channels.mastodon_status import (
    Status,
    Uploads,
    candidates,
    has_files_of,
    has_words_of,
    uploads_of,
)

_LOOK_AT = 40
"""As many statuses as one request gives."""
_REMEMBERED = 200
_SOURCES = 5
"""Of so many at most the source is asked for."""


class _Source(msgspec.Struct):
    text: str = ""


class MastodonPosts:
    """The posts of one account."""

    def __init__(self, calls: MastodonCalls, server: MastodonServer) -> None:
        self._calls = calls
        self._server = server
        self._made: dict[str, str] = {}
        self._spent: set[str] = set()

    async def newest(self, who: Kept) -> tuple[Sequence[Status], int | None]:
        """The newest first, and how far the server's clock is ahead of ours (µs), None where it
        does not show it. Raises ChannelError."""
        call = Call(
            "GET",
            f"/api/v1/accounts/{who.id}/statuses",
            (("limit", str(_LOOK_AT)), ("exclude_reblogs", "true")),
            what="read own posts",
        )
        return await self._server.timed(call, list[Status])

    async def status(self, id_: str) -> Status | None:
        """One status, None where it is not there. Raises ChannelError."""
        return await self._calls.read(Call("GET", f"{POSTS}/{id_}", what="read a post"), Status)

    def shown_by(self, statuses: Sequence[Status]) -> set[str]:
        """The ids of files that cannot be used for another post."""
        return {one.id for status in statuses for one in status.media_attachments} | self._spent

    def can_be(self, key: str, status: Status) -> bool:
        """Whether an answer tells of a post, and not of one that another key made: what comes may
        be the answer to another question when a server answers one twice."""
        return bool(status.id and status.uri) and status.id not in self._others(key)

    def made(self, key: str, status: Status, uploads: Uploads) -> None:
        """``status`` is the post of ``key``."""
        self._made[key] = status.id
        if len(self._made) > _REMEMBERED:
            del self._made[next(iter(self._made))]
        self.spent(uploads)

    def spent(self, uploads: Uploads) -> None:
        """These files can be used no more."""
        self._spent |= {one.id for one in uploads.files}

    async def find(self, staged: Staged, key: str, who: Kept) -> Status | None:
        """The post of ``key``: by its number where that is known, otherwise the one among the
        newest that shows its files or reads like it and was not there when it was staged. Raises
        ChannelError."""
        if key in self._made:
            return await self.status(self._made[key])
        uploads, post, host = uploads_of(staged), staged.post, host_of(who.handle)
        newest, _ = await self.newest(who)
        possible = candidates(newest, staged, _minted(key), self._others(key))
        by_files = (one for one in possible if has_files_of(one, uploads))
        by_words = (one for one in possible if has_words_of(one, post, host))
        found = next(by_files, None) or next(by_words, None)
        return found or await self._by_source(possible, post)

    async def showing(self, uploads: Uploads, key: str, who: Kept) -> Status | None:
        """The post of ``key`` by its files alone. Raises ChannelError."""
        newest, _ = await self.newest(who)
        others = self._others(key)
        ours = (one for one in newest if one.id not in others and has_files_of(one, uploads))
        return next(ours, None)

    def _others(self, key: str) -> set[str]:
        return {id_ for other, id_ in self._made.items() if other != key}

    async def _by_source(self, possible: Sequence[Status], post: Post) -> Status | None:
        """Where the server makes markup of words they read otherwise; it keeps what was written."""
        words = post.text.strip()
        alike = [one for one in possible if len(one.media_attachments) == len(post.media)]
        for status in alike[:_SOURCES] if words else ():
            call = Call("GET", f"{POSTS}/{status.id}/source", what="read a post's source")
            try:
                source = await self._calls.read(call, _Source)
            except Refused:
                continue
            if source is not None and source.text.strip() == words:
                return status
        return None


def _minted(key: str) -> int:
    """UTC µs at which a key was made, to the millisecond; 0 where it is not one of ours."""
    try:
        made = UUID(key)
    except ValueError:
        return 0
    return (made.int >> 80) * 1_000 if made.version == 7 else 0
