"""Mastodon, and every other server that speaks its API.

They differ in what matters most: whether sending a post again under the same Idempotency-Key makes
another one. Mastodon proper makes none, from 4.6 on not even of two requests at the same time;
Hollo makes none once the first is done; GoToSocial, Takahe and snac do not look at the key. So a
post is sent once, and one whose answer was lost is looked for among the account's own.
Source: documentation of Mastodon, methods statuses (read 2026-11), and those servers' code.
"""

import asyncio
import re
from typing import ClassVar

import msgspec

from controlroom.accounts.mastodon_session import Kept
from controlroom.channels.base import (
    ChannelDown,
    Limits,
    Metrics,
    NotSent,
    Post,
    Receipt,
    Refused,
    Seen,
    Staged,
    Standing,
    Tell,
    Tools,
    Trouble,
    tell_nobody,
)
from controlroom.channels.mastodon_calls import (
    NETWORK,
    POSTS,
    Call,
    MastodonCalls,
    decoded,
    refusal,
    unclear,
)
from controlroom.channels.mastodon_check import troubles
from controlroom.channels.mastodon_html import host_of
from controlroom.channels.mastodon_media import LIFE, MastodonMedia
from controlroom.channels.mastodon_posts import MastodonPosts
from controlroom.channels.mastodon_server import MastodonServer, about, scopes_lacking
from controlroom.channels.mastodon_status import (
    Status,
    Uploads,
    files_before,
    receipt_of,
    seen,
    status_body,
    uploads_of,
)
from controlroom.event.live_event import Account
from controlroom.ids import uuid7
from controlroom.messages import message
from controlroom.net.http import Answer
from controlroom.net.pacing import Pace

_POST_DEADLINE_S = 18.0
"""Longer than other requests: a server looks up everybody who is mentioned before it answers."""
_SHOWN_BEFORE = 5
_GONE = re.compile(r"already attached|\bmedia\b.*\bnot found", re.IGNORECASE)
_UNFINISHED = re.compile(r"not finished processing", re.IGNORECASE)


class _Found(msgspec.Struct):
    statuses: list[Status] = []


class _Profile(msgspec.Struct):
    acct: str
    display_name: str = ""


class _App(msgspec.Struct):
    scopes: list[str] = []


class Mastodon:
    """One account on one server. The HTTP client is shared; whoever made it closes it."""

    api: ClassVar[int] = 2
    key: ClassVar[str] = "mastodon"
    title: ClassVar[str] = NETWORK

    def __init__(self, account: Account, tools: Tools) -> None:
        self._handle = account.handle
        self._server_named = (account.server or "").rstrip("/")
        self._http = tools.http
        self._clock = tools.clock
        self._calls = MastodonCalls(account.handle, tools)
        self._server = MastodonServer(self._calls, tools.clock)
        self._media = MastodonMedia(self._calls, tools.clock)
        self._posts = MastodonPosts(self._calls, self._server)
        self._under_way: set[str] = set()
        self._warm = ""

    @property
    def honours_key(self) -> bool:
        """Whether a repeated key makes no second post; False until the server was asked, and
        again when that is an hour ago."""
        return self._server.is_fresh and self._server.facts.dedupes

    @property
    def limits(self) -> Limits:
        """The server's limits; those of Mastodon until it was asked."""
        return self._server.facts.limits

    @property
    def pace(self) -> Pace | None:
        """How many requests the server still takes."""
        return self._calls.pace(self._server_named)

    def count(self, text: str) -> int:
        """Length as the server counts it."""
        return self._server.facts.count(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        """Why the server would refuse ``post``."""
        return troubles(post, self._server.facts)

    def price(self, post: Post) -> float:
        """Posting is free."""
        return 0.0

    def mint_key(self, now: int) -> str:
        """A key no other delivery has. It tells when it was made, and with that what can be of
        it."""
        return uuid7(now)

    async def test(self) -> Standing:
        """See whose token it is, what it may do, and how the server counts. Raises ChannelError."""
        who = await self._calls.who()
        facts = await self._server.ask()
        call = Call("GET", "/api/v1/accounts/verify_credentials", what="who am I")
        profile = await self._calls.read(call, _Profile)
        if profile is None:
            raise ChannelDown(message("channel.unreadable", network=NETWORK))
        scopes = who.scopes.split() or await self._scopes()
        lacking = scopes_lacking(tuple(scopes))
        told = about(facts, who)
        if lacking:
            told = (*told, message("mastodon.scopes_lacking", scopes=", ".join(lacking)))
        name = profile.display_name or profile.acct
        return Standing(who.handle, name, tuple(scopes), about=told, lacks=lacking)

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        """Upload media and wait until the server is done with it, find the post to answer, note
        what the account has posted so far, and keep a connection open. Raises ChannelError."""
        prepared = self._clock.now()
        who = await self._calls.who()
        known = uploads_of(before)
        _, (newest, ahead), reply_id = await asyncio.gather(
            self._server.ask(), self._posts.newest(who), self._reply_id(post, known)
        )
        shown = self._posts.shown_by(newest)
        files = await self._media.ready(post, known.files, shown, tell)
        ids = tuple(status.id for status in newest[:_SHOWN_BEFORE])
        earlier = files_before(known, files)
        uploads = Uploads(files, earlier, post.reply_to, reply_id, ids, ahead)
        self._keep_warm(who)
        until = min((one.at for one in files), default=None)
        return Staged(
            post,
            (msgspec.json.encode(uploads).decode(),),
            prepared,
            None if until is None else until + LIFE,
        )

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        """Post it: one public request, whatever comes. Raises ChannelError."""
        if key in self._under_way:
            # Two requests with one key at the same time make two posts on many servers.
            raise unclear()
        uploads = uploads_of(staged)
        plain_asked = self._server.facts.asks_for_plain
        body = status_body(staged.post, uploads, parent, asks_for_plain=plain_asked)
        call = Call(
            "POST",
            POSTS,
            body=body,
            key=key,
            lane="post",
            what="post",
            changes=True,
            public=True,
            deadline=_POST_DEADLINE_S,
        )
        self._under_way.add(key)
        try:
            answer = await self._calls.private(call)
        finally:
            self._under_way.discard(key)
        if 300 <= answer.status < 500:
            return await self._refused(staged, key, uploads, answer)
        status = decoded(answer, Status)
        if status is None or not self._posts.can_be(key, status):
            raise unclear()
        self._posts.made(key, status, uploads)
        return receipt_of(status, self._clock.now())

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """The post of ``key``: by its number where its receipt was seen, otherwise the one among
        the account's newest that shows its files or reads like it and was not there before. Raises
        ChannelError."""
        who = await self._calls.who()
        status = await self._posts.find(staged, key, who)
        if status is None:
            # What that proves depends on whether the server honours the key.
            await self._server.ask()
            return None
        self._posts.made(key, status, uploads_of(staged))
        return seen(status, status.created or self._clock.now(), staged.post, host_of(who.handle))

    async def recent(self) -> tuple[Seen, ...]:
        """The account's newest public posts, whoever sent them. Raises ChannelError."""
        newest, _ = await self._posts.newest(await self._calls.who())
        return tuple(seen(status, status.created) for status in newest if status.is_public)

    async def retract(self, receipt: Receipt) -> None:
        """Delete the status; one that is gone already is no error. Raises ChannelError."""
        path = f"{POSTS}/{receipt.remote_id}"
        call = Call("DELETE", path, lane="delete", what="delete a post", changes=True)
        answer = await self._calls.private(call)
        if answer.status in {200, 202}:
            if decoded(answer, dict[str, object]) is None:
                raise unclear()
        elif answer.status not in {204, 404, 410}:
            raise refusal(answer)

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        """Favourites, boosts and replies; None where the post is not there. Raises ChannelError."""
        status = await self._posts.status(receipt.remote_id)
        if status is None:
            return None
        return Metrics(status.favourites_count, status.reblogs_count, status.replies_count)

    async def close(self) -> None:
        """Stop keeping a connection open."""
        self._http.let_cool(self._warm)

    def _keep_warm(self, who: Kept) -> None:
        self._server_named = who.server
        self._warm = f"{who.server}/.well-known/nodeinfo"
        self._http.keep_warm(self._warm)

    async def _refused(self, staged: Staged, key: str, uploads: Uploads, answer: Answer) -> Receipt:
        """A clear no. What it says of files may mean that an earlier request had arrived."""
        problem = refusal(answer)
        if not uploads.files or not isinstance(problem, Refused):
            raise problem
        status = await self._posts.showing(uploads, key, await self._calls.who())
        if status is not None:
            self._posts.made(key, status, uploads)
            return receipt_of(status, status.created or self._clock.now())
        # Servers word it in the account's own language, so the files themselves are asked too.
        words = str(problem)
        states = await asyncio.gather(*(self._media.state(one.id) for one in uploads.files))
        if _UNFINISHED.search(words) or 206 in states:
            raise NotSent(message("mastodon.still_worked_on"))
        if _GONE.search(words) or 404 in states:
            self._posts.spent(uploads)
            raise NotSent(message("mastodon.files_gone"))
        raise problem

    async def _reply_id(self, post: Post, known: Uploads) -> str:
        if not post.reply_to:
            return ""
        if known.reply_to == post.reply_to and known.reply_id:
            return known.reply_id
        asked = (("q", post.reply_to), ("resolve", "true"), ("type", "statuses"), ("limit", "1"))
        found = await self._calls.read(
            Call("GET", "/api/v2/search", asked, what="find the post to answer"), _Found
        )
        if found is None or not found.statuses:
            raise Refused(message("mastodon.nothing_to_answer", address=post.reply_to))
        return found.statuses[0].id

    async def _scopes(self) -> list[str]:
        """Of a pasted token the scopes of its app; nothing where the server does not tell."""
        call = Call("GET", "/api/v1/apps/verify_credentials", what="what may I")
        answer = await self._calls.private(call)
        app = decoded(answer, _App) if answer.status == 200 else None
        return [] if app is None else app.scopes
