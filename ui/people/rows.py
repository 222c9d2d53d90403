"""The people at the left of the sheet: name, role, and what they say yes with."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.people_view import PersonRow
from controlroom.messages import message
from ui.theme import Role, pixmap, px
from ui.widgets import draw_text
from ui.widgets.chip import HEIGHT, chip_width, draw_chip
from ui.widgets.frame import draw_frame
from ui.widgets.own_keys import MOVING, keeps
from ui.words import say

ROW = 60
ICON = 20
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
KEYS = frozenset(STEPS) | MOVING


class PeopleList(QWidget):
    """``chosen(name)`` by click or by the arrow keys; ``entered`` on Enter."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PersonRow, ...] = ()
        self._current = ""
        self.setFixedHeight(px(1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: tuple[PersonRow, ...], current: str) -> None:
        """Other people, or another one chosen."""
        if (rows, current) == (self._rows, self._current):
            return
        self._rows, self._current = rows, current
        self.setFixedHeight(max(1, len(rows)) * px(ROW))
        self.setAccessibleName(". ".join(_told(row) for row in rows))
        self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(px(320), self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        place = int(event.position().y()) // px(ROW)
        if 0 <= place < len(self._rows):
            self.chosen.emit(self._rows[place].name)

    def event(self, event: QEvent) -> bool:
        """The keys that move are the form's while the keyboard is here."""
        return keeps(event, KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter goes to the form."""
        key = Qt.Key(event.key())
        names = [row.name for row in self._rows]
        if key in STEPS and names:
            place = names.index(self._current) + STEPS[key] if self._current in names else 0
            self.chosen.emit(names[max(0, min(place, len(names) - 1))])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            for place, row in enumerate(self._rows):
                self._draw(painter, QRect(0, place * px(ROW), self.width(), px(ROW)), row)

    def _draw(self, painter: QPainter, at: QRect, row: PersonRow) -> None:
        if row.name == self._current:
            ring = 2 if self.hasFocus() else 1
            frame = QRectF(at.adjusted(0, px(1), 0, -px(1)))
            draw_frame(painter, frame, fill="raised", edge="accent", width=ring, radius=4)
        lacks = row.approves and not (row.pin or row.code)
        glyph = pixmap(
            "key" if row.approves else "account", "text2", ICON, self.devicePixelRatioF()
        )
        painter.drawPixmap(px(12), at.top() + (at.height() - px(ICON)) // 2, glyph)
        room = at.adjusted(px(12 + ICON + 12), px(8), -px(12), -px(8))
        upper = QRect(room.left(), room.top(), room.width(), px(HEIGHT))
        lower = QRect(room.left(), room.bottom() + 1 - px(18), room.width(), px(18))
        for text, ink in _chips(row):
            wide = chip_width(text, None)
            chip = QRect(upper.right() + 1 - wide, upper.top(), wide, px(HEIGHT))
            draw_chip(painter, chip, text, ink)
            upper.setRight(chip.left() - px(8))
        draw_text(painter, upper, row.name, Role.ROW_STRONG)
        if row.phone:
            upper = QRect(lower)
            wide = draw_text(painter, lower, row.phone, Role.SECOND, "text1")
            lower.setLeft(lower.left() + wide + px(12))
        draw_text(painter, lower, say(row.has), Role.SECOND, "amber" if lacks else "text2")


def _chips(row: PersonRow) -> list[tuple[str, str]]:
    """From the right: who sits here, whose they are, what they are."""
    chips = [(say(row.role_word).upper(), "text1")]
    if row.client:
        chips.append((say(message("people.sheet.chip_client")), "next"))
    if row.here:
        chips.append((say(message("people.sheet.chip_here")), "accent"))
    return chips


def _told(row: PersonRow) -> str:
    words = [row.name, *(text for text, _ in _chips(row)), row.phone, say(row.has)]
    return ", ".join(word for word in words if word)
