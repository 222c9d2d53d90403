"""What has been uploaded ahead, by account and media, so that nothing is uploaded twice.

An upload belongs to one post at a time: some networks take it for one post only. Whoever makes a
post ready claims it, and keeps it again when that is done, unless the post was taken: then it is
spent, and the same media is uploaded anew for the next post.
"""

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, Protocol

from controlroom.channels.base import Post, PostMedia, Staged
from controlroom.store.staged import StagedRow

LOG = logging.getLogger("controlroom.posting")

MARGIN = 4
"""Uploads are made anew when a quarter of their life is left."""


class Shelf(Protocol):
    """Keeps uploads over a restart. Each call is durable when it returns."""

    async def load(self, channel: str, handle: str, digest: str) -> StagedRow | None:
        """What is kept under this name, None if there is nothing."""

    async def keep(self, row: StagedRow) -> None:
        """Keep ``row``, replacing an older one."""

    async def drop(self, channel: str, handle: str, digest: str) -> None:
        """Keep nothing under this name."""


def media_of(post: Post) -> tuple[PostMedia, ...]:
    """Everything of ``post`` that is uploaded."""
    thumb = post.card.thumb if post.card is not None else None
    return post.media if thumb is None else (*post.media, thumb)


def digests_of(posts: tuple[Post, ...]) -> tuple[str | None, ...]:
    """For each post the SHA-256 (hex) of the media it needs uploaded, None where it needs none.

    Words are no part of it; alt texts are, since some networks keep them with the upload. Two posts
    with the same media have different ones: each needs an upload of its own.
    """
    seen: Counter[str] = Counter()
    digests: list[str | None] = []
    for post in posts:
        media = media_of(post)
        if not media:
            digests.append(None)
            continue
        # The length in front keeps ("ab", "c") and ("a", "bc") apart.
        parts = [part for one in media for part in (one.sha256, one.alt)]
        told = "".join(f"{len(part)}:{part}" for part in [*parts, str(len(post.media))])
        seen[told] += 1
        digests.append(hashlib.sha256(f"{told}#{seen[told]}".encode()).hexdigest())
    return tuple(digests)


def renew_at(prepared: int, until: int) -> int:
    """UTC µs at which an upload of ``prepared`` that is gone at ``until`` is made anew."""
    return until - max(0, until - prepared) // MARGIN


@dataclass(frozen=True, slots=True)
class _Lying:
    """An upload and the words it was made ready with; "" where they are not known any more."""

    row: StagedRow
    words: str = ""


class Uploads:
    """The uploads of one night, in memory and, with a ``shelf``, over restarts."""

    def __init__(self, shelf: Shelf | None) -> None:
        self._shelf = shelf
        self._lying: dict[tuple[str, str, str], _Lying] = {}
        self._claimed: set[tuple[str, str, str]] = set()
        self._writing: set[asyncio.Task[None]] = set()

    async def claim(self, post: Post, digest: str, now: int) -> Staged | None:
        """What lies there for ``post``, for the caller alone until ``keep``, ``give_back`` or
        ``spend``. None where nothing does, or it would be gone soon."""
        place = (post.channel, post.handle, digest)
        if place in self._claimed:
            return None
        self._claimed.add(place)
        lying = self._lying.pop(place, None)
        if lying is None and (row := await self._load(place)) is not None:
            lying = _Lying(row)
        if lying is None:
            return None
        row = lying.row
        if row.until is not None and renew_at(row.prepared, row.until) <= now:
            return None
        return Staged(replace(post, text=lying.words), row.uploads, row.prepared, row.until)

    async def keep(self, staged: Staged, digest: str) -> None:
        """``staged`` is ready and not taken: let its uploads be used again."""
        lying = self._put(staged, digest)
        if self._shelf is not None:
            await self._write(self._shelf.keep(lying.row))

    def give_back(self, post: Post, digest: str, before: Staged | None) -> None:
        """Nothing came of a claim; ``before`` is what it got."""
        if before is not None:
            self._put(before, digest)
        self._claimed.discard((post.channel, post.handle, digest))

    def spend(self, post: Post, digest: str) -> None:
        """The uploads go out with a post: they are never given to another."""
        place = (post.channel, post.handle, digest)
        self._lying.pop(place, None)
        self._claimed.discard(place)
        if self._shelf is not None:
            self._later(self._shelf.drop(*place))

    def take_back(self, staged: Staged, digest: str) -> None:
        """The post they were spent on certainly did not go out: they can be used after all."""
        lying = self._put(staged, digest)
        if self._shelf is not None:
            self._later(self._shelf.keep(lying.row))

    async def written(self) -> None:
        """Wait until all of this is on the disk."""
        await asyncio.gather(*self._writing)

    def _put(self, staged: Staged, digest: str) -> _Lying:
        post = staged.post
        place = (post.channel, post.handle, digest)
        row = StagedRow(*place, staged.uploads, staged.prepared, staged.until)
        self._claimed.discard(place)
        self._lying[place] = _Lying(row, post.text)
        return self._lying[place]

    async def _load(self, place: tuple[str, str, str]) -> StagedRow | None:
        if self._shelf is None:
            return None
        try:
            return await self._shelf.load(*place)
        except Exception:
            # What cannot be read is uploaded again.
            LOG.exception("uploads cannot be read")
            return None

    def _later(self, write: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._write(write), name="keep uploads")
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, write: Coroutine[Any, Any, None]) -> None:
        try:
            await write
        except Exception:
            # A full disk must not keep a post from being ready.
            LOG.exception("uploads cannot be written down")
