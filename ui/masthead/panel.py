"""The masthead: where one looks first. State word, clocks, connections; 72 px."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from controlroom.desk.view import DeskView, Masthead
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from ui.masthead.clocks import clock_width, draw_clocks, draw_links
from ui.masthead.surface import block_width, draw_ground, draw_solo, solo_width
from ui.masthead.ways import Ways
from ui.theme.scale import px
from ui.widgets.stripes import draw_stripes
from ui.words import say

COMPACT_BELOW = 1700
LEAST_LINKS = 128
OPEN = frozenset({RoomState.PREP, RoomState.REHEARSAL, RoomState.WRAP})
"""States whose ways out stand in the masthead; in the others the state's block opens them."""


class MastheadPanel(QWidget):
    """Draws ``DeskView.masthead`` on the ground of the state.

    ``ordered`` from the ways out of the state; ``opened`` when the state's block is clicked.
    """

    ordered = Signal(str, dict)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view: Masthead | None = None
        self._state = RoomState.PREP
        self._caution = False
        self._shown: tuple[object, ...] = ()
        self._block = QRect()
        self._links = QRect()
        self.ways = Ways(self)
        self.ways.ordered.connect(self.ordered)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: DeskView) -> None:
        """Another second, or another state."""
        # Clocks run on between two seconds; what nobody can read is not drawn again.
        shown = (_words(view.masthead), view.state, view.caution)
        if shown == self._shown:
            return
        self._shown = shown
        self._view, self._state, self._caution = view.masthead, view.state, view.caution
        told = (view.masthead.word, view.masthead.solo, view.masthead.line)
        self.setAccessibleName(" ".join(say(one) for one in told if one is not None))
        self.ways.show_state(view.state)
        self._lay_ways()
        self.update()

    def block(self) -> QRect:
        """The state's block, for what opens under it."""
        return self._block

    def sizeHint(self) -> QSize:
        """72 px high."""
        return QSize(px(1200), px(72))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The ways out move with the width."""
        super().resizeEvent(event)
        self._lay_ways()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The state's block opens the ways out."""
        if self._links.contains(event.position().toPoint()):
            self.ordered.emit("accounts", {})
            return
        hidden = not self.ways.isVisible()
        if hidden and self._block.contains(event.position().toPoint()):
            self.opened.emit()

    def event(self, event: QEvent) -> bool:
        """A tool tip of its own where the connections stand: they open the accounts."""
        if (
            isinstance(event, QHelpEvent)
            and event.type() is QEvent.Type.ToolTip
            and self._links.contains(event.pos())
        ):
            QToolTip.showText(event.globalPos(), say(message("window.accounts_hint")), self)
            return True
        return super().event(event)

    def _compact(self) -> bool:
        return self.width() < px(COMPACT_BELOW)

    def _clocks_end(self, view: Masthead) -> int:
        left = block_width(view, self._state, self.width()) + solo_width(view)
        return left + sum(clock_width(clock, compact=self._compact()) for clock in view.clocks)

    def _lay_ways(self) -> None:
        if self._view is None:
            return
        left = self._clocks_end(self._view) + px(12)
        wide = self.ways.wanted()
        # Where they leave no room for one connection, the state's block opens them instead.
        fits = left + wide + px(LEAST_LINKS) < self.width()
        self.ways.setVisible(self._state in OPEN and fits)
        hidden = not (self._state in OPEN and fits)
        self.setToolTip(say(message("window.ways_hint")) if hidden else "")
        self.ways.lay(QRect(left, 0, wide, self.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        view = self._view
        if view is None:
            return
        with QPainter(self) as painter:
            self._block = draw_ground(
                painter, self.rect(), view, self._state, caution=self._caution
            )
            draw_solo(painter, self._block, view)
            room = self.rect().adjusted(self._block.width() + solo_width(view), 0, -px(18), 0)
            end = draw_clocks(painter, room, view.clocks, compact=self._compact())
            if self.ways.isVisible():
                end = self.ways.geometry().right()
            links = room.adjusted(0, 0, 0, 0)
            links.setLeft(end + px(24))
            titles = (
                (say(view.title), say(view.account)) if self._state is not RoomState.HOLD else ()
            )
            begins = draw_links(painter, links, view.links, titles)
            self._links = QRect(begins, 0, self.width() - begins, self.height())
            if self._state is RoomState.HOLD and begins - px(18) > end:
                field = QRect(end, px(2), begins - px(18) - end, self.height() - px(4))
                draw_stripes(painter, field, "amber", "hold_tint")


def _words(view: Masthead) -> tuple[object, ...]:
    return (
        say(view.word),
        say(view.line),
        tuple((say(one.label), say(one.value), one.tone, one.small) for one in view.clocks),
        say(view.title),
        say(view.account),
        say(view.solo),
        tuple((say(link.name), say(link.detail), link.tone) for link in view.links),
    )
