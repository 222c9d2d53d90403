"""A program with the desk of a LIVE room and one post pending, until a signal ends it.

``python -m tests.ui.live_desk DATA NETWORK``; it prints "pending" once its window is there, and
"asked" once the window asks whether to close.
"""

import sys
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.room.live_program import Program
from ui.app import run_desk
from ui.window import DeskWindow


class Said:
    """What was printed; each word once."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def look(self) -> bool:
        """Say what is new. False: the window does not close by itself."""
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, DeskWindow)]
        self._say("pending")
        if any(one.sheet.isVisible() for one in shown):
            self._say("asked")
        return False

    def _say(self, word: str) -> None:
        if word not in self._words:
            self._words.add(word)
            print(word, flush=True)


if __name__ == "__main__":
    program = Program(Path(sys.argv[1]), Path(sys.argv[2]), "holding")
    with closing(program.opened):
        program.take("record")
        code = run_desk(program.opened.room, sys.argv[:1], ends=Said().look)
    sys.exit(code)
