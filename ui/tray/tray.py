"""The icon in the tray (the menu bar on macOS): the room's state, and HOLD, from any window.

Where the system has no tray there is none, and nobody misses it. Stopping is one click; releasing
is never here.
"""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from controlroom.desk.tray_view import TrayView
from controlroom.messages import message
from ui.tray.marks import mark_icon
from ui.words import say

BUBBLE_MS = 10_000


class Tray(QObject):
    """``ordered(command, arguments)``: HOLD, by "tray". ``window_wanted`` asks for the desk."""

    ordered = Signal(str, dict)
    window_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._open = False
        self._shown: TrayView | None = None
        self._told: int | None = None
        self.icon = QSystemTrayIcon(self)
        self.menu = QMenu(window)
        self.state = self._entry("")
        self.state.setEnabled(False)
        self.hold = self._entry("")
        self.hold.triggered.connect(self._hold)
        self.menu.addSeparator()
        self.show_desk = self._entry(say(message("tray.show")))
        self.show_desk.triggered.connect(self.window_wanted)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.window_wanted)

    def _entry(self, words: str) -> QAction:
        entry = QAction(words, self)
        self.menu.addAction(entry)
        return entry

    def open(self) -> None:
        """Be there, where the system has a place for it; it may get one later."""
        self._open = True
        self._appear()

    def close(self) -> None:
        """Be gone."""
        self._open = False
        self.icon.hide()

    def _appear(self) -> None:
        hidden = self._open and self._shown is not None and not self.icon.isVisible()
        if hidden and QSystemTrayIcon.isSystemTrayAvailable():
            self.icon.show()

    def show_view(self, view: TrayView | None) -> None:
        """Show how the room is; news once."""
        if view is None or view == self._shown:
            return
        before, self._shown = self._shown, view
        self.icon.setIcon(mark_icon(view.mark))
        self.icon.setToolTip(say(view.tip))
        self.state.setText(say(view.state))
        self.hold.setText(say(view.hold))
        self.hold.setEnabled(view.may_hold)
        self._appear()
        bubble = view.bubble
        if bubble is None or bubble.since == self._told:
            return
        self._told = bubble.since
        # What was so before there was an icon is no news.
        if before is not None:
            self.icon.showMessage(
                say(bubble.title), say(bubble.line), mark_icon(view.mark), BUBBLE_MS
            )

    @Slot()
    def _hold(self) -> None:
        self.ordered.emit("hold", {"by": "tray"})

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.DoubleClick:
            self.window_wanted.emit()
