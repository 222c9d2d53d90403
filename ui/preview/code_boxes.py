"""Where the second key's digits stand: six boxes for a code, a field of dots where a PIN may come.

The keyboard is heard elsewhere; they only show.
"""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.view import TakeView
from controlroom.messages import message
from ui.theme import Role, pixmap, px
from ui.widgets import draw_key_cap, draw_text, key_cap_width
from ui.widgets.frame import draw_frame
from ui.widgets.text import CENTRE, RIGHT, line_height
from ui.words import say

DIGITS = 6
BOX = 26, 32
GAP = 4
JUDGED_MS = 800
LOCK = 16


class CodeBoxes(QWidget):
    """Draws how far the key is: digits of a code where they are known here, dots where not. A PIN's
    are never shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._received = 0
        self._typed = ""
        self._masked = False
        self._wait = 0
        self._judged = QTimer(self)
        self._judged.setSingleShot(True)
        self._judged.setInterval(JUDGED_MS)
        self._judged.timeout.connect(self._forget)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_take(self, take: TakeView) -> None:
        """How many digits the room has, and what it takes."""
        if take.digits < self._received and take.digits < len(self._typed):
            self._typed = ""  # the room began anew
        self._received, self._masked, self._wait = take.digits, take.masked, take.wait
        told = say(message("panel.preview.code"))
        self.setAccessibleName(
            f"{told} {take.digits}" if take.masked else f"{told} {take.digits}/{DIGITS}"
        )
        self.update()

    def show_typed(self, digits: str) -> None:
        """What was typed at this desk. A whole code stands for a moment: the room judges it."""
        self._typed = digits
        self._judged.start() if len(digits) == DIGITS else self._judged.stop()
        self.update()

    @Slot()
    def _forget(self) -> None:
        if not self._masked:
            self.show_typed("")

    def marks(self) -> tuple[str, ...]:
        """What stands in each box; where a PIN may come, a dot for each digit."""
        if self._masked:
            return ("•",) * max(len(self._typed), self._received)
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
            title = say(message("panel.preview.key" if self._masked else "panel.preview.code"))
            draw_text(painter, name, title, Role.SECOND, "text2", RIGHT)
            top = name.bottom() + 1 + px(GAP)
            if self._masked or self._wait:
                self._draw_field(painter, QRect(0, top, self.width(), px(BOX[1])))
            else:
                self._draw_boxes(painter, top)

    def _draw_boxes(self, painter: QPainter, top: int) -> None:
        for place, mark in enumerate(self.marks()):
            at = QRect(place * (px(BOX[0]) + px(GAP)), top, px(BOX[0]), px(BOX[1]))
            edge, width = ("accent", 2) if place == self._received else ("border", 1)
            draw_frame(painter, QRectF(at), fill="app", edge=edge, width=width, radius=3)
            draw_text(painter, at, mark, Role.NUMBER, "text1", CENTRE)

    def _draw_field(self, painter: QPainter, at: QRect) -> None:
        edge, width = ("hairline", 1) if self._wait else ("accent", 2)
        draw_frame(painter, QRectF(at), fill="app", edge=edge, width=width, radius=3)
        room = at.adjusted(px(10), 0, -px(8), 0)
        if self._wait:
            glyph = pixmap("lock", "text2", LOCK, self.devicePixelRatioF())
            painter.drawPixmap(room.left(), room.top() + (room.height() - px(LOCK)) // 2, glyph)
            wait = say(message("panel.preview.wait", seconds=self._wait))
            draw_text(painter, room, wait, Role.BODY_STRONG, "text2", RIGHT)
            return
        wide = key_cap_width("Enter")
        key = QRect(room.right() + 1 - wide, 0, wide, px(20))
        key.moveTop(room.top() + (room.height() - px(20)) // 2)
        draw_key_cap(painter, key, "Enter")
        room.setRight(key.left() - px(6))
        draw_text(painter, room, "".join(self.marks()), Role.NUMBER, "text1")
