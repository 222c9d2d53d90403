"""One of the groups, as buttons: one stop for Tab, the arrow keys choose."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from controlroom.desk.terms_view import TermGroup
from ui.theme import px
from ui.widgets import Look
from ui.widgets.form_button import FormButton
from ui.widgets.own_keys import keeps
from ui.words import say

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class GroupButton(FormButton):
    """``moved(±1)`` by the arrow keys."""

    moved = Signal(int)

    def event(self, event: QEvent) -> bool:
        """The arrows are the form's."""
        return keeps(event, ARROWS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """To the group beside."""
        if event.key() in ARROWS:
            back = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up)
            self.moved.emit(-1 if back else 1)
            return
        super().keyPressEvent(event)


class GroupChoice(QWidget):
    """``chosen(name)`` when somebody chose another group."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._group = ""
        self._buttons: dict[str, GroupButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(8))
        self._row.addStretch(1)

    def show_groups(self, groups: tuple[TermGroup, ...]) -> None:
        """The groups there are, once: they do not change in a night."""
        if self._buttons:
            return
        for group in groups:
            made = GroupButton(say(group.title))
            made.clicked.connect(lambda _checked=False, name=group.name: self._choose(name))
            made.moved.connect(self._move)
            self._row.insertWidget(self._row.count() - 1, made)
            self._buttons[group.name] = made
        self.show_group(self._group)

    def buttons(self) -> tuple[FormButton, ...]:
        """All of them, from the left."""
        return tuple(self._buttons.values())

    def group(self) -> str:
        """The chosen one."""
        return self._group

    def show_group(self, name: str) -> None:
        """Choose without telling."""
        self._group = name
        for key, button in self._buttons.items():
            button.show_look(Look.SELECTED if key == name else Look.OUTLINED)
            reach = Qt.FocusPolicy.TabFocus if key == name else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(reach)
            button.setAccessibleName(button.text())

    def _choose(self, name: str) -> None:
        if name != self._group:
            held = any(button.hasFocus() for button in self._buttons.values())
            self.show_group(name)
            if held:
                self._buttons[name].setFocus()
            self.chosen.emit(name)

    def _move(self, steps: int) -> None:
        names = list(self._buttons)
        place = names.index(self._group) + steps
        if 0 <= place < len(names):
            self._choose(names[place])
