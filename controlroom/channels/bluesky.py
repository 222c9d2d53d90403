"""Bluesky: posts as records on the account's own server (PDS).

The key of a delivery is the record's own name there (a TID). Putting the same record under the
same name again changes nothing, so a second try can never make a second post, and looking a post
up needs nothing but the key. The record's time comes from the key too, to keep it the same.
Source: the lexicons com.atproto.repo.* and app.bsky.feed.*.
"""

import asyncio
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
    Refused,
    Seen,
    Staged,
    Standing,
    Tell,
    Tools,
    Trouble,
    tell_nobody,
)
from controlroom.channels.bluesky_calls import NETWORK, BlueskyCalls, Call, refusal
from controlroom.channels.bluesky_check import LIMITS, troubles
from controlroom.channels.bluesky_record import (
    COLLECTION,
    Blob,
    SeenEmbed,
    SeenPost,
    blob_sha256,
    mentioned,
    post_record,
    tid_micros,
)
from controlroom.channels.bluesky_text import graphemes
from controlroom.clock import MICROS
from controlroom.event.live_event import Account
from controlroom.ids import TidMint
from controlroom.messages import message
from controlroom.net.http import Answer
from controlroom.net.pacing import Pace
from controlroom.net.xrpc import fault, method_url

Shape = TypeVar("Shape")

_BLOB_LIFE = 3_600 * MICROS
"""Servers drop files no post points to, "after a time window (eg, minutes)"; in practice later."""
_UPLOAD_DEADLINE_S = 20.0
_UPLOAD_BYTES_PER_S = 20_000
"""The slowest link an upload is given the time for."""


class _Uploads(msgspec.Struct):
    """What staging learned: ``blobs`` in the order of the pictures, ``dids`` of who is named."""

    blobs: tuple[Blob, ...]
    dids: dict[str, str]


class _Uploaded(msgspec.Struct):
    blob: Blob


class _Resolved(msgspec.Struct):
    did: str


class _Put(msgspec.Struct):
    uri: str


class _Got(msgspec.Struct):
    value: SeenPost


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
        self._calls = BlueskyCalls(account.handle, session, http, pacing, clock)
        self._http = http
        self._clock = clock
        self._mint = TidMint()
        self._uploaded: dict[str, tuple[Blob, int]] = {}
        self._warm = ""

    @property
    def limits(self) -> Limits:
        """The network's limits."""
        return LIMITS

    def count(self, text: str) -> int:
        """Length in grapheme clusters."""
        return graphemes(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        """Why Bluesky would refuse ``post``."""
        return troubles(post)

    def mint_key(self, now: int) -> str:
        """A record name no other delivery has."""
        return self._mint.next(now)

    @property
    def pace(self) -> Pace | None:
        """How many posts the network still takes."""
        return None

    def price(self, post: Post) -> float:
        """Posting is free."""
        return 0.0

    async def test(self) -> Standing:
        """See whether the account is signed in. Raises ChannelError."""
        await self._calls.make_ready()
        who = await self._calls.who()
        return Standing(who.handle, who.handle)

    async def recent(self) -> tuple[Seen, ...]:
        """The account's own newest posts."""
        return ()

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        """Upload pictures, look up who is named, and keep a connection open from then on. Raises
        ChannelError."""
        started = self._clock.now()
        who = await self._calls.who()
        self._warm = method_url(who.server, "_health")
        self._http.keep_warm(self._warm)
        ready, blobs, dids = await asyncio.gather(
            self._ready(), self._blobs(post), self._dids(post)
        )
        if not ready:
            raise ChannelDown(message("channel.unreachable", network=NETWORK))
        uploads = msgspec.json.encode(_Uploads(blobs, dids)).decode()
        return Staged(post, (uploads,), started)

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        """Put the record. No more than one public request is made, whatever comes. Raises
        ChannelError."""
        who = await self._calls.who()
        uploads = msgspec.json.decode(staged.uploads[0], type=_Uploads)
        record = post_record(staged.post, uploads.blobs, uploads.dids, tid_micros(key))
        body = _json({**_place(who, key), "record": record})
        call = Call("com.atproto.repo.putRecord", body, changes=True)
        answer = await self._calls.publish(call)
        if answer.status != 200:
            if fault(answer).name == "BlobNotFound":
                await self._upload_again(staged.post)
            raise refusal(answer)
        put = _read(answer, _Put)
        if put is None or put.uri != _uri(who, key):
            raise OutcomeUnknown(message("channel.may_have_arrived", network=NETWORK))
        return self._receipt(who, key)

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """Read the record back. Needs ``key`` only, and no valid sign-in. Raises ChannelError."""
        who = await self._calls.who()
        call = Call("com.atproto.repo.getRecord", arguments=tuple(_place(who, key).items()))
        answer = await self._calls.ask(call)
        if answer.status != 200:
            if fault(answer).name == "RecordNotFound":
                return None
            raise refusal(answer)
        got = _read(answer, _Got)
        if got is None:
            raise ChannelDown(message("channel.unreadable", network=NETWORK))
        images = (got.value.embed or SeenEmbed()).images
        return Seen(
            self._receipt(who, key),
            got.value.text,
            tuple(blob_sha256(one.image.ref.link) for one in images),
            tuple(one.alt for one in images),
        )

    async def retract(self, receipt: Receipt) -> None:
        """Delete the record; one that is gone already is no error. Raises ChannelError."""
        who = await self._calls.who()
        body = _json(_place(who, receipt.remote_id.rpartition("/")[2]))
        answer = await self._calls.private(
            Call("com.atproto.repo.deleteRecord", body, changes=True)
        )
        if answer.status != 200:
            raise refusal(answer)
        # The server drops a file together with the last post that shows it.
        self._uploaded.clear()

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

    async def _ready(self) -> bool:
        await self._calls.make_ready()
        return await self._http.warm(self._warm)

    async def _blobs(self, post: Post) -> tuple[Blob, ...]:
        return tuple(await asyncio.gather(*(self._blob(media) for media in post.media)))

    async def _blob(self, media: PostMedia) -> Blob:
        known = self._uploaded.get(media.sha256)
        if known is not None and self._clock.now() - known[1] < _BLOB_LIFE:
            return known[0]
        started = self._clock.now()
        call = Call(
            "com.atproto.repo.uploadBlob",
            media.content,
            media.mime,
            deadline=_UPLOAD_DEADLINE_S + len(media.content) / _UPLOAD_BYTES_PER_S,
        )
        answer = await self._calls.private(call)
        if answer.status != 200:
            problem = refusal(answer)
            raise MediaRefused(problem.what) if isinstance(problem, Refused) else problem
        uploaded = _read(answer, _Uploaded)
        if uploaded is None:
            raise ChannelDown(message("channel.unreadable", network=NETWORK))
        self._uploaded[media.sha256] = (uploaded.blob, started)
        return uploaded.blob

    async def _upload_again(self, post: Post) -> None:
        self._uploaded.clear()
        await self._blobs(post)
        raise NotSent(message("channel.uploaded_anew", network=NETWORK))

    async def _dids(self, post: Post) -> dict[str, str]:
        handles = mentioned(post.text)
        found = await asyncio.gather(*(self._did(handle) for handle in handles))
        return {handle: did for handle, did in zip(handles, found, strict=True) if did}

    async def _did(self, handle: str) -> str | None:
        call = Call("com.atproto.identity.resolveHandle", arguments=(("handle", handle),))
        answer = await self._calls.ask(call)
        if answer.status >= 500:
            raise refusal(answer)
        resolved = _read(answer, _Resolved) if answer.status == 200 else None
        return None if resolved is None else resolved.did

    def _receipt(self, who: Kept, key: str) -> Receipt:
        url = f"https://bsky.app/profile/{who.handle}/post/{key}"
        return Receipt(self.key, _uri(who, key), url, self._clock.now())


def _uri(who: Kept, key: str) -> str:
    return f"at://{who.did}/{COLLECTION}/{key}"


def _place(who: Kept, key: str) -> dict[str, str]:
    return {"repo": who.did, "collection": COLLECTION, "rkey": key}


def _json(body: dict[str, Any]) -> bytes:
    return msgspec.json.encode(body)


def _read(answer: Answer, shape: type[Shape]) -> Shape | None:
    """The body in the shape it should have, None if it has another."""
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
