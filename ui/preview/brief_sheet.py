"""The whole brief, laid over the post it speaks of. ``I``, Esc, TAKE or a click closes it."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from controlroom.desk.brief_view import BriefRow, BriefView
from controlroom.messages import message
from ui.theme import Role, px
from ui.widgets import draw_key_cap, draw_lines, draw_text, key_cap_width, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.text import RIGHT, broken, line_height
from ui.words import say

PAD = 16
LABEL = 132
ROW_GAP = 8
MOST = 6
"""Lines of one entry; nobody reads more than that at the desk."""


class BriefSheet(QWidget):
    """Draws one ``BriefView`` whole; scrolls what is longer than it."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: BriefView | None = None
        self._scrolled = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_brief(self, view: BriefView | None) -> None:
        """Another asset or another brief; with none there is nothing to lie open."""
        if view == self._view:
            return
        self._view = view
        self._scrolled = 0
        if view is None:
            self.hide()
            return
        told = [f"{say(row.label)}: {'; '.join(row.lines)}" for row in self._rows()]
        self.setAccessibleName(say(view.title))
        self.setAccessibleDescription(". ".join(told) or say(view.hint))
        self.update()

    def _rows(self) -> tuple[BriefRow, ...]:
        return () if self._view is None else (*self._view.about, *self._view.whole)

    def _room(self) -> QRect:
        pad = px(PAD)
        return self.rect().adjusted(pad, pad + px(32), -pad, -pad)

    def _role(self) -> Role:
        """Smaller type where that shows more of it."""
        fits = self._whole(Role.BODY) <= self._room().height()
        return Role.BODY if fits else Role.SECOND

    def _whole(self, role: Role) -> int:
        return sum(self._tall(row, role) for row in self._rows())

    def _tall(self, row: BriefRow, role: Role) -> int:
        wide = self._room().width() - px(LABEL)
        lines = sum(len(broken(line, role, wide, MOST)) for line in row.lines)
        return lines * line_height(role) + px(ROW_GAP)

    def overflow(self) -> int:
        """Pixels that only scrolling shows."""
        return max(0, self._whole(self._role()) - self._room().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        moved = self._scrolled - event.angleDelta().y() // 3
        self._scrolled = max(0, min(self.overflow(), moved))
        self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close."""
        event.accept()
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if self._view is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_frame(painter, QRectF(self.rect()), fill="raised", edge="accent", width=1)
            self._draw_head(painter, say(self._view.title))
            room = self._room()
            if not self._rows():
                draw_lines(painter, room, say(self._view.hint), Role.BODY, "text2", 3)
                return
            painter.setClipRect(room)
            at, role = room.translated(0, -self._scrolled), self._role()
            for row in self._rows():
                self._draw_row(painter, at, row, role)
                at.translate(0, self._tall(row, role))

    def _draw_head(self, painter: QPainter, title: str) -> None:
        at = QRect(px(PAD), px(10), self.width() - 2 * px(PAD), px(28))
        wide = key_cap_width("I")
        cap = QRect(at.right() + 1 - wide, at.top() + px(4), wide, px(20))
        draw_key_cap(painter, cap, "I")
        at.setRight(cap.left() - px(8))
        closes = say(message("panel.brief.close"))
        draw_text(painter, at, closes, Role.SECOND, "text3", RIGHT)
        at.setRight(at.right() - text_width(closes, Role.SECOND) - px(12))
        draw_text(painter, at, title, Role.SENTENCE)

    def _draw_row(self, painter: QPainter, at: QRect, row: BriefRow, role: Role) -> None:
        first = QRect(at.left(), at.top(), px(LABEL) - px(12), line_height(role))
        draw_text(painter, first, say(row.label), role, "text3")
        room = at.adjusted(px(LABEL), 0, 0, 0)
        for line in row.lines:
            room.setTop(room.top() + draw_lines(painter, room, line, role, "text1", MOST))
