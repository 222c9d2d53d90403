"""A button of a form: it is part of the Tab order, Enter presses it, Space does nothing."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent

from ui.widgets.button import LiveButton
from ui.widgets.frame import draw_frame
from ui.widgets.own_keys import MOVING, keeps


class FormButton(LiveButton):
    """Like the desk's buttons, reachable by keyboard: a form is no place for slips of the thumb."""

    def show_words(self, text: str) -> None:
        """Other words on it."""
        if text != self.text():
            self.setText(text)
            self.updateGeometry()

    def reachable(self) -> "FormButton":
        """Take part in the Tab order."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return self

    def event(self, event: QEvent) -> bool:
        """Tab stays in the form."""
        return keeps(event, MOVING) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter alone presses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            event.accept()
            return
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                draw_frame(
                    painter, QRectF(self.rect()), fill=None, edge="accent", width=2, radius=4
                )
