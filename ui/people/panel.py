"""The sheet of people, laid over the desk: all of them at the left, one at the right."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from controlroom.desk.people_view import PeopleView
from controlroom.messages import message
from ui.people.blank import Choice
from ui.people.form import PersonForm
from ui.people.keys import KeyForm
from ui.people.rows import PeopleList
from ui.theme import Role, px
from ui.widgets import Rule, StateFrame, Text
from ui.widgets.form_button import FormButton
from ui.words import say

SIZE = 1080, 720
LIST = 420


class PeoplePanel(StateFrame):
    """``ordered(id, arguments)`` for the room."""

    ordered = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PeopleView | None = None
        self._name = ""
        self._answered = 0
        self.operator = Text(Role.SECOND, "text2")
        self.policy = Choice()
        self.policy_line = Text(Role.SECOND, "text2")
        self.list = PeopleList()
        self.none = Text(Role.BODY_STRONG, "text1")
        self.none.show_text(say(message("people.sheet.none")))
        self.none_do = Text(Role.BODY, "text2", lines=5)
        self.none_do.show_text(say(message("people.sheet.none_do")))
        self.new = FormButton(say(message("people.sheet.new")), icon="plus", height=34).reachable()
        self.title = Text(Role.NUMBER)
        self.form = PersonForm()
        self.keys = KeyForm()
        self.line = Text(Role.BODY, "text2", lines=2)
        self.done = FormButton(say(message("people.sheet.done"))).reachable()
        self.show_edge("border", 1, "panel")
        self._lay_out()
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self.form.name.field.setFocus)
        self.new.clicked.connect(self._begin_new)
        self.policy.chosen.connect(self._choose_policy)
        self.form.ordered.connect(self.ordered)
        self.keys.ordered.connect(self.ordered)
        self.done.clicked.connect(self._close)
        self.hide()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(20), px(16), px(20), px(16))
        whole.setSpacing(px(12))
        head = QHBoxLayout()
        title = Text(Role.NUMBER)
        title.show_text(say(message("people.sheet.title")))
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.operator)
        whole.addLayout(head)
        whole.addWidget(Rule())
        policy = QHBoxLayout()
        policy.setSpacing(px(12))
        name = Text(Role.SECOND_STRONG)
        name.show_text(say(message("people.sheet.policy")))
        policy.addWidget(name)
        policy.addWidget(self.policy)
        policy.addWidget(self.policy_line, 1)
        whole.addLayout(policy)
        body = QHBoxLayout()
        body.setSpacing(px(24))
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(px(8))
        left.addWidget(self.none)
        left.addWidget(self.none_do)
        left.addWidget(_scrolled(self.list), 1)
        left.addWidget(self.new)
        column = QWidget()
        column.setLayout(left)
        column.setFixedWidth(px(LIST))
        body.addWidget(column)
        right = QVBoxLayout()
        right.setSpacing(px(14))
        right.addWidget(self.title)
        right.addWidget(self.form)
        right.addWidget(self.keys)
        right.addStretch(1)
        body.addLayout(right, 1)
        whole.addLayout(body, 1)
        whole.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        foot.addWidget(self.line, 1)
        foot.addWidget(self.done)
        whole.addLayout(foot)

    def place(self, inside: QRect) -> None:
        """In the middle of ``inside``, as large as it needs to be."""
        wide = min(px(SIZE[0]), inside.width() - px(16))
        high = min(px(SIZE[1]), inside.height() - px(16))
        left = inside.left() + (inside.width() - wide) // 2
        self.setGeometry(left, inside.top() + (inside.height() - high) // 2, wide, high)

    def show_view(self, view: PeopleView | None) -> None:
        """Open, change or close."""
        if view == self._view:
            return
        before, self._view = self._view, view
        if view is None:
            self.keys.clear()
            self.form.key.field.clear()
            held = QApplication.focusWidget()
            if held is not None and self.isAncestorOf(held):
                held.clearFocus()  # else Qt would put it into a field of the desk
            self.hide()
            return
        self._follow(before, view)
        self._show(view)
        if before is None:
            self.show()
            self.raise_()
            (self.list if view.rows else self.form.name.field).setFocus()

    def _follow(self, before: PeopleView | None, view: PeopleView) -> None:
        """Whom the form is about, after what changed in the room."""
        answer = view.answer
        if answer is not None and answer.number != self._answered:
            self._answered = answer.number
            if not answer.refused and answer.name and view.row(answer.name) is not None:
                self._name = answer.name
        if view.row(self._name) is None and (self._name or before is None):
            self._name = view.rows[0].name if view.rows else ""

    def _show(self, view: PeopleView) -> None:
        locked = view.locked is not None
        self.operator.show_text(say(view.operator_line))
        self.policy.show_choices(
            tuple((value, say(words)) for value, words in view.policies), view.policy
        )
        self.policy.setEnabled(not locked)
        self.policy_line.show_text(say(view.policy_line))
        self.list.show_rows(view.rows, self._name)
        self.none.setVisible(not view.rows)
        self.none_do.setVisible(not view.rows)
        self.new.setEnabled(not locked)
        self._show_person(view, locked=locked)
        answer = view.answer
        told = view.locked if answer is None else answer.line
        refused = answer is not None and answer.refused
        self.line.show_text(say(told), "on_air" if refused else "text2")

    def _show_person(self, view: PeopleView, *, locked: bool) -> None:
        row = view.row(self._name)
        new = say(message("people.sheet.new"))
        self.title.show_text(new if row is None else row.name)
        if row is None:
            if self.form.person():
                self.form.show_person(None)
        elif self.form.person() == row.name:
            self.form.refresh(row)
        else:
            self.form.show_person(row)
        self.form.show_locked(locked=locked)
        self.keys.setVisible(row is not None and row.approves)
        if row is not None:
            enrolling = view.enrolling
            ours = enrolling if enrolling is not None and enrolling.name == row.name else None
            self.keys.show_person(row, ours, locked=locked)

    @Slot(str)
    def _choose(self, name: str) -> None:
        self._name = name
        if self._view is not None:
            self._show(self._view)

    @Slot()
    def _begin_new(self) -> None:
        self._choose("")
        self.form.name.field.setFocus()

    @Slot(str)
    def _choose_policy(self, policy: str) -> None:
        self.ordered.emit("policy", {"policy": policy})

    @Slot()
    def _close(self) -> None:
        self.ordered.emit("people_close", {})


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    widget.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
