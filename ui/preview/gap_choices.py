"""The words that may stand in a gap, as chips; a click takes one."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.messages import message
from ui.theme import Role, px
from ui.widgets import draw_text, text_width
from ui.widgets.chip import HEIGHT, chip_width, draw_chip
from ui.words import say

APART = 6
LINES = 2


class GapChoices(QWidget):
    """Draws the words in their order; those that begin with what is typed stand out."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Fixed would hold it to the height of one line.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_words(self, words: tuple[str, ...], typed: str) -> None:
        """Other words, or more typed."""
        if (words, typed) == (self._words, self._typed):
            return
        self._words, self._typed = words, typed
        self.setVisible(bool(words))
        self.setAccessibleName(", ".join(words))
        self.updateGeometry()
        self.update()

    def places(self, wide: int) -> list[QRect]:
        """Where the words go at ``wide`` px; those for which there is no room have none."""
        found: list[QRect] = []
        left = line = 0
        for word in self._words:
            width = min(chip_width(word, None), wide)
            if left and left + width > wide:
                left, line = 0, line + 1
            if line == LINES:
                break
            found.append(QRect(left, line * (px(HEIGHT) + px(APART)), width, px(HEIGHT)))
            left += width + px(APART)
        if len(found) < len(self._words):
            del found[-1:]  # the place of "+12"
        return found

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The lines they take."""
        return max((place.bottom() + 1 for place in self.places(width)), default=0)

    def sizeHint(self) -> QSize:
        """As high as its lines at the width it has."""
        return QSize(px(240), self.heightForWidth(max(self.width(), px(240))))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(px(120), px(HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the word under the pointer."""
        for word, place in zip(self._words, self.places(self.width()), strict=False):
            if place.contains(event.position().toPoint()):
                self.chosen.emit(word)
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        places = self.places(self.width())
        typed = self._typed.strip().casefold()
        with QPainter(self) as painter:
            for word, place in zip(self._words, places, strict=False):
                same = word.casefold() == typed
                near = word.casefold().startswith(typed)
                edge = "accent" if same else "border" if near else "hairline"
                draw_chip(painter, place, word, "text1" if near else "text3", edge=edge)
            hidden = len(self._words) - len(places)
            if hidden and places:
                last = places[-1]
                left = last.right() + 1 + px(APART)
                more = say(message("panel.gap.more", count=hidden))
                at = QRect(left, last.top(), text_width(more, Role.SECOND), last.height())
                draw_text(painter, at, more, Role.SECOND, "text3")
