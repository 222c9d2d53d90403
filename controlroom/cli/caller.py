"""The other end of the door: an order for the room that runs on this data folder, if one does."""

import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import msgspec

from controlroom.errors import Refused, Unusable, UserFacingError, WrongInput
from controlroom.messages import message
from controlroom.room.door import LONGEST_LINE, Where, where_file
from controlroom.room.door_visit import NotKnown

CONNECT_S = 5.0


class Listener(Protocol):
    """What a command does with what it is told."""

    def show(self, line: dict[str, Any]) -> None:
        """One line of the answer, or progress."""

    def ask(self, name: str, line: dict[str, Any]) -> str:
        """Ask the person. Raises ``WrongInput``."""

    def open_page(self, address: str) -> None:
        """Show a page in the browser."""


def call_room(folder: Path, wish: dict[str, Any], listener: Listener) -> int | None:
    """Have ``wish`` carried out by the running room; the exit code. None where none is running.

    Raises UserFacingError as the room did, and ``CutOff`` when it went away before the end.
    """
    line = _connect(folder)
    if line is None:
        return None
    connection, token = line
    with connection, connection.makefile("rwb") as wire:
        _send(wire, {**wish, "token": token})
        while True:
            try:
                text = wire.readline(LONGEST_LINE)
            except OSError as problem:
                raise CutOff from problem
            if not text:
                raise CutOff
            told = json.loads(text)
            if (code := _heard(told, wire, listener)) is not None:
                return code


class CutOff(Unusable):
    """The running room ended, or was killed, before it had answered: what became of the order is
    not known."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(message("door.cut_off"), message("door.cut_off.do"))


def _heard(told: dict[str, Any], wire: Any, listener: Listener) -> int | None:
    if "tell" in told:
        listener.show(told["tell"])
    elif "open" in told:
        listener.open_page(told["open"])
    elif "ask" in told:
        try:
            answer = listener.ask(told["ask"], told["line"])
        except UserFacingError:
            _send(wire, {"answer": None})
            raise
        _send(wire, {"answer": answer})
    elif "refused" in told:
        raise _refusal(told)
    else:
        return int(told["done"])
    return None


def _refusal(told: dict[str, Any]) -> UserFacingError:
    kinds: dict[int, Callable[..., UserFacingError]] = {1: Refused, 2: WrongInput, 3: NotKnown}
    do = told.get("do")
    make = kinds.get(told["code"], Refused)
    return make(
        message("words", words=told["refused"]), None if do is None else message("words", words=do)
    )


def _send(wire: Any, line: dict[str, Any]) -> None:
    try:
        wire.write(json.dumps(line).encode() + b"\n")
        wire.flush()
    except OSError as problem:
        raise CutOff from problem


def _connect(folder: Path) -> tuple[socket.socket, str] | None:
    try:
        where = msgspec.json.decode(where_file(folder).read_bytes(), type=Where)
    except (OSError, msgspec.DecodeError):
        return None
    unix = where.path and sys.platform != "win32"
    connection = socket.socket(socket.AF_UNIX if unix else socket.AF_INET, socket.SOCK_STREAM)
    connection.settimeout(CONNECT_S)
    try:
        connection.connect(where.path if unix else ("127.0.0.1", where.port))
    except OSError:
        connection.close()
        return None
    connection.settimeout(None)
    return connection, where.token
