"""The Qt application and the window on a room: style, palette and type; views in, orders out,
refusals and failures told."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from controlroom.desk.view import DeskView
from controlroom.messages import Message, message
from ui.bridge import Bridge, Room
from ui.garbage import QtThreadGarbage
from ui.stall_watch import StallWatch
from ui.theme.palette import dark_palette
from ui.theme.resources import RESOURCES
from ui.theme.scale import fitting, set_scale
from ui.theme.style_sheet import style_sheet
from ui.theme.type import Role, font, load_fonts
from ui.tray import Tray
from ui.window import DeskWindow
from ui.words import say

log = logging.getLogger(__name__)

END_LOOK_MS = 500


class CrashNotes(QObject):
    """A slot that failed is noted and told; the desk goes on.

    ``noted(Message)`` is for the operator; it may come from any thread, so connect it queued.
    """

    noted = Signal(object)

    def install(self) -> None:
        """Take over ``sys.excepthook``. PySide calls it for exceptions in slots and events."""
        sys.excepthook = self.note

    def note(
        self,
        kind: type[BaseException],
        error: BaseException,
        where: TracebackType | None,
    ) -> None:
        """Write the traceback to the log and tell the operator that something failed."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
            return
        log.critical("the window failed", exc_info=(kind, error, where))
        self.noted.emit(message("window.crash_noted"))


def make_app(argv: Sequence[str], *, percent: int = 100) -> tuple[QApplication, Message | None]:
    """The application in its style at a scale of ``percent``, and what to tell the operator about
    it, if anything. The one that exists is dressed and returned when there is one."""
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    existing = QApplication.instance()
    if existing is None:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
    app = existing if isinstance(existing, QApplication) else QApplication(list(argv))
    app.setApplicationName("controlroom")
    app.setApplicationDisplayName(say(message("window.title")))
    app.setDesktopFileName("controlroom")
    return app, dress(app, percent)


def dress(app: QApplication, percent: int = 100) -> Message | None:
    """Style, fonts, palette and style sheet; says so when a system font had to be used."""
    app.setStyle("Fusion")
    loaded = load_fonts()
    app.setWindowIcon(QIcon(str(RESOURCES / "icons" / "app" / "controlroom.svg")))
    app.setPalette(dark_palette())
    rescale(app, percent)
    return None if loaded else message("window.font_missing")


def rescale(app: QApplication, percent: int) -> None:
    """Another scale; windows are built anew afterwards."""
    set_scale(percent)
    app.setFont(font(Role.BODY))
    app.setStyleSheet(style_sheet())


class OpenDesk(QObject):
    """A window on a room. ``speed`` gives seconds of the night per real second.

    ``close`` ends it whatever the state; the room is not its own and goes on.
    """

    def __init__(
        self, room: Room, *, speed: Callable[[], float] = lambda: 1.0, deck: bool = False
    ) -> None:
        super().__init__()
        self._speed = speed
        self.window = DeskWindow(deck=deck)
        self.bridge = Bridge(room, self)
        self.notes = CrashNotes()
        self.watch = StallWatch()
        self.bridge.desk_changed.connect(self._show)
        self.bridge.refused.connect(self.window.tell)
        self.window.ordered.connect(self.bridge.order)
        self.tray = Tray(self.window)
        self.tray.ordered.connect(self.bridge.order)
        self.tray.window_wanted.connect(self.window.come_forward)
        queued = Qt.ConnectionType.QueuedConnection
        self.notes.noted.connect(self.window.tell, queued)

    def open(self, notice: Message | None = None) -> None:
        """Show the window with the newest view, and keep showing the newest."""
        self.notes.install()
        self.bridge.start()
        self.window.show()
        self.tray.open()
        self.watch.start()
        if notice is not None:
            self.window.tell(notice)

    def close(self) -> None:
        """Take the window away."""
        self.watch.stop()
        self.bridge.stop()
        self.tray.close()
        self.window.allow_close()
        self.window.close()

    @Slot(object)
    def _show(self, view: DeskView) -> None:
        self.window.show_view(view, self._speed())
        self.tray.show_view(view.tray)


def run_desk(
    room: Room,
    argv: Sequence[str],
    *,
    speed: Callable[[], float] = lambda: 1.0,
    percent: int | None = None,
    deck: bool = False,
    ends: Callable[[], bool] | None = None,
) -> int:
    """Open the desk on ``room`` and run until its window is closed; returns the exit code.

    ``percent`` is the scale somebody chose; without one, and where it would not fit the screen,
    the one that does is taken. ``deck`` binds F12 to TAKE. ``ends`` says when the
    window closes by itself; it is asked twice a second.
    """
    app, notice = make_app(argv)
    room_on_screen = QGuiApplication.primaryScreen().availableSize()
    rescale(app, fitting(room_on_screen.width(), room_on_screen.height(), percent))
    desk = OpenDesk(room, speed=speed, deck=deck)
    desk.window.resize(room_on_screen)
    desk.open(notice)
    ending = QTimer()
    ending.timeout.connect(lambda: _end(desk.window) if ends is not None and ends() else None)
    if ends is not None:
        ending.start(END_LOOK_MS)
    before = _heed_signals(desk.window)
    garbage = QtThreadGarbage()
    garbage.start()
    try:
        return app.exec()
    finally:
        for number, heeded in before.items():
            signal.signal(number, heeded)
        ending.stop()
        garbage.stop()
        desk.close()


def _end(window: DeskWindow) -> None:
    """Close the window whatever the state: this was ordered when the program was started."""
    window.allow_close()
    window.close()


def _heed_signals(window: DeskWindow) -> dict[signal.Signals, Any]:
    """Ctrl+C in the terminal asks as the window's own button does; to terminate asks nothing.

    Either way the program ends in order, its room closed. Returns what was heeded before.
    """

    def interrupt(*_: object) -> None:
        window.close()

    def terminate(*_: object) -> None:
        window.allow_close()
        window.close()

    return {
        signal.SIGINT: signal.signal(signal.SIGINT, interrupt),
        signal.SIGTERM: signal.signal(signal.SIGTERM, terminate),
    }
