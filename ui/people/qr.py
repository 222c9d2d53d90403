"""A QR code, drawn dark on white whatever the theme: a camera reads it."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import px

QUIET = 4
"""Light squares around it, as the standard asks for."""
SIDE = 204
DARK, LIGHT = QColor(0, 0, 0), QColor(255, 255, 255)


class QrCode(QWidget):
    """Squares of whole pixels, so that their edges are sharp."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_code(self, rows: tuple[tuple[bool, ...], ...], told: str) -> None:
        """Another code, and what it is for those who do not see it."""
        if rows != self._rows:
            self._rows = rows
            self.setAccessibleName(told)
            self.update()

    def sizeHint(self) -> QSize:
        """Large enough for a telephone at arm's length."""
        return QSize(px(SIDE), px(SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if not self._rows:
            return
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), LIGHT)
            count = len(self._rows) + 2 * QUIET
            square = max(1, min(self.width(), self.height()) // count)
            left = (self.width() - square * len(self._rows)) // 2
            top = (self.height() - square * len(self._rows)) // 2
            for down, row in enumerate(self._rows):
                for across, dark in enumerate(row):
                    if dark:
                        at = QRect(left + across * square, top + down * square, square, square)
                        painter.fillRect(at, DARK)
