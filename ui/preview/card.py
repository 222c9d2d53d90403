"""The post as the network draws it: avatar, names, words with their links, picture, alt text."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.posts_view import TakeAccount
from controlroom.desk.preview_view import PreviewTab
from controlroom.messages import message
from ui.pictures import pictures
from ui.preview.card_foot import Part, draw_foot, foot_parts, stage_part
from ui.preview.picture_grid import block, cells
from ui.preview.spans import in_utf16, utf16_spans
from ui.theme import Role, colour, font, px
from ui.widgets import draw_key_cap, draw_lines, draw_text, key_cap_width, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.picture_view import draw_picture
from ui.widgets.text import CENTRE, RIGHT, broken, line_height
from ui.words import say

PAD = 12
AVATAR = 40
BAND = 4
GAP = 8
LEAST_PICTURE = 96


class PostCard(QWidget):
    """Draws one ``PreviewTab``. ``asked_to_edit`` on a double click on the words; ``resized`` is
    for what lies over it."""

    asked_to_edit = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tab: PreviewTab | None = None
        self._account: TakeAccount | None = None
        self._scrolled = 0
        self._key = ""
        self._gap = ""
        self._laid: tuple[QTextLayout, float, QRect] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        pictures().ready.connect(self._arrived)

    def show_tab(self, tab: PreviewTab | None, account: TakeAccount | None = None) -> None:
        """Another network's version, and how far that network's ``account`` is made ready."""
        if (tab, account) == (self._tab, self._account):
            return
        if tab != self._tab:
            self._scrolled = 0
        self._tab, self._account = tab, account
        self._laid = None
        if tab is not None:
            self.setAccessibleName(f"{tab.title}. {tab.name} {_where(tab)}. {tab.words}")
            said = [text for text, _ in foot_parts(tab, account, stage=True)]
            self.setAccessibleDescription(". ".join([*said, tab.alt]))
            self.setToolTip("\n".join([tab.alt, *said]).strip())
        self.update()

    def show_key(self, key: str) -> None:
        """The key that edits, when nothing else on the panel shows it."""
        if key != self._key:
            self._key = key
            self._laid = None
            self.update()

    def show_gap(self, name: str) -> None:
        """Which gap is being filled in; "" for none."""
        if name != self._gap:
            self._gap = name
            self._laid = None
            self.update()

    def words_bottom(self) -> int:
        """Where the words end, in px from the top of the card; 0 without any."""
        if self._tab is None:
            return 0
        return self.words_rect().top() + round(self._layout()[1]) - self._scrolled

    def tab(self) -> PreviewTab | None:
        """The version that stands on the card."""
        return self._tab

    def words_rect(self) -> QRect:
        """Where the words stand, for an editor over them."""
        top = px(PAD) + px(AVATAR) + px(GAP)
        foot = line_height(Role.SECOND) + px(4) if self.foot() else 0
        return QRect(px(PAD), top, self.width() - 2 * px(PAD), self.height() - top - px(PAD) - foot)

    def foot(self) -> tuple[Part, ...]:
        """What the last line of the card says."""
        if self._tab is None:
            return ()
        return foot_parts(self._tab, self._account, stage=bool(self._key))

    def picture_rect(self) -> QRect:
        """Where the picture stands, in its own proportions; empty when there is none."""
        return QRect() if self._tab is None else self._layout()[2]

    def sizeHint(self) -> QSize:
        """As wide as the panel leaves."""
        return QSize(px(396), px(424))

    def minimumSizeHint(self) -> QSize:
        """It may be squeezed; then it scrolls."""
        return QSize(px(200), px(160))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again."""
        self._laid = None
        super().resizeEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll a post that is longer than the card."""
        most = self._overflow()
        self._scrolled = max(0, min(most, self._scrolled - event.angleDelta().y() // 3))
        self.update()
        event.accept()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Edit."""
        self.asked_to_edit.emit()

    @Slot(str)
    def _arrived(self, sha256: str) -> None:
        tab = self._tab
        shown = (tab.avatar, tab.picture, *tab.pictures) if tab else ()
        if sha256 in {ref.sha256 for ref in shown if ref}:
            self.update()

    def _overflow(self) -> int:
        if self._tab is None:
            return 0
        _, tall, picture = self._layout()
        bottom = self.words_rect().top() + round(tall)
        if not picture.isEmpty():
            bottom = picture.bottom() + 1
        return max(0, bottom - self.words_rect().bottom() - 1)

    def _layout(self) -> tuple[QTextLayout, float, QRect]:
        """The words laid out, their height and the picture's place."""
        if self._laid is not None:
            return self._laid
        assert self._tab is not None
        room = self.words_rect()
        wide, high = self._tab.picture_size
        has_picture = self._tab.picture is not None
        least = px(LEAST_PICTURE) + px(GAP) if has_picture else 0
        role = Role.CAPTION
        layout, tall = _laid_out(self._tab, role, room.width(), self._gap)
        if tall + least > room.height():
            role = Role.ROW
            layout, tall = _laid_out(self._tab, role, room.width(), self._gap)
        place = QRect()
        if has_picture and wide > 0 and high > 0:
            top = room.top() + (round(tall) + px(GAP) if tall else 0)
            free = max(px(LEAST_PICTURE), room.bottom() + 1 - top)
            if self._tab.pictures:
                whole = QRect(room.left(), top, room.width(), free)
                self._laid = (layout, tall, block(whole, 1 + len(self._tab.pictures)))
                return self._laid
            size = QSize(wide, high).scaled(
                QSize(room.width(), free), Qt.AspectRatioMode.KeepAspectRatio
            )
            left = room.left() + (room.width() - size.width()) // 2
            place = QRect(left, top, size.width(), size.height())
        self._laid = (layout, tall, place)
        return self._laid

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_frame(
                painter, QRectF(self.rect()), fill="raised", edge="raised", width=0, radius=4
            )
            if self._tab is None:
                return
            self._draw_band(painter, self._tab)
            self._draw_author(painter, self._tab)
            body = self.words_rect()
            if not self.foot():
                body.setBottom(self.height() - px(PAD // 2))
            overflow = self._overflow()
            painter.setClipRect(body.adjusted(-px(PAD), -px(2), px(PAD), 0))
            painter.translate(0, -self._scrolled)
            layout, _, picture = self._layout()
            painter.setPen(colour("text1"))
            layout.draw(painter, QPointF(body.topLeft()))
            if not picture.isEmpty():
                _draw_pictures(painter, picture, self._tab)
            if not overflow:
                self._draw_alt(painter, self._tab, picture, body)
            painter.translate(0, self._scrolled)
            if overflow:
                self._draw_scroll(painter, body, overflow)
            painter.setClipping(False)
            foot = QRect(body.left(), body.bottom() + 1 + px(4), body.width(), 0)
            foot.setHeight(line_height(Role.SECOND))
            draw_foot(painter, foot, self.foot())

    def _draw_band(self, painter: QPainter, tab: PreviewTab) -> None:
        """The account's own colour down the edge, as round its face on TAKE."""
        if tab.colour is None:
            return
        painter.save()
        painter.setClipRect(QRect(0, 0, px(BAND), self.height()))
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), px(4), px(4))
        painter.fillPath(shape, QColor(tab.colour))
        painter.restore()

    def _draw_author(self, painter: QPainter, tab: PreviewTab) -> None:
        pad, side = px(PAD), px(AVATAR)
        draw_picture(
            painter, QRectF(pad, pad, side, side), tab.avatar, radius=AVATAR / 2, ground="active"
        )
        left = pad + side + px(10)
        at = QRect(left, pad, self.width() - left - pad, side)
        if self._key:
            network = key_cap_width(self._key)
            top = pad + (side - px(20)) // 2
            cap = QRect(at.right() + 1 - network, top, network, px(20))
            draw_key_cap(painter, cap, self._key)
        else:
            network = text_width(tab.title, Role.SECOND)
            stage = stage_part(self._account)
            high = side if stage is None else side // 2 + px(1)
            over = QRect(left, pad, at.width(), high)
            draw_text(painter, over, tab.title, Role.SECOND, "text3", RIGHT)
            if stage is not None:
                network = max(network, min(text_width(stage[0], Role.SECOND), at.width() // 2))
                low = QRect(at.right() + 1 - network, pad + side // 2 - px(1), network, 0)
                low.setHeight(side // 2 + px(1))
                draw_text(painter, low, stage[0], Role.SECOND, stage[1], RIGHT)
        half = side // 2 + px(1)
        room = QRect(left, pad, at.width() - network - px(10), half)
        draw_text(painter, room, tab.name, Role.ROW_STRONG)
        room.moveTop(pad + half - px(2))
        draw_text(painter, room, _where(tab), Role.SECOND, "text2")

    def _draw_alt(self, painter: QPainter, tab: PreviewTab, picture: QRect, body: QRect) -> None:
        """What the picture says to somebody who cannot see it, in what room is left."""
        if picture.isEmpty():
            return
        top = picture.bottom() + px(GAP)
        room = QRect(px(PAD), top, self.width() - 2 * px(PAD), body.bottom() + 1 - top)
        tall = line_height(Role.SECOND)
        most = min(3, room.height() // tall)
        if most < 1:
            return
        label = say(message("panel.preview.alt"))
        width = text_width(label, Role.LABEL) + px(8)
        head = QRect(room.left(), room.top(), width, tall)
        draw_text(painter, head, label, Role.LABEL, "text3")
        room.setLeft(room.left() + width)
        text = tab.alt or say(message("panel.preview.no_alt"))
        lines = broken(text, Role.SECOND, room.width(), most)
        draw_lines(painter, room, text, Role.SECOND, "text2" if tab.alt else "amber", len(lines))

    def _draw_scroll(self, painter: QPainter, body: QRect, overflow: int) -> None:
        whole = body.height() + overflow
        grip = max(px(24), body.height() * body.height() // whole)
        top = body.top() + (body.height() - grip) * self._scrolled // overflow
        bar = QRectF(self.width() - px(7), top, px(4), grip)
        draw_frame(painter, bar, fill="border", edge="border", width=0, radius=2)


def _draw_pictures(painter: QPainter, place: QRect, tab: PreviewTab) -> None:
    if not tab.pictures:
        draw_picture(painter, QRectF(place), tab.picture, cover=False, ground="active")
        return
    shown = (tab.picture, *tab.pictures)
    at = cells(place, len(shown))
    for cell, ref in zip(at, shown, strict=False):
        draw_picture(painter, QRectF(cell), ref, ground="active")
    if hidden := len(shown) - len(at):
        painter.fillRect(at[-1], colour("app", 0.6))
        more = say(message("panel.preview.more_pictures", count=hidden))
        draw_text(painter, at[-1], more, Role.NUMBER, "white", CENTRE)


def _where(tab: PreviewTab) -> str:
    """The handle, and the server where that does not name it."""
    if not tab.server or tab.server in tab.handle:
        return tab.handle
    return f"{tab.handle} · {tab.server}"


def _gap_look(*, filled: bool, chosen: bool) -> QTextCharFormat:
    """A gap is seen as one, filled or not; the one that is being filled in most of all."""
    look = QTextCharFormat()
    look.setBackground(colour("active" if filled and not chosen else "hold_tint"))
    look.setForeground(colour("text1" if filled else "amber"))
    if chosen:
        look.setFontUnderline(True)
        look.setUnderlineColor(colour("accent"))
    return look


def _laid_out(tab: PreviewTab, role: Role, width: int, gap: str) -> tuple[QTextLayout, float]:
    words = tab.words
    layout = QTextLayout(words.replace("\n", "\u2028"), font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    ranges = []
    for start, length in utf16_spans(words):
        span = QTextLayout.FormatRange()
        span.start, span.length = start, length
        look = QTextCharFormat()
        look.setForeground(colour("accent"))
        span.format = look
        ranges.append(span)
    for one, (start, length) in zip(
        tab.gaps, in_utf16(words, [(one.start, one.length) for one in tab.gaps]), strict=True
    ):
        span = QTextLayout.FormatRange()
        span.start, span.length = start, length
        span.format = _gap_look(filled=one.filled, chosen=one.name == gap)
        ranges.append(span)
    layout.setFormats(ranges)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line_height(role)
    layout.endLayout()
    return layout, top if words else 0.0
