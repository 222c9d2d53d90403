"""What is known of an asset: alt text, when to use it, rights."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Role, colour, px
from ui.widgets import draw_lines, draw_text
from ui.widgets.text import broken, line_height

NAMES, NAMES_NARROW = 120, 84
PAD = 7
MOST_LINES = 4


class Facts(QWidget):
    """Name and value, a hairline under each."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[tuple[str, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show other facts."""
        if facts == self._facts:
            return
        self._facts = facts
        self.setAccessibleName(". ".join(f"{name}: {value}" for name, value in facts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As many lines as the values take."""
        return QSize(px(300), self.heightForWidth(max(px(300), self.width())))

    def hasHeightForWidth(self) -> bool:
        """Values break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All rows."""
        return sum(self._row_height(value, width) for _, value in self._facts)

    def _names(self, width: int) -> int:
        return px(NAMES if width > px(480) else NAMES_NARROW)

    def _row_height(self, value: str, width: int) -> int:
        lines = broken(value, Role.BODY, width - self._names(width), MOST_LINES)
        return max(1, len(lines)) * line_height(Role.BODY) + 2 * px(PAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            top, names = 0, self._names(self.width())
            for name, value in self._facts:
                tall = self._row_height(value, self.width())
                first = QRect(0, top + px(PAD), names - px(8), line_height(Role.BODY))
                draw_text(painter, first, name, Role.BODY, "text3")
                room = QRect(names, top + px(PAD), self.width() - names, tall)
                draw_lines(painter, room, value, Role.BODY, "text1", most=MOST_LINES)
                top += tall
                painter.fillRect(QRect(0, top - px(1), self.width(), px(1)), colour("rowline"))
