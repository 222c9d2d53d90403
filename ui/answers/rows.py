"""Each answer of a file as a row: any number of them, drawn only where they are seen."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from controlroom.desk.answers_view import AnswerRow
from controlroom.desk.view import Tone
from controlroom.messages import message
from ui.theme import Role, colour, pixmap, px, tone_icon, tone_ink
from ui.widgets import draw_text
from ui.widgets.text import RIGHT
from ui.words import say

ROW = 56
WORD = 110


class AnswerList(QAbstractScrollArea):
    """The rows; the whole note and the whole reason are in the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[AnswerRow, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # its arrow keys scroll
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(px(ROW))

    def show_rows(self, rows: tuple[AnswerRow, ...]) -> None:
        """Other answers."""
        if rows == self._rows:
            return
        self._rows = rows
        told = (
            f"{row.title}, {row.network}, {say(row.verdict)}: {say(row.fate)}" for row in rows[:50]
        )
        self.setAccessibleName(say(message("answers.rows")))
        self.setAccessibleDescription("; ".join(told))
        self.verticalScrollBar().setValue(0)
        self._fit()
        self.viewport().update()

    def row_at(self, y: int) -> AnswerRow | None:
        """The row under a viewport y."""
        index = (y + self.verticalScrollBar().value()) // px(ROW)
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def _fit(self) -> None:
        page = self.viewport().height()
        self.verticalScrollBar().setPageStep(page)
        self.verticalScrollBar().setRange(0, max(0, len(self._rows) * px(ROW) - page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar follows."""
        super().resizeEvent(event)
        self._fit()

    def viewportEvent(self, event: QEvent) -> bool:
        """What does not fit in a row."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            row = self.row_at(event.pos().y())
            if row is not None:
                parts = (f"{row.title}, {row.network}", row.note, say(row.fate))
                told = "\n".join(part for part in parts if part)
                QToolTip.showText(event.globalPos(), told, self)
                return True
        return super().viewportEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Only the rows in sight."""
        with QPainter(self.viewport()) as painter:
            offset = self.verticalScrollBar().value()
            first = offset // px(ROW)
            last = (offset + self.viewport().height()) // px(ROW)
            for index in range(first, min(last + 1, len(self._rows))):
                at = QRect(0, index * px(ROW) - offset, self.viewport().width(), px(ROW))
                _draw_row(painter, at, self._rows[index])


def _draw_row(painter: QPainter, at: QRect, row: AnswerRow) -> None:
    ink = tone_ink(row.tone)
    glyph = pixmap(tone_icon(row.tone), ink, 16, painter.device().devicePixelRatio())
    half = at.height() // 2
    painter.drawPixmap(at.left(), at.top() + half - px(20), glyph)
    upper = QRect(at.left() + px(26), at.top() + px(4), at.width() - px(26), half - px(4))
    lower = upper.translated(0, half - px(4))
    word = QRect(upper.right() + 1 - px(WORD), upper.top(), px(WORD), upper.height())
    draw_text(painter, word, say(row.verdict), Role.BODY_STRONG, align=RIGHT)
    title = upper.adjusted(0, 0, -px(WORD) - px(8), 0)
    draw_text(painter, title, f"{row.title} · {row.network}", Role.BODY_STRONG)
    fate = say(row.fate)
    strong = row.tone in (Tone.CAUTION, Tone.NO_GO)
    told = f"{fate} · “{_one_line(row.note)}”" if row.note else fate
    draw_text(painter, lower, told, Role.SECOND, ink if strong else "text2")
    painter.fillRect(QRect(at.left(), at.bottom(), at.width(), px(1)), colour("rowline"))


def _one_line(note: str) -> str:
    return " ".join(note.split())
