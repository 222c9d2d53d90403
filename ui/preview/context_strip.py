"""What is said just now of the hashtags and names in Preview, between the post and TAKE."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from controlroom.desk.context_view import ContextRow, ContextTone, ContextView
from controlroom.messages import message
from ui.theme import Role, colour, pixmap, px
from ui.widgets import draw_text, text_width
from ui.widgets.frame import draw_frame
from ui.words import say

ROW = 26
PAD = 10
MOST = 2
_ARROWS = {"up": "arrow-up", "down": "arrow-down"}
_INKS = {
    ContextTone.CALM: ("check", "next"),
    ContextTone.FAST: ("speed", "accent"),
    ContextTone.SOLEMN: ("alert-triangle", "amber"),
    ContextTone.UNKNOWN: ("help", "text3"),
}


class ContextStrip(QWidget):
    """A line for each of the most telling names: how fast it moves, how much of it is solemn, and
    the newest that was said. The rest is in the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._view: ContextView | None = None
        self._most = MOST
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_context(self, view: ContextView | None, *, most: int = MOST) -> None:
        """Another Preview, or another minute. ``most`` lines."""
        if (view, most) == (self._view, self._most):
            return
        resized = self._lines() != min(most, len(view.rows) if view else 0)
        self._view, self._most = view, most
        self.setVisible(view is not None)
        if view is not None:
            self.setAccessibleName(say(view.line))
            self.setAccessibleDescription("\n".join(_told(row) for row in view.rows))
        if resized:
            self.setFixedHeight(self._lines() * px(ROW) + px(4))
        self.update()

    def _lines(self) -> int:
        return min(self._most, len(self._view.rows)) if self._view is not None else 0

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(px(400), self._lines() * px(ROW) + px(4))

    def minimumSizeHint(self) -> QSize:
        """What is said gives way to the figures."""
        return QSize(px(160), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """A line's tool tip: all of it, with what is said."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            if self._view is not None:
                told = "\n\n".join(_told(row) for row in self._view.rows)
                QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        view = self._view
        if view is None:
            return
        solemn = view.tone is ContextTone.SOLEMN
        with QPainter(self) as painter:
            draw_frame(
                painter,
                QRectF(self.rect()),
                fill="hold_tint" if solemn else "raised",
                edge="amber" if solemn else "hairline",
                width=1,
                radius=4,
            )
            for place, row in enumerate(view.rows[: self._lines()]):
                at = QRect(px(PAD), px(2) + place * px(ROW), self.width() - 2 * px(PAD), px(ROW))
                if place:
                    painter.fillRect(
                        QRect(at.topLeft(), QSize(at.width(), px(1))), colour("rowline")
                    )
                last = place == self._lines() - 1
                self._draw_row(painter, at, row, len(view.rows) - place - 1 if last else 0)

    def _draw_row(self, painter: QPainter, at: QRect, row: ContextRow, more: int) -> None:
        icon, ink = _INKS[row.tone]
        ratio = self.devicePixelRatioF()
        centre = at.top() + (at.height() - px(14)) // 2
        painter.drawPixmap(at.left(), centre, pixmap(icon, ink, 14, ratio))
        room = at.adjusted(px(22), 0, 0, 0)
        if more:
            note = say(message("panel.context.more", count=more))
            room.setRight(room.right() - draw_right(painter, room, note) - px(10))
        wide = min(room.width() // 2, text_width(row.label, Role.SECOND_STRONG))
        draw_text(painter, _first(room, wide), row.label, Role.SECOND_STRONG)
        room.setLeft(room.left() + wide + px(10))
        if row.listed is False:
            room = self._draw_part(painter, room, say(message("panel.context.unlisted")), "amber")
        if (arrow := _ARROWS.get(row.arrow)) is not None and room.width() > px(40):
            painter.drawPixmap(room.left(), centre, pixmap(arrow, ink, 14, ratio))
            room.setLeft(room.left() + px(18))
        room = self._draw_part(painter, room, say(row.rate), "text2")
        if row.solemn is not None:
            room = self._draw_part(painter, room, say(row.solemn), ink)
        if row.posts and room.width() > px(60):
            text = " ".join(row.posts[0].text.split())
            draw_text(painter, room, f"“{text}”", Role.SECOND, "text3", tabular=False)

    def _draw_part(self, painter: QPainter, room: QRect, text: str, ink: str) -> QRect:
        """A figure; what room is left after it."""
        wide = draw_text(painter, room, text, Role.SECOND, ink)
        return room.adjusted(wide + px(10), 0, 0, 0)


def draw_right(painter: QPainter, room: QRect, text: str) -> int:
    """A note at the right end; its width."""
    wide = text_width(text, Role.SECOND)
    at = QRect(room.right() + 1 - wide, room.top(), wide, room.height())
    return draw_text(painter, at, text, Role.SECOND, "text3")


def _first(room: QRect, wide: int) -> QRect:
    return QRect(room.left(), room.top(), wide, room.height())


def _told(row: ContextRow) -> str:
    solemn = [say(row.solemn)] if row.solemn is not None else []
    said = [f"“{one.text}” ({say(one.line)})" for one in row.posts]
    return "\n".join([" · ".join([row.label, say(row.rate), *solemn]), *said])
