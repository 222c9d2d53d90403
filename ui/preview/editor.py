"""Editing the words where they stand: Ctrl+Enter keeps them, Esc leaves them as they were."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from controlroom.desk.preview_view import PreviewTab
from controlroom.messages import message
from ui.theme import Role, font, px
from ui.widgets import KeyCaps, Text
from ui.widgets.frame import StateFrame
from ui.words import say

_PASSING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WordsField(QPlainTextEdit):
    """The text. In here Ctrl+Enter keeps the words and never TAKEs; losing the keyboard (the
    window's Esc takes it away) leaves them."""

    kept = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(Role.CAPTION))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+Enter before the window's TAKE does. Esc stays the window's: a pending post
        is cancelled before a field is left."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and _keeps(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep, leave or type."""
        if _keeps(event):
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


def _keeps(event: QKeyEvent) -> bool:
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return event.key() in _ENTER and bool(control) and not shift


class WordsEditor(StateFrame):
    """The field with its two keys under it. ``edited(channel, words)`` when other words are kept.

    Those of a template have their gaps open."""

    edited = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._of: tuple[str, str] | None = None
        self.show_edge("raised", 0, "raised")
        self.field = WordsField()
        foot = QHBoxLayout()
        foot.setSpacing(px(6))
        for keys, words in (
            (("Ctrl", "Return"), "panel.preview.keep"),
            (("Esc",), "panel.preview.leave"),
        ):
            foot.addWidget(KeyCaps(*keys))
            told = Text(Role.SECOND, "text2")
            told.show_text(say(message(words)))
            told.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            foot.addWidget(told)
            foot.addSpacing(px(6))
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), 0, px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.field, 1)
        column.addLayout(foot)
        self.field.kept.connect(self._keep)
        self.field.left.connect(self.leave)
        self.hide()

    def begin(self, tab: PreviewTab) -> None:
        """Open over the words of one network."""
        self._of = (tab.channel, _written(tab))
        self.field.setPlainText(_written(tab))
        self.show()
        self.raise_()
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setToolTip(say(message("panel.preview.words_of", network=tab.title)))

    def is_open(self) -> bool:
        """Whether it stands over the words."""
        return self._of is not None

    def differs(self) -> bool:
        """Whether the words were changed and not kept yet."""
        return self._of is not None and self.field.toPlainText() != self._of[1]

    def settle(self, tabs: tuple[PreviewTab, ...], *, editable: bool) -> None:
        """Another post, or a frozen one, is not what is being edited."""
        if self._of is None:
            return
        channel, before = self._of
        tab = next((one for one in tabs if one.channel == channel), None)
        if tab is None or _written(tab) != before or not editable:
            self.leave()

    @Slot()
    def leave(self) -> None:
        """Close; what was typed and not kept is gone."""
        if self._of is None:
            return
        self._of = None
        self.hide()
        self.field.clearFocus()

    @Slot()
    def _keep(self) -> None:
        if self._of is None:
            return
        (channel, _), words, differs = self._of, self.field.toPlainText(), self.differs()
        self.leave()
        if differs:
            self.edited.emit(channel, words)


def _written(tab: PreviewTab) -> str:
    return tab.written or tab.words
