"""Press and hold in a form: with the mouse, or with Enter once the keyboard is there."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent

from ui.widgets.frame import draw_frame
from ui.widgets.own_keys import MOVING, keeps
from ui.widgets.press_hold import PressHoldButton

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormHoldButton(PressHoldButton):
    """A ``PressHoldButton`` in the Tab order."""

    def reachable(self) -> "FormHoldButton":
        """Take part in the Tab order."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return self

    def event(self, event: QEvent) -> bool:
        """Tab stays in the form."""
        return keeps(event, MOVING) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down: the hold begins."""
        if event.key() not in ENTER or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            event.ignore()
        elif not event.isAutoRepeat():
            self.begin()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Enter goes up too soon: nothing happens."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self.let_go()
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Elsewhere is let go."""
        self.let_go()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                draw_frame(
                    painter, QRectF(self.rect()), fill=None, edge="accent", width=2, radius=4
                )
