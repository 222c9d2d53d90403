"""Pictures and videos on their way to X, ahead of the post that will show them.

A picture goes up in one request; a GIF or a video in parts, and X works on it for a while. An
upload belongs to nobody's eyes until a post names it, and lives as long as X says (a day).
Source: docs.x.com, chunked media upload, media metadata.
"""

import asyncio
import secrets
from collections.abc import Iterable

import msgspec

from controlroom.channels.base import (
    ChannelDown,
    MediaRefused,
    Post,
    PostMedia,
    Refused,
    Tell,
    tell_nobody,
)
from controlroom.channels.x_calls import NETWORK, Call, XCalls, read, refusal
from controlroom.channels.x_check import GIF, is_chunked
from controlroom.clock import MICROS, Clock
from controlroom.messages import message
from controlroom.net.http import Answer

UPLOAD = "/2/media/upload"
INITIALIZE = f"{UPLOAD}/initialize"
METADATA = "/2/media/metadata"

_PART = 4 * 1024 * 1024
"""Bytes of a part; X takes five million and a bit, form included."""
_TRIES = 3
_LIFE_S = 86_400
_MARGIN_S = 600
"""An upload with less left than this is not relied on."""
_DEADLINE_S = 20.0
_BYTES_PER_S = 20_000
"""The slowest link an upload is given the time for."""
_SHORTEST_LOOK_S = 0.5
_LONGEST_WORK_S = 1_800.0


class Uploaded(msgspec.Struct, frozen=True):
    """A file at X. ``until`` UTC µs: when X drops it, unless a post shows it by then."""

    sha256: str
    alt: str
    id: str
    until: int


class _Error(msgspec.Struct):
    message: str = ""
    name: str = ""


class _Working(msgspec.Struct):
    state: str = ""
    check_after_secs: float = 1.0
    error: _Error | None = None


class _Upload(msgspec.Struct):
    id: str
    expires_after_secs: int = _LIFE_S
    processing_info: _Working | None = None


class _Answered(msgspec.Struct):
    upload: _Upload = msgspec.field(name="data")


class XMedia:
    """The uploads of one account."""

    def __init__(self, calls: XCalls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._loose: list[Uploaded] = []
        self._instead: dict[str, Uploaded] = {}
        self._spent: set[str] = set()

    def spend(self, uploads: Iterable[str]) -> None:
        """A post that names these may be out: they are not used for another one, so that a post
        is known by its media."""
        self._spent.update(uploads)

    def newest(self, upload: str) -> str:
        """The upload that took the place of ``upload``, or itself."""
        return self._instead[upload].id if upload in self._instead else upload

    async def up(
        self, post: Post, before: Iterable[Uploaded] = (), tell: Tell = tell_nobody
    ) -> tuple[Uploaded, ...]:
        """The media of ``post``, uploaded where they are not among ``before`` or left over from a
        try that failed. ``tell`` hears how far it is. Raises ChannelError."""
        stock = [one for one in (*before, *self._loose) if self._lasts(one)]
        self._loose = []
        whole = sum(len(media.content) for media in post.media) or 1
        shares = [0.0] * len(post.media)
        done: dict[int, Uploaded] = {}

        def heard(number: int, share: float) -> None:
            shares[number] = share * len(post.media[number].content)
            tell(min(1.0, sum(shares) / whole))

        async def one(number: int, media: PostMedia) -> None:
            had = next(
                (it for it in stock if (it.sha256, it.alt) == (media.sha256, media.alt)), None
            )
            if had is not None:
                stock.remove(had)
            done[number] = had or await self._upload(media, lambda share: heard(number, share))
            heard(number, 1.0)

        ways = (one(number, media) for number, media in enumerate(post.media))
        try:
            # All of them come to an end, so that what one has brought up is not lost with another.
            ended = await asyncio.gather(*ways, return_exceptions=True)
        except asyncio.CancelledError:
            self._loose.extend(done.values())
            raise
        for problem in ended:
            if problem is not None:
                self._loose.extend(done.values())
                raise problem
        return tuple(done[number] for number in range(len(post.media)))

    async def up_again(self, post: Post, dropped: Iterable[str]) -> None:
        """X has dropped the uploads ``dropped`` of ``post``: upload its media once more. Raises
        ChannelError."""
        gone = list(dropped)
        self._instead.update(zip(gone, await self.up(post), strict=True))

    def was_replaced(self, uploads: Iterable[str]) -> bool:
        """Whether any of ``uploads`` has been uploaded once more already."""
        return any(upload in self._instead for upload in uploads)

    def _lasts(self, upload: Uploaded) -> bool:
        left = upload.until - self._clock.now()
        return left > _MARGIN_S * MICROS and upload.id not in self._spent

    async def _upload(self, media: PostMedia, tell: Tell) -> Uploaded:
        if not media.content:
            raise MediaRefused(message("x.media_gone"))
        started = self._clock.now()
        upload = await (self._in_parts if is_chunked(media) else self._at_once)(media, tell)
        # X takes alternative text for pictures and GIFs, not for videos.
        if media.alt and not media.is_video:
            await self._describe(upload.id, media.alt)
        until = started + upload.expires_after_secs * MICROS
        return Uploaded(media.sha256, media.alt, upload.id, until)

    async def _at_once(self, media: PostMedia, tell: Tell) -> _Upload:
        fields = {"media_category": "tweet_image", "media_type": media.mime}
        return _upload(await self._send(UPLOAD, fields, media.content, tell=tell))

    async def _in_parts(self, media: PostMedia, tell: Tell) -> _Upload:
        kind = "tweet_gif" if media.mime == GIF else "tweet_video"
        size = len(media.content)
        asked = {"media_type": media.mime, "total_bytes": size, "media_category": kind}
        begun = _upload(await self._ask(INITIALIZE, msgspec.json.encode(asked)))
        path = f"{UPLOAD}/{begun.id}"
        for number, start in enumerate(range(0, size, _PART)):
            part = media.content[start : start + _PART]
            await self._append(path, number, part)
            tell((start + len(part)) / size)
        ended = _upload(await self._ask(f"{path}/finalize", b"", lane=f"{UPLOAD}/:id/finalize"))
        if ended.processing_info is not None:
            await self._prepared(ended.id, ended.processing_info)
        return ended

    async def _append(self, path: str, number: int, part: bytes) -> None:
        for tries_left in reversed(range(_TRIES)):
            try:
                fields = {"segment_index": str(number)}
                await self._send(f"{path}/append", fields, part, lane=f"{UPLOAD}/:id/append")
            except ChannelDown:
                # A part that comes a second time takes the place of the first.
                if not tries_left:
                    raise
            else:
                return

    async def _prepared(self, upload: str, working: _Working) -> None:
        """Wait until X has worked a video over. Raises MediaRefused where it cannot."""
        begun = self._clock.monotonic()
        arguments = (("command", "STATUS"), ("media_id", upload))
        while working.state != "succeeded":
            if working.state == "failed":
                error = working.error or _Error()
                words = error.message or error.name or "?"
                raise MediaRefused(message("channel.refused", network=NETWORK, words=words))
            if self._clock.monotonic() - begun > _LONGEST_WORK_S:
                raise ChannelDown(message("channel.silent", network=NETWORK))
            await self._clock.sleep(max(_SHORTEST_LOOK_S, working.check_after_secs))
            answer = await self._calls.private(Call("GET", UPLOAD, arguments))
            told = _upload(_taken(answer))
            working = told.processing_info or _Working("succeeded")

    async def _describe(self, upload: str, alt: str) -> None:
        asked = {"id": upload, "metadata": {"alt_text": {"text": alt}}}
        await self._ask(METADATA, msgspec.json.encode(asked))

    async def _ask(self, path: str, body: bytes, lane: str = "") -> Answer:
        return _taken(await self._calls.private(Call("POST", path, body=body, lane=lane)))

    async def _send(
        self,
        path: str,
        fields: dict[str, str],
        content: bytes,
        lane: str = "",
        tell: Tell | None = None,
    ) -> Answer:
        body, mime = _form(fields, content, fields.get("media_type", "application/octet-stream"))
        deadline = _DEADLINE_S + len(body) / _BYTES_PER_S
        call = Call("POST", path, body=body, mime=mime, lane=lane, deadline=deadline, tell=tell)
        return _taken(await self._calls.private(call))


def _taken(answer: Answer) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    problem = refusal(answer)
    # Without credit (402) X takes nothing at all; the picture is not to blame.
    if isinstance(problem, Refused) and answer.status != 402:
        raise MediaRefused(problem.what)
    raise problem


def _upload(answer: Answer) -> _Upload:
    told = read(answer, _Answered)
    if told is None:
        raise ChannelDown(message("channel.unreadable", network=NETWORK))
    return told.upload


def _form(fields: dict[str, str], content: bytes, kind: str) -> tuple[bytes, str]:
    """A multipart/form-data body with ``content`` of type ``kind`` as the file "media"; the body's
    own type."""
    mark = f"control-room-{secrets.token_hex(16)}"
    head = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    )
    head += (
        f'--{mark}\r\nContent-Disposition: form-data; name="media"; filename="media"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    )
    body = b"".join((head.encode(), content, f"\r\n--{mark}--\r\n".encode()))
    return body, f"multipart/form-data; boundary={mark}"
