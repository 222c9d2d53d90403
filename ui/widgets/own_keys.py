"""Keys that belong to the widget in focus before they mean anything to the desk."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

MOVING = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})
"""In a form Tab goes to the next field, as everywhere."""


def keeps(event: QEvent, keys: frozenset[Qt.Key]) -> bool:
    """Take one of ``keys`` from the desk's shortcuts. Call it first in ``event``; True: done."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    if plain != Qt.KeyboardModifier.NoModifier or Qt.Key(event.key()) not in keys:
        return False
    event.accept()
    return True
