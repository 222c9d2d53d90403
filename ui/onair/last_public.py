"""The newest public post of each account, whoever sent it: one quiet line, amber where it is not
ours."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from controlroom.desk.posts_view import LastPublic
from controlroom.desk.view import Tone
from ui.theme import Role, pixmap, px
from ui.widgets import draw_text
from ui.words import say

HEIGHT = 26


class LastPublicLine(QWidget):
    """One line; the tool tip has every account."""

    def __init__(self) -> None:
        super().__init__()
        self._posts: tuple[LastPublic, ...] = ()

    def show_posts(self, posts: tuple[LastPublic, ...]) -> None:
        """Other posts."""
        if posts == self._posts:
            return
        self._posts = posts
        told = "\n".join(_told(post) for post in posts)
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.update()

    def wanted_height(self) -> int:
        """Pixels the line takes; 0 while nothing was read."""
        return px(HEIGHT) if self._posts else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if not self._posts:
            return
        foreign = [one for one in self._posts if one.post and one.post.tone is not Tone.QUIET]
        shown = (foreign or list(self._posts))[0]
        ink = "amber" if foreign else "text3"
        with QPainter(self) as painter:
            glyph = pixmap("info" if foreign else "history", ink, 14, self.devicePixelRatioF())
            painter.drawPixmap(0, (self.height() - px(14)) // 2, glyph)
            room = QRect(px(20), 0, self.width() - px(20), self.height())
            draw_text(painter, room, _told(shown), Role.SECOND, "text1" if foreign else "text2")


def _told(last: LastPublic) -> str:
    said = f"{last.title}: {say(last.line)}"
    return f"{said} “{last.post.words}”" if last.post is not None and last.post.words else said
