"""One line of the board at the right: what was found, what to do, and what can be ordered."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from controlroom.desk.board_view import BoardRow
from controlroom.messages import message
from ui.board.face import Face
from ui.theme import Role, font, px, tone_icon, tone_ink
from ui.widgets import Chip, Text
from ui.widgets.form_button import FormButton
from ui.words import say


class LineForm(QWidget):
    """``ordered(id, arguments)``. A reason that was begun stays until another line is chosen."""

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._row: BoardRow | None = None
        self.chip = Chip()
        self.label = Text(Role.NUMBER, lines=2)
        self.what = Text(Role.BODY, "text1", lines=6)
        self.do = Text(Role.BODY, "text2", lines=4)
        self.signed = Text(Role.BODY, "amber", lines=3)
        self.face = Face()
        self.confirm = FormButton(say(message("board.confirm")), icon="check").reachable()
        self.unconfirm = FormButton(say(message("board.unconfirm"))).reachable()
        self.reach = FormButton("", icon="check").reachable()
        self.filter = FormButton(say(message("board.filter"))).reachable()
        self.back = FormButton(say(message("board.take_back")), icon="undo").reachable()
        self.override = FormButton(say(message("board.override"))).reachable()
        self.by = _field("board.by")
        self.reason = _field("board.reason")
        self.sign = FormButton(say(message("board.sign")), icon="pencil").reachable()
        self.leave = FormButton(say(message("board.leave"))).reachable()
        self._signing = QWidget()
        self._lay_out()
        self._connect()
        self._sign_now(signing=False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        head = QHBoxLayout()
        head.addWidget(self.chip)
        head.addStretch(1)
        column.addLayout(head)
        for text in (self.label, self.what, self.do, self.signed):
            column.addWidget(text)
        column.addSpacing(px(8))
        column.addWidget(self.face)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for button in (
            self.confirm,
            self.unconfirm,
            self.reach,
            self.filter,
            self.back,
            self.override,
        ):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        form = QVBoxLayout(self._signing)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(px(4))
        for id_, field in (("board.reason", self.reason), ("board.by", self.by)):
            title = Text(Role.SECOND_STRONG, "text1")
            title.show_text(say(message(id_)))
            form.addWidget(title)
            form.addWidget(field)
            form.addSpacing(px(6))
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.sign)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        form.addLayout(foot)
        column.addWidget(self._signing)
        column.addStretch(1)

    def _connect(self) -> None:
        self.confirm.clicked.connect(self._confirm)
        self.unconfirm.clicked.connect(self._unconfirm)
        self.reach.clicked.connect(self._reach)
        self.filter.clicked.connect(self._filter)
        self.back.clicked.connect(self._take_back)
        self.override.clicked.connect(lambda: self._sign_now(signing=True))
        self.leave.clicked.connect(lambda: self._sign_now(signing=False))
        self.sign.clicked.connect(self._sign)
        self.reason.returnPressed.connect(self._sign)
        self.by.returnPressed.connect(self._sign)

    def show_row(self, row: BoardRow | None, signer: str) -> None:
        """Another line, or what became of this one."""
        before, self._row = self._row, row
        if before is None or row is None or before.key != row.key or not row.may_override:
            self.reason.clear()
            self.by.setText(signer)
            self._sign_now(signing=False)
        self.setVisible(row is not None)
        if row is None:
            return
        ink = tone_ink(row.tone)
        self.chip.show_chip(say(row.word), ink, tone_icon(row.tone))
        self.label.show_text(say(row.label))
        self.what.show_text(say(row.what))
        self.do.show_text(say(row.do))
        self.do.setVisible(row.do is not None)
        self.signed.show_text(say(row.signed))
        self.signed.setVisible(row.signed is not None)
        face = row.face
        self.face.setVisible(face is not None)
        if face is not None:
            self.face.show_face(face)
        self.confirm.setVisible(face is not None and not face.confirmed)
        self.unconfirm.setVisible(face is not None and face.confirmed)
        self.reach.show_words(say(message("board.not_reached" if row.reached else "board.reach")))
        self.reach.setVisible(bool(row.reach))
        self.filter.setVisible(row.filters)
        self.back.setVisible(row.may_take_back)
        self.override.setVisible(row.may_override and not self._signing.isVisibleTo(self))

    def focus_first(self) -> None:
        """The keyboard to the first thing that can be ordered."""
        buttons = (self.confirm, self.reach, self.filter, self.back, self.override, self.unconfirm)
        first = next((one for one in buttons if one.isVisible()), None)
        if self._signing.isVisible():
            self.reason.setFocus()
        elif first is not None:
            first.setFocus()

    def _sign_now(self, *, signing: bool) -> None:
        self._signing.setVisible(signing)
        self.override.setVisible(not signing and self._row is not None and self._row.may_override)
        if signing:
            self.reason.setFocus()

    @Slot()
    def _sign(self) -> None:
        if self._row is not None:
            given = {"line": self._row.key, "reason": self.reason.text(), "by": self.by.text()}
            self.ordered.emit("board_override", given)

    @Slot()
    def _take_back(self) -> None:
        if self._row is not None:
            self.ordered.emit("board_take_back", {"line": self._row.key})

    @Slot()
    def _confirm(self) -> None:
        if self._row is not None and self._row.face is not None:
            self.ordered.emit("confirm_face", {"channel": self._row.face.channel})

    @Slot()
    def _unconfirm(self) -> None:
        if self._row is not None and self._row.face is not None:
            self.ordered.emit("unconfirm_face", {"channel": self._row.face.channel})

    @Slot()
    def _reach(self) -> None:
        if self._row is not None:
            self.ordered.emit("reach", {"name": self._row.reach})

    @Slot()
    def _filter(self) -> None:
        self.ordered.emit("filter_assets", {"name": "not_ready"})
        self.ordered.emit("board_close", {})


def _field(id_: str) -> QLineEdit:
    field = QLineEdit()
    field.setFont(font(Role.BODY))
    field.setFixedHeight(px(36))
    field.setAccessibleName(say(message(id_)))
    return field
