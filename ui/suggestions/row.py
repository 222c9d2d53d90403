"""One suggestion: its digit, its picture, why it fits. A click stages it, as its digit does."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from controlroom.desk.view import Suggestion
from ui.pictures import pictures
from ui.theme import Role, pixmap, px, tone_icon, tone_ink
from ui.widgets import draw_key_cap, draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.picture_view import draw_picture
from ui.words import say

ROW, SMALL_ROW = 68, 52


class SuggestionRow(QAbstractButton):
    """Draws a ``Suggestion``; takes no focus."""

    def __init__(self) -> None:
        super().__init__()
        self._suggestion: Suggestion | None = None
        self._small = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pictures().ready.connect(self._arrived)

    def show_suggestion(self, suggestion: Suggestion) -> None:
        """Another asset in this place."""
        if suggestion == self._suggestion:
            return
        self._suggestion = suggestion
        lines = (suggestion.title, say(suggestion.line), say(suggestion.line2))
        self.setToolTip("\n".join(line for line in lines if line))
        self.setAccessibleName(f"{suggestion.digit}. " + ". ".join(line for line in lines if line))
        self.update()

    def suggestion(self) -> Suggestion | None:
        """What stands here."""
        return self._suggestion

    def show_small(self, *, small: bool) -> None:
        """The sizes of a small window: one line under the title instead of two."""
        self._small = small
        self.setFixedHeight(px(SMALL_ROW if small else ROW))

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(px(300), px(SMALL_ROW if self._small else ROW))

    def minimumSizeHint(self) -> QSize:
        """Its words may be elided; its height is fixed."""
        return QSize(px(120), self.sizeHint().height())

    @Slot(str)
    def _arrived(self, sha256: str) -> None:
        one = self._suggestion
        if one and one.picture and one.picture.sha256 == sha256:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        one = self._suggestion
        if one is None:
            return
        with QPainter(self) as painter:
            fill, edge, width = "raised", "raised", 0.0
            if one.in_preview:
                fill, edge, width = "active", "accent", 1.0
            elif self.isDown():
                fill = "panel"
            elif self.underMouse():
                fill = "active"
            draw_frame(painter, QRectF(self.rect()), fill=fill, edge=edge, width=width, radius=4)
            tall = self.height()
            cap = QRect(px(14), (tall - px(20)) // 2, px(20), px(20))
            draw_key_cap(painter, cap, one.digit)
            high = tall - 2 * px(6)
            wide = high * 3 // 2 if not self._small else high * 4 // 3
            at = QRectF(cap.right() + 1 + px(12), (tall - high) / 2, wide, high)
            draw_picture(painter, at, one.picture, radius=2, ground="app")
            left = round(at.right()) + px(12)
            side = px(16)
            glyph = pixmap(tone_icon(one.ready), tone_ink(one.ready), 16, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - px(13) - side, (tall - side) // 2, glyph)
            self._draw_words(painter, one, left, self.width() - px(13) - side - px(8) - left)

    def _draw_words(self, painter: QPainter, one: Suggestion, left: int, width: int) -> None:
        lines = [
            (one.title, Role.ROW_STRONG, "text1", 20),
            (say(one.line), Role.SECOND, "text2", 18),
        ]
        if not self._small:
            lines.append((say(one.line2), Role.SECOND, "text3", 18))
        lines = [line for line in lines if line[0]]
        top = (self.height() - sum(px(high) for *_, high in lines)) // 2
        for text, role, ink, high in lines:
            draw_text(painter, QRect(left, top, width, px(high)), text, role, ink)
            top += px(high)
