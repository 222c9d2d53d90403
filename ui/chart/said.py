"""What they say: three mentions in their own words."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.chart_view import ChartView, SaidLine
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import draw_lines, draw_text, text_width
from ui.widgets.text import RIGHT, line_height
from ui.words import say

WIDTH = 252
HEAD = 40
LINES = 2


class SaidColumn(QWidget):
    """The column beside the plot; as many mentions as fit whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(px(WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._head = ("", "")
        self._said: tuple[SaidLine, ...] = ()

    def show_said(self, view: ChartView) -> None:
        """Show the view's mentions; nothing happens when they are the same."""
        head = (say(view.said_title), view.said_about)
        if (head, view.said) == (self._head, self._said):
            return
        self._head, self._said = head, view.said
        self.setAccessibleName(head[0])
        self.setAccessibleDescription("\n".join(line.text for line in view.said))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as designed."""
        return QSize(px(WIDTH), px(200))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            painter.fillRect(QRect(0, 0, px(1), self.height()), colour("hairline"))
            room = QRect(px(12), 0, self.width() - px(24), px(HEAD))
            title, about = self._head
            draw_text(painter, room, title, Role.LABEL, "text3")
            left = text_width(title.upper(), Role.LABEL) + px(16)
            draw_text(painter, room.adjusted(left, 0, 0, 0), about, Role.SECOND, "text2", RIGHT)
            top = px(HEAD) - px(3)
            for line in self._said:
                top = self._draw_line(painter, line, top)
                if top < 0:
                    break

    def _draw_line(self, painter: QPainter, line: SaidLine, top: int) -> int:
        """One mention from ``top``; where the next one starts, -1 when it did not fit."""
        width = self.width() - px(24)
        least = line_height(Role.BODY) + line_height(Role.SECOND) + px(4)
        free = self.height() - top - line_height(Role.SECOND) - px(6)
        if free + line_height(Role.SECOND) < least:
            return -1
        most = min(LINES, max(1, free // line_height(Role.BODY)))
        text = " ".join(line.text.split())
        place = QRect(px(12), top, width, free)
        top += draw_lines(painter, place, text, Role.BODY, "text1", most=most) + px(1)
        under = QRect(px(12), top, width, line_height(Role.SECOND))
        draw_text(painter, under, say(line.line), Role.TICK, "text3")
        top = under.bottom() + px(7)
        painter.fillRect(QRect(px(12), top, width, px(1)), colour("rowline"))
        return top + px(8)
