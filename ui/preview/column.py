"""Beside the card: the GO poll, or what is pending once it was taken."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from controlroom.desk.preview_view import PollLine, PreviewDelivery, PreviewView
from controlroom.desk.view import Tone
from controlroom.messages import message
from ui.preview.ink import ink_of
from ui.theme import Role, colour, pixmap, px, tone_icon
from ui.widgets import draw_lines, draw_text, text_width
from ui.widgets.chip import HEIGHT as CHIP
from ui.widgets.chip import chip_width, draw_chip
from ui.widgets.frame import draw_frame
from ui.widgets.text import RIGHT, broken, line_height
from ui.words import say

HEAD = 32
ROW = 32
LEAST_ROW = 24
DELIVERY = 88
NOTE, LEAST_NOTE = 5, 3
"""Lines of what comes next, and how few of them still say something."""


@dataclass(frozen=True, slots=True)
class _Zone:
    rect: QRect
    tip: str


class SideColumn(QWidget):
    """Draws the poll, or the pending posts, of one ``PreviewView``."""

    def __init__(self) -> None:
        super().__init__()
        self._preview: PreviewView | None = None
        self._rehearsal = False
        self._zones: list[_Zone] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_column(self, preview: PreviewView, *, rehearsal: bool) -> None:
        """Another Preview."""
        self._preview = preview
        self._rehearsal = rehearsal
        lines = [f"{say(line.label)}: {say(line.detail)}" for line in preview.poll]
        lines += [f"{row.title}: {say(row.chip)}" for row in preview.pending]
        self.setAccessibleName(". ".join([say(preview.verdict), *lines]))
        self.update()

    def sizeHint(self) -> QSize:
        """216 px wide; the panel makes it 168 in a small window."""
        return QSize(px(216), px(320))

    def event(self, event: QEvent) -> bool:
        """Tool tips per row: what was cut, in full."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            for zone in self._zones:
                if zone.rect.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), zone.tip, self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        self._zones = []
        if self._preview is None:
            return
        with QPainter(self) as painter:
            room = self.rect()
            floor = self._draw_foot(painter, room, self._preview)
            room.setBottom(floor)
            if self._preview.frozen:
                self._draw_pending(painter, room, self._preview)
            else:
                self._draw_poll(painter, room, self._preview)

    def _draw_foot(self, painter: QPainter, room: QRect, preview: PreviewView) -> int:
        """The note at the bottom. Returns the last free line above it."""
        if preview.kept is not None:
            return self._draw_kept(painter, room, say(preview.kept))
        text = say(preview.pending_note)
        if not text:
            return room.bottom()
        # It gives way to the posts; nothing of them gives way to it.
        rows = px(HEAD) + len(preview.pending) * px(DELIVERY)
        most = min(NOTE, (room.height() - rows) // line_height(Role.SECOND))
        lines = broken(text, Role.SECOND, room.width(), NOTE)
        if len(lines) > most < LEAST_NOTE:
            return room.bottom()  # a scrap of it would say nothing
        tall = min(len(lines), most) * line_height(Role.SECOND)
        at = QRect(room.left(), room.bottom() + 1 - tall, room.width(), tall)
        draw_lines(painter, at, text, Role.SECOND, "text2", most)
        self._zones.append(_Zone(at, text))
        return at.top() - px(8)

    def _draw_kept(self, painter: QPainter, room: QRect, text: str) -> int:
        pad = px(12)
        lines = broken(text, Role.SECOND, room.width() - 2 * pad, 5)
        tall = len(lines) * line_height(Role.SECOND) + 2 * px(10)
        box = QRect(room.left(), room.bottom() + 1 - tall, room.width(), tall)
        draw_frame(painter, QRectF(box), edge="border", width=1, radius=4)
        inner = box.adjusted(pad, px(10), -pad, -px(10))
        draw_lines(painter, inner, text, Role.SECOND, "text1", 5)
        self._zones.append(_Zone(box, text))
        return box.top() - px(8)

    def _draw_poll(self, painter: QPainter, room: QRect, preview: PreviewView) -> None:
        verdict = say(preview.verdict)
        head = QRect(room.left(), room.top(), room.width(), px(HEAD))
        draw_text(
            painter,
            head,
            verdict,
            Role.SENTENCE,
            ink_of(preview.verdict_tone, rehearsal=self._rehearsal),
            RIGHT,
        )
        head.setWidth(room.width() - text_width(verdict, Role.SENTENCE) - px(8))
        draw_text(painter, head, say(message("panel.preview.poll")), Role.LABEL, "text3")
        lines, folded = self._lines_that_fit(preview.poll, room)
        count = len(lines) + (1 if folded else 0)
        if not count:
            return
        row = max(px(LEAST_ROW), min(px(ROW), (room.height() - px(HEAD)) // count))
        top = room.top() + px(HEAD)
        for line in lines:
            self._draw_line(painter, QRect(room.left(), top, room.width(), row), line)
            top += row
        if folded:
            text = say(message("panel.preview.folded", count=folded))
            at = QRect(room.left() + px(24), top, room.width() - px(24), row)
            draw_text(painter, at, text, Role.SECOND, "text3")

    def _lines_that_fit(
        self, poll: tuple[PollLine, ...], room: QRect
    ) -> tuple[tuple[PollLine, ...], int]:
        """Where there is no room for all, lines that say GO are counted instead of drawn."""
        most = max(1, (room.height() - px(HEAD)) // px(LEAST_ROW))
        if len(poll) <= most:
            return poll, 0
        telling = [line for line in poll if line.tone is not Tone.GO]
        free = max(0, most - 1 - len(telling))
        shown = []
        for line in poll:
            if line.tone is not Tone.GO:
                shown.append(line)
            elif free:
                free -= 1
                shown.append(line)
        return tuple(shown), len(poll) - len(shown)

    def _draw_line(self, painter: QPainter, at: QRect, line: PollLine) -> None:
        label, detail = say(line.label), say(line.detail)
        good = line.tone is Tone.GO
        ink = ink_of(line.tone, rehearsal=self._rehearsal)
        ratio = self.devicePixelRatioF()
        name = "key" if line.tone is Tone.CAUTION else tone_icon(line.tone)
        glyph = pixmap(name, ink, 15, ratio)
        painter.drawPixmap(at.left(), at.top() + (at.height() - px(15)) // 2, glyph)
        painter.fillRect(QRect(at.left(), at.bottom(), at.width(), px(1)), colour("rowline"))
        room = at.adjusted(px(22), 0, 0, -px(1))
        self._zones.append(_Zone(at, f"{label}: {detail}"))
        strong = "text1" if good else ink
        role = Role.BODY if good else Role.BODY_STRONG
        free = room.width() - text_width(label, role) - px(6)
        if text_width(detail, Role.BODY) <= free:
            draw_text(painter, room, label, role, strong)
            draw_text(painter, room, detail, Role.BODY, "text2" if good else ink, RIGHT)
            return
        if not good and at.height() >= px(30):
            # Why it is not GO decides something: it gets a line of its own.
            half = QRect(room.left(), at.top() + px(1), room.width(), (at.height() - px(2)) // 2)
            draw_text(painter, half, label, Role.SECOND_STRONG, strong)
            half.moveTop(half.bottom() + 1)
            draw_text(painter, half, detail, Role.SECOND, ink)
            return
        # The detail decides, the label is known by its place: the label gives way first.
        both = text_width(label, Role.SECOND) + px(6) + text_width(detail, Role.SECOND)
        small = Role.SECOND if both <= room.width() else Role.TICK
        wanted = min(text_width(detail, small), room.width() - px(56))
        right = QRect(room.right() + 1 - wanted, room.top(), wanted, room.height())
        draw_text(painter, right, detail, small, "text2" if good else ink, RIGHT)
        room.setRight(right.left() - px(4))
        draw_text(painter, room, label, small, strong)

    def _draw_pending(self, painter: QPainter, room: QRect, preview: PreviewView) -> None:
        head = QRect(room.left(), room.top(), room.width(), px(HEAD))
        draw_text(painter, head, say(preview.verdict), Role.LABEL, "text3")
        top = head.bottom() + 1
        count = len(preview.pending)
        if not count:
            return
        row = min(px(DELIVERY), (room.bottom() + 1 - top) // count)
        for pending in preview.pending:
            self._draw_delivery(painter, QRect(room.left(), top, room.width(), row), pending)
            top += row

    def _draw_delivery(self, painter: QPainter, at: QRect, row: PreviewDelivery) -> None:
        chip, ink = say(row.chip), ink_of(row.tone, rehearsal=self._rehearsal)
        icon: str | None = "clock"
        title = text_width(row.title, Role.ROW_STRONG)
        if title + px(8) + chip_width(chip, icon) > at.width():
            icon = None
        width = min(chip_width(chip, icon), at.width())
        top = at.top() + px(6) if at.height() >= px(56) else at.top() + px(3)
        place = QRect(at.right() + 1 - width, top, width, px(CHIP))
        draw_chip(painter, place, chip, ink, icon)
        room = QRect(at.left(), top, at.width() - width - px(8), px(CHIP))
        draw_text(painter, room, row.title, Role.ROW_STRONG)
        line, tall = say(row.line), line_height(Role.SECOND)
        below = QRect(at.left(), top + px(CHIP) + px(2), at.width(), tall)
        draw_text(painter, below, row.handle, Role.SECOND, "text2")
        below.translate(0, tall)
        most = max(1, (at.bottom() - below.top()) // tall)
        draw_lines(painter, below, line, Role.SECOND, "text3", most)
        painter.fillRect(QRect(at.left(), at.bottom(), at.width(), px(1)), colour("rowline"))
        self._zones.append(_Zone(at, f"{row.title}: {chip}\n{row.handle}\n{line}"))
