"""Several texts under each other, each in its role and ink; those that only change stay."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.scale import px
from ui.theme.type import Role
from ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One of them, at most ``most`` lines high; ``close``: it belongs to the one before."""

    text: str
    role: Role
    ink: str = "text1"
    most: int = 1
    close: bool = False


class Lines(QWidget):
    """Draws ``Line``s; texts that are empty take no room."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Line, ...] = ()
        self.texts: tuple[Text, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_lines(self, *lines: Line) -> None:
        """Say something else."""
        lines = tuple(line for line in lines if line.text)
        if [(line.role, line.most, line.close) for line in lines] != [
            (line.role, line.most, line.close) for line in self._shown
        ]:
            self._make(lines)
        self._shown = lines
        for line, text in zip(lines, self.texts, strict=True):
            text.show_text(line.text, line.ink)
            text.setToolTip(line.text)

    def said(self) -> str:
        """All of it, a line each."""
        return "\n".join(line.text for line in self._shown)

    def _make(self, lines: tuple[Line, ...]) -> None:
        while (old := self._column.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        made = []
        for place, line in enumerate(lines):
            if place and not line.close:
                self._column.addSpacing(px(8))
            text = Text(line.role, line.ink, lines=line.most)
            self._column.addWidget(text)
            made.append(text)
        self.texts = tuple(made)
