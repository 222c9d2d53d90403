"""One row per network: how long after TAKE, and what is known of the post there."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from controlroom.desk.view import DeliveryRow, Tone
from ui.onair.ink import ink_of
from ui.theme import Role, colour, pixmap, px
from ui.widgets import draw_text, text_width
from ui.widgets.chip import HEIGHT as CHIP
from ui.widgets.chip import chip_width, draw_chip
from ui.widgets.own_keys import keeps
from ui.words import say

ROW = 40
LEAST_ROW = 34
ONE_LINE = 36
ROWS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
_WORST = (Tone.NO_GO, Tone.CAUTION, Tone.ACCENT, Tone.NEXT, Tone.GO)


class Deliveries(QWidget):
    """Draws the rows. ``opened(delivery)`` by click, or by Enter once the keyboard is here."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._current = 0
        # F6 brings the keyboard here. In the Tab order it would be the window's first focus.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows: tuple[DeliveryRow, ...] = ()
        self._rehearsal = False
        self._one_line = False

    def show_rows(
        self, rows: tuple[DeliveryRow, ...], *, rehearsal: bool, one_line: bool = False
    ) -> None:
        """Other rows. ``one_line``: all networks in one, with the chip of the worst of them."""
        self._rows, self._rehearsal, self._one_line = rows, rehearsal, one_line
        self._current = min(self._current, max(0, len(rows) - 1))
        self.setAccessibleName(". ".join(_told(row) for row in rows))
        opens = any(row.sheet is not None for row in rows)
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if opens else Qt.CursorShape.ArrowCursor)
        self.update()

    def wanted_height(self) -> int:
        """Pixels the rows take."""
        if not self._rows:
            return 0
        if self._one_line:
            return px(ONE_LINE)
        return (px(ROW) if len(self._rows) <= 4 else px(LEAST_ROW)) * len(self._rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked; in one line the worst of them."""
        if self._rows and event.button() is Qt.MouseButton.LeftButton:
            self._current = self._place_at(int(event.position().y()))
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose, Enter opens."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if steps is not None and self._rows:
            self._current = min(max(0, self._current + steps), len(self._rows) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self._rows:
            row = self._worst() if self._one_line else self._rows[self._current]
            self.opened.emit(row.delivery)

    def _place_at(self, y: int) -> int:
        place = y * len(self._rows) // max(1, self.height())
        return min(max(0, place), len(self._rows) - 1)

    def _worst(self) -> DeliveryRow:
        order = {tone: place for place, tone in enumerate(_WORST)}
        return min(self._rows, key=lambda row: order.get(row.tone, len(order)))

    def event(self, event: QEvent) -> bool:
        """Tool tips per row: what the network said, in full. Up and Down move between rows."""
        if keeps(event, ROWS):
            return True
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._rows:
            if self._one_line:
                told = "\n".join(_told(row) for row in self._rows)
                QToolTip.showText(event.globalPos(), told, self)
                return True
            row = self._rows[self._place_at(event.pos().y())]
            QToolTip.showText(event.globalPos(), _told(row), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if not self._rows:
            return
        with QPainter(self) as painter:
            if self._one_line:
                self._draw_one_line(painter)
                return
            tall = self.height() // len(self._rows)
            for place, row in enumerate(self._rows):
                at = QRect(0, place * tall, self.width(), tall)
                if self.hasFocus() and place == self._current:
                    painter.fillRect(at, colour("active"))
                self._draw_row(painter, at, row)

    def _draw_one_line(self, painter: QPainter) -> None:
        worst = self._worst()
        chip, ink = say(worst.chip), ink_of(worst.tone, rehearsal=self._rehearsal)
        width = chip_width(chip, worst.icon)
        place = QRect(self.width() - width, (self.height() - px(CHIP)) // 2, width, px(CHIP))
        draw_chip(painter, place, chip, ink, worst.icon)
        room = QRect(0, 0, place.left() - px(8), self.height())
        side = px(13)
        wanted = sum(side + px(10) + text_width(row.title, Role.SECOND) for row in self._rows)
        # By letter where the names do not fit: a network left out would look as if it were well.
        short = wanted > room.width() + px(7)
        for row in self._rows:
            name = row.title[:1] if short else row.title
            shade = ink_of(row.tone, rehearsal=self._rehearsal)
            glyph = pixmap(row.icon, shade, 13, self.devicePixelRatioF())
            painter.drawPixmap(room.left(), (self.height() - side) // 2, glyph)
            room.setLeft(room.left() + side + px(3))
            room.setLeft(room.left() + draw_text(painter, room, name, Role.SECOND) + px(7))

    def _draw_row(self, painter: QPainter, at: QRect, row: DeliveryRow) -> None:
        chip, ink = say(row.chip), ink_of(row.tone, rehearsal=self._rehearsal)
        width = chip_width(chip, row.icon)
        place = QRect(0, 0, width, px(CHIP))
        place.moveRight(at.right())
        place.moveTop(at.top() + (at.height() - px(CHIP)) // 2)
        draw_chip(painter, place, chip, ink, row.icon)
        room = QRect(at.left(), at.top(), at.width() - width - px(8), at.height() - px(1))
        after = say(row.after)
        bad = row.tone in (Tone.NO_GO, Tone.CAUTION)
        title = text_width(row.title, Role.ROW_STRONG) + px(8)
        if title + text_width(after, Role.BODY) <= room.width() or not after:
            left = draw_text(painter, room, row.title, Role.ROW_STRONG)
            room.setLeft(room.left() + left + px(8))
            draw_text(painter, room, after, Role.BODY, "text2")
        else:
            half = QRect(room.left(), 0, room.width(), min(px(18), (at.height() - px(2)) // 2))
            half.moveTop(at.top() + (at.height() - px(1) - 2 * half.height()) // 2)
            draw_text(painter, half, row.title, Role.SECOND_STRONG)
            half.translate(0, half.height())
            draw_text(painter, half, after, Role.SECOND, "text1" if bad else "text2")
        painter.fillRect(QRect(at.left(), at.bottom(), at.width(), px(1)), colour("rowline"))


def _told(row: DeliveryRow) -> str:
    after = say(row.after)
    return f"{row.title}: {say(row.chip)}" + (f", {after}" if after else "")
