"""The lines at the left of the board, by kind of check: level, whom it is about, what was found."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.board_view import BoardGroup, BoardRow
from ui.theme import Role, colour, pixmap, px, tone_icon, tone_ink
from ui.widgets import draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.own_keys import MOVING, keeps
from ui.widgets.text import RIGHT
from ui.words import say

HEAD, ROW = 34, 50
LEVEL = 124
PAGE = 8
STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -PAGE,
    Qt.Key.Key_PageDown: PAGE,
}


class BoardRows(QWidget):
    """``chosen(key)`` by click or by the arrow keys; ``wanted(rect)`` to be seen; ``entered`` on
    Enter."""

    chosen = Signal(str)
    wanted = Signal(QRect)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[BoardGroup, ...] = ()
        self._places: list[tuple[int, BoardGroup | BoardRow]] = []
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, groups: tuple[BoardGroup, ...], current: str) -> None:
        """Other lines, or another one chosen."""
        if (groups, current) == (self._groups, self._current):
            return
        self._groups, self._places, top = groups, [], 0
        for group in groups:
            self._places.append((top, group))
            top += px(HEAD)
            for row in group.rows:
                self._places.append((top, row))
                top += px(ROW)
        self.setFixedHeight(max(top, px(ROW)))
        moved, self._current = current != self._current, current
        told = next((row for row in self.rows() if row.key == current), None)
        self.setAccessibleName("" if told is None else _aloud(told))
        if moved:
            self.show_current()
        self.update()

    def rows(self) -> tuple[BoardRow, ...]:
        """The lines as they stand, from the top."""
        return tuple(one for _, one in self._places if isinstance(one, BoardRow))

    def show_current(self) -> None:
        """Bring the chosen line into sight."""
        for top, one in self._places:
            if isinstance(one, BoardRow) and one.key == self._current:
                self.wanted.emit(QRect(0, top, self.width(), px(ROW)))

    def sizeHint(self) -> QSize:
        """All lines."""
        return QSize(px(420), self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        at = int(event.position().y())
        for top, one in self._places:
            if isinstance(one, BoardRow) and top <= at < top + px(ROW):
                self.chosen.emit(one.key)

    def event(self, event: QEvent) -> bool:
        """The keys that move are the sheet's while the keyboard is here."""
        return keeps(event, frozenset(STEPS) | MOVING) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter goes to what can be done."""
        key = Qt.Key(event.key())
        if key in STEPS:
            keys = [row.key for row in self.rows()]
            if keys:
                place = keys.index(self._current) + STEPS[key] if self._current in keys else 0
                self.chosen.emit(keys[max(0, min(place, len(keys) - 1))])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        seen = event.rect()
        with QPainter(self) as painter:
            for top, one in self._places:
                tall = px(ROW) if isinstance(one, BoardRow) else px(HEAD)
                at = QRect(0, top, self.width(), tall)
                if not at.intersects(seen):
                    continue
                if isinstance(one, BoardRow):
                    self._draw_row(painter, at, one)
                else:
                    _draw_head(painter, at, one)

    def _draw_row(self, painter: QPainter, at: QRect, row: BoardRow) -> None:
        if row.key == self._current:
            ring = 2 if self.hasFocus() else 1
            frame = QRectF(at.adjusted(0, px(1), 0, -px(1)))
            draw_frame(painter, frame, fill="raised", edge="accent", width=ring, radius=4)
        else:
            line = QRect(px(12), at.bottom(), at.width() - px(24), px(1))
            painter.fillRect(line, colour("rowline"))
        room = at.adjusted(px(12), px(6), -px(12), -px(6))
        ink = tone_ink(row.tone)
        glyph = pixmap(tone_icon(row.tone), ink, 16, self.devicePixelRatioF())
        painter.drawPixmap(room.left(), room.top() + (room.height() - px(16)) // 2, glyph)
        level = QRect(room.left() + px(24), room.top(), px(LEVEL) - px(24), room.height())
        draw_text(painter, level, say(row.word), Role.CHIP, ink)
        left = room.left() + px(LEVEL)
        upper = QRect(left, room.top(), room.right() - left, px(20))
        lower = QRect(left, room.bottom() + 1 - px(18), room.right() - left, px(18))
        draw_text(painter, upper, say(row.label), Role.ROW_STRONG)
        draw_text(painter, lower, say(row.what), Role.SECOND, "text2")


def _aloud(row: BoardRow) -> str:
    return f"{say(row.word)}: {say(row.label)}. {say(row.what)}"


def _draw_head(painter: QPainter, at: QRect, group: BoardGroup) -> None:
    room = at.adjusted(px(12), px(8), -px(12), 0)
    draw_text(painter, room, say(group.title), Role.LABEL, "text3")
    draw_text(painter, room, say(group.note), Role.TICK, tone_ink(group.tone), RIGHT)
