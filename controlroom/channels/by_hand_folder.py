"""The folder a person posts from: the pictures in order, the words, the alt texts.

It stands there whole or not at all, under a name that follows from the delivery's key, so that
the same delivery never makes two.
"""

import os
import re
import shutil
import unicodedata
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from controlroom.channels.base import Post, PostMedia
from controlroom.ids import uuid7

CAPTION = "caption.txt"
ALT_TEXTS = "alt.txt"
LINK = "link.txt"
REPLY_TO = "reply-to.txt"
_SLUG = 40
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
}


def new_key(now: int) -> str:
    """The key of a delivery of ``now`` (UTC µs): an id that tells its time."""
    return uuid7(now)


def folder_name(key: str, words: str, channel: str) -> str:
    """Time (UTC), first words, network: "20130204-013730Z-power-out-no-problem-threads-9f3a1c"."""
    number = uuid.UUID(key).int
    at = _EPOCH + timedelta(milliseconds=number >> 80)
    parts = (f"{at:%Y%m%d-%H%M%SZ}", slug(words) or "post", slug(channel) or "network", key[-6:])
    return "-".join(parts)


def slug(words: str) -> str:
    """The first words in letters every file system takes, "" where there are none."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(whole) <= _SLUG:
        return whole
    # Not in the middle of a word, unless it is one.
    return whole[: _SLUG + 1].rpartition("-")[0] or whole[:_SLUG]


def file_names(media: tuple[PostMedia, ...]) -> tuple[str, ...]:
    """ "01-a-dark-stadium.jpg", "02-…": in the order they are posted in."""
    return tuple(
        f"{place:02}-{slug(one.alt) or ('video' if one.is_video else 'picture')}"
        f"{_ENDINGS.get(one.mime, '.bin')}"
        for place, one in enumerate(media, 1)
    )


def contents(post: Post) -> dict[str, bytes]:
    """File name → bytes. ``caption.txt`` holds exactly the words, in UTF-8."""
    names = file_names(post.media)
    files = {name: one.content for name, one in zip(names, post.media, strict=True)}
    files[CAPTION] = post.text.encode()
    alts = [f"{name}: {one.alt}\n" for name, one in zip(names, post.media, strict=True) if one.alt]
    if alts:
        files[ALT_TEXTS] = "".join(alts).encode()
    if post.card is not None:
        files[LINK] = f"{post.card.url}\n".encode()
    if post.reply_to:
        files[REPLY_TO] = f"{post.reply_to}\n".encode()
    return files


def prepare(folder: Path, files: dict[str, bytes]) -> Callable[[], None] | None:
    """Write ``files`` beside ``folder``. What comes back lets them appear there, all at once; None
    where ``folder`` is there already. Raises OSError."""
    if folder.exists():
        return None
    beside = folder.with_name(f".{folder.name}.part")
    # Left by a program that ended while it wrote.
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for name, content in files.items():
        with (beside / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def appear() -> None:
        beside.replace(folder)

    return appear


def drop_part(folder: Path) -> None:
    """Remove what ``prepare`` wrote and nobody wants."""
    shutil.rmtree(folder.with_name(f".{folder.name}.part"), ignore_errors=True)
