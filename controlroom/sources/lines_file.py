"""Following a file that grows, as ``tail -F`` does: through rotation and truncation."""

import asyncio
import hashlib
import logging
import os
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from controlroom.messages import message
from controlroom.sources.lines_split import ANY_TIME, News, Piece, Splitter, TooLong
from controlroom.sources.mention import Phase

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 0.1
CHUNK: Final = 1 << 18
KNOWN_BY: Final = 256
"""Bytes before a place by which a file is known again: systems give file numbers out anew."""

_NOWHERE: Final = "nowhere"
"""A place that is not found."""

_T = TypeVar("_T")


class Follow:
    """One file. Iterate over ``news`` and tell ``passed`` of each line that was dealt with.

    ``place`` as an earlier run's ``place()`` gave it: goes on there if that file is still to be
    found, by whatever name in its folder; else begins with the first line of the file at ``path``.
    Where lines may be lost by that, ``ANY_TIME`` is among the news.
    """

    def __init__(self, path: Path, lull_s: float, place: str = "") -> None:
        self._path = path
        self._lull_s = lull_s
        self._wanted = place
        self._file: BinaryIO | None = None
        self._identity = (0, 0)
        self._splitter = Splitter()
        self._read_to = 0
        self._read_last = b""
        self._passed_to = 0
        self._passed_last: Piece | None = None
        self._looks_beside = 0
        self._beside = False
        self._unsure = False

    def passed(self, piece: Piece) -> None:
        """A line was dealt with."""
        self._passed_to += piece.size if isinstance(piece, TooLong) else len(piece) + 1
        self._passed_last = piece

    def place(self) -> str:
        """Where another run goes on: file, position, and how the bytes before it are known."""
        if self._wanted or not self._passed_to:
            return self._wanted or (_NOWHERE if self._unsure else "")
        last = self._passed_last
        known_by = (last + b"\n")[-KNOWN_BY:] if isinstance(last, bytes) else b""
        device, number = self._identity
        return f"{device}:{number}:{self._passed_to}:{len(known_by)}:{_digest(known_by)}"

    async def news(self) -> AsyncGenerator[News, None]:
        """Lines as they are written, and how the file is doing. Never ends by itself."""
        missing = False
        looks, lull = 0, max(1, round(self._lull_s / LOOK_EVERY_S))
        try:
            while True:
                if self._file is None and await _in_thread(self._open):
                    missing, looks = False, 0
                    if self._unsure:
                        yield ANY_TIME
                    yield Phase.LIVE, message("source.live")
                if self._file is None:
                    if not missing:
                        missing = True
                        yield Phase.CONNECTING, message("lines.no_file", path=str(self._path))
                    await asyncio.sleep(LOOK_EVERY_S)
                    continue
                chunk, over = await _in_thread(self._look)
                if chunk:
                    if looks >= lull:
                        yield Phase.LIVE, message("source.live")
                    looks = 0
                    yield self._splitter.feed(chunk)
                elif over:
                    yield self._splitter.end()
                    self._close()
                    self._passed_to = 0
                else:
                    looks += 1
                    if looks == lull:
                        line = message("source.silent", seconds=round(self._lull_s))
                        yield Phase.STALE, line
                    await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._close()

    def _open(self) -> bool:
        """Open the file, or first what is left of the one an earlier run was reading."""
        path, offset = self._found()
        try:
            file = path.open("rb", buffering=0)
        except OSError as trouble:
            log.debug("%s cannot be read: %s", path, trouble)
            return False
        status = os.fstat(file.fileno())
        # Between a file that was rotated while nobody read and this one there may have been others.
        self._unsure = self._beside or (self._wanted != "" and not offset)
        self._beside = path != self._path
        self._wanted = ""
        self._file, self._identity = file, (status.st_dev, status.st_ino)
        self._read_to, self._read_last = offset, b""
        self._passed_to, self._passed_last = offset, None
        self._looks_beside = 0
        return True

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _look(self) -> tuple[bytes, bool]:
        """What was added since the last look, and whether nothing more will be."""
        assert self._file is not None
        # With the bytes before it, which tell whether the file was written anew meanwhile.
        behind = self._read_last
        self._file.seek(self._read_to - len(behind))
        read = self._file.read(len(behind) + CHUNK) or b""
        if not read.startswith(behind) or self._is_shorter():
            return b"", True
        chunk = read[len(behind) :]
        if chunk:
            self._read_to += len(chunk)
            self._read_last = read[-KNOWN_BY:]
            return chunk, False
        return b"", self._is_replaced()

    def _is_shorter(self) -> bool:
        assert self._file is not None
        return os.fstat(self._file.fileno()).st_size < self._read_to

    def _is_replaced(self) -> bool:
        """Whether another file has the name, and whoever wrote to ours had time to notice: an empty
        one shows nothing, since some make it before they tell the writer."""
        try:
            status = self._path.stat()
        except OSError:
            return False
        other = status.st_size > 0 and (status.st_dev, status.st_ino) != self._identity
        self._looks_beside = self._looks_beside + 1 if other else 0
        return self._looks_beside > 1

    def _found(self) -> tuple[Path, int]:
        """The file an earlier run was reading, and where it was."""
        device, _, place = self._wanted.partition(":")
        try:
            number, offset, known_by, digest = place.split(":")
            spot = (int(device), int(number), int(offset), int(known_by))
            beside = [Path(one) for one in os.scandir(self._path.parent) if one.is_file()]
        except (ValueError, OSError):
            return self._path, 0
        for path in (self._path, *beside):
            if _is_at(path, spot, digest):
                return path, spot[2]
        return self._path, 0


def _is_at(path: Path, spot: tuple[int, int, int, int], digest: str) -> bool:
    device, number, offset, known_by = spot
    try:
        status = path.stat()
        if (status.st_dev, status.st_ino) != (device, number) or status.st_size < offset:
            return False
        with path.open("rb") as file:
            file.seek(offset - known_by)
            return _digest(file.read(known_by)) == digest
    except OSError:
        return False


def _digest(known_by: bytes) -> str:
    return hashlib.sha256(known_by).hexdigest()[:16]


async def _in_thread(work: Callable[[], _T]) -> _T:
    """Disks, above all those of other computers, may take their time. A cancelled one is waited
    for: it has the file in its hands."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait((task,))
        raise
