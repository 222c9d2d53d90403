"""What one network asks for: the ways in, the blanks, the button, and how it goes."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from controlroom.desk.accounts_view import AccountRow, BlankView, SigningIn, WayView
from controlroom.messages import Message, message
from ui.theme import Role, font, px
from ui.widgets import Look, Text
from ui.widgets.form_button import FormButton
from ui.words import say

LINES = 3


class Blank(QWidget):
    """A label, its field, and a hint under it."""

    entered = Signal()

    def __init__(self, blank: BlankView) -> None:
        super().__init__()
        self.name = blank.name
        self.secret = blank.secret
        self.field = QLineEdit(blank.value)
        self.field.setFont(font(Role.BODY))
        self.field.setFixedHeight(px(36))
        self.field.setAccessibleName(say(blank.label))
        if blank.secret:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self.entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(_said(blank.label, Role.SECOND_STRONG, "text1"))
        column.addWidget(self.field)
        if blank.hint is not None:
            column.addWidget(_said(blank.hint, Role.SECOND, "text2"))


class SignInForm(QWidget):
    """``ordered(id, arguments)``; blanks that hide what is typed are emptied when it was sent."""

    ordered = Signal(str, dict)
    page_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._channel = ""
        self._ways: tuple[WayView, ...] = ()
        self._way = ""
        self._page = ""
        self._blanks: list[Blank] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(12))
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(px(8))
        self._column.addLayout(self._tabs)
        self.how = Text(Role.BODY, "text2", lines=LINES)
        self._column.addWidget(self.how)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(px(12))
        self._column.addLayout(self._fields)
        self.line = Text(Role.BODY, "text1", lines=4)
        self._column.addWidget(self.line)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        self.main = FormButton("", look=Look.FILLED, height=40).reachable()
        self.again = FormButton(say(message("account.open_page"))).reachable()
        self.stop = FormButton(say(message("account.cancel"))).reachable()
        for button in (self.main, self.again, self.stop):
            foot.addWidget(button)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self.main.clicked.connect(self._send)
        self.again.clicked.connect(self._open_page)
        self.stop.clicked.connect(self._cancel)

    def show_row(
        self, row: AccountRow, signing_in: SigningIn | None, locked: Message | None
    ) -> None:
        """The ways into this row's network, and how far a sign-in is."""
        if (row.channel, row.ways) != (self._channel, self._ways):
            self._channel, self._ways = row.channel, row.ways
            self._choose(row.ways[0].way if row.ways else "")
        ours = signing_in if signing_in is not None and signing_in.channel == row.channel else None
        busy = ours is not None and ours.busy
        chosen = self._chosen()
        why_not = locked or (chosen.why_not if chosen is not None else None)
        told = ours.line if ours is not None else why_not
        ink = "on_air" if ours is not None and ours.failed else "text1"
        self.line.show_text(say(told), ink)
        self.line.setVisible(told is not None)
        self.main.setVisible(chosen is not None and not busy)
        self.main.setEnabled(why_not is None)
        self.main.show_words(say(message("account.sign_in")))
        self.stop.setVisible(busy)
        page = ours.page if ours is not None and busy else ""
        if page and page != self._page:
            self.page_wanted.emit(page)
        self._page = page
        self.again.setVisible(bool(page))
        for blank in self._blanks:
            blank.field.setEnabled(not busy and why_not is None)

    def forget(self) -> None:
        """What is secret and was not sent is not kept."""
        for blank in self._blanks:
            if blank.secret:
                blank.field.clear()

    def focus_first(self) -> None:
        """Into the first blank that is empty."""
        empty = next((one for one in self._blanks if not one.field.text()), None)
        if empty is not None:
            empty.field.setFocus()

    def _chosen(self) -> WayView | None:
        return next((way for way in self._ways if way.way == self._way), None)

    def _choose(self, way: str) -> None:
        self._way = way
        self.forget()
        _empty(self._tabs)
        for one in self._ways if len(self._ways) > 1 else ():
            look = Look.SELECTED if one.way == way else Look.OUTLINED
            tab = FormButton(say(one.title), look=look).reachable()
            tab.clicked.connect(lambda _checked=False, key=one.way: self._choose(key))
            self._tabs.addWidget(tab)
        self._tabs.addStretch(1)
        _empty(self._fields)
        self._blanks = []
        chosen = self._chosen()
        self.how.show_text(say(chosen.how) if chosen is not None else "")
        for blank in chosen.blanks if chosen is not None else ():
            made = Blank(blank)
            made.entered.connect(self._send)
            self._fields.addWidget(made)
            self._blanks.append(made)

    @Slot()
    def _send(self) -> None:
        ready = self._chosen() is not None and self.main.isEnabled()
        if not ready or not self.main.isVisibleTo(self):
            return
        given = {blank.name: blank.field.text() for blank in self._blanks}
        self.ordered.emit("sign_in", {**given, "channel": self._channel, "way": self._way})
        self.forget()

    @Slot()
    def _open_page(self) -> None:
        self.page_wanted.emit(self._page)

    @Slot()
    def _cancel(self) -> None:
        self.ordered.emit("sign_in_cancel", {})


def _said(words: Message, role: Role, ink: str) -> Text:
    made = Text(role, ink)
    made.show_text(say(words))
    made.setToolTip(say(words))
    return made


def _empty(box: QHBoxLayout | QVBoxLayout) -> None:
    while (old := box.takeAt(0)) is not None:
        if (widget := old.widget()) is not None:
            widget.hide()
            widget.deleteLater()
