"""Six boxes for the second key's digits. The keyboard is heard elsewhere; they only show."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.messages import message
from ui.theme import Role, px
from ui.widgets import draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.text import CENTRE, RIGHT, line_height
from ui.words import say

DIGITS = 6
BOX = 26, 32
GAP = 4
JUDGED_MS = 800


class CodeBoxes(QWidget):
    """Draws how far the code is: its digits where they are known here, dots where not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._received = 0
        self._typed = ""
        self._judged = QTimer(self)
        self._judged.setSingleShot(True)
        self._judged.setInterval(JUDGED_MS)
        self._judged.timeout.connect(self._forget)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_received(self, count: int) -> None:
        """How many digits the room has."""
        if count < self._received and count < len(self._typed):
            self._typed = ""  # the room began anew
        self._received = count
        self.setAccessibleName(f"{say(message('panel.preview.code'))} {count}/{DIGITS}")
        self.update()

    def show_typed(self, digits: str) -> None:
        """What was typed at this desk. A whole code stands for a moment: the room judges it."""
        self._typed = digits
        self._judged.start() if len(digits) == DIGITS else self._judged.stop()
        self.update()

    @Slot()
    def _forget(self) -> None:
        self.show_typed("")

    def marks(self) -> tuple[str, ...]:
        """What stands in each box."""
        shown = self._typed if self._typed else "•" * self._received
        return tuple(shown[place : place + 1] for place in range(DIGITS))

    def sizeHint(self) -> QSize:
        """Six boxes side by side under their name."""
        wide = px(BOX[0]) * DIGITS + px(GAP) * (DIGITS - 1)
        return QSize(wide, line_height(Role.SECOND) + px(GAP) + px(BOX[1]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            name = QRect(0, 0, self.width(), line_height(Role.SECOND))
            draw_text(
                painter, name, say(message("panel.preview.code")), Role.SECOND, "text2", RIGHT
            )
            top = name.bottom() + 1 + px(GAP)
            for place, mark in enumerate(self.marks()):
                at = QRect(place * (px(BOX[0]) + px(GAP)), top, px(BOX[0]), px(BOX[1]))
                edge, width = ("accent", 2) if place == self._received else ("border", 1)
                draw_frame(painter, QRectF(at), fill="app", edge=edge, width=width, radius=3)
                draw_text(painter, at, mark, Role.NUMBER, "text1", CENTRE)
