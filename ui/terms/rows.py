"""The watch terms at the left of the sheet, by group: name, phrases, and what is said of each."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.terms_view import TermGroup, TermRow
from ui.theme import Role, colour, pixmap, px
from ui.widgets import draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.own_keys import MOVING, keeps
from ui.widgets.text import RIGHT, text_width
from ui.words import say

HEAD, ROW = 34, 50
PAGE = 8
STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -PAGE,
    Qt.Key.Key_PageDown: PAGE,
}
KEYS = frozenset({*STEPS, Qt.Key.Key_Slash}) | MOVING


class TermList(QWidget):
    """``chosen(slug)`` by click or by the arrow keys; ``wanted(rect)`` to be seen;
    ``entered`` on Enter, ``seek`` on /."""

    chosen = Signal(str)
    wanted = Signal(QRect)
    entered = Signal()
    seek = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[TermGroup, ...] = ()
        self._places: list[tuple[int, TermGroup | TermRow]] = []
        self._current = ""
        self._drafts: frozenset[str] = frozenset()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(
        self, groups: tuple[TermGroup, ...], current: str, drafts: frozenset[str]
    ) -> None:
        """Other rows, another one chosen, or others with words that are not saved."""
        if (groups, current, drafts) == (self._groups, self._current, self._drafts):
            return
        self._groups, self._drafts = groups, drafts
        self._places, top = [], 0
        for group in groups:
            self._places.append((top, group))
            top += px(HEAD)
            for row in group.rows:
                self._places.append((top, row))
                top += px(ROW)
        self.setFixedHeight(max(top, px(ROW)))
        moved, self._current = current != self._current, current
        told = next((row for row in self.rows() if row.slug == current), None)
        self.setAccessibleName("" if told is None else f"{told.label}: {say(told.rate)}")
        if moved:
            self.show_current()
        self.update()

    def show_current(self) -> None:
        """Bring the chosen row into sight."""
        for top, one in self._places:
            if isinstance(one, TermRow) and one.slug == self._current:
                self.wanted.emit(QRect(0, top, self.width(), px(ROW)))

    def rows(self) -> tuple[TermRow, ...]:
        """The terms as they stand, from the top."""
        return tuple(one for _, one in self._places if isinstance(one, TermRow))

    def move_by(self, steps: int) -> None:
        """Choose another row; from nowhere, the first."""
        slugs = [row.slug for row in self.rows()]
        if not slugs:
            return
        place = slugs.index(self._current) + steps if self._current in slugs else 0
        self.chosen.emit(slugs[max(0, min(place, len(slugs) - 1))])

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(px(320), self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        at = int(event.position().y())
        for top, one in self._places:
            if isinstance(one, TermRow) and top <= at < top + px(ROW):
                self.chosen.emit(one.slug)

    def event(self, event: QEvent) -> bool:
        """The keys that move are the form's while the keyboard is here."""
        return keeps(event, KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter goes to the words, / seeks."""
        key = Qt.Key(event.key())
        if key in STEPS:
            self.move_by(STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Slash:
            self.seek.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        seen = event.rect()
        with QPainter(self) as painter:
            for top, one in self._places:
                tall = px(ROW) if isinstance(one, TermRow) else px(HEAD)
                at = QRect(0, top, self.width(), tall)
                if not at.intersects(seen):
                    continue
                if isinstance(one, TermRow):
                    self._draw_row(painter, at, one)
                else:
                    _draw_head(painter, at, one)

    def _draw_row(self, painter: QPainter, at: QRect, row: TermRow) -> None:
        front = row.slug == self._current
        if front:
            ring = 2 if self.hasFocus() else 1
            frame = QRectF(at.adjusted(0, px(1), 0, -px(1)))
            draw_frame(painter, frame, fill="raised", edge="accent", width=ring, radius=4)
        else:
            line = QRect(px(12), at.bottom(), at.width() - px(24), px(1))
            painter.fillRect(line, colour("rowline"))
        room = at.adjusted(px(12), px(6), -px(12), -px(6))
        upper = QRect(room.left(), room.top(), room.width(), px(20))
        lower = QRect(room.left(), room.bottom() + 1 - px(18), room.width(), px(18))
        rate, total = say(row.rate), say(row.total)
        draw_text(painter, upper, rate, Role.BODY, "text1", RIGHT)
        draw_text(painter, lower, total, Role.SECOND, "amber" if row.silent else "text3", RIGHT)
        ratio = self.devicePixelRatioF()
        taken = text_width(total, Role.SECOND) + px(16)
        if row.silent:
            taken += px(20)
            glyph = pixmap("alert-triangle", "amber", 14, ratio)
            left = room.right() + 1 - taken + px(16)
            painter.drawPixmap(left, lower.top() + (lower.height() - px(14)) // 2, glyph)
        lower.setRight(lower.right() - taken)
        draw_text(painter, lower, row.read, Role.SECOND, "text2")
        upper.setRight(upper.right() - text_width(rate, Role.BODY) - px(16))
        if row.slug in self._drafts:
            glyph = pixmap("pencil", "amber", 14, ratio)
            painter.drawPixmap(upper.left(), upper.top() + (upper.height() - px(14)) // 2, glyph)
            upper.setLeft(upper.left() + px(20))
        draw_text(painter, upper, row.label, Role.ROW_STRONG)


def _draw_head(painter: QPainter, at: QRect, group: TermGroup) -> None:
    room = at.adjusted(px(12), px(8), -px(12), 0)
    draw_text(painter, room, say(group.title), Role.LABEL, "text3")
    draw_text(painter, room, say(group.count), Role.TICK, "text3", RIGHT)
