"""The field that fills one gap: Enter keeps, Tab goes to the next gap, Esc leaves."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from ui.theme import Role, font, px
from ui.widgets.own_keys import MOVING, keeps

_PASSING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARKS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier


class GapLine(QLineEdit):
    """One line. In here Enter, with or without Ctrl, keeps the words and never TAKEs;
    ``moved`` by Tab."""

    kept = Signal()
    moved = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(Role.CAPTION))
        self.setFixedHeight(px(36))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def offer(self, choices: tuple[str, ...]) -> None:
        """Complete what is typed to one of these; the rest stands selected, Delete takes it off."""
        if not choices:
            self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none; the stub forgot
            return
        completer = QCompleter(list(choices), self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    def event(self, event: QEvent) -> bool:
        """Claim Tab and Ctrl+Enter before the window does. Esc stays the window's: a pending post
        is cancelled before a field is left."""
        if keeps(event, MOVING):
            return True
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and _is_enter(event)
        ):
            event.accept()
            return True
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in MOVING
        ):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep, leave or type."""
        if _is_enter(event):
            if not event.isAutoRepeat():
                self.kept.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave, but not when only the window or a menu came in front."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.left.emit()


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in _ENTER and not event.modifiers() & ~_MARKS
