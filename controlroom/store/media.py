"""Media files, each known by the SHA-256 of its bytes."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from sqlalchemy import select

from controlroom.errors import Unusable, WrongInput
from controlroom.messages import message
from controlroom.store.database import Database
from controlroom.store.tables import MEDIA_FILES
from controlroom.store.troubles import for_disk

_CHUNK = 1 << 20
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class MediaFile:
    """What is known of one file. ``size`` bytes; ``width``/``height`` pixels, 0 if not known."""

    sha256: str
    name: str
    mime: str
    size: int
    width: int
    height: int


class Media:
    """The media of one store: bytes in ``folder``, what is known of them in the database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def put(
        self, content: bytes | Path, *, name: str, mime: str, width: int = 0, height: int = 0
    ) -> str:
        """Keep ``content`` (bytes, or the file at a path); its SHA-256 in hex.

        On the disk when it returns. Putting the same again changes nothing but heals a file that
        was damaged. ``Unusable`` for a full or unwritable disk, ``OSError`` for a path that
        cannot be read.
        """
        sha256, size = _measured(content)
        if not self._is_whole(sha256):
            try:
                self._write(sha256, content)
            except OSError as trouble:
                raise for_disk(trouble, str(self._folder)) from trouble
        row = {"sha256": sha256, "name": name, "mime": mime, "size": size}
        with self._database.writing() as connection:
            self._database.put(connection, MEDIA_FILES, [{**row, "width": width, "height": height}])
        return sha256

    def about(self, sha256: str) -> MediaFile:
        """What is known of a file. ``WrongInput`` if it was never put here."""
        columns = [MEDIA_FILES.c[field.name] for field in fields(MediaFile)]
        with self._database.reading() as connection:
            row = connection.execute(
                select(*columns).where(MEDIA_FILES.c.sha256 == sha256)
            ).one_or_none()
        if row is None:
            raise WrongInput(message("store.no_media", sha256=sha256))
        return MediaFile(*row)

    def path(self, sha256: str) -> Path:
        """Where the file with this hash is, or would be. ``WrongInput`` for no SHA-256."""
        if not _SHA256.fullmatch(sha256):
            raise WrongInput(message("store.no_media", sha256=sha256))
        return self._folder / sha256[:2] / sha256[2:]

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash, checked. ``Unusable`` if they are gone or others."""
        try:
            content = self.path(sha256).read_bytes()
        except FileNotFoundError:
            gone = message("store.media_gone", name=self.about(sha256).name)
            raise Unusable(gone, message("store.media_again")) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            changed = message("store.media_changed", name=self.about(sha256).name)
            raise Unusable(changed, message("store.media_again"))
        return content

    def _is_whole(self, sha256: str) -> bool:
        path = self.path(sha256)
        return path.is_file() and _measured(path)[0] == sha256

    def _write(self, sha256: str, content: bytes | Path) -> None:
        path = self.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{secrets.token_hex(8)}")
        try:
            with unfinished.open("xb") as file:
                for chunk in _chunks(content):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            # A file at its own name is always whole, whenever the power goes.
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        for folder in (path.parent, self._folder):
            _sync_folder(folder)


def _chunks(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _measured(content: bytes | Path) -> tuple[str, int]:
    seen, size = hashlib.sha256(), 0
    for chunk in _chunks(content):
        seen.update(chunk)
        size += len(chunk)
    return seen.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no way to sync a folder, and NTFS journals its entries.
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
