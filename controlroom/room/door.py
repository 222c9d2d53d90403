"""The door of a running room: a local socket, for this user only, by which commands come in.

A line is one object of JSON. The visitor's first line is the order (``call`` and its arguments);
then the room tells lines ({"tell": …}), asks ({"ask": name, "line": …}, answered by {"answer": …}),
shows pages ({"open": address}), and ends with {"done": exit code} or {"refused": words, "code": …}.
Where it is written in ``door/door.json`` in the data folder: a Unix socket in a folder nobody else
may enter; on Windows a port on loopback with a token only this user can read.
"""

import asyncio
import json
import logging
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from controlroom.errors import UserFacingError, WrongInput
from controlroom.messages import english, message
from controlroom.room.door_visit import Line, Premises, Visitor, Wish

LOG = logging.getLogger("controlroom.room.door")

FOLDER = "door"
SOCKET = "room.sock"
LONGEST_PATH = 100
"""The system's limit for a socket's path is 104 or 108 bytes, its end included."""
LONGEST_LINE = 1_000_000
GOODBYE_S = 40.0

Answer = Callable[[Premises, Wish, Visitor], Awaitable[int]]


class Where(msgspec.Struct, frozen=True):
    """Where a door is: a Unix socket at ``path``, or ``port`` on loopback; ``token`` opens it."""

    token: str
    path: str = ""
    port: int = 0


def where_file(folder: Path) -> Path:
    """The file that says where the door of the room on a data folder is."""
    return folder / FOLDER / "door.json"


class Door:
    """Listens while it is open. Engine thread only. ``answer`` carries out one order."""

    def __init__(self, folder: Path, premises: Premises, answer: Answer) -> None:
        self._folder = folder
        self._premises = premises
        self._answer = answer
        self._token = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None
        self._visits: set[asyncio.Task[None]] = set()
        self._elsewhere: Path | None = None

    async def open(self) -> None:
        """Begin to listen. What a crash left behind is replaced. Raises OSError."""
        place = self._folder / FOLDER
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.chmod(0o700)
        self._clear(place)
        if sys.platform == "win32":
            self._server = await asyncio.start_server(
                self._visit, "127.0.0.1", 0, limit=LONGEST_LINE
            )
            port: int = self._server.sockets[0].getsockname()[1]
            where = Where(self._token, port=port)
        else:
            path = self._socket_in(place)
            self._server = await asyncio.start_unix_server(
                self._visit, str(path), limit=LONGEST_LINE
            )
            path.chmod(0o600)
            where = Where(self._token, path=str(path))
        _write_for_us_only(where_file(self._folder), msgspec.json.encode(where))

    async def close(self) -> None:
        """Let nobody in any more; what was ordered is carried out first, for a while."""
        if self._server is None:
            return
        with suppress(OSError):
            where_file(self._folder).unlink()
        self._server.close()
        if self._visits:
            await asyncio.wait(self._visits, timeout=GOODBYE_S)
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        with suppress(OSError):
            (self._folder / FOLDER / SOCKET).unlink()
        if self._elsewhere is not None:
            shutil.rmtree(self._elsewhere, ignore_errors=True)

    def _socket_in(self, place: Path) -> Path:
        path = (place / SOCKET).absolute()
        if len(os.fsencode(path)) <= LONGEST_PATH:
            return path
        # A data folder may lie deep; a folder for temporary files does not, and mkdtemp makes one
        # that only this user may enter.
        usual = tempfile.gettempdir()
        short = usual if len(os.fsencode(usual)) < LONGEST_PATH // 2 else "/tmp"
        self._elsewhere = Path(tempfile.mkdtemp(prefix="controlroom-", dir=short))
        return self._elsewhere / SOCKET

    def _clear(self, place: Path) -> None:
        """Remove the socket of a program that was killed: the folder's lock says it is gone."""
        try:
            left = msgspec.json.decode(where_file(self._folder).read_bytes(), type=Where)
        except (OSError, msgspec.DecodeError):
            left = Where("")
        (place / SOCKET).unlink(missing_ok=True)
        old = Path(left.path)
        if old.name == SOCKET and old.parent.name.startswith("controlroom-"):
            shutil.rmtree(old.parent, ignore_errors=True)

    def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.get_running_loop().create_task(self._serve(reader, writer), name="visit")
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visitor = _AtTheDoor(reader, writer)
        try:
            asked = await visitor.next()
            if asked is None or not secrets.compare_digest(
                str(asked.get("token", "")).encode(), self._token.encode()
            ):
                return
            await self._carry_out(asked, visitor)
        except OSError:
            LOG.info("a visitor left")
        finally:
            writer.close()

    async def _carry_out(self, asked: Line, visitor: "_AtTheDoor") -> None:
        work = asyncio.ensure_future(self._answered(asked, visitor))
        leaving = asyncio.create_task(visitor.listen())
        try:
            # Who goes away while the order is under way takes it back, as Ctrl+C does.
            await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                LOG.info("a visitor left before the end")
                work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            if not work.cancelled():
                await visitor.send(work.result())
        finally:
            work.cancel()
            leaving.cancel()
            await asyncio.gather(work, leaving, return_exceptions=True)

    async def _answered(self, asked: Line, visitor: Visitor) -> Line:
        try:
            return {"done": await self._answer(self._premises, Wish(asked), visitor)}
        except UserFacingError as problem:
            do = problem.what_to_do
            return {
                "refused": english(problem.what_happened),
                "do": None if do is None else english(do),
                "code": problem.exit_code,
            }
        except OSError:
            raise
        except Exception as defect:
            LOG.exception("an order from outside failed")
            return {"refused": english(message("door.failed", why=repr(defect))), "code": 1}


class _AtTheDoor:
    """A visitor at the other end of a socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._answers: asyncio.Queue[str | None] = asyncio.Queue()

    async def next(self) -> Line | None:
        """The next line, None at the end or for what is no JSON."""
        try:
            line = await self._reader.readline()
            found: Any = json.loads(line) if line else None
        except (ValueError, OSError):
            return None
        return found if isinstance(found, dict) else None

    async def listen(self) -> None:
        """Take answers until the visitor goes away."""
        while (line := await self.next()) is not None:
            answer = line.get("answer")
            self._answers.put_nowait(answer if isinstance(answer, str) else None)

    async def send(self, line: Line) -> None:
        """One line to the visitor."""
        self._writer.write(json.dumps(line).encode() + b"\n")
        await self._writer.drain()

    async def tell(self, line: Line) -> None:
        """See ``Visitor``."""
        await self.send({"tell": line})

    async def ask(self, name: str, line: Line) -> str:
        """See ``Visitor``."""
        await self.send({"ask": name, "line": line})
        answer = await self._answers.get()
        if answer is None:
            raise WrongInput(message("door.no_answer"))
        return answer

    def open_page(self, address: str) -> None:
        """See ``Visitor``."""
        self._writer.write(json.dumps({"open": address}).encode() + b"\n")


def _write_for_us_only(file: Path, content: bytes) -> None:
    """Write a file that only this user can read, whole or not at all."""
    half = file.with_suffix(".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        writing.write(content)
    half.replace(file)
