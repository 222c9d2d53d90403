"""Notices when the Qt thread is blocked, and with what."""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot

from controlroom.clock import gesture_seconds

log = logging.getLogger(__name__)

BEAT_MS = 25
LIMIT_S = 0.150


@dataclass(frozen=True, slots=True)
class Stall:
    """The Qt thread did not answer for at least ``seconds``; ``stack`` is what it was doing."""

    seconds: float
    stack: str


class StallWatch(QObject):
    """A thread that watches the beat of the Qt thread it was started in.

    ``stalls`` are those seen so far, newest last, at most 100; each blocked stretch counts once.
    """

    def __init__(
        self, limit: float = LIMIT_S, *, now: Callable[[], float] = gesture_seconds
    ) -> None:
        super().__init__()
        self.stalls: list[Stall] = []
        self._limit = limit
        self._now = now
        self._beat = now()
        self._watched = threading.get_ident()
        self._ended = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._alive)
        self._thread = threading.Thread(target=self._watch, name="stall-watch", daemon=True)

    def start(self) -> None:
        """Begin; call it in the Qt thread."""
        self._beat = self._now()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()
        self._ended.set()
        self._thread.join(1.0)

    @Slot()
    def _alive(self) -> None:
        self._beat = self._now()

    def _watch(self) -> None:
        noted = 0.0
        while not self._ended.wait(self._limit / 4):
            beat = self._beat
            late = self._now() - beat
            if late < self._limit or beat == noted:
                continue
            noted = beat
            self._note(late)

    def _note(self, late: float) -> None:
        frame = sys._current_frames().get(self._watched)
        stack = "".join(traceback.format_stack(frame)) if frame else ""
        self.stalls = [*self.stalls[-99:], Stall(late, stack)]
        log.warning("the Qt thread is blocked for %.0f ms:\n%s", late * 1000, stack)
