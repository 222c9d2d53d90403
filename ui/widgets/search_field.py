"""The field that finds an asset: it says its key, and Enter and Esc leave it."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.type import Role, font
from ui.widgets.key_cap import draw_key_cap, key_cap_width

PAUSE_MS = 60


class SearchField(QLineEdit):
    """``sought(text)`` shortly after typing stops; ``chosen`` on Enter; ``left`` on leaving.

    Plain Enter only: a chord belongs to the window.
    """

    sought = Signal(str)
    chosen = Signal()

    def __init__(self, placeholder: str, key: str = "/") -> None:
        super().__init__()
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setFont(font(Role.BODY))
        self.setFixedHeight(px(36))
        self.setTextMargins(px(26), 0, px(30), 0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._seek)
        self.textEdited.connect(self._typed)

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _seek(self) -> None:
        self.sought.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the top hit; the rest is typing."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pause.stop()
            self.sought.emit(self.text())
            self.chosen.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, the glass in front, the key at the end while nobody types."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            glyph = pixmap("search", "text2", 16, self.devicePixelRatioF())
            painter.drawPixmap(px(11), (self.height() - px(16)) // 2, glyph)
            if not self.hasFocus() and not self.text():
                width = key_cap_width(self._key)
                at = self.rect()
                at.setRect(
                    self.width() - px(10) - width, (self.height() - px(20)) // 2, width, px(20)
                )
                draw_key_cap(painter, at, self._key)
