"""A bar with one sentence. It never stands over Preview, TAKE or the alarm strip."""

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.type import Role
from ui.widgets.frame import draw_frame
from ui.widgets.text import draw_text

HEIGHT = 40
SHOWN_MS = 6000


class NoticeBar(QWidget):
    """What the room says (it stays as long as the room says it) or why an order was refused
    (some seconds). A click puts it away."""

    put_away = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._standing = ""
        self._passing = ""
        self._ended = QTimer(self)
        self._ended.setSingleShot(True)
        self._ended.setInterval(SHOWN_MS)
        self._ended.timeout.connect(self._end)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def text(self) -> str:
        """What it says now."""
        return self._passing or self._standing

    def stand(self, text: str) -> None:
        """Say this until told otherwise; no text says nothing."""
        if text != self._standing:
            self._standing = text
            self._show()

    def tell(self, text: str) -> None:
        """Say this for some seconds, before anything that stands."""
        self._passing = text
        self._ended.start()
        self._show()

    def end_telling(self) -> None:
        """Say it no longer."""
        self._end()

    @Slot()
    def _end(self) -> None:
        self._ended.stop()
        self._passing = ""
        self._show()

    def _show(self) -> None:
        self.setAccessibleName(self.text())
        self.setVisible(bool(self.text()))
        if self.text():
            self.raise_()
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Put it away."""
        self._standing = ""
        self._end()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            draw_frame(painter, QRectF(self.rect()), fill="accent_tint", edge="accent", radius=4)
            glyph = pixmap("info", "accent", 16, self.devicePixelRatioF())
            painter.drawPixmap(px(12), (self.height() - px(16)) // 2, glyph)
            room = QRect(px(40), 0, self.width() - px(52), self.height())
            draw_text(painter, room, self.text(), Role.BODY)
