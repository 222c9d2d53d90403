"""What may lie over the desk: the sheet under the state's block, the ring, the zebra border."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from controlroom.messages import message
from ui.theme.scale import px
from ui.theme.type import Role
from ui.widgets.button import LiveButton, Look
from ui.widgets.frame import StateFrame, draw_frame
from ui.widgets.press_hold import PressHoldButton, Way
from ui.widgets.stripes import draw_stripes
from ui.widgets.text import CENTRE, Text, draw_text
from ui.words import say


class Sheet(StateFrame):
    """What can be pressed and held, and a way to leave it be.

    ``confirmed(id)`` after the hold; ``left`` when it is put away.
    """

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(12), px(12), px(12), px(12))
        self._column.setSpacing(px(8))
        self._said = Text(Role.SENTENCE)
        self.show_edge("border", 1, "raised")
        self.hide()

    def offer(self, ways: tuple[Way, ...], said: str = "") -> None:
        """Open with a button for each, to be held, under what is ``said`` of it."""
        while (old := self._column.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        self._said = Text(Role.SENTENCE, "text1", lines=4)
        self._column.addWidget(self._said)
        self.show_said(said)
        for way in ways:
            button = PressHoldButton(way.seconds, height=64)
            button.show_face(say(way.title), say(way.line), edge=way.edge)
            button.confirmed.connect(lambda id_=way.id: self.confirmed.emit(id_))
            self._column.addWidget(button)
        leave = LiveButton(say(message("window.not_now")), look=Look.OUTLINED)
        leave.clicked.connect(self.left)
        self._column.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)
        self.show()
        self.raise_()

    def tall(self, width: int) -> int:
        """Pixels of height that all of it takes at ``width``."""
        return self._column.heightForWidth(width)

    def show_said(self, said: str) -> None:
        """Say something else: what it is about has changed."""
        self._said.show_text(said)
        self._said.setVisible(bool(said))


class Ring(QWidget):
    """The accent ring around the region the keyboard went to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def around(self, region: QRect | None) -> None:
        """Around ``region``, or nowhere."""
        self.setVisible(region is not None)
        if region is not None:
            out = px(3)
            self.setGeometry(region.adjusted(-out, -out, out, out))
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            draw_frame(painter, QRectF(self.rect()), fill=None, edge="accent", width=2, radius=8)


class Zebra(QWidget):
    """The border of a window that does not get the keys, with a sentence that says so."""

    WIDTH = 8

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sentence_at = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def place(self, whole: QRect, sentence_at: QRect) -> None:
        """Around ``whole``, the sentence in ``sentence_at``."""
        self.setGeometry(whole)
        self._sentence_at = sentence_at

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            edge = px(self.WIDTH)
            whole = self.rect()
            upper = QRect(0, 0, whole.width(), edge)
            side = QRect(0, edge, edge, whole.height() - 2 * edge)
            for part in (
                upper,
                upper.translated(0, whole.height() - edge),
                side,
                side.translated(whole.width() - edge, 0),
            ):
                draw_stripes(painter, part, "text1", "app", pitch=8)
            draw_frame(painter, QRectF(self._sentence_at), fill="text1", edge="text1", radius=4)
            words = say(message("window.keys_not_reaching"))
            draw_text(painter, self._sentence_at, words, Role.BODY_STRONG, "ink", CENTRE)
