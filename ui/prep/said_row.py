"""What was said of an asset on one network, and the buttons to say something."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from controlroom.desk.prep_view import PrepWords
from controlroom.desk.view import Tone
from controlroom.messages import message
from ui.theme import Role, px, tone_icon, tone_ink
from ui.widgets import LiveButton, Text
from ui.widgets.panel_head import Icon
from ui.words import say

NOTE_LINES = 3


class SaidRow(QWidget):
    """``approved(channel)`` and ``asked(channel)`` when a button was pressed."""

    approved = Signal(str)
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._channel = ""
        self._shown: tuple[PrepWords, str] | None = None
        self._icon = Icon(size=14)
        self._line = Text(Role.SECOND, "text2")
        self.approve = LiveButton(say(message("prep.approve")))
        self.ask = LiveButton(say(message("prep.ask")))
        self._note = Text(Role.SECOND, "text1", lines=NOTE_LINES)
        # Its tool tip holds the whole note.
        for text in (self._line, self._note):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        row.addWidget(self._icon)
        row.addWidget(self._line, 1)
        row.addWidget(self.approve)
        row.addWidget(self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(4))
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._note)
        self.approve.clicked.connect(self._approve)
        self.ask.clicked.connect(self._ask)

    def show_said(self, words: PrepWords, who: str) -> None:
        """Show how it stands; ``who`` would say something, "" where nobody may."""
        said = words.said
        if (words, who) == self._shown:
            return
        self._shown, self._channel = (words, who), words.channel
        self.setVisible(said is not None)
        if said is None:
            return
        ink = tone_ink(said.tone)
        icon = "clock" if said.tone is Tone.CAUTION else tone_icon(said.tone)
        self._icon.show_icon(icon, ink)
        line = say(said.line)
        self._line.show_text(line, "text2" if said.yes else ink)
        self._line.setToolTip(line)
        self._note.show_text(f"“{said.note}”" if said.note else "")
        self._note.setToolTip(said.note)
        self._note.setVisible(bool(said.note))
        own = who in said.own
        self.approve.setVisible(bool(who) and not said.yes)
        self.approve.setEnabled(not own)
        on = say(message("prep.approve_on", network=words.title, who=who or "–"))
        self.approve.setAccessibleName(on)
        self.approve.setToolTip(say(message("prep.own", who=who)) if own else on)
        self.ask.setVisible(bool(who))
        ask = say(message("prep.ask_on", network=words.title, who=who or "–"))
        self.ask.setAccessibleName(ask)
        self.ask.setToolTip(ask)

    @Slot()
    def _approve(self) -> None:
        self.approved.emit(self._channel)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self._channel)
