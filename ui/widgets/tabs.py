"""Tabs of networks: name, count, and whether it fits. Chosen by mouse; they take no focus."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.view import Tone
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.tones import tone_icon, tone_ink
from ui.theme.type import Role
from ui.widgets.text import draw_text, text_width

HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name, the count beside it, and how it stands. ``share`` is how far it is made
    ready (0-1), None when there is nothing to wait for."""

    title: str
    count: str
    tone: Tone
    share: float | None = None


class Tabs(QWidget):
    """A row of tabs; ``chosen(index)`` on a click."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._tabs: tuple[Tab, ...] = ()
        self._current = 0
        self.setFixedHeight(px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tabs(self, tabs: tuple[Tab, ...], current: int) -> None:
        """Other tabs, or another one in front."""
        if (tabs, current) == (self._tabs, self._current):
            return
        self._tabs, self._current = tabs, current
        self.setAccessibleName(". ".join(_told(tab) for tab in tabs))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All tabs side by side."""
        last = self._places()[-1].right() if self._tabs else 0
        return QSize(last, px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The last tabs may be cut."""
        return QSize(0, px(HEIGHT))

    def _places(self) -> list[QRect]:
        left, places = 0, []
        for tab in self._tabs:
            width = px(12) * 2 + text_width(tab.title, Role.BODY_STRONG)
            width += px(8) + text_width(tab.count, Role.BODY) + px(8) + px(16)
            places.append(QRect(left, 0, width, px(HEIGHT)))
            left += width
        return places

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        at: QPoint = event.position().toPoint()
        for index, place in enumerate(self._places()):
            if place.contains(at):
                self.chosen.emit(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            for index, (tab, place) in enumerate(zip(self._tabs, self._places(), strict=True)):
                front = index == self._current
                if front:
                    painter.fillRect(place, colour("raised"))
                    foot = QRect(place.left(), place.bottom() - px(2) + 1, place.width(), px(2))
                    painter.fillRect(foot, colour("accent"))
                room = place.adjusted(px(12), 0, -px(12), 0)
                ink = "text1" if front else "text2"
                role = Role.BODY_STRONG if front else Role.BODY
                left = draw_text(painter, room, tab.title, role, ink) + px(8)
                room.setLeft(room.left() + left)
                left = draw_text(painter, room, tab.count, Role.BODY, "text2") + px(8)
                waits = tab.share is not None and tab.tone is Tone.GO
                name, ink = tone_icon(tab.tone), tone_ink(tab.tone)
                if waits:
                    name, ink = "upload", "text2"
                glyph = pixmap(name, ink, 15, self.devicePixelRatioF())
                painter.drawPixmap(room.left() + left, (self.height() - px(15)) // 2, glyph)
                if tab.share is not None:
                    bar = QRect(place.left(), place.bottom() + 1 - px(3), place.width(), px(3))
                    painter.fillRect(bar, colour("active"))
                    bar.setWidth(round(bar.width() * min(1.0, tab.share)))
                    painter.fillRect(bar, colour("next"))


def _told(tab: Tab) -> str:
    share = f", {round(tab.share * 100)} %" if tab.share is not None else ""
    return f"{tab.title} {tab.count}{share}"
