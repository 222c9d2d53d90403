"""A button that the mouse presses and the keyboard never can: Space must not re-fire anything."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.type import Role
from ui.widgets.frame import draw_frame
from ui.widgets.text import draw_text, text_width


class Look(StrEnum):
    """How a button stands out."""

    OUTLINED = "outlined"
    SELECTED = "selected"
    FILLED = "filled"
    BARE = "bare"


_SURFACES = {
    # look: (at rest, under the pointer, pressed), edge, ink
    Look.OUTLINED: (("panel", "raised", "app"), "border", "text1"),
    Look.SELECTED: (("accent_tint", "active", "raised"), "accent", "text1"),
    Look.FILLED: (("blue_fill", "blue_fill", "active"), "blue_fill", "white"),
    Look.BARE: (("panel", "raised", "app"), "panel", "text2"),
}


class LiveButton(QPushButton):
    """A button of the desk. It never takes focus; a disabled one says why in its tool tip."""

    def __init__(
        self,
        text: str = "",
        *,
        look: Look = Look.OUTLINED,
        icon: str = "",
        role: Role = Role.SECOND_STRONG,
        height: float = 32,
    ) -> None:
        super().__init__(text)
        self._look = look
        self._icon_name = icon
        self._role = role
        self._height = height
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoDefault(False)
        self.setDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_look(self, look: Look) -> None:
        """Selected or not."""
        if look is not self._look:
            self._look = look
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        if not self.text():
            return QSize(px(self._height), px(self._height))
        icon = px(16) + px(6) if self._icon_name else 0
        return QSize(text_width(self.text(), self._role) + icon + px(24), px(self._height))

    def minimumSizeHint(self) -> QSize:
        """It may be squeezed."""
        return QSize(px(32), px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            (rest, over, down), edge, ink = _SURFACES[self._look]
            fill = rest
            if not self.isEnabled():
                fill, edge, ink = "panel", "hairline", "text3"
            elif self.isDown():
                fill = down
            elif self.underMouse():
                fill = over
            if fill != "panel" or edge != "panel":
                width = 2 if self._look is Look.SELECTED else 1
                draw_frame(
                    painter, QRectF(self.rect()), fill=fill, edge=edge, width=width, radius=4
                )
            room = self.rect().adjusted(px(12), 0, -px(12), 0)
            if not self.text():
                room.setLeft((self.width() - px(16)) // 2)
            if self._icon_name:
                glyph = pixmap(self._icon_name, ink, 16, self.devicePixelRatioF())
                painter.drawPixmap(room.left(), (self.height() - px(16)) // 2, glyph)
                room.setLeft(room.left() + px(16) + px(6))
            draw_text(painter, room, self.text(), self._role, ink)
