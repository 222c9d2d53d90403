"""What is on air: avatar, title and words, and the numbers under them."""

from PySide6.QtCore import QRect, QRectF, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from controlroom.desk.view import OnAirView
from ui.onair.ink import ink_of
from ui.pictures import pictures
from ui.theme import Role, px
from ui.widgets import draw_lines, draw_text, text_width
from ui.widgets.picture_view import draw_picture
from ui.widgets.text import broken, line_height
from ui.words import say

AVATAR = 32
NUMBERS = 52


class PostLines(QWidget):
    """Avatar, title, words (two lines at most; the whole in the tool tip)."""

    def __init__(self) -> None:
        super().__init__()
        self._view: OnAirView | None = None
        self._avatar = True
        pictures().ready.connect(self._arrived)

    def show_post(self, view: OnAirView) -> None:
        """Another post."""
        self._view = view
        self.setToolTip(view.words)
        self.setAccessibleName(f"{view.asset_title}. {view.words}")
        self.update()

    def show_avatar(self, *, shown: bool) -> None:
        """Beside a small picture the avatar gives its room to the words."""
        if shown != self._avatar:
            self._avatar = shown
            self.update()

    def height_at(self, width: int) -> int:
        """Pixels a title over one or two lines of words takes at ``width``."""
        words = self._view.words if self._view else ""
        lines = len(broken(words, Role.SECOND, width - self._indent(), 2))
        return px(21) + max(1, lines) * line_height(Role.SECOND)

    def _indent(self) -> int:
        return px(AVATAR + 11) if self._avatar else 0

    @Slot(str)
    def _arrived(self, sha256: str) -> None:
        if self._view and self._view.avatar and self._view.avatar.sha256 == sha256:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if self._view is None:
            return
        with QPainter(self) as painter:
            left, side = self._indent(), px(AVATAR)
            if self._avatar:
                draw_picture(
                    painter, QRectF(0, px(3), side, side), self._view.avatar, radius=AVATAR / 2
                )
            room = QRect(left, 0, self.width() - left, px(21))
            draw_text(painter, room, self._view.asset_title, Role.ROW_STRONG)
            room = QRect(left, px(21), self.width() - left, self.height() - px(21))
            most = max(1, room.height() // line_height(Role.SECOND))
            draw_lines(painter, room, self._view.words, Role.SECOND, "text2", most)


class Numbers(QWidget):
    """LIKES, REPOSTS, REPLIES, VS USUAL: as many as there is room for, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: tuple[tuple[str, str, str], ...] = ()

    def show_numbers(self, view: OnAirView, *, rehearsal: bool) -> None:
        """Other numbers; none hides the row."""
        numbers = tuple(
            (say(label), say(value), ink_of(tone, rehearsal=rehearsal))
            for label, value, tone in view.numbers
        )
        if numbers != self._numbers:
            self._numbers = numbers
            told = "\n".join(f"{label}: {value}" for label, value, _ in numbers)
            self.setToolTip(told)
            self.setAccessibleName(told)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            shown = self._numbers
            while len(shown) > 1 and not self._fit(shown):
                shown = shown[:-1]
            step = self.width() // max(1, len(shown))
            for place, (label, value, ink) in enumerate(shown):
                at = QRect(place * step, 0, step - px(6), px(20))
                draw_text(painter, at, label, Role.LABEL, "text3")
                at.setRect(place * step, px(20), step - px(6), px(28))
                draw_text(painter, at, value, Role.NUMBER, ink)

    def _fit(self, shown: tuple[tuple[str, str, str], ...]) -> bool:
        step = self.width() // len(shown) - px(6)
        return all(
            text_width(label.upper(), Role.LABEL) <= step and text_width(value, Role.NUMBER) <= step
            for label, value, _ in shown
        )
