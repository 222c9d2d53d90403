"""HOLD from the command line: carried to its end, and told as what it was."""

import asyncio
import json
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from controlroom.cli.caller import call_room
from controlroom.cli.rooms import door_of
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from controlroom.room.door import Where, where_file
from tests.room.still_room import StillRoom
from tests.room.test_door import Ear
from tests.support.waiting import eventually

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a Unix socket is looked at")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def room(folder: Path) -> Iterator[StillRoom]:
    with StillRoom(folder) as still, door_of(still.opened):
        yield still


async def somebody_left() -> bool:
    return any(task.cancelling() for task in asyncio.all_tasks())


HOLD = {"call": "hold"}
BY_ITS_NAME = {"call": "order", "order": "hold"}


@pytest.mark.parametrize(("begin", "wish"), [("prep", HOLD), ("live", HOLD), ("live", BY_ITS_NAME)])
def test_hold_comes_although_its_visitor_leaves(
    room: StillRoom, folder: Path, begin: str, wish: dict[str, str]
) -> None:
    if begin == "live":
        room.order("go_live")
        room.stage("record")
        room.take()
    where = msgspec.json.decode(where_file(folder).read_bytes(), type=Where)
    begun, disk_answers = threading.Event(), threading.Event()

    def slow_disk() -> None:
        begun.set()
        disk_answers.wait(30)

    writing = room.opened.submit(room.opened.thread.run(slow_disk))
    assert begun.wait(10)
    with socket.socket(socket.AF_UNIX) as guest:
        guest.connect(where.path)
        guest.sendall(json.dumps({**wish, "token": where.token}).encode() + b"\n")
    eventually(lambda: room.opened.submit(somebody_left()).result(10))
    disk_answers.set()
    writing.result(10)
    eventually(lambda: room.room.state is RoomState.HOLD)
    room.settle()
    assert set(room.states) <= {"cancelled"}
    room.pass_time(60)
    assert room.up == []


@pytest.mark.parametrize("wish", [HOLD, BY_ITS_NAME])
def test_the_log_says_that_it_came_from_the_command_line(
    room: StillRoom, folder: Path, wish: dict[str, str]
) -> None:
    room.order("go_live")
    assert call_room(folder, wish, Ear()) == 0
    room.settle()
    assert [line["by"] for line in room.lines if line["kind"] == "hold"] == ["command"]
    assert room.view.masthead.line is not None
    assert "command line" in english(room.view.masthead.line)


@pytest.mark.parametrize("by", ["key", "button", "tray"])
def test_and_whose_hand_it_was_at_the_desk(room: StillRoom, by: str) -> None:
    room.order("go_live")
    room.order("hold", by=by)
    assert [line["by"] for line in room.lines if line["kind"] == "hold"] == [by]
