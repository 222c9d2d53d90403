"""Why the operator says yes alone: typed on TAKE before it is pressed and held."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from controlroom.messages import message
from ui.theme import Role, font, px
from ui.words import say

SIZE = 176, 36
LEAST = 3
LONGEST = 200


class ReasonField(QLineEdit):
    """One line. It takes the keyboard when it is clicked, or when TAKE is pressed without it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        hint = say(message("panel.preview.reason"))
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFont(font(Role.BODY))
        self.setMaxLength(LONGEST)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()

    def sizeHint(self) -> QSize:
        """As wide as the boxes of a code."""
        return QSize(px(SIZE[0]), px(SIZE[1]))

    def reason(self) -> str:
        """What stands there, "" while it is too short to be one."""
        told = " ".join(self.text().split())
        return told if len(told) >= LEAST else ""

    def leave(self) -> None:
        """Not asked any more: nothing of it stays."""
        self.clear()
        if self.hasFocus():
            self.clearFocus()
        self.hide()
