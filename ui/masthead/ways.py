"""The ways out of a state, for the mouse: plain where it is harmless, press and hold where not."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from controlroom.commands import COMMANDS
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from ui.theme.scale import px
from ui.widgets.press_hold import PressHoldButton, Way
from ui.words import say

PLAIN_PRESS_S = 0.2
"""A short press is asked for even where nothing is lost: a slip of the mouse is none."""


_WAYS = {
    RoomState.PREP: (
        ("rehearse", message("window.rehearse_line"), "border"),
        ("go_live", message("window.go_live_line"), "on_air"),
    ),
    RoomState.REHEARSAL: (("prep", message("window.end_rehearsal_line"), "border"),),
    RoomState.LIVE: (("wrap", message("window.wrap_line"), "border"),),
    RoomState.HOLD: (("wrap", message("window.wrap_line"), "border"),),
    RoomState.WRAP: (("prep", message("window.prep_line"), "border"),),
}


def ways_of(state: RoomState) -> tuple[Way, ...]:
    """The ways out of a state that have a button in the masthead or under the state's block."""
    return tuple(
        Way(id_, COMMANDS[id_].title, line, COMMANDS[id_].held_s or PLAIN_PRESS_S, edge)
        for id_, line, edge in _WAYS[state]
    )


class Ways(QWidget):
    """Buttons for the ways out of the state, in a row or opened under the state's block."""

    ordered = Signal(str, dict)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state: RoomState | None = None
        self._buttons: list[PressHoldButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_state(self, state: RoomState) -> None:
        """Buttons for another state."""
        if state is self._state:
            return
        self._state = state
        for button in self._buttons:
            button.deleteLater()
        self._buttons = []
        for way in ways_of(state):
            button = PressHoldButton(way.seconds, height=52)
            button.setParent(self)
            button.show_face(say(way.title), say(way.line), edge=way.edge)
            button.confirmed.connect(lambda id_=way.id: self.ordered.emit(id_, {}))
            button.show()
            self._buttons.append(button)
        self.updateGeometry()

    def lay(self, at: QRect) -> None:
        """Share ``at`` among the buttons."""
        self.setGeometry(at)
        count = max(1, len(self._buttons))
        width = (at.width() - px(8) * (count - 1)) // count
        for index, button in enumerate(self._buttons):
            left = index * (width + px(8))
            button.setGeometry(left, (at.height() - button.height()) // 2, width, button.height())

    def wanted(self) -> int:
        """Pixels of width in which every word can be read."""
        widths = [button.wanted() for button in self._buttons]
        return len(widths) * max(widths, default=0) + px(8) * max(0, len(widths) - 1)
