"""The posts that say so, in their own words."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.solemn_view import WatchPost
from ui.theme import Role, colour, px
from ui.widgets import draw_lines, draw_text
from ui.widgets.text import line_height
from ui.words import say

LINES = 2


class WatchPosts(QWidget):
    """As many posts as fit whole, each with its time and source."""

    def __init__(self) -> None:
        super().__init__()
        self._posts: tuple[WatchPost, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_posts(self, posts: tuple[WatchPost, ...]) -> None:
        """Other posts."""
        if posts != self._posts:
            self._posts = posts
            told = "\n".join(f"{one.text} ({say(one.line)})" for one in posts)
            self.setAccessibleName(told)
            self.setToolTip(told)
            self.update()

    def sizeHint(self) -> QSize:
        """Three posts."""
        return QSize(px(300), px(180))

    def minimumSizeHint(self) -> QSize:
        """Those that do not fit are left out."""
        return QSize(px(120), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        tall, small = line_height(Role.BODY), line_height(Role.SECOND)
        top = 0
        with QPainter(self) as painter:
            for place, post in enumerate(self._posts):
                free = self.height() - top - small
                if free < tall:
                    break
                if place:
                    painter.fillRect(QRect(0, top, self.width(), px(1)), colour("rowline"))
                    top += px(7)
                    free -= px(7)
                    if free < tall:
                        break
                text = " ".join(post.text.split())
                room = QRect(0, top, self.width(), free)
                most = min(LINES, free // tall)
                top += draw_lines(painter, room, text, Role.BODY, "text1", most)
                under = QRect(0, top, self.width(), small)
                draw_text(painter, under, say(post.line), Role.TICK, "text3")
                top += small + px(4)
