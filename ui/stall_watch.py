"""Notices when the Qt thread is blocked, and with what."""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from controlroom.clock import gesture_seconds

log = logging.getLogger(__name__)

BEAT_MS = 25
LIMIT_S = 0.150
NANOS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Stall:
    """The Qt thread did not answer for at least ``seconds``, not counting those it waited for a
    busy processor; ``stack`` is what it was doing."""

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
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
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
        beat = noted = queued = 0.0
        while not self._ended.wait(self._limit / 4):
            if beat != self._beat:
                beat, queued = self._beat, self._queued()
            late = self._now() - beat
            if late < self._limit or beat == noted:
                continue
            late -= self._queued() - queued
            if late >= self._limit:
                noted = beat
                self._note(late)

    def _queued(self) -> float:
        """Seconds the Qt thread has wanted to run so far while others had the processor: no code
        of ours can shorten those. 0 where the system does not tell (it does on Linux)."""
        try:
            return int(self._schedule.read_text(encoding="ascii").split()[1]) / NANOS
        except (OSError, ValueError, IndexError):
            return 0.0

    def _note(self, late: float) -> None:
        frame = sys._current_frames().get(self._watched)
        stack = "".join(traceback.format_stack(frame)) if frame else ""
        self.stalls = [*self.stalls[-99:], Stall(late, stack)]
        log.warning("the Qt thread is blocked for %.0f ms:\n%s", late * 1000, stack)
