"""Release HOLD: held for a second; in a narrow column its keys stand on the line of its title."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from ui.theme import Role, colour, px
from ui.widgets import PressHoldButton, draw_key_cap, draw_text, key_cap_width, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.text import line_height


class ReleaseButton(PressHoldButton):
    """As any press-and-hold, but none of its words is ever cut for its keys."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        keys = sum(key_cap_width(key) + px(6) for key in self._keys)
        if text_width(self._line, Role.SECOND) + keys + px(46) <= self.width():
            super().paintEvent(event)
            return
        with QPainter(self) as painter:
            draw_frame(painter, QRectF(self.rect()), edge=self._edge, width=2, radius=4)
            if self._progress > 0:
                inner = self.rect().adjusted(px(2), px(2), -px(2), -px(2))
                inner.setWidth(round(inner.width() * min(1.0, self._progress)))
                painter.fillRect(inner, colour(self._edge, 0.28))
            pad = px(14)
            tall = line_height(Role.ROW_STRONG) + line_height(Role.SECOND)
            room = QRect(pad, (self.height() - tall) // 2, self.width() - 2 * pad, 0)
            room.setHeight(line_height(Role.ROW_STRONG))
            draw_text(painter, room, self._title, Role.ROW_STRONG)
            right = self.width() - pad
            for key in reversed(self._keys):
                width = key_cap_width(key)
                draw_key_cap(painter, QRect(right - width, room.top(), width, px(20)), key)
                right -= width + px(6)
            room.moveTop(room.bottom() + 1)
            draw_text(painter, room, self._line, Role.SECOND, "text2")
