"""A fixed slot as a tile: found by picture, staged by its digit or a click."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from controlroom.desk.view import Slot as SlotView
from controlroom.desk.view import Tone
from controlroom.messages import message
from ui.pictures import pictures
from ui.theme import Role, pixmap, px, tone_icon, tone_ink
from ui.widgets import draw_key_cap, draw_text, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.picture_view import draw_picture
from ui.words import say

ART, SMALL_ART = 84, 72
NAME = 31


class SlotTile(QAbstractButton):
    """Draws a slot; takes no focus. An empty one is disabled and says how to fill it."""

    def __init__(self) -> None:
        super().__init__()
        self._slot: SlotView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pictures().ready.connect(self._arrived)

    def show_slot(self, slot: SlotView) -> None:
        """What lies in the slot."""
        if slot == self._slot:
            return
        self._slot = slot
        empty = slot.asset is None
        self.setEnabled(not empty)
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(Qt.CursorShape.ArrowCursor if empty else hand)
        why = say(message("panel.slots.empty_why", digit=slot.digit))
        self.setToolTip(why if empty else slot.title)
        self.setAccessibleName(f"{slot.digit}. {why if empty else slot.title}")
        self.update()

    def slot(self) -> SlotView | None:
        """What lies here."""
        return self._slot

    def sizeHint(self) -> QSize:
        """Art over a name."""
        return QSize(px(130), px(ART + NAME))

    def minimumSizeHint(self) -> QSize:
        """Its name may be elided."""
        return QSize(px(60), px(SMALL_ART + NAME))

    @Slot(str)
    def _arrived(self, sha256: str) -> None:
        one = self._slot
        if one and one.picture and one.picture.sha256 == sha256:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        one = self._slot
        if one is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            whole = QRectF(self.rect())
            fill = (
                "active" if one.in_preview or (self.underMouse() and self.isEnabled()) else "raised"
            )
            if self.isDown():
                fill = "panel"
            draw_frame(painter, whole, fill=fill, edge=fill, width=0, radius=4)
            art = QRectF(0, 0, self.width(), self.height() - px(NAME))
            if one.picture is not None:
                painter.save()
                path = QPainterPath()
                path.addRoundedRect(whole, px(4), px(4))
                painter.setClipPath(path)
                draw_picture(painter, art, one.picture, radius=0, ground="app")
                painter.restore()
            else:
                glyph = pixmap("image", "hairline", 24, self.devicePixelRatioF())
                middle = art.center().toPoint()
                painter.drawPixmap(middle.x() - px(12), middle.y() - px(12), glyph)
            self._draw_name(painter, one)
            edge, width = ("accent", 1) if one.in_preview else ("hairline", 1)
            draw_frame(painter, whole, fill=None, edge=edge, width=width, radius=4)

    def _draw_name(self, painter: QPainter, one: SlotView) -> None:
        top = self.height() - px(NAME)
        inset = px(9 if self.width() >= px(120) else 6)
        cap = QRect(inset, top + (px(NAME) - px(20)) // 2, px(20), px(20))
        live = self.isEnabled()
        edge = "border" if live else "hairline"
        draw_key_cap(painter, cap, one.digit, ink="text1" if live else "text3", edge=edge)
        gap = px(6 if self.width() >= px(120) else 4)
        room = QRect(cap.right() + gap, top, self.width() - cap.right() - 2 * gap, px(NAME))
        if one.asset is not None and one.ready not in (Tone.GO, Tone.QUIET):
            side = px(14)
            glyph = pixmap(tone_icon(one.ready), tone_ink(one.ready), 14, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - px(8) - side, top + (px(NAME) - side) // 2, glyph)
            room.setRight(self.width() - px(12) - side)
        text = one.title if live else say(message("panel.slots.empty"))
        roles = (Role.BODY, Role.SECOND, Role.TICK)
        role = next((one for one in roles if text_width(text, one) <= room.width()), Role.TICK)
        draw_text(painter, room, text, role, "text1" if live else "text3")
