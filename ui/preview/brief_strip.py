"""Between the post and TAKE: when to use the asset and when not, what we stay out of, how we speak.

One look is enough for it; the tool tip, ``I`` or a click shows the whole brief.
"""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from controlroom.desk.brief_view import BriefRow, BriefView
from ui.theme import Role, px
from ui.widgets import draw_key_cap, draw_text, key_cap_width, text_width
from ui.widgets.text import line_height
from ui.words import say

BETWEEN = " · "
APART = 16
PAD = 2


class BriefStrip(QWidget):
    """Draws one ``BriefView``. ``opened`` when it is clicked."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view: BriefView | None = None
        self._small = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_brief(self, view: BriefView | None, *, small: bool) -> None:
        """Another asset or another brief. ``small``: what we stay out of has one line with how we
        speak."""
        if (view, small) == (self._view, self._small):
            return
        self._view, self._small = view, small
        self.setVisible(bool(self._rows()))
        if view is not None:
            self.setAccessibleName(say(view.title))
            self.setAccessibleDescription(". ".join(map(_told, (*view.about, *view.glance))))
        self._fit()
        self.update()

    def _rows(self) -> tuple[BriefRow, ...]:
        return () if self._view is None else (*self._view.about, *self._view.glance)

    def lines(self) -> tuple[tuple[BriefRow, ...], ...]:
        """What stands on each line: two parts share one where both fit whole."""
        if self._view is None:
            return ()
        made: list[tuple[BriefRow, ...]] = []
        # Of what we stay out of a part is enough in a small window; of when to use it not.
        for rows, together in ((self._view.about, False), (self._view.glance, self._small)):
            wide = sum(_width(row) + px(APART) for row in rows)
            room = self.width() - (self._key_room() if rows is self._view.glance else 0)
            if rows and (together or wide <= room):
                made.append(rows)
            else:
                made += [(row,) for row in rows]
        return tuple(made)

    def _fit(self) -> None:
        self.setFixedHeight(len(self.lines()) * line_height(Role.SECOND) + 2 * px(PAD))

    def _key_room(self) -> int:
        return key_cap_width("I") + px(10)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(px(400), len(self.lines()) * line_height(Role.SECOND) + 2 * px(PAD))

    def minimumSizeHint(self) -> QSize:
        """Its words are elided."""
        return QSize(px(160), self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """What fits on one line depends on the width."""
        self._fit()

    def event(self, event: QEvent) -> bool:
        """The tool tip: everything, in full."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            if self._view is not None:
                told = "\n".join(map(_told, (*self._view.about, *self._view.whole)))
                QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the whole brief."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        tall = line_height(Role.SECOND)
        with QPainter(self) as painter:
            lines = self.lines()
            for place, rows in enumerate(lines):
                at = QRect(0, px(PAD) + place * tall, self.width(), tall)
                if place == len(lines) - 1:
                    wide = key_cap_width("I")
                    cap = QRect(at.right() + 1 - wide, at.bottom() + 1 - px(20), wide, px(20))
                    draw_key_cap(painter, cap, "I")
                    at.setRight(at.right() - self._key_room())
                for number, row in enumerate(rows):
                    # The first of two gives way before the second has nothing left.
                    last = number == len(rows) - 1
                    room = QRect(at) if last else at.adjusted(0, 0, -at.width() * 2 // 5, 0)
                    at.setLeft(at.left() + _draw(painter, room, row) + px(APART))


def _draw(painter: QPainter, at: QRect, row: BriefRow) -> int:
    label = f"{say(row.label)} "
    wide = draw_text(painter, at, label, Role.SECOND, "text3") + px(4)
    room = at.adjusted(wide, 0, 0, 0)
    return wide + draw_text(painter, room, _said(row), Role.SECOND, "text2", tabular=False)


def _width(row: BriefRow) -> int:
    label = text_width(f"{say(row.label)} ", Role.SECOND) + px(4)
    return label + text_width(_said(row), Role.SECOND)


def _said(row: BriefRow) -> str:
    return BETWEEN.join(row.lines)


def _told(row: BriefRow) -> str:
    return f"{say(row.label)}: {'; '.join(row.lines)}"
