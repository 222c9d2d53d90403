"""The chosen asset as each network will show it, side by side."""

from PySide6.QtCore import QEvent, QRect, QSize, Slot
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from controlroom.desk.prep_view import PrepAsset
from controlroom.desk.preview_view import PreviewTab
from controlroom.desk.view import Tone
from ui.pictures import pictures
from ui.theme import Role, pixmap, px, tone_icon, tone_ink
from ui.widgets import draw_lines, draw_text, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.picture_view import draw_picture
from ui.widgets.text import RIGHT, line_height
from ui.words import say

GAP, PAD, AVATAR, FOOT = 8, 11, 28, 34


class Previews(QWidget):
    """One card a network. The words take the room that the picture leaves; what is cut is in
    the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._tabs: tuple[PreviewTab, ...] = ()
        self._shapes: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pictures().ready.connect(self._arrived)

    def show_previews(self, asset: PrepAsset) -> None:
        """Show another asset, or another state of it."""
        shapes = tuple(say(shape) for shape in asset.shapes)
        if (asset.tabs, shapes) == (self._tabs, self._shapes):
            return
        self._tabs, self._shapes = asset.tabs, shapes
        self.setAccessibleName(", ".join(f"{tab.title}: {tab.words}" for tab in asset.tabs))
        self.update()

    def sizeHint(self) -> QSize:
        """Fixed by the column."""
        return QSize(px(400), self.height())

    def cards(self) -> list[QRect]:
        """Where the cards lie."""
        count = max(1, len(self._tabs))
        whole = self.width() + px(GAP)
        lefts = [index * whole // count for index in range(count + 1)]
        return [
            QRect(lefts[index], 0, lefts[index + 1] - lefts[index] - px(GAP), self.height())
            for index in range(len(self._tabs))
        ]

    @Slot(str)
    def _arrived(self, _sha256: str) -> None:
        self.update()

    def event(self, event: QEvent) -> bool:
        """The whole words of the card under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            for tab, card in zip(self._tabs, self.cards(), strict=True):
                if card.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), f"{tab.title}\n{tab.words}", self)
                    return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            shapes = (*self._shapes, *("" for _ in self._tabs))
            for tab, shape, card in zip(self._tabs, shapes, self.cards(), strict=False):
                _draw_card(painter, card, tab, shape)


def _draw_card(painter: QPainter, card: QRect, tab: PreviewTab, shape: str) -> None:
    refused = tab.tone is Tone.NO_GO
    draw_frame(
        painter, card.toRectF(), fill="raised", edge="on_air" if refused else "hairline", radius=4
    )
    room = card.adjusted(px(PAD), px(10), -px(PAD), 0)
    avatar = QRect(room.left(), room.top() + px(2), px(AVATAR), px(AVATAR))
    radius = AVATAR / 2
    draw_picture(painter, avatar.toRectF(), tab.avatar, radius=radius, ground="active")
    name = QRect(avatar.right() + 1 + px(8), room.top() - px(1), 0, px(17))
    name.setRight(room.right())
    draw_text(painter, name, tab.name, Role.SECOND_STRONG)
    draw_text(painter, name.translated(0, px(16)), tab.handle, Role.SECOND, "text2")
    _draw_foot(
        painter, QRect(room.left(), card.bottom() - px(FOOT), room.width(), px(FOOT)), tab, shape
    )
    top, floor = room.top() + px(38), card.bottom() - px(FOOT)
    high = _picture_height(tab, room.width(), floor - top - 2 * line_height(Role.SECOND))
    lines = max(1, (floor - top - high - px(8)) // line_height(Role.SECOND))
    words = QRect(room.left(), top, room.width(), floor - top)
    top += draw_lines(painter, words, tab.words, Role.SECOND, "text1", most=lines) + px(6)
    if tab.picture is not None:
        place = QRect(room.left(), top, room.width(), high)
        draw_picture(painter, place.toRectF(), tab.picture, radius=4, ground="active")


def _picture_height(tab: PreviewTab, width: int, most: int) -> int:
    """As high as the network's crop makes it, never higher than the card leaves."""
    if tab.picture is None:
        return 0
    wide, tall = tab.picture_size
    return max(px(40), min(round(width * tall / max(1, wide)), most - px(8)))


def _draw_foot(painter: QPainter, foot: QRect, tab: PreviewTab, shape: str) -> None:
    ink = tone_ink(tab.tone)
    icon = "clock" if tab.tone is Tone.CAUTION else tone_icon(tab.tone)
    glyph = pixmap(icon, ink, 14, painter.device().devicePixelRatio())
    painter.drawPixmap(foot.left(), foot.top() + (foot.height() - px(14)) // 2, glyph)
    room = foot.adjusted(px(18), 0, 0, 0)
    taken = draw_text(painter, room, tab.title, Role.SECOND_STRONG, ink)
    if taken + px(6) + text_width(shape, Role.SECOND) <= room.width():
        draw_text(painter, foot, shape, Role.SECOND, "text2", RIGHT)
