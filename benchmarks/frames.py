"""How long the window's frames take, and whether it stalls. Qt thread only."""

import time

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

BEAT_MS = 20
STALL_MS = 100.0


class Frames(QObject):
    """Watches ``window``, a top-level widget. ``pulling()`` tells that a pull begins.

    ``worst`` has one figure (ms) for each pull that something was painted after: from the pull's
    start to the end of the painting it caused, or, if that is longer, any later painting before
    the next pull, from the moment the thread woke up for it. ``stalls`` are stretches over 100 ms
    (ms) in which the thread did not come round.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.worst: list[float] = []
        self.stalls: list[float] = []
        self._window = window
        self._longest = 0.0
        self._pulled: float | None = None
        self._woke = time.perf_counter()
        self._beat: float | None = None
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.connect(self._awake)
        window.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beats)
        self._timer.start(BEAT_MS)

    def pulling(self) -> None:
        """A pull begins now."""
        if self._longest:
            self.worst.append(self._longest)
        self._longest = 0.0
        self._pulled = time.perf_counter()

    def begin(self) -> None:
        """What was seen so far was warming up."""
        self.worst.clear()
        self.stalls.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The whole window is painted inside this one event."""
        if event.type() is not QEvent.Type.UpdateRequest or watched is not self._window:
            return False
        self._window.event(event)
        since = self._woke if self._pulled is None else self._pulled
        self._pulled = None
        self._longest = max(self._longest, (time.perf_counter() - since) * 1000)
        return True

    def _awake(self) -> None:
        self._woke = time.perf_counter()

    def _beats(self) -> None:
        now = time.perf_counter()
        if self._beat is not None and (late := (now - self._beat) * 1000 - BEAT_MS) > STALL_MS:
            self.stalls.append(late)
        self._beat = now
