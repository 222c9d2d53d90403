"""The readiness board, laid over the desk: all lines at the left, one at the right."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from controlroom.desk.board_view import BoardRow, BoardView
from controlroom.messages import message
from ui.board.line import LineForm
from ui.board.rows import BoardRows
from ui.theme import Role, px, tone_ink
from ui.theme.tokens import colour
from ui.widgets import Rule, StateFrame, Text
from ui.widgets.form_button import FormButton
from ui.words import say

SIZE = 1120, 760
LIST = 540


class Share(QWidget):
    """How much of it is done, as a bar; nothing while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(px(4))
        self._done = QWidget(self)
        self._done.setAutoFillBackground(True)
        palette = self._done.palette()
        palette.setColor(self._done.backgroundRole(), colour("accent"))
        self._done.setPalette(palette)

    def show_share(self, share: float | None) -> None:
        """From 0 to 1."""
        self._done.setVisible(share is not None)
        self._done.setGeometry(0, 0, round(self.width() * (share or 0.0)), self.height())


class BoardPanel(StateFrame):
    """``ordered(id, arguments)`` for the room."""

    ordered = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: BoardView | None = None
        self._key = ""
        self._place = 0
        self.verdict = Text(Role.ROW_STRONG)
        self.age = Text(Role.SECOND, "text2")
        self.next = Text(Role.SECOND, "text3")
        self.progress = Text(Role.SECOND_STRONG, "text1")
        self.bar = Share()
        self.list = BoardRows()
        self.line = LineForm()
        self.none = Text(Role.BODY, "text2", lines=4)
        self.check = FormButton(say(message("board.check")), icon="refresh").reachable()
        self.cancel = FormButton(say(message("board.cancel"))).reachable()
        self.done = FormButton(say(message("board.done"))).reachable()
        self.show_edge("border", 1, "panel")
        self._lay_out()
        self.line.ordered.connect(self.ordered)
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self.line.focus_first)
        self.list.wanted.connect(self._bring)
        self.check.clicked.connect(lambda: self.ordered.emit("board_check", {}))
        self.cancel.clicked.connect(lambda: self.ordered.emit("board_cancel", {}))
        self.done.clicked.connect(lambda: self.ordered.emit("board_close", {}))
        self.hide()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(20), px(16), px(20), px(16))
        whole.setSpacing(px(12))
        head = QHBoxLayout()
        head.setSpacing(px(16))
        title = Text(Role.NUMBER)
        title.show_text(say(message("board.title")))
        head.addWidget(title)
        head.addWidget(self.verdict)
        head.addStretch(1)
        head.addWidget(self.age)
        whole.addLayout(head)
        whole.addWidget(Rule())
        whole.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(px(24))
        self.area = QScrollArea()
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFixedWidth(px(LIST))
        self.area.setWidget(self.list)
        self.list.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        body.addWidget(self.area)
        right = QVBoxLayout()
        right.addWidget(self.none)
        right.addWidget(self.line, 1)
        right.addStretch(0)
        body.addLayout(right, 1)
        whole.addLayout(body, 1)
        whole.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        foot.addWidget(self.check)
        foot.addWidget(self.cancel)
        foot.addWidget(self.progress)
        foot.addWidget(self.next)
        foot.addStretch(1)
        foot.addWidget(self.done)
        whole.addLayout(foot)

    def place(self, inside: QRect) -> None:
        """In the middle of ``inside``, as large as it needs to be."""
        wide = min(px(SIZE[0]), inside.width() - px(16))
        high = min(px(SIZE[1]), inside.height() - px(16))
        left = inside.left() + (inside.width() - wide) // 2
        self.setGeometry(left, inside.top() + (inside.height() - high) // 2, wide, high)

    def show_view(self, view: BoardView | None) -> None:
        """Open, change or close."""
        if view == self._view:
            return
        before, self._view = self._view, view
        if view is None:
            held = QApplication.focusWidget()
            if held is not None and self.isAncestorOf(held):
                held.clearFocus()  # else Qt would put it into a field of the desk
            self.hide()
            return
        self._follow(view, opened=before is None)
        self._show(view)
        if before is None:
            self.show()
            self.raise_()
            self.list.setFocus()
            self.list.show_current()

    def _follow(self, view: BoardView, *, opened: bool) -> None:
        """The line that was chosen, or what stands in its place by now; at first the worst."""
        rows = _rows(view)
        if opened:
            self._key = next((row.key for row in rows if row.may_override), "")
        keys = [row.key for row in rows]
        if self._key not in keys:
            self._key = keys[min(self._place, len(keys) - 1)] if keys else ""
        self._place = keys.index(self._key) if self._key in keys else 0

    def _show(self, view: BoardView) -> None:
        busy = view.progress is not None
        self.verdict.show_text(say(view.verdict), tone_ink(view.verdict_tone))
        self.age.show_text(say(view.age), tone_ink(view.age_tone))
        self.next.show_text(say(view.next))
        self.next.setVisible(view.next is not None and not busy)
        self.progress.show_text(say(view.progress))
        self.progress.setVisible(busy)
        self.bar.show_share(view.share if busy else None)
        if busy and self.check.hasFocus():
            self.list.setFocus()
        self.check.setVisible(not busy)
        self.check.setEnabled(view.locked is None)
        self.cancel.setVisible(busy)
        self.list.show_rows(view.groups, self._key)
        row = view.row(self._key)
        told = view.locked or (message("board.choose") if view.groups else view.age)
        self.none.show_text(say(told))
        self.none.setVisible(row is None or view.locked is not None)
        self.line.show_row(row, view.signer)

    @Slot(str)
    def _choose(self, key: str) -> None:
        self._key = key
        if self._view is not None:
            self._follow(self._view, opened=False)
            self._show(self._view)

    @Slot(QRect)
    def _bring(self, at: QRect) -> None:
        self.area.ensureVisible(0, at.center().y(), 0, at.height())


def _rows(view: BoardView) -> list[BoardRow]:
    return [row for group in view.groups for row in group.rows]
