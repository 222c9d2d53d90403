"""What a dropped file of answers would do: apply it, or leave it."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from controlroom.desk.answers_view import AnswersView
from controlroom.messages import message
from ui.answers.rows import AnswerList
from ui.theme import Role, px
from ui.widgets import Look, Rule, StateFrame, Text
from ui.widgets.form_button import FormButton
from ui.words import say

SIZE = 760, 620
SMALL = 216


class AnswersPanel(StateFrame):
    """``ordered(id, arguments)`` for the room."""

    ordered = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: AnswersView | None = None
        self._inside = QRect()
        self._name = Text(Role.SECOND, "text2")
        self.head = Text(Role.SENTENCE, lines=3)
        self.line = Text(Role.BODY, "text2", lines=4)
        self.list = AnswerList()
        self.apply = FormButton("", look=Look.FILLED, height=40).reachable()
        self.leave = FormButton("", height=40).reachable()
        self.show_edge("border", 1, "panel")
        self._lay_out()
        self.apply.clicked.connect(self._apply)
        self.leave.clicked.connect(self._leave)
        self.hide()

    def _lay_out(self) -> None:
        title = Text(Role.NUMBER)
        title.show_text(say(message("answers.title")))
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(title)
        top.addWidget(self._name, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.apply)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(20), px(16), px(20), px(16))
        whole.setSpacing(px(10))
        whole.addLayout(top)
        whole.addWidget(Rule())
        whole.addWidget(self.head)
        whole.addWidget(self.line)
        whole.addWidget(self.list, 1)
        whole.addWidget(Rule())
        whole.addLayout(foot)

    def place(self, inside: QRect) -> None:
        """In the middle of ``inside``, as large as it needs to be."""
        self._inside = inside
        wanted = SIZE[1] if self.list.isVisibleTo(self) else SMALL
        wide = min(px(SIZE[0]), inside.width() - px(16))
        high = min(px(wanted), inside.height() - px(16))
        left = inside.left() + (inside.width() - wide) // 2
        self.setGeometry(left, inside.top() + (inside.height() - high) // 2, wide, high)

    def show_view(self, view: AnswersView | None) -> None:
        """Open, change or close."""
        if view is self._view or view == self._view:
            return
        self._view = view
        if view is None:
            held = QApplication.focusWidget()
            if held is not None and self.isAncestorOf(held):
                held.clearFocus()  # else Qt would put it into a field of the desk
            self.hide()
            return
        self._name.show_text(view.name)
        self.head.show_text(say(view.head), "on_air" if view.problem else "text1")
        self.line.show_text(say(view.line))
        self.list.show_rows(view.rows)
        self.list.setVisible(bool(view.rows))
        self.apply.show_words(say(view.apply))
        self.apply.setAccessibleName(say(view.apply))
        self.apply.setVisible(view.apply is not None)
        leave = say(message("answers.leave" if view.apply is not None else "answers.close"))
        self.leave.show_words(leave)
        self.leave.setAccessibleName(leave)
        self.place(self._inside)
        self.show()
        self.raise_()
        # What changes nothing is what a slip of the thumb presses.
        self.leave.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            event.accept()
            return
        super().keyPressEvent(event)

    @Slot()
    def _apply(self) -> None:
        if self._view is not None:
            self.ordered.emit("take_answers", {"path": self._view.path, "seen": self._view.seen})

    @Slot()
    def _leave(self) -> None:
        self.ordered.emit("answers_close", {})
