"""Having something done: by the room that runs on the data folder, else by one of our own."""

import asyncio
import logging
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from controlroom import paths
from controlroom.accounts.vault import MemoryVault
from controlroom.cli.asking import Questions
from controlroom.cli.caller import call_room
from controlroom.cli.desk import has_display
from controlroom.cli.printing import Printer
from controlroom.clock import SystemClock, gesture_seconds
from controlroom.errors import Unusable
from controlroom.event.room_state import RoomState
from controlroom.room.door import Door
from controlroom.room.door_orders import answer
from controlroom.room.door_visit import Premises, Wish
from controlroom.room.opening import OpenRoom, Plan, tools_for
from controlroom.store.open import DATABASE_NAME, Store, open_store
from controlroom.store.thread import StoreThread

LOG = logging.getLogger("controlroom.cli")

TRY_S = 15.0
"""How long another command may take to open its door, or to be done."""
PAUSE_S = 0.1
ENDS_S = 60.0

Order = dict[str, Any]


class AtTheTerminal:
    """Whoever typed the command: is told, is asked, is shown pages."""

    def __init__(self, *, as_json: bool, browser: bool = True) -> None:
        self.questions = Questions()
        self._printer = Printer(as_json=as_json)
        self._browser = browser

    def show(self, line: Order) -> None:
        """Print one line."""
        self._printer.show(line)

    def open_page(self, address: str) -> None:
        """Print the address, and open it where there is a browser to be seen."""
        self._printer.show({"kind": "page", "address": address})
        if self._browser and has_display():
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def ask(self, name: str, line: Order) -> str:
        """Ask, and wait for the answer."""
        return self.questions.ask(name, line)


class _Visitor:
    """The same for a room of our own, whose loop must not wait for a person."""

    def __init__(self, listener: AtTheTerminal) -> None:
        self._listener = listener
        self.open_page = listener.open_page

    async def tell(self, line: Order) -> None:
        self._listener.show(line)

    async def ask(self, name: str, line: Order) -> str:
        return await asyncio.to_thread(self._listener.ask, name, line)


def in_room(event: str, order: Order, listener: AtTheTerminal, *, passing: bool = False) -> int:
    """Carry ``order`` out in the room of ``event``; the exit code. ``passing``: with a vault of our
    own, in memory, that the order fills first. Raises UserFacingError."""

    def own() -> int:
        vault = MemoryVault() if passing else None
        plan = Plan(slug=event, state=RoomState.PREP, vault=vault, board=False)
        opened = OpenRoom(plan)
        try:
            premises = Premises(opened.thread, opened.tools, opened.room, opened.ways)
            with door_of(opened):
                return _result(opened, premises, {**order, "alone": True}, listener)
        finally:
            opened.close()

    return _there_or_here({**order, "event": event}, listener, own)


def with_accounts(order: Order, listener: AtTheTerminal) -> int:
    """Carry ``order`` out where no event has to be open; the exit code. Raises UserFacingError."""

    def own() -> int:
        thread = StoreThread(lambda: open_store(paths.data_folder()))
        try:
            return asyncio.run(_without_room(thread, order, listener))
        finally:
            thread.close()

    return _there_or_here(order, listener, own)


def anything_kept() -> bool:
    """Whether there is a store yet."""
    return (paths.data_folder() / DATABASE_NAME).is_file()


def reading() -> Store | None:
    """The store, to read only, beside whatever runs on it; None where there is none yet."""
    return open_store(paths.data_folder(), read_only=True) if anything_kept() else None


def _there_or_here(order: Order, listener: AtTheTerminal, own: Callable[[], int]) -> int:
    """By the running room; else here. Another command may just be opening or closing its own."""
    folder: Path = paths.data_folder()
    ends = gesture_seconds() + TRY_S
    while True:
        code = call_room(folder, order, listener)
        if code is not None:
            return code
        try:
            return own()
        except Unusable as problem:
            taken = problem.what_happened.id == "store.already_open"
            if not taken or gesture_seconds() > ends:
                raise
        time.sleep(PAUSE_S)


async def _without_room(thread: StoreThread, order: Order, listener: AtTheTerminal) -> int:
    tools = await thread.run(tools_for, thread.store, SystemClock())
    try:
        return await answer(Premises(thread, tools), Wish(order), _Visitor(listener))
    finally:
        await tools.http.close()


@contextmanager
def door_of(opened: OpenRoom) -> Iterator[None]:
    """Let orders in while the block runs: HOLD must reach a command that posts, too. Where no door
    can be opened the room does without."""
    premises = Premises(opened.thread, opened.tools, opened.room, opened.ways)
    door = Door(opened.thread.store.folder, premises, answer)
    try:
        opened.submit(door.open()).result()
    except OSError as problem:
        LOG.warning("no commands from outside: %s", problem)
    try:
        yield
    finally:
        opened.submit(door.close()).result()


def _result(opened: OpenRoom, premises: Premises, order: Order, listener: AtTheTerminal) -> int:
    ended = threading.Event()

    async def work() -> int:
        try:
            return await answer(premises, Wish(order), _Visitor(listener))
        finally:
            ended.set()

    future = opened.submit(work())
    try:
        return future.result()
    except KeyboardInterrupt:
        # What has not left stays here; what has is followed to its end.
        future.cancel()
        ended.wait(ENDS_S)
        raise
