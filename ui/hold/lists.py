"""The two lists of HOLD: what can still be done, and what else to stop by hand."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from controlroom.desk.hold_view import AlsoStopRow, StillPossible
from ui.theme import Role, colour, pixmap, px
from ui.widgets import draw_text, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.text import RIGHT
from ui.words import say

ROW, LEAST_ROW = 56, 42
_MARKS = {"check": ("check", "next"), "key": ("key", "amber"), "cross": ("close", "text3")}


class StillRow(QWidget):
    """One thing that can, or cannot, be done now. Its mark is a shape, its note a word."""

    def __init__(self, still: StillPossible) -> None:
        super().__init__()
        self._still = still
        told = f"{say(still.title)}. {say(still.line)}. {say(still.note)}"
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(px(300), px(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            name, ink = _MARKS.get(self._still.mark, ("circle-outline", "text2"))
            side = px(16)
            glyph = pixmap(name, ink, 16, self.devicePixelRatioF())
            painter.drawPixmap(px(12), (self.height() - side) // 2, glyph)
            closed = self._still.mark == "cross"
            draw_two_lines(
                painter,
                self.rect(),
                say(self._still.title),
                say(self._still.line),
                say(self._still.note),
                title_ink="text3" if closed else "text1",
                note_ink=ink,
            )


class AlsoStopButton(QAbstractButton):
    """One thing to stop outside this program; a click ticks it off. Takes no focus."""

    def __init__(self, row: AlsoStopRow) -> None:
        super().__init__()
        self.row = row
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(True)
        self.setChecked(row.done)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        told = f"{row.title}. {say(row.line)}. {say(row.note)}"
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """The room ticks, not the click: the box follows the next view."""

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(px(300), px(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            if self.underMouse():
                painter.fillRect(self.rect(), colour("raised"))
            side = px(18)
            box = QRectF(px(12), (self.height() - side) / 2, side, side)
            if self.row.done:
                draw_frame(painter, box, fill="blue_fill", edge="blue_fill", width=1, radius=3)
                glyph = pixmap("check", "white", 14, self.devicePixelRatioF())
                painter.drawPixmap(px(14), round(box.top()) + px(2), glyph)
            else:
                draw_frame(painter, box, fill="panel", edge="border", width=1, radius=3)
            draw_two_lines(
                painter,
                self.rect(),
                self.row.title,
                say(self.row.line),
                say(self.row.note),
                title_ink="text2" if self.row.done else "text1",
                note_ink="text2" if self.row.done else "amber",
            )


def draw_two_lines(
    painter: QPainter,
    at: QRect,
    title: str,
    line: str,
    note: str,
    *,
    title_ink: str,
    note_ink: str,
) -> None:
    """Title over line after a mark, the note at the right end, a hairline below."""
    strong = title_ink == "text1"
    role = Role.ROW_STRONG if strong else Role.ROW
    told = Role.SECOND if note_ink == "text2" else Role.SECOND_STRONG
    free = at.width() - px(56)
    taken = text_width(note, told) + px(10)
    top = at.top() + (at.height() - px(38)) // 2
    upper = QRect(at.left() + px(44), top, free, px(20))
    lower = QRect(upper.left(), top + px(20), free, px(18))
    title_fits = text_width(title, role) <= free - taken
    line_fits = text_width(line, Role.SECOND) <= free - taken
    # Whom to call stays whole: the note goes beside the line that leaves it room.
    if title_fits and line_fits:
        beside = at.adjusted(0, 0, -px(12), 0)
        draw_text(painter, beside, note, told, note_ink, RIGHT)
    elif title_fits:
        draw_text(painter, upper, note, told, note_ink, RIGHT)
        upper.setWidth(free - taken)
    else:
        draw_text(painter, lower, note, told, note_ink, RIGHT)
        lower.setWidth(free - taken)
    draw_text(painter, upper, title, role, title_ink)
    draw_text(painter, lower, line, Role.SECOND, "text2")
    painter.fillRect(QRect(at.left(), at.bottom(), at.width(), px(1)), colour("rowline"))
