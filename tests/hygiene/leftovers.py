"""A test leaves nothing running: no thread, no child process and, of Qt, no timer or thread.

What fixtures of a wider scope started before the test may stay. What a test left is named with
where it stands or who started it, and ended where that is possible, so that only its own test
fails.
"""

import contextlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

GRACE_S = 2.0
LOOK_EVERY_S = 0.01
TASKS = Path("/proc/self/task")
# They live as long as the program that once used multiprocessing.
STAYING_CHILDREN = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
# A keyring that never answers cannot be ended; the vault's thread is a daemon for that reason.
STAYING_THREADS = ("keyring",)

Child = tuple[int, str]


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves something running."""
    threads, children = set(threading.enumerate()), set(_children())
    if request.node.get_closest_marker("ui"):
        from tests.hygiene import qt_leftovers

        qt_leftovers.watch()
        yield
        left = qt_leftovers.end_all()
    else:
        yield
        left = []
    left += _threads_left(threads)
    left += _children_left(children)
    if left:
        pytest.fail("the test left running: " + "\n".join(left), pytrace=False)


def _threads_left(before: set[threading.Thread]) -> list[str]:
    def new() -> list[threading.Thread]:
        return [
            thread
            for thread in threading.enumerate()
            if thread not in before
            # Threads that others made and Python only saw stay listed after they ended.
            and not isinstance(thread, threading._DummyThread)
            and not (thread.daemon and thread.name in STAYING_THREADS)
        ]

    until = monotonic() + GRACE_S
    for thread in new():
        thread.join(max(0.0, until - monotonic()))
    return [f"thread {thread.name!r}, {_where(thread)}" for thread in new()]


def _where(thread: threading.Thread) -> str:
    frame = sys._current_frames().get(thread.ident or 0)
    if frame is None:
        return "ending"
    own = [line for line in traceback.extract_stack(frame) if _is_ours(line.filename)]
    last = (own or traceback.extract_stack(frame))[-1]
    return f"in {last.name} ({Path(last.filename).name}:{last.lineno})"


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return any(name in path.parts for name in ("controlroom", "ui", "tests"))


def _children() -> list[Child]:
    """The direct child processes as (process id, command line); none where Linux is not."""
    found = []
    with contextlib.suppress(OSError):
        for task in TASKS.iterdir():
            with contextlib.suppress(OSError):
                for number in (task / "children").read_text("ascii").split():
                    found.append((int(number), _command(int(number))))
    return [child for child in found if not any(name in child[1] for name in STAYING_CHILDREN)]


def _command(pid: int) -> str:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        line = b""
    return line.replace(b"\0", b" ").decode("utf-8", "replace").strip()


def _children_left(before: set[Child]) -> list[str]:
    known = {pid for pid, _ in before}

    def new() -> list[Child]:
        return [child for child in _children() if child[0] not in known]

    left = new()
    until = monotonic() + GRACE_S
    while left and monotonic() < until:
        threading.Event().wait(LOOK_EVERY_S)
        left = new()
    return [_end(child) for child in left]


def _end(child: Child) -> str:
    pid, command = child
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.waitpid(pid, 0)
    # An ended child nobody waited for has no command line any more.
    return f"process {pid}, {command[:200] or 'ended, but nobody waited for it'}"
