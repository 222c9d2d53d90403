"""A blank of the form and a choice of one of several."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme import Role, font, px
from ui.widgets import Look, Text
from ui.widgets.form_button import FormButton


class Blank(QWidget):
    """What it is, and where to type it. ``entered`` on Enter; a ``hidden`` one shows dots."""

    entered = Signal()
    typed = Signal()

    def __init__(self, title: str, hint: str = "", *, hidden: bool = False) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setFont(font(Role.BODY))
        self.field.setFixedHeight(px(34))
        self.field.setAccessibleName(title)
        self.field.setPlaceholderText(hint)
        if hidden:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self.entered)
        self.field.textEdited.connect(self._edited)
        name = Text(Role.SECOND_STRONG, "text1")
        name.show_text(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(name)
        column.addWidget(self.field)

    def text(self) -> str:
        """What stands there."""
        return self.field.text()

    @Slot(str)
    def _edited(self, _text: str) -> None:
        self.typed.emit()


class Choice(QWidget):
    """One of several, as buttons. ``chosen(value)`` when another one was pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._value = ""
        self.buttons: dict[str, FormButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(8))

    def show_choices(self, choices: tuple[tuple[str, str], ...], value: str) -> None:
        """(value, words) of each, and which one holds."""
        self._value = value
        for one, words in choices:
            if one not in self.buttons:
                made = FormButton(words, height=34).reachable()
                made.clicked.connect(lambda _checked=False, value=one: self._press(value))
                self._row.addWidget(made)
                self.buttons[one] = made
        for one, words in choices:
            button = self.buttons[one]
            button.show_look(Look.SELECTED if one == value else Look.OUTLINED)
            # A screen reader does not see which one is framed.
            button.setAccessibleName(f"{words} ✓" if one == value else words)

    def value(self) -> str:
        """The one that is chosen."""
        return self._value

    def _press(self, value: str) -> None:
        if value != self._value:
            self.chosen.emit(value)
