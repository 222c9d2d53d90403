"""Files of a post: uploaded ahead, waited for, and used again while they lie there unused.

A file that no post shows is dropped after a day (Mastodon's MediaAttachmentsVacuum, read 2026-11)
and can be shown by one post only. Pictures are ready at once, video is worked on for a while: the
answers are 202 at first, then 206 until it is ready. Source: documentation of Mastodon, methods
media (read 2026-11).
"""

import asyncio
import secrets
from collections.abc import Collection
from mimetypes import guess_extension

import msgspec

from controlroom.accounts.mastodon_oauth import words_of
from controlroom.channels.base import (
    ChannelDown,
    MediaRefused,
    NotSent,
    Post,
    PostMedia,
    Refused,
    Tell,
)
from controlroom.channels.mastodon_calls import NETWORK, Call, MastodonCalls, decoded, refusal
from controlroom.channels.mastodon_status import Uploaded
from controlroom.clock import MICROS, Clock
from controlroom.messages import message
from controlroom.net.http import Answer

LIFE = 24 * 3_600 * MICROS
"""So long a file lies there that no post shows."""
_USED_AGAIN = 23 * 3_600 * MICROS
_DEADLINE_S = 20.0
_BYTES_PER_S = 20_000
"""The slowest link an upload is given the time for."""
_PAUSES_S = (0.5, 1.0, 2.0, 3.0, 5.0)
_WAIT_S = 600.0
"""So long a server may work on a file."""
_UPLOADED = 0.8
"""Share of the way when a file is up and the server works on it."""


class _File(msgspec.Struct):
    id: str
    url: str | None = None


class MastodonMedia:
    """The files of one account."""

    def __init__(self, calls: MastodonCalls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock

    async def ready(
        self, post: Post, before: tuple[Uploaded, ...], shown: Collection[str], tell: Tell
    ) -> tuple[Uploaded, ...]:
        """Every file of ``post``, on the server and ready. ``before`` may be used again where it is
        not among the ids ``shown`` by a post. Raises ChannelError."""
        free = [one for one in before if one.id not in shown and self._is_young(one)]
        progress = _Progress(post.media, tell)
        pairs: list[tuple[PostMedia, Uploaded | None]] = []
        for media in post.media:
            kept = next((one for one in free if one.sha256 == media.sha256), None)
            if kept is not None:
                free.remove(kept)
            pairs.append((media, kept))
        return tuple(
            await asyncio.gather(
                *(
                    self._one(place, media, kept, progress)
                    for place, (media, kept) in enumerate(pairs)
                )
            )
        )

    async def state(self, id_: str) -> int:
        """The status of an answer about one file: 200 ready, 206 worked on, 404 gone or shown by a
        post already. Raises ChannelError."""
        return (await self._calls.private(_asking(id_))).status

    def _is_young(self, one: Uploaded) -> bool:
        return self._clock.now() - one.at < _USED_AGAIN

    async def _one(
        self, place: int, media: PostMedia, kept: Uploaded | None, progress: "_Progress"
    ) -> Uploaded:
        if kept is not None and (again := await self._again(media, kept)) is not None:
            progress.reached(place, 1.0)
            return again
        at = self._clock.now()
        answer = await self._upload(media, lambda sent: progress.reached(place, sent * _UPLOADED))
        file = decoded(answer, _File)
        if file is None:
            raise ChannelDown(message("channel.unreadable", network=NETWORK))
        if answer.status != 200 or file.url is None:
            progress.reached(place, _UPLOADED)
            await self._worked_on(file.id)
        progress.reached(place, 1.0)
        return Uploaded(file.id, media.sha256, media.alt, at)

    async def _again(self, media: PostMedia, kept: Uploaded) -> Uploaded | None:
        """``kept`` with the words it needs now, None where it does not lie there any more."""
        status = await self.state(kept.id)
        if status == 206:
            await self._worked_on(kept.id)
        elif status != 200:
            return None
        if kept.alt == media.alt:
            return kept
        mime, body = _form(media, None)
        path, what = f"/api/v1/media/{kept.id}", "describe media"
        call = Call("PUT", path, body=body, mime=mime, lane="media", what=what)
        answer = await self._calls.private(call)
        return msgspec.structs.replace(kept, alt=media.alt) if answer.status == 200 else None

    async def _upload(self, media: PostMedia, tell: Tell) -> Answer:
        mime, body = _form(media, media.content)
        deadline = _DEADLINE_S + len(media.content) / _BYTES_PER_S
        answer = await self._calls.private(_uploading("/api/v2/media", body, mime, deadline), tell)
        if answer.status in {404, 405}:
            # Before Mastodon 3.1.3 there was only this one, which answers when all is done.
            answer = await self._calls.private(
                _uploading("/api/v1/media", body, mime, deadline), tell
            )
        if answer.status not in {200, 202}:
            problem = refusal(answer)
            raise MediaRefused(problem.what) if isinstance(problem, Refused) else problem
        return answer

    async def _worked_on(self, id_: str) -> None:
        """Return once a file is ready. Raises NotSent when that takes too long, MediaRefused."""
        started, tries = self._clock.monotonic(), 0
        while self._clock.monotonic() - started < _WAIT_S:
            await self._clock.sleep(_PAUSES_S[min(tries, len(_PAUSES_S) - 1)])
            tries += 1
            try:
                answer = await self._calls.private(_asking(id_))
            except ChannelDown:
                continue  # the next question may get through
            if answer.status == 200:
                return
            if 400 <= answer.status < 500:
                words = words_of(answer)
                raise MediaRefused(message("channel.refused", network=NETWORK, words=words))
        raise NotSent(message("mastodon.still_worked_on"))


class _Progress:
    """How far all files together are, by their bytes."""

    def __init__(self, files: tuple[PostMedia, ...], tell: Tell) -> None:
        self._sizes = [max(1, len(media.content)) for media in files]
        self._shares = [0.0] * len(files)
        self._tell = tell

    def reached(self, place: int, share: float) -> None:
        """The file at ``place`` is so far."""
        self._shares[place] = share
        done = sum(size * part for size, part in zip(self._sizes, self._shares, strict=True))
        self._tell(done / sum(self._sizes))


def _asking(id_: str) -> Call:
    return Call("GET", f"/api/v1/media/{id_}", what="ask for media")


def _uploading(path: str, body: bytes, mime: str, deadline: float) -> Call:
    return Call(
        "POST", path, body=body, mime=mime, lane="media", what="upload media", deadline=deadline
    )


def _form(media: PostMedia, content: bytes | None) -> tuple[str, bytes]:
    """The alt text and, unless it is None, the file as a multipart form (RFC 7578): type and
    body."""
    boundary = f"controlroom{secrets.token_hex(16)}"
    named = f"--{boundary}\r\nContent-Disposition: form-data; name="
    parts = [f'{named}"description"\r\n\r\n{media.alt}\r\n'.encode()]
    if content is not None:
        file = f"media{guess_extension(media.mime) or ''}"
        head = f'{named}"file"; filename="{file}"\r\nContent-Type: {media.mime}\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    parts.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)
