"""Press and hold: for what cannot be taken back. The bar fills while the mouse or key is down."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.clock import gesture_seconds
from controlroom.messages import Message
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets.frame import draw_frame
from ui.widgets.key_cap import draw_key_cap, key_cap_width
from ui.widgets.text import draw_text, text_width

FRAME_MS = 16
PAD = 16
PAD_LOW = 12
LOW = 60


@dataclass(frozen=True, slots=True)
class Way:
    """Something to press and hold for ``seconds``: its consequence in words, the edge's token."""

    id: str
    title: Message
    line: Message
    seconds: float
    edge: str


class PressHoldButton(QWidget):
    """A field of two lines with its keys; ``confirmed`` after ``seconds`` of real time.

    ``show_progress`` lets the keyboard's own hold draw in the same place.
    """

    confirmed = Signal()

    def __init__(
        self,
        seconds: float,
        *,
        height: float = 84,
        now: Callable[[], float] = gesture_seconds,
    ) -> None:
        super().__init__()
        self._seconds = seconds
        self._now = now
        self._since: float | None = None
        self._progress = 0.0
        self._title = ""
        self._line = ""
        self._keys: tuple[str, ...] = ()
        self._edge = "border"
        self._icon = ""
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._grow)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(px(height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_face(
        self,
        title: str,
        line: str,
        keys: tuple[str, ...] = (),
        *,
        edge: str = "border",
        icon: str = "",
        enabled: bool = True,
    ) -> None:
        """What holding it does, in words, the keys that do the same, the edge's token."""
        face = (title, line, keys, edge, icon)
        self.setEnabled(enabled)
        self.setCursor(Qt.CursorShape.PointingHandCursor if enabled else Qt.CursorShape.ArrowCursor)
        if face != (self._title, self._line, self._keys, self._edge, self._icon):
            self._title, self._line, self._keys, self._edge, self._icon = face
            self.setAccessibleName(f"{title}. {line}")
            self.update()

    def show_progress(self, share: float) -> None:
        """How far the hold is, 0-1."""
        if share != self._progress:
            self._progress = share
            self.update()

    def _pad(self) -> int:
        return px(PAD if self.height() >= px(LOW) else PAD_LOW)

    def wanted(self) -> int:
        """Pixels of width in which every word can be read."""
        words = max(text_width(self._title, Role.ROW_STRONG), text_width(self._line, Role.SECOND))
        icon = px(18) + px(14) if self._icon else 0
        keys = sum(key_cap_width(key) + px(6) for key in self._keys)
        return self._pad() * 2 + icon + words + (keys + px(12) if keys else 0)

    def sizeHint(self) -> QSize:
        """Its fixed height."""
        return QSize(px(240), self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.begin()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go: nothing happens."""
        self.let_go()

    def begin(self) -> None:
        """It is pressed."""
        self._since = self._now()
        self._timer.start()

    @Slot()
    def _grow(self) -> None:
        if self._since is None:
            return
        share = (self._now() - self._since) / self._seconds
        if share < 1:
            self.show_progress(share)
            return
        self.let_go()
        self.confirmed.emit()

    def let_go(self) -> None:
        """It is pressed no longer."""
        self._since = None
        self._timer.stop()
        self.show_progress(0.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            edge = self._edge if self.isEnabled() else "hairline"
            strong = edge not in ("border", "hairline")
            draw_frame(painter, QRectF(self.rect()), edge=edge, width=2 if strong else 1, radius=4)
            if self._progress > 0:
                inner = self.rect().adjusted(px(2), px(2), -px(2), -px(2))
                inner.setWidth(round(inner.width() * min(1.0, self._progress)))
                painter.fillRect(inner, colour(edge, 0.28))
            left = self._pad()
            if self._icon:
                glyph = pixmap(self._icon, "text2", 18, self.devicePixelRatioF())
                painter.drawPixmap(left, (self.height() - px(18)) // 2, glyph)
                left += px(18) + px(14)
            right = self._draw_keys(painter)
            middle = self.height() // 2
            inset = px(12) if self._keys else 0
            room = self.rect().adjusted(left, 0, -(self.width() - right + inset), 0)
            room.setTop(middle - px(20))
            room.setBottom(middle - px(1))
            ink = "text1" if self.isEnabled() else "text3"
            draw_text(painter, room, self._title, Role.ROW_STRONG, ink)
            room.moveTop(middle)
            draw_text(painter, room, self._line, Role.SECOND, "text2")

    def _draw_keys(self, painter: QPainter) -> int:
        right = self.width() - self._pad()
        for key in reversed(self._keys):
            width = key_cap_width(key)
            at = self.rect()
            at.setRect(right - width, (self.height() - px(20)) // 2, width, px(20))
            draw_key_cap(painter, at, key)
            right -= width + px(6)
        return right
