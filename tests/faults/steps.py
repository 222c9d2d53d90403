"""The steps of a delivery, taken from the running code, and the way to end a program at one.

Between TAKE and its end: every line of posting and of what writes its states down; and of the
channels and the HTTP client, where a line more or less changes nothing outside, every place where
a function is entered or goes on after waiting.
"""

import os
import signal
import sys
from collections import Counter
from enum import Enum
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import controlroom

Step = tuple[str, int]
"""A file below the package and a line in it."""

_ROOT = Path(controlroom.__file__).parent
_BOOKS = ("store/outbox.py", "room/keeping.py")


class Grain(Enum):
    """How closely a file is followed."""

    NOT = 0
    ENTRIES = 1
    LINES = 2


def _grain(code: CodeType) -> tuple[str, Grain]:
    """A code's file below the package, and how closely it is followed."""
    path = Path(code.co_filename)
    if not path.is_relative_to(_ROOT):
        return "", Grain.NOT
    file = path.relative_to(_ROOT).as_posix()
    if file.startswith("posting/") or file in _BOOKS:
        return file, Grain.LINES
    if file.startswith("channels/") or file == "net/http.py":
        return file, Grain.ENTRIES
    return file, Grain.NOT


class Steps:
    """Follows a thread through the way of a delivery; kills the program at the ``nth`` time that
    ``end_at`` is reached. ``seen`` counts how often each step was."""

    def __init__(self, end_at: Step | None = None, nth: int = 1) -> None:
        self.seen: Counter[Step] = Counter()
        self._end_at = end_at
        self._nth = nth
        self._known: dict[CodeType, tuple[str, Grain]] = {}

    def follow(self) -> None:
        """From now on, in this thread."""
        sys.settrace(self._called)

    def _called(self, frame: FrameType, _event: str, _arg: Any) -> Any:
        code = frame.f_code
        if code not in self._known:
            self._known[code] = _grain(code)
        file, grain = self._known[code]
        if grain is Grain.ENTRIES:
            self._reached(file, frame.f_lineno)
        return self._moved if grain is Grain.LINES else None

    def _moved(self, frame: FrameType, event: str, _arg: Any) -> Any:
        if event == "line":
            self._reached(self._known[frame.f_code][0], frame.f_lineno)
        return self._moved

    def _reached(self, file: str, line: int) -> None:
        step = (file, line)
        self.seen[step] += 1
        if step == self._end_at and self.seen[step] == self._nth:
            os.kill(os.getpid(), signal.SIGKILL)
