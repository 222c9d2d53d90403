"""Bluesky: posts as records on the account's own server (PDS).

The key of a delivery is the record's own name there (a TID). Putting the same record under the
same name again changes nothing, so a second try can never make a second post, and looking a post
up needs nothing but the key. The record's time comes from the key too, to keep it the same.

A video goes up like a picture; the network's own video service, which would prepare it ahead, is
not used, so that it plays only once the network has prepared it after the post is out.
Source: the lexicons com.atproto.repo.* and app.bsky.feed.*.
"""

from dataclasses import replace
from typing import Any, ClassVar, TypeVar

import msgspec

from controlroom.accounts.bluesky_session import BlueskySession, Kept
from controlroom.channels.base import (
    ChannelDown,
    Limits,
    MediaRefused,
    Metrics,
    NotSent,
    OutcomeUnknown,
    Post,
    PostMedia,
    Receipt,
    Seen,
    Staged,
    Standing,
    Tell,
    Tools,
    Trouble,
    tell_nobody,
)
from controlroom.channels.bluesky_calls import (
    NETWORK,
    PUT,
    BlueskyCalls,
    Call,
    refusal,
    side_by_side,
)
from controlroom.channels.bluesky_check import LIMITS, troubles
from controlroom.channels.bluesky_record import (
    COLLECTION,
    Parts,
    Ref,
    Reply,
    mentioned,
    post_record,
    tid_micros,
)
from controlroom.channels.bluesky_replies import Answerable, answer_to, answer_to_ours, resolve
from controlroom.channels.bluesky_seen import page, read_list, read_one
from controlroom.channels.bluesky_standing import standing
from controlroom.channels.bluesky_text import graphemes
from controlroom.channels.bluesky_uploads import LIFE, Prepared, Uploads
from controlroom.event.live_event import Account
from controlroom.ids import TidMint
from controlroom.messages import message
from controlroom.net.http import Answer
from controlroom.net.pacing import Pace
from controlroom.net.xrpc import fault, method_url

Shape = TypeVar("Shape")

_RECENT = 30
"""How many of the account's own posts are looked at."""
_WRITE_POINTS = frozenset({5_000, 35_000})
"""Limits (an hour, a day) that count what is written; a record that is put costs two. The server
shows whichever limit is nearest, and the others count requests."""


class _Put(msgspec.Struct):
    uri: str
    cid: str = ""


class _Counts(msgspec.Struct, rename="camel"):
    like_count: int = 0
    repost_count: int = 0
    reply_count: int = 0


class _Posts(msgspec.Struct):
    posts: list[_Counts]


class Bluesky:
    """One account on Bluesky. ``http`` is shared; whoever made it closes it."""

    api: ClassVar[int] = 2
    key: ClassVar[str] = "bluesky"
    title: ClassVar[str] = NETWORK
    honours_key: ClassVar[bool] = True

    def __init__(self, account: Account, tools: Tools) -> None:
        http, pacing, clock = tools.http, tools.pacing, tools.clock
        session = BlueskySession(account.handle, http, tools.vault, pacing, clock)
        self._session = session
        self._calls = BlueskyCalls(account.handle, session, http, pacing, clock)
        self._uploads = Uploads(self._calls, clock)
        self._http = http
        self._clock = clock
        self._mint = TidMint()
        self._warm = ""

    @property
    def limits(self) -> Limits:
        """The network's limits, and those of the account's server once it told them."""
        most = self._uploads.limit
        if most is None:
            return LIMITS
        return replace(
            LIMITS,
            picture_bytes=min(LIMITS.picture_bytes, most),
            video_bytes=min(LIMITS.video_bytes, most),
        )

    def count(self, text: str) -> int:
        """Length in grapheme clusters."""
        return graphemes(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        """Why Bluesky would refuse ``post``."""
        return troubles(post, self.limits)

    def mint_key(self, now: int) -> str:
        """A record name no other delivery has."""
        return self._mint.next(now)

    @property
    def pace(self) -> Pace | None:
        """How many posts the network still takes."""
        told = self._calls.pace
        if told is None or told.limit not in _WRITE_POINTS:
            return told
        return replace(told, left=told.left // 2, limit=told.limit // 2)

    def price(self, post: Post) -> float:
        """Posting is free."""
        return 0.0

    async def test(self) -> Standing:
        """See whether the account is signed in. Raises ChannelError."""
        return await standing(self._calls, self._session, self._http)

    async def recent(self) -> tuple[Seen, ...]:
        """The account's own newest posts, replies among them; needs no valid sign-in. Raises
        ChannelError."""
        who = await self._calls.who()
        arguments = (("repo", who.did), ("collection", COLLECTION), ("limit", str(_RECENT)))
        answer = await self._calls.ask(Call("com.atproto.repo.listRecords", arguments=arguments))
        if answer.status != 200:
            raise refusal(answer)
        posts = read_list(answer)
        if posts is None:
            raise _unreadable()
        found = (one.seen(who.handle) for one in posts)
        return tuple(sorted(found, key=lambda one: one.receipt.accepted, reverse=True))

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        """Upload media, look up who is named and what is answered, and keep a connection open from
        then on. Raises ChannelError."""
        started = self._clock.now()
        who = await self._calls.who()
        self._warm = method_url(who.server, "_health")
        # A proof of possession needs the server's newest nonce, which only such a request brings.
        self._http.keep_warm(self._warm, self._calls.visit if who.grant is not None else None)
        async with side_by_side() as tasks:
            ready = tasks.create_task(self._ready(who))
            preparing = tasks.create_task(self._prepared(post, before, tell))
        if not ready.result():
            raise ChannelDown(message("channel.unreachable", network=NETWORK))
        prepared = preparing.result()
        oldest = min((upload.at for upload in prepared.files()), default=None)
        written = msgspec.json.encode(prepared).decode()
        return Staged(post, (written,), started, None if oldest is None else oldest + LIFE)

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        """Put the record. No more than one public request is looked at, whatever comes. Raises
        ChannelError."""
        who = await self._calls.who()
        prepared = Prepared.read(staged.uploads)
        if prepared is None or len(prepared.media) != len(staged.post.media):
            raise MediaRefused(message("bluesky.dropped"))
        reply = prepared.reply
        if parent is not None:
            reply = await answer_to_ours(self._calls, parent)
        record = post_record(staged.post, _parts(prepared, reply), tid_micros(key))
        body = _json({**_place(who, key), "record": record})
        answer = await self._calls.publish(Call(PUT, body, changes=True))
        if answer.status != 200:
            if fault(answer).name == "BlobNotFound":
                await self._upload_again(staged.post)
            raise refusal(answer)
        put = _read(answer, _Put)
        if put is None or put.uri != _uri(who, key):
            raise OutcomeUnknown(message("channel.may_have_arrived", network=NETWORK))
        answerable = Answerable.of(Ref(put.uri, put.cid), reply).text if put.cid else ""
        return Receipt(self.key, put.uri, page(who.handle, put.uri), self._clock.now(), answerable)

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """Read the record back. Needs ``key`` only, and no valid sign-in. Raises ChannelError."""
        who = await self._calls.who()
        call = Call("com.atproto.repo.getRecord", arguments=tuple(_place(who, key).items()))
        answer = await self._calls.ask(call)
        if answer.status != 200:
            if fault(answer).name == "RecordNotFound":
                return None
            raise refusal(answer)
        got = read_one(answer)
        if got is None:
            raise _unreadable()
        return got.seen(who.handle, self._clock.now())

    async def retract(self, receipt: Receipt) -> None:
        """Delete the record; one that is gone already is no error. Raises ChannelError."""
        who = await self._calls.who()
        body = _json(_place(who, receipt.remote_id.rpartition("/")[2]))
        answer = await self._calls.private(
            Call("com.atproto.repo.deleteRecord", body, changes=True)
        )
        if answer.status != 200:
            raise refusal(answer)
        if answer.body and _read(answer, dict[str, Any]) is None:  # older servers say nothing
            raise OutcomeUnknown(message("channel.may_have_arrived", network=NETWORK))
        # The server drops a file together with the last post that shows it.
        self._uploads.forget()

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        """Likes, reposts and replies; None where the server has no view of the network. Raises
        ChannelError when it cannot be asked."""
        call = Call("app.bsky.feed.getPosts", arguments=(("uris", receipt.remote_id),))
        answer = await self._calls.private(call)
        counted = _read(answer, _Posts) if answer.status == 200 else None
        if counted is None or not counted.posts:
            return None
        post = counted.posts[0]
        return Metrics(post.like_count, post.repost_count, post.reply_count)

    async def close(self) -> None:
        """Stop keeping a connection open."""
        self._http.let_cool(self._warm)
        await self._calls.settle()

    async def _ready(self, who: Kept) -> bool:
        await self._calls.make_ready()
        if who.grant is not None:
            return await self._calls.visit()
        return await self._http.warm(self._warm)

    async def _prepared(self, post: Post, before: Staged | None, tell: Tell) -> Prepared:
        known = None if before is None else Prepared.read(before.uploads)
        files = _files(post)
        known_files = known.files() if known is not None else ()
        async with side_by_side() as tasks:
            bringing = tasks.create_task(self._uploads.bring(files, known_files, tell))
            dids = tasks.create_task(self._dids(post))
            reply = tasks.create_task(self._reply(post))
        uploads = bringing.result()
        media, thumbs = uploads[: len(post.media)], uploads[len(post.media) :]
        return Prepared(media, dids.result(), thumbs[0] if thumbs else None, reply.result())

    async def _upload_again(self, post: Post) -> None:
        files = _files(post)
        if not all(one.content for one in files):  # staged before a restart: the bytes are not here
            raise MediaRefused(message("bluesky.dropped"))
        self._uploads.forget()
        await self._uploads.bring(files)
        raise NotSent(message("channel.uploaded_anew", network=NETWORK))

    async def _dids(self, post: Post) -> dict[str, str]:
        async with side_by_side() as tasks:
            found = {
                handle: tasks.create_task(resolve(self._calls, handle))
                for handle in mentioned(post.text)
            }
        return {handle: did for handle, task in found.items() if (did := task.result())}

    async def _reply(self, post: Post) -> Reply | None:
        return await answer_to(self._calls, post.reply_to) if post.reply_to else None


def _files(post: Post) -> tuple[PostMedia, ...]:
    thumb = None if post.card is None else post.card.thumb
    return post.media if thumb is None else (*post.media, thumb)


def _parts(prepared: Prepared, reply: Reply | None) -> Parts:
    return Parts(
        tuple(upload.blob for upload in prepared.media),
        None if prepared.thumb is None else prepared.thumb.blob,
        prepared.dids,
        reply,
    )


def _uri(who: Kept, key: str) -> str:
    return f"at://{who.did}/{COLLECTION}/{key}"


def _place(who: Kept, key: str) -> dict[str, str]:
    return {"repo": who.did, "collection": COLLECTION, "rkey": key}


def _json(body: dict[str, Any]) -> bytes:
    return msgspec.json.encode(body)


def _unreadable() -> ChannelDown:
    return ChannelDown(message("channel.unreadable", network=NETWORK))


def _read(answer: Answer, shape: type[Shape]) -> Shape | None:
    """The body in the shape it should have, None if it has another."""
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
