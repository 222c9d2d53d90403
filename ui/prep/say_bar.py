"""The foot of the chosen asset: who says something of it, on all networks at once, and the note."""

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from controlroom.desk.prep_view import PrepAsset
from controlroom.messages import message
from ui.theme import Role, font, px
from ui.widgets import LiveButton, Look, Text
from ui.widgets.flow import Flow
from ui.widgets.form_button import FormButton
from ui.words import say

BUTTON = 36
NOTE = 72
LONGEST_KEY = 12
LONGEST_NOTE = 2_000
ALL = "all"
"""Instead of a channel: every one of them."""


class NoteField(QPlainTextEdit):
    """What has to change. Tab goes on, Esc leaves it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(Role.BODY))
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(NOTE))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """A file that is dropped is for the window."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class NoteForm(QWidget):
    """``sent(note)``; ``left`` when it is left."""

    sent = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Text(Role.SECOND_STRONG)
        self.field = NoteField()
        self._wrong = Text(Role.SECOND_STRONG, "on_air")
        self.send = FormButton(say(message("prep.note_send")), look=Look.FILLED, height=BUTTON)
        self.leave = FormButton(say(message("prep.note_leave")), height=BUTTON)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.send.reachable())
        foot.addWidget(self.leave.reachable())
        foot.addWidget(self._wrong, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, px(12))
        column.setSpacing(px(6))
        column.addWidget(self._title)
        column.addWidget(self.field)
        column.addLayout(foot)
        self.field.left.connect(self.left)
        self.field.textChanged.connect(self._typed)
        self.leave.clicked.connect(self.left)
        self.send.clicked.connect(self._send)

    def open(self, title: str) -> None:
        """Ask for a note."""
        self._title.show_text(title)
        self.field.setAccessibleName(title)
        self.field.clear()
        self.field.setFocus()

    @Slot()
    def _typed(self) -> None:
        self._wrong.show_text("")

    @Slot()
    def _send(self) -> None:
        note = self.field.toPlainText().strip()[:LONGEST_NOTE]
        if not note:
            self._wrong.show_text(say(message("prep.note_empty")))
            self.field.setFocus()
            return
        self.sent.emit(note)


class KeyField(QLineEdit):
    """The PIN or the code of whoever says yes. It is sent once and forgotten; Esc leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(Role.BODY))
        self.setFixedHeight(px(BUTTON))
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST_KEY)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # never the window's first focus

    def take(self) -> str:
        """What was typed; it is gone from here."""
        typed = self.text()
        self.clear()
        return typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it, and what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.clearFocus()
            event.accept()
            return
        super().keyPressEvent(event)


class SayBar(QWidget):
    """``ordered(id, arguments)``. Whoever was chosen to say it stays chosen until somebody else
    sits down here; at first it is who sits here, where they may approve, else nobody."""

    ordered = Signal(str, dict)
    chosen = Signal()
    """Somebody else says it."""

    def __init__(self) -> None:
        super().__init__()
        self._asset: PrepAsset | None = None
        self._who = ""
        self._here = ""
        self._channel = ""
        self.who_button = LiveButton("", height=BUTTON)
        self.key = KeyField()
        self.approve = LiveButton(say(message("prep.approve_all")), height=BUTTON)
        self.ask = LiveButton(say(message("prep.ask_all")), height=BUTTON)
        self._nobody = Text(Role.SECOND, "amber", lines=2)
        self.names = Flow()
        self.form = NoteForm()
        self._buttons = QWidget()
        self._key_room = QWidget()
        above = QHBoxLayout(self._key_room)
        above.setContentsMargins(0, 0, 0, px(8))
        above.addWidget(self.key)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, px(12))
        row.setSpacing(px(8))
        row.addWidget(self.who_button)
        row.addWidget(self._nobody, 1)
        row.addStretch(0)
        row.addWidget(self.approve)
        row.addWidget(self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.names)
        # A row of its own: beside a long name and three buttons there is no room for it.
        column.addWidget(self._key_room)
        column.addWidget(self._buttons)
        column.addWidget(self.form)
        for part in (self.form, self.names, self._key_room):
            part.hide()
        self.names.setContentsMargins(0, 0, 0, px(8))
        # A long name gives way to the buttons.
        self.who_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.who_button.clicked.connect(self._choose)
        self.approve.clicked.connect(self._approve_all)
        self.ask.clicked.connect(self._ask_all)
        self.form.sent.connect(self._send)
        self.form.left.connect(self._close)

    def who(self) -> str:
        """Who says something, "" where nobody may."""
        return self._who

    def show_asset(self, asset: PrepAsset) -> None:
        """For another asset, or another state of it. A note that is being written stays with the
        asset it is about."""
        other = self._asset is None or asset.asset != self._asset.asset
        self._asset = asset
        if other:
            self._close()
        may = asset.approvers if asset.no_approver is None else ()
        if self._who not in may or asset.here != self._here:
            self._be_said_by(asset.here if asset.here in may else "")
        self._here = asset.here
        self._show()

    def ask_on(self, channel: str) -> None:
        """Ask for a note on one network, or on ALL."""
        asset = self._asset
        if asset is None:
            return
        self._channel = channel
        titles = {words.channel: words.title for words in asset.words}
        title = (
            message("prep.note_on", network=titles[channel])
            if channel in titles
            else message("prep.note_all")
        )
        for part in (self._buttons, self.names, self._key_room):
            part.hide()
        self.form.show()
        self.form.open(say(title))

    def approve_on(self, channel: str) -> None:
        """Say yes on one network. Whoever has not shown who they are types their key first."""
        if self._asks_key() and not self.key.text().strip():
            self.key.setFocus()
            return
        self._order("approve", channel, **({"pin": self.key.take()} if self._asks_key() else {}))

    def _asks_key(self) -> bool:
        asset = self._asset
        proved = asset is not None and asset.here_proved and asset.here == self._who
        return bool(self._who) and not proved

    def _be_said_by(self, who: str) -> None:
        if who != self._who:
            self.key.clear()
        self._who = who

    def _show(self) -> None:
        asset, who = self._asset, self._who
        assert asset is not None
        may = asset.no_approver is None and bool(asset.approvers)
        nobody = message("prep.as_nobody")
        self.who_button.setText(say(message("prep.as", who=who) if who else nobody))
        choose = say(message("prep.as_choose", who=who) if who else nobody)
        self.who_button.setAccessibleName(choose)
        self.who_button.setToolTip(choose)
        self.who_button.setEnabled(len(asset.approvers) > 1 or not who)
        self.who_button.updateGeometry()
        self._key_room.setVisible(self._asks_key() and self.form.isHidden())
        whose = say(message("prep.key_of", who=who)) if who else ""
        self.key.setAccessibleName(whose)
        self.key.setPlaceholderText(whose)
        self.key.setToolTip(whose)
        self._nobody.show_text(say(asset.no_approver))
        self.who_button.setVisible(may)
        self.ask.setVisible(bool(who))
        self._nobody.setVisible(not may)
        # Nothing to press and nothing to say takes no room.
        shown = bool(may or self._nobody.text())
        self._buttons.setVisible(shown and self.form.isHidden())
        told = [words.said for words in asset.words if words.said is not None]
        open_ones = [said for said in told if not said.yes]
        own = [said for said in open_ones if who in said.own]
        self.approve.setVisible(bool(who and open_ones))
        self.approve.setEnabled(not own)
        reason = message("prep.own" if own else "prep.approve_all_as", who=who)
        self.approve.setToolTip(say(reason))
        self.approve.setAccessibleName(say(message("prep.approve_all_as", who=who)))
        self.ask.setToolTip(say(message("prep.ask_all_as", who=who)))
        self.ask.setAccessibleName(say(message("prep.ask_all_as", who=who)))

    def _order(self, id_: str, channel: str, **more: str) -> None:
        if self._asset is not None and self._who:
            given = {"asset": self._asset.asset, "channel": channel, "by": self._who, **more}
            self.ordered.emit(id_, given)

    @Slot()
    def _choose(self) -> None:
        """Show everybody who may say it, or put them away."""
        asset = self._asset
        if asset is None or self.names.isVisible():
            self.names.hide()
            return
        made = []
        for name in asset.approvers:
            look = Look.SELECTED if name == self._who else Look.OUTLINED
            button = LiveButton(name, look=look, height=BUTTON)
            button.setAccessibleName(say(message("prep.as", who=name)))
            button.clicked.connect(lambda _checked=False, name=name: self._be(name))
            made.append(button)
        self.names.hold(made)

    def _be(self, name: str) -> None:
        self._be_said_by(name)
        self.names.hide()
        self._show()
        self.chosen.emit()

    @Slot()
    def _approve_all(self) -> None:
        self.approve_on(ALL)

    @Slot()
    def _ask_all(self) -> None:
        self.ask_on(ALL)

    @Slot(str)
    def _send(self, note: str) -> None:
        self._order("ask_changes", self._channel, note=note)
        self._close()

    @Slot()
    def _close(self) -> None:
        if self.form.field.hasFocus():
            self.form.field.clearFocus()
        self.form.hide()
        self.names.hide()
        if self._asset is not None:
            self._show()
