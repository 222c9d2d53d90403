"""The door of a running room: for this user only, replaced after a crash, and never in the way."""

import asyncio
import contextlib
import json
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from controlroom.cli.caller import CutOff, call_room
from controlroom.cli.rooms import door_of
from controlroom.errors import Refused, WrongInput
from controlroom.room.door import Door, Where, where_file
from controlroom.room.door_visit import Premises, Visitor, Wish
from controlroom.room.opening import BUNDLED
from tests.room.still_room import StillRoom

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a Unix socket is looked at")


class Ear:
    """A visitor who writes down what is told, and answers with what it was given."""

    def __init__(self, answer: str = "") -> None:
        self.told: list[dict[str, Any]] = []
        self.pages: list[str] = []
        self._answer = answer

    def show(self, line: dict[str, Any]) -> None:
        self.told.append(line)

    def open_page(self, address: str) -> None:
        self.pages.append(address)

    def ask(self, name: str, line: dict[str, Any]) -> str:
        if not self._answer:
            raise WrongInput(line["what"])
        return self._answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def room(folder: Path) -> Iterator[StillRoom]:
    with StillRoom(folder) as still, door_of(still.opened):
        yield still


@contextlib.contextmanager
def door(folder: Path, answer: Any) -> Iterator[None]:
    """A door with nothing but ``answer`` behind it, in a loop of its own."""
    premises, opened, closing = Premises(None, None), threading.Event(), asyncio.Event()  # type: ignore[arg-type]
    loops: list[asyncio.AbstractEventLoop] = []

    async def stand() -> None:
        behind = Door(folder, premises, answer)
        await behind.open()
        loops.append(asyncio.get_running_loop())
        opened.set()
        await closing.wait()
        await behind.close()

    thread = threading.Thread(target=lambda: asyncio.run(stand()))
    thread.start()
    opened.wait(10)
    yield
    loops[0].call_soon_threadsafe(closing.set)
    thread.join()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_this_user_may_come_in(room: StillRoom, folder: Path) -> None:
    place = folder / "door"
    assert mode(place) == 0o700
    assert [mode(file) for file in sorted(place.iterdir())] == [0o600, 0o600]


def test_a_command_is_carried_out_as_a_key_would(room: StillRoom, folder: Path) -> None:
    ear = Ear()
    wish = {"call": "order", "order": "go_live"}
    assert call_room(folder, wish, ear) == 0
    assert ear.told == [{"kind": "state", "event": BUNDLED, "state": "live"}]
    assert room.room.state == "live"
    with pytest.raises(Refused, match="not possible in LIVE"):
        call_room(folder, wish, ear)
    wish = {"call": "order", "order": "select_moment", "arguments": {"moment": "lights-out"}}
    assert call_room(folder, wish, ear) == 0
    assert room.room.selected_moment == "lights-out"


@pytest.mark.parametrize(
    "wish",
    [
        {"call": "dance"},
        {"call": "order", "order": "dance"},
        {"call": "order"},
        {"call": "order", "order": "wrap", "arguments": {"a": 1}},
        {"call": "post", "asset": 5},
        {"call": "post", "asset": "a", "channels": "town"},
        {"call": "post", "asset": "a", "hold": "long"},
        {"call": 7},
        {},
    ],
)
def test_an_order_that_makes_no_sense(room: StillRoom, folder: Path, wish: dict[str, Any]) -> None:
    with pytest.raises(WrongInput):
        call_room(folder, wish, Ear())


def test_another_event_is_not_what_runs_here(room: StillRoom, folder: Path) -> None:
    with pytest.raises(Refused, match=BUNDLED):
        call_room(folder, {"call": "state", "event": "another-night"}, Ear())


def test_nobody_comes_in_without_the_token(room: StillRoom, folder: Path) -> None:
    where = msgspec.json.decode(where_file(folder).read_bytes(), type=Where)
    for said in (b'{"call": "hold", "token": "guessed"}\n', b"hello\n", b"[]\n", b"\xff\xfe\n"):
        with socket.socket(socket.AF_UNIX) as guest:
            guest.settimeout(10)
            guest.connect(where.path)
            guest.sendall(said)
            assert guest.recv(100) == b""
    assert room.room.state == "prep"


def test_nobody_is_there_before_and_after(folder: Path) -> None:
    assert call_room(folder, {"call": "state"}, Ear()) is None
    with StillRoom(folder) as still:
        with door_of(still.opened):
            assert call_room(folder, {"call": "state"}, Ear()) == 0
        assert call_room(folder, {"call": "state"}, Ear()) is None


def test_what_a_crash_left_behind_is_replaced(folder: Path) -> None:
    place = folder / "door"
    place.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(place / "room.sock"))
    left = Where("old", path=str(place / "room.sock"))
    where_file(folder).write_bytes(msgspec.json.encode(left))
    assert call_room(folder, {"call": "state"}, Ear()) is None
    with StillRoom(folder) as still, door_of(still.opened):
        assert call_room(folder, {"call": "state"}, Ear()) == 0


def test_a_folder_that_lies_deep_has_a_door_too(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-name-of-a-folder"] * 6, "data")
    with StillRoom(deep) as still:
        with door_of(still.opened):
            where = msgspec.json.decode(where_file(deep).read_bytes(), type=Where)
            assert mode(Path(where.path).parent) == 0o700
            assert call_room(deep, {"call": "state"}, Ear()) == 0
        assert not Path(where.path).parent.exists()


def test_questions_and_pages_cross_and_the_answer_comes_back(tmp_path: Path) -> None:
    async def answer(_: Premises, wish: Wish, visitor: Visitor) -> int:
        visitor.open_page("https://town.example")
        said = await visitor.ask("password", {"what": wish.text("what")})
        await visitor.tell({"kind": "said", "length": len(said)})
        return 3

    ear = Ear("geheim · 密")
    with door(tmp_path, answer):
        assert call_room(tmp_path, {"call": "any", "what": "Password"}, ear) == 3
        assert ear.told == [{"kind": "said", "length": 10}]
        assert ear.pages == ["https://town.example"]
        with pytest.raises(WrongInput):
            call_room(tmp_path, {"call": "any", "what": "Password"}, Ear())


def test_who_leaves_takes_the_order_back(tmp_path: Path) -> None:
    begun, taken_back = threading.Event(), threading.Event()

    async def answer(_: Premises, wish: Wish, visitor: Visitor) -> int:
        begun.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            taken_back.set()
        return 0

    with door(tmp_path, answer):
        where = msgspec.json.decode(where_file(tmp_path).read_bytes(), type=Where)
        with socket.socket(socket.AF_UNIX) as guest:
            guest.connect(where.path)
            guest.sendall(json.dumps({"call": "any", "token": where.token}).encode() + b"\n")
            assert begun.wait(10)
        assert taken_back.wait(10)


def test_a_room_that_is_killed_leaves_the_outcome_open(tmp_path: Path) -> None:
    """What stands at the other end dies without a word."""
    path = tmp_path / "door" / "room.sock"
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as dying:
        dying.bind(str(path))
        dying.listen()
        where_file(tmp_path).write_bytes(msgspec.json.encode(Where("t", path=str(path))))

        def die() -> None:
            visit, _ = dying.accept()
            visit.recv(10_000)
            visit.close()

        thread = threading.Thread(target=die)
        thread.start()
        with pytest.raises(CutOff) as cut:
            call_room(tmp_path, {"call": "post"}, Ear())
        assert cut.value.exit_code == 3
        thread.join()


def test_what_was_ordered_is_finished_before_the_door_closes(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    async def answer(_: Premises, wish: Wish, visitor: Visitor) -> int:
        begun.set()
        await asyncio.to_thread(go_on.wait)
        return 0

    codes: list[int | None] = []
    calling = threading.Thread(
        target=lambda: codes.append(call_room(tmp_path, {"call": "any"}, Ear()))
    )
    with door(tmp_path, answer):
        calling.start()
        assert begun.wait(10)
        threading.Timer(0.1, go_on.set).start()
    calling.join()
    assert codes == [0]


def test_a_folder_nobody_may_write_to_has_no_door(folder: Path, expected_logs: Any) -> None:
    expected_logs("no commands from outside")
    with StillRoom(folder) as still:
        (folder / "door").write_text("a file")
        with door_of(still.opened):
            assert call_room(folder, {"call": "state"}, Ear()) is None
        assert still.room.desk().state == "prep"
