"""Files on an account's server, uploaded ahead of the post that shows them.

The server keeps a file nobody points to for a while, and drops one together with the last post that
shows it. A file is known by its bytes: the same ones are the same file, however often they go up.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    MediaRefused,
    PostMedia,
    Refused,
    Tell,
    tell_nobody,
)
from controlroom.channels.bluesky_calls import NETWORK, BlueskyCalls, Call, refusal, side_by_side
from controlroom.channels.bluesky_embed import Blob
from controlroom.channels.bluesky_record import Reply
from controlroom.clock import MICROS, Clock
from controlroom.messages import message

LIFE = 3_600 * MICROS
"""Servers drop files no post points to "after a time window (eg, minutes)"; in practice later."""
_USED_AGAIN = LIFE * 2 // 3
"""Older ones are uploaded anew where somebody asks, well before the server would drop them."""
_DEADLINE_S = 20.0
_BYTES_PER_S = 20_000
"""The slowest link an upload is given the time for."""


class Upload(msgspec.Struct, frozen=True):
    """A file that is up, since ``at`` (UTC µs)."""

    blob: Blob
    at: int


class Prepared(msgspec.Struct, frozen=True):
    """What staging learned, as it is written down: ``media`` in the order of the post's, ``dids``
    of the handles that exist."""

    media: tuple[Upload, ...] = ()
    dids: dict[str, str] = {}
    thumb: Upload | None = None
    reply: Reply | None = None

    @staticmethod
    def read(uploads: tuple[str, ...]) -> "Prepared | None":
        """What was written down; None where it cannot be read."""
        try:
            return msgspec.json.decode("".join(uploads), type=Prepared)
        except msgspec.DecodeError:
            return None

    def files(self) -> Iterator[Upload]:
        """Every file of the post."""
        yield from self.media
        if self.thumb is not None:
            yield self.thumb


class _Uploaded(msgspec.Struct):
    blob: Blob


class _Described(msgspec.Struct, rename="camel"):
    blob_upload_limit: int | None = None


class Uploads:
    """The files of one account."""

    def __init__(self, calls: BlueskyCalls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._known: dict[str, Upload] = {}
        self._forgot = -1
        self._limit: int | None = None
        self._asked = False

    @property
    def limit(self) -> int | None:
        """The largest file the server takes, in bytes; None where it has not told."""
        return self._limit

    async def bring(
        self, files: Sequence[PostMedia], before: Iterable[Upload] = (), tell: Tell = tell_nobody
    ) -> tuple[Upload, ...]:
        """See that ``files`` are on the server; those that are there already, as ``before`` or we
        ourselves know, are not sent again. Raises ChannelError."""
        for upload in before:
            known = self._known.get(upload.blob.sha256)
            if upload.at > self._forgot and (known is None or known.at < upload.at):
                self._known[upload.blob.sha256] = upload
        missing = {one.sha256: one for one in files if not self._is_there(one.sha256)}
        if missing:
            await self._look_at_limit(missing.values())
            await self._send(tuple(missing.values()), tell)
        tell(1.0)
        return tuple(self._known[one.sha256] for one in files)

    def forget(self) -> None:
        """Take nothing for granted any more: the server may have dropped files."""
        self._known.clear()
        self._forgot = self._clock.now()

    def _is_there(self, sha256: str) -> bool:
        known = self._known.get(sha256)
        return known is not None and self._clock.now() - known.at < _USED_AGAIN

    async def _look_at_limit(self, files: Iterable[PostMedia]) -> None:
        if not self._asked:
            try:
                answer = await self._calls.ask(Call("com.atproto.server.describeServer"))
                self._limit = msgspec.json.decode(answer.body, type=_Described).blob_upload_limit
                self._asked = answer.status == 200
            except (ChannelError, msgspec.DecodeError, UnicodeDecodeError):
                pass  # then the upload itself will tell
        for media in files:
            size = len(media.content)
            if self._limit is not None and size > self._limit:
                server = (await self._calls.who()).server
                raise MediaRefused(
                    message("bluesky.too_big_here", server=server, limit=self._limit, size=size)
                )

    async def _send(self, files: tuple[PostMedia, ...], tell: Tell) -> None:
        total = max(1, sum(len(media.content) for media in files))
        left = dict.fromkeys((media.sha256 for media in files), 0.0)
        deadline = _DEADLINE_S + total / _BYTES_PER_S

        def teller(media: PostMedia) -> Tell:
            def told(share: float) -> None:
                # Sent twice where the token had to be renewed: what was shown is not taken back.
                left[media.sha256] = max(left[media.sha256], share * len(media.content))
                tell(sum(left.values()) / total)

            return told

        async with side_by_side() as tasks:
            for media in files:
                sending = self._send_one(media, deadline, teller(media))
                tasks.create_task(sending, name="upload")

    async def _send_one(self, media: PostMedia, deadline: float, tell: Tell) -> None:
        started = self._clock.now()
        call = Call(
            "com.atproto.repo.uploadBlob", media.content, media.mime, deadline=deadline, tell=tell
        )
        answer = await self._calls.private(call)
        if answer.status != 200:
            problem = refusal(answer)
            raise MediaRefused(problem.what) if isinstance(problem, Refused) else problem
        try:
            blob = msgspec.json.decode(answer.body, type=_Uploaded).blob
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            raise ChannelDown(message("channel.unreadable", network=NETWORK)) from problem
        self._known[media.sha256] = Upload(blob, started)
