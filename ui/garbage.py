"""Garbage is collected in the Qt thread only.

Python collects cycles in whatever thread happens to allocate; a widget in a cycle (pyqtgraph's
menus are) would be destroyed in the engine's thread, which Qt does not survive.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 1_000
OLDEST_EVERY = 60


class QtThreadGarbage(QObject):
    """Collects young garbage each second, the oldest generation each minute."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Take over from the automatic collection."""
        gc.collect()
        # What start-up made stays for good: it need not be looked through again.
        gc.freeze()
        gc.disable()
        self._timer.start(LOOK_MS)

    def stop(self) -> None:
        """Give it back."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        """One look."""
        self._looks += 1
        gc.collect(2 if self._looks % OLDEST_EVERY == 0 else 1)
