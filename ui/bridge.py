"""The one crossing between the Qt thread and the room.

The window pulls the newest frozen view ten times a second and sends orders; nothing is ever
pushed at it, so a stalled window cannot stall the wire.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from controlroom.desk.view import DeskView
from controlroom.errors import UserFacingError
from controlroom.messages import message

PULL_MS = 100


class Room(Protocol):
    """What the window needs of the room; both may be called from the Qt thread at any time."""

    def desk(self) -> DeskView:
        """The newest view, without waiting for a lock."""

    def order(self, command: str, arguments: Mapping[str, str]) -> Future[None]:
        """Order a command; a refusal is a ``UserFacingError`` in the future."""


class Bridge(QObject):
    """Pulls views, sends orders, brings refusals back.

    ``desk_changed(DeskView)`` when the view is another one than last time; ``refused(Message)``
    with the reason an order was not carried out.
    """

    desk_changed = Signal(object)
    refused = Signal(object)
    _came_back = Signal(object)

    def __init__(self, room: Room, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._shown: DeskView | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(PULL_MS)
        self._timer.timeout.connect(self.pull)
        self._came_back.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Look at once, then ten times a second."""
        self.pull()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def pull(self) -> None:
        """Take the newest view; the same one again costs nothing."""
        view = self._room.desk()
        if view is self._shown:
            return
        self._shown = view
        self.desk_changed.emit(view)

    @Slot(str, dict)
    def order(self, command: str, arguments: Mapping[str, str]) -> None:
        """Order a command by its id. Returns at once; ``refused`` tells when it was not done."""
        self._room.order(command, dict(arguments)).add_done_callback(self._done)

    def _done(self, future: Future[None]) -> None:
        # In the engine's thread: nothing but a queued signal may leave from here.
        if future.cancelled():
            return
        if (error := future.exception()) is not None:
            self._came_back.emit(error)

    @Slot(object)
    def _tell(self, error: BaseException) -> None:
        if isinstance(error, UserFacingError):
            self.refused.emit(error.what_happened)
        else:
            self.refused.emit(message("window.no_answer", reason=str(error) or repr(error)))
        self.pull()
