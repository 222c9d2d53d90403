"""WRAP, where Preview stood: what the night came to, the end of its log, the recap."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from controlroom.desk.view import Tone
from controlroom.desk.wrap_view import WrapView
from controlroom.messages import message
from ui.theme import Role, px, tone_ink
from ui.widgets import Look, PanelHead, Rule, Text
from ui.widgets.form_button import FormButton
from ui.widgets.frame import StateFrame
from ui.words import say

PAD = 16
COLUMNS = 3
BUTTON = 36
INK = {True: tone_ink(Tone.GO), False: tone_ink(Tone.NO_GO), None: "text2"}


class WrapPanel(StateFrame):
    """``ordered("recap", {})``; ``copied`` gets the end of the log, ``folder_wanted`` the folder
    that the recap lies in."""

    ordered = Signal(str, dict)
    copied = Signal(str)
    folder_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: WrapView | None = None
        self.head = PanelHead(state=True)
        self.log_head = PanelHead(say(message("panel.wrap.log")))
        self.recap_head = PanelHead(say(message("panel.wrap.recap")))
        self.figures = QGridLayout()
        self.end = Text(Role.BODY_STRONG)
        self.check = Text(Role.BODY, "text2", lines=4)
        self.end_line = Text(Role.SECOND, "text2", lines=3)
        self.recap_line = Text(Role.BODY, "text2", lines=4)
        self.copy = _button("panel.wrap.copy", Look.OUTLINED)
        self.write = _button("panel.wrap.write", Look.FILLED)
        self.folder = _button("panel.wrap.show", Look.OUTLINED)
        self.head.show_head(say(message("panel.wrap")), name=say(message("panel.wrap.name")))
        self._compose()
        self.copy.clicked.connect(self._copy)
        self.write.clicked.connect(self._write)
        self.folder.clicked.connect(self._show_folder)

    def _compose(self) -> None:
        self.figures.setContentsMargins(px(12), px(PAD), px(12), px(PAD))
        self.figures.setHorizontalSpacing(px(PAD))
        self.figures.setVerticalSpacing(px(12))
        whole = QVBoxLayout(self)
        edge = px(2)
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(Rule())
        whole.addWidget(self._scrolled(), 1)

    def _scrolled(self) -> QScrollArea:
        """All below the head: long sentences must not squeeze what stands above them."""
        inside = QWidget()
        parts = QVBoxLayout(inside)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addLayout(self.figures)
        parts.addWidget(Rule())
        parts.addWidget(self.log_head)
        parts.addLayout(_part(self.end, self.check, self.end_line, _row(self.copy)))
        parts.addWidget(Rule())
        parts.addWidget(self.recap_head)
        parts.addLayout(_part(self.recap_line, _row(self.write, self.folder)))
        parts.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        # The panel is drawn behind them.
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return scroll

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the keyboard to the desk: a button nobody sees must not have it."""
        focused = cast("QWidget | None", self.window().focusWidget())
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        super().hideEvent(event)

    def show_view(self, view: WrapView | None) -> None:
        """Draw WRAP; None: it is not shown."""
        if view == self._shown:
            return
        self._shown = view
        if view is None:
            return
        self._show_figures(view)
        self.end.show_text(say(view.head))
        self.check.show_text(say(view.check), INK[view.sound])
        self.end_line.show_text(say(view.head_line))
        self.recap_line.show_text(say(view.recap_line))
        self.copy.setEnabled(bool(view.head_whole))
        self.write.setEnabled(not view.writing)
        self.folder.setVisible(bool(view.recap_path))

    def _show_figures(self, view: WrapView) -> None:
        while (cell := self.figures.takeAt(0)) is not None:
            old = cell.widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        for at, (count, what) in enumerate(view.figures):
            self.figures.addWidget(_Figure(say(count), say(what)), at // COLUMNS, at % COLUMNS)
        for column in range(COLUMNS):
            self.figures.setColumnStretch(column, 1)

    @Slot()
    def _copy(self) -> None:
        if self._shown is not None and self._shown.head_whole:
            self.copied.emit(self._shown.head_whole)

    @Slot()
    def _write(self) -> None:
        self.ordered.emit("recap", {})

    @Slot()
    def _show_folder(self) -> None:
        if self._shown is not None and self._shown.recap_path:
            self.folder_wanted.emit(str(Path(self._shown.recap_path).parent))


class _Figure(QWidget):
    """A number, and what it counts."""

    def __init__(self, count: str, what: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{count} {what}")
        number, below = Text(Role.CLOCK_SECOND), Text(Role.SECOND, "text2")
        number.show_text(count)
        below.show_text(what)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(number)
        column.addWidget(below)


def _button(words: str, look: Look) -> FormButton:
    return FormButton(say(message(words)), look=look, height=BUTTON).reachable()


def _row(*buttons: FormButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(8))
    for button in buttons:
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    row.addStretch(1)
    return row


def _part(*inside: Text | QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(px(12), 0, px(12), px(PAD))
    column.setSpacing(px(8))
    for part in inside:
        if isinstance(part, Text):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return column
