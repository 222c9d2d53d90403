"""The left column: every moment and whether something is ready for it."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QVBoxLayout, QWidget

from controlroom.desk.prep_view import PrepView
from controlroom.desk.view import RundownRow, Tone
from controlroom.messages import message
from ui.theme import Role, colour, pixmap, px, tone_ink
from ui.widgets import PanelHead, StateFrame, draw_lines, draw_text, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.text import CENTRE, RIGHT, metrics
from ui.words import say

ROW = 40
COMPACT = 320
_MARKS = {
    "hard": "lock",
    "soft": "circle-outline",
    "float": "asterisk",
    "fork": "fork",
    "silent": "silent",
    "passed": "minus",
}


class MomentList(QAbstractScrollArea):
    """The moments as rows; ``chosen(slug)`` on a click."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[RundownRow, ...] = ()
        self._over = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(px(ROW))

    def show_rows(self, rows: tuple[RundownRow, ...]) -> None:
        """Other moments, or other readiness."""
        if rows == self._rows:
            return
        self._rows = rows
        self._fit()
        self.viewport().update()

    def row_at(self, y: int) -> int:
        """The row under a viewport y, -1 beyond the last."""
        index = (y + self.verticalScrollBar().value()) // px(ROW)
        return index if 0 <= index < len(self._rows) else -1

    def _fit(self) -> None:
        page = self.viewport().height()
        self.verticalScrollBar().setPageStep(page)
        self.verticalScrollBar().setRange(0, max(0, len(self._rows) * px(ROW) - page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar follows."""
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        index = self.row_at(round(event.position().y()))
        if index >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._rows[index].slug)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press did it all."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer is lighter."""
        index = self.row_at(round(event.position().y()))
        if index != self._over:
            self._over = index
            self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Only the rows in sight."""
        with QPainter(self.viewport()) as painter:
            offset = self.verticalScrollBar().value()
            width = self.width()
            if not self._rows:
                room = QRect(px(12), px(40), width - px(24), px(60))
                empty = say(message("panel.prep.no_moments"))
                draw_lines(painter, room, empty, Role.BODY, "text2", align=CENTRE)
            first = offset // px(ROW)
            last = (offset + self.viewport().height()) // px(ROW)
            for index in range(first, min(last + 1, len(self._rows))):
                at = QRect(0, index * px(ROW) - offset, width, px(ROW))
                _draw_moment(painter, at, self._rows[index], hover=index == self._over)


def _draw_moment(painter: QPainter, at: QRect, row: RundownRow, *, hover: bool) -> None:
    if row.selected or hover:
        painter.fillRect(at, colour("active" if row.selected else "raised"))
    if row.selected:
        painter.fillRect(QRect(at.left(), at.top(), px(4), at.height()), colour("accent"))
    icon, ink = _mark(row)
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(at.left() + px(14), at.top() + px(12), pixmap(icon, ink, 16, ratio))
    warns = _warns(row)
    compact = at.width() < px(COMPACT)
    plain, strong = (Role.BODY, Role.BODY_STRONG) if compact else (Role.ROW, Role.ROW_STRONG)
    text = "text2" if row.mark == "silent" or row.tone is Tone.QUIET else "text1"
    time = QRect(at.left() + px(38), at.top(), px(70 if compact else 80), at.height())
    draw_text(painter, time, say(row.time), plain, text)
    note = say(row.note)
    role = Role.SECOND_STRONG if warns else Role.SECOND
    ink = tone_ink(row.note_tone) if warns else "text2"
    wide = text_width(note, role)
    right = at.right() + 1 - px(12)
    note_at = QRect(right - wide, at.top(), wide, at.height())
    draw_text(painter, note_at, note, role, ink, RIGHT)
    room = QRect(time.right() + 1, at.top(), note_at.left() - px(8) - time.right(), at.height())
    title_role = strong if warns else plain
    fits = text_width(row.title, title_role) <= room.width()
    draw_text(painter, room, row.title if fits else row.short, title_role, text)
    painter.fillRect(QRect(at.left(), at.bottom(), at.width(), px(1)), colour("rowline"))


def _warns(row: RundownRow) -> bool:
    return row.mark == "alert" or row.tone in (Tone.CAUTION, Tone.NO_GO)


def _mark(row: RundownRow) -> tuple[str, str]:
    """Trouble first, then what is ready, then what kind of moment it is."""
    if _warns(row):
        return "alert-triangle", tone_ink(row.note_tone)
    if row.mark == "done" or row.tone is Tone.GO:
        return "check", "next"
    return _MARKS.get(row.mark, "circle-outline"), "text2"


class NothingReady(QWidget):
    """The amber box under the moments: which of them have nothing ready."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(92))

    def show_words(self, head: str, line: str) -> None:
        """No head hides it."""
        if (head, line) != self._words:
            self._words = (head, line)
            self.setAccessibleName(f"{head}. {line}")
            self.update()
        self.setVisible(bool(head))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            draw_frame(painter, self.rect().toRectF(), fill=None, edge="amber", radius=4)
            room = self.rect().adjusted(px(14), px(12), -px(14), -px(10))
            top = QRect(room.left(), room.top(), room.width(), metrics(Role.BODY_STRONG).height())
            draw_text(painter, top, self._words[0], Role.BODY_STRONG)
            room.setTop(top.bottom() + px(6))
            draw_lines(painter, room, self._words[1], Role.SECOND, "text2", most=2)


class MomentsColumn(StateFrame):
    """Head, rows, and the box at the foot."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._head = PanelHead()
        self._list = MomentList()
        self._list.chosen.connect(self.chosen)
        self._box = NothingReady()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1), 0, px(1), px(1))
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(12), px(12), px(12), px(12))
        foot.addWidget(self._box)
        column.addLayout(foot)

    def show_moments(self, prep: PrepView) -> None:
        """Show the view's moments."""
        title = say(message("panel.prep.moments"))
        self._head.show_head(title, note=say(prep.moments_count))
        self._list.show_rows(prep.moments)
        self._box.show_words(say(prep.nothing_ready), say(prep.nothing_ready_line))
