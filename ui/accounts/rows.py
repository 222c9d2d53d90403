"""The networks at the left of the sheet: face, name and how each stands."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.accounts_view import AccountRow
from ui.pictures import pictures
from ui.theme import Role, pixmap, px, tone_icon, tone_ink
from ui.widgets import draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.own_keys import MOVING, keeps
from ui.widgets.picture_view import draw_picture
from ui.widgets.text import CENTRE
from ui.words import say

ROW = 68
FACE = 36
STRIPE = 4
ROWS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})


class AccountList(QWidget):
    """``chosen(channel)`` by click or by the arrow keys."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[AccountRow, ...] = ()
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        pictures().ready.connect(self._arrived)

    def show_rows(self, rows: tuple[AccountRow, ...], current: str) -> None:
        """Other rows, or another one chosen."""
        if (rows, current) == (self._rows, self._current):
            return
        self._rows, self._current = rows, current
        told = (f"{row.title} {row.handle}: {say(row.state)}" for row in rows)
        self.setAccessibleName(". ".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(px(320), px(ROW) * max(1, len(self._rows)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        place = int(event.position().y()) // px(ROW)
        if 0 <= place < len(self._rows):
            self.chosen.emit(self._rows[place].channel)

    def event(self, event: QEvent) -> bool:
        """Up, Down and Tab are the form's while the keyboard is here."""
        return keeps(event, MOVING | ROWS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        channels = [row.channel for row in self._rows]
        if steps is None or self._current not in channels:
            super().keyPressEvent(event)
            return
        place = channels.index(self._current) + steps
        if 0 <= place < len(channels):
            self.chosen.emit(channels[place])

    @Slot(str)
    def _arrived(self, _sha256: str) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            for place, row in enumerate(self._rows):
                at = QRect(0, place * px(ROW), self.width(), px(ROW) - px(4))
                self._draw(painter, at, row)

    def _draw(self, painter: QPainter, at: QRect, row: AccountRow) -> None:
        front = row.channel == self._current
        edge = "accent" if front else "hairline"
        fill = "raised" if front else "panel"
        ring = 2 if front and self.hasFocus() else 1
        draw_frame(painter, QRectF(at), fill=fill, edge=edge, width=ring, radius=4)
        if row.colour is not None:
            stripe = QRect(at.left() + px(1), at.top() + px(8), px(STRIPE), at.height() - px(16))
            painter.fillRect(stripe, QColor(row.colour))
        face = QRectF(
            at.left() + px(14), at.top() + (at.height() - px(FACE)) // 2, px(FACE), px(FACE)
        )
        if row.avatar is not None:
            draw_picture(painter, face, row.avatar, radius=FACE / 2)
        else:
            draw_frame(painter, face, fill="active", edge="active", width=0, radius=FACE / 2)
            draw_text(painter, face.toRect(), row.title[:1], Role.ROW, "text1", CENTRE)
        left = int(face.right()) + px(12)
        room = QRect(left, at.top() + px(8), at.right() - px(12) - left, px(24))
        shown = draw_text(painter, room, row.title, Role.ROW_STRONG)
        room.setLeft(room.left() + shown + px(8))
        draw_text(painter, room, row.handle, Role.SECOND, "text2")
        glyph = pixmap(tone_icon(row.tone), tone_ink(row.tone), 14, self.devicePixelRatioF())
        under = QRect(left, at.top() + px(33), at.right() - px(12) - left, px(22))
        painter.drawPixmap(left, under.top() + (under.height() - px(14)) // 2, glyph)
        under.setLeft(left + px(20))
        draw_text(painter, under, say(row.state), Role.SECOND, tone_ink(row.tone))
