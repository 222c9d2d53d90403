"""A field of the form: what it is, where to type, and what is wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Role, font, px
from ui.widgets import Text


class Field(QWidget):
    """Title, hint, the widget, and a sentence under it while something is wrong."""

    def __init__(self, title: str, hint: str, inside: QWidget) -> None:
        super().__init__()
        self.inside = inside
        inside.setAccessibleName(title)
        head = QHBoxLayout()
        head.setSpacing(px(10))
        name = Text(Role.SECOND_STRONG, "text1")
        name.show_text(title)
        name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        told = Text(Role.SECOND, "text3")
        told.show_text(hint)
        told.setToolTip(hint)
        head.addWidget(name)
        head.addWidget(told, 1)
        self.wrong = Text(Role.SECOND_STRONG, "on_air", lines=2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(head)
        column.addWidget(inside, 1)
        column.addWidget(self.wrong)
        self.show_wrong("")

    def show_wrong(self, sentence: str) -> None:
        """What is wrong; no sentence: nothing."""
        self.wrong.show_text(sentence)
        self.wrong.setVisible(bool(sentence))


class Lines(QPlainTextEdit):
    """Text, one phrase a line. Tab goes on to the next field."""

    typed = Signal()

    def __init__(self, least: float) -> None:
        super().__init__()
        self.setFont(font(Role.ROW))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(px(least))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.typed)

    def lines(self) -> tuple[str, ...]:
        """What stands there, each line once, empty ones left out."""
        there = (line.strip() for line in self.toPlainText().split("\n"))
        return tuple(dict.fromkeys(line for line in there if line))

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Other lines; the same ones stay as they were typed."""
        if lines != self.lines():
            self.setPlainText("\n".join(lines))
