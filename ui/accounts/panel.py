"""The sheet of accounts, laid over the desk: networks at the left, one of them at the right."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from controlroom.desk.accounts_view import AccountRow, AccountsView
from controlroom.messages import message
from ui.accounts.form import SignInForm
from ui.accounts.rows import AccountList
from ui.theme import Role, px, tone_ink
from ui.widgets import Rule, StateFrame, Text
from ui.widgets.form_button import FormButton
from ui.words import say

SIZE = 960, 680


class AccountsPanel(StateFrame):
    """``ordered(id, arguments)`` for the room; ``page_wanted(address)`` for the browser."""

    ordered = Signal(str, dict)
    page_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: AccountsView | None = None
        self._channel = ""
        self._anew = False
        self.list = AccountList()
        self.list.chosen.connect(self._choose)
        self.form = SignInForm()
        self.form.ordered.connect(self.ordered)
        self.form.page_wanted.connect(self.page_wanted)
        self.kept = Text(Role.SECOND, "text2")
        self.name = Text(Role.NUMBER)
        self.server = Text(Role.SECOND, "text2")
        self.facts = Text(Role.BODY, "text2", lines=6)
        self.test = FormButton(say(message("account.test")), icon="refresh").reachable()
        self.anew = FormButton(say(message("account.sign_in_again"))).reachable()
        self.sign_out = FormButton(say(message("account.sign_out"))).reachable()
        self.done = FormButton(say(message("account.done"))).reachable()
        self.test.clicked.connect(self._test)
        self.anew.clicked.connect(self._sign_in_anew)
        self.sign_out.clicked.connect(self._sign_out)
        self.done.clicked.connect(self._close)
        self.show_edge("border", 1, "panel")
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(20), px(16), px(20), px(16))
        whole.setSpacing(px(12))
        head = QHBoxLayout()
        title = Text(Role.NUMBER)
        title.show_text(say(message("account.title")))
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.kept)
        whole.addLayout(head)
        whole.addWidget(Rule())
        body = QHBoxLayout()
        body.setSpacing(px(20))
        body.addWidget(_scrolled(self.list, px(332)))
        right = QVBoxLayout()
        right.setSpacing(px(8))
        right.addWidget(self.name)
        right.addWidget(self.server)
        right.addWidget(self.facts)
        about = QHBoxLayout()
        about.setSpacing(px(8))
        about.addWidget(self.test)
        about.addWidget(self.anew)
        about.addWidget(self.sign_out)
        about.addStretch(1)
        right.addLayout(about)
        right.addSpacing(px(8))
        right.addWidget(self.form)
        right.addStretch(1)
        body.addLayout(right, 1)
        whole.addLayout(body, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.done)
        whole.addLayout(foot)

    def place(self, inside: QRect) -> None:
        """In the middle of ``inside``, as large as it needs to be."""
        wide = min(px(SIZE[0]), inside.width() - px(16))
        high = min(px(SIZE[1]), inside.height() - px(16))
        left = inside.left() + (inside.width() - wide) // 2
        self.setGeometry(left, inside.top() + (inside.height() - high) // 2, wide, high)

    def show_view(self, view: AccountsView | None) -> None:
        """Open, change or close."""
        if view == self._view:
            return
        before, self._view = self._view, view
        opened = before is None and view is not None
        if before is None or (before.signing_in is not None and view and view.signing_in is None):
            self._anew = False  # whoever signed in sees how the account stands
        self.setVisible(view is not None)
        if view is None:
            self.form.forget()
            return
        known = [row.channel for row in view.rows]
        if self._channel not in known:
            wanting = [row.channel for row in view.rows if row.bound and not row.server]
            self._channel = next(iter([*wanting, *known]), "")
        self._show(view)
        if opened:
            self.raise_()
            self.list.setFocus()

    def _show(self, view: AccountsView) -> None:
        self.kept.show_text(say(view.kept), tone_ink(view.kept_tone))
        self.list.show_rows(view.rows, self._channel)
        row = next((one for one in view.rows if one.channel == self._channel), None)
        if row is not None:
            self._show_row(view, row)

    def _show_row(self, view: AccountsView, row: AccountRow) -> None:
        who = f"{row.title} · {row.name} {row.handle}".rstrip(" ·") if row.handle else row.title
        self.name.show_text(who)
        self.server.show_text(row.server)
        self.server.setVisible(bool(row.server))
        self.facts.show_text("\n".join(say(fact) for fact in row.facts))
        self.facts.setVisible(bool(row.facts))
        self.test.setVisible(bool(row.server and row.ways))
        self.sign_out.setVisible(row.bound and bool(row.server or not row.ways))
        self.sign_out.setEnabled(view.locked is None)
        self.form.show_row(row, view.signing_in, view.locked)
        shown = bool(row.ways) and (self._anew or not row.signed_in)
        self.form.setVisible(shown)
        self.anew.setVisible(bool(row.ways) and not shown)
        self.anew.setEnabled(view.locked is None)

    @Slot(str)
    def _choose(self, channel: str) -> None:
        self._channel, self._anew = channel, False
        if self._view is not None:
            self._show(self._view)

    @Slot()
    def _sign_in_anew(self) -> None:
        self._anew = True
        if self._view is not None:
            self._show(self._view)
            self.form.focus_first()

    @Slot()
    def _test(self) -> None:
        self.ordered.emit("account_test", {"channel": self._channel})

    @Slot()
    def _sign_out(self) -> None:
        self.ordered.emit("account_sign_out", {"channel": self._channel})

    @Slot()
    def _close(self) -> None:
        self.ordered.emit("accounts_close", {})


def _scrolled(widget: QWidget, wide: int) -> QScrollArea:
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setFixedWidth(wide)
    area.setWidget(widget)
    widget.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
