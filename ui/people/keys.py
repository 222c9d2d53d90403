"""How a person says yes: their PIN, and their authenticator with its QR code.

What is typed here is sent once and forgotten at once.
"""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from controlroom.desk.people_view import Enrolling, PersonRow
from controlroom.messages import message
from ui.people.blank import Blank
from ui.people.qr import QrCode
from ui.theme import Role, px
from ui.widgets import Look, Rule, Text
from ui.widgets.form_button import FormButton
from ui.words import say

CODE = 160


class KeyForm(QWidget):
    """``ordered(id, arguments)``."""

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._row: PersonRow | None = None
        self._enrols = False
        self.title = Text(Role.LABEL, "text3")
        self.title.show_text(say(message("people.sheet.key")))
        self.has = Text(Role.BODY, "text2")
        self.pin = Blank(
            say(message("people.sheet.pin")), say(message("people.sheet.pin_hint")), hidden=True
        )
        self.again = Blank(say(message("people.sheet.pin_again")), hidden=True)
        self.set_pin = FormButton(say(message("people.sheet.set_pin")), height=34).reachable()
        self.enrol = FormButton("", icon="phone", height=34).reachable()
        self.forget = FormButton(say(message("people.sheet.forget")), height=34).reachable()
        self.qr = QrCode()
        self.scan = Text(Role.BODY, "text1", lines=4)
        self.scan.show_text(say(message("people.sheet.scan")))
        self.secret = Text(Role.BODY_STRONG, "text1", lines=2)
        self.code = Blank(say(message("people.sheet.code")))
        self.code.setFixedWidth(px(CODE))
        self.check = FormButton("", look=Look.FILLED, height=34).reachable()
        self.stop = FormButton(say(message("people.sheet.stop")), height=34).reachable()
        self._lay_out()
        self.pin.entered.connect(self.again.field.setFocus)
        self.again.entered.connect(self._set_pin)
        self.code.entered.connect(self._check)
        self.set_pin.clicked.connect(self._set_pin)
        self.enrol.clicked.connect(self._enrol)
        self.forget.clicked.connect(self._forget)
        self.check.clicked.connect(self._check)
        self.stop.clicked.connect(self._stop)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(Rule())
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(self.title)
        head.addWidget(self.has)
        head.addStretch(1)
        head.addWidget(self.forget)
        column.addLayout(head)
        pins = QHBoxLayout()
        pins.setSpacing(px(12))
        pins.addWidget(self.pin, 1)
        pins.addWidget(self.again, 1)
        pins.addWidget(self.set_pin, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(pins)
        shown = QHBoxLayout()
        shown.setSpacing(px(20))
        shown.addWidget(self.qr)
        told = QVBoxLayout()
        told.setSpacing(px(10))
        told.addWidget(self.scan)
        told.addWidget(self.secret)
        told.addStretch(1)
        shown.addLayout(told, 1)
        column.addLayout(shown)
        codes = QHBoxLayout()
        codes.setSpacing(px(8))
        codes.addWidget(self.code)
        for part in (self.check, self.stop, self.enrol):
            codes.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        codes.addStretch(1)
        column.addLayout(codes)

    def show_person(self, row: PersonRow, enrolling: Enrolling | None, *, locked: bool) -> None:
        """What they have, or how far their authenticator is."""
        if self._row is None or row.name != self._row.name:
            self.clear()
        began = enrolling is not None and not self._enrols
        self._row, self._enrols = row, enrolling is not None
        self.has.show_text(say(row.has), "text2" if row.pin or row.code else "amber")
        self._show_parts(row)
        verb = "confirm" if self._enrols else "test"
        self.check.show_words(say(message(f"people.sheet.{verb}")))
        again = "enrol_again" if row.code else "enrol"
        self.enrol.show_words(say(message(f"people.sheet.{again}")))
        if enrolling is not None:
            told = say(message("people.sheet.qr", name=enrolling.name))
            self.qr.show_code(enrolling.code, told)
            self.secret.show_text(enrolling.secret)
        for one in (self.pin.field, self.again.field, self.code.field, self.set_pin, self.enrol):
            one.setEnabled(not locked)
        for button in (self.forget, self.check):
            button.setEnabled(not locked)
        if began:
            self.code.field.setFocus()

    def _show_parts(self, row: PersonRow) -> None:
        enrolling: tuple[QWidget, ...] = (self.qr, self.scan, self.secret, self.stop)
        usual: tuple[QWidget, ...] = (self.pin, self.again, self.set_pin, self.enrol)
        for part in enrolling:
            part.setVisible(self._enrols)
        for part in usual:
            part.setVisible(not self._enrols)
        self.code.setVisible(self._enrols or row.code)
        self.check.setVisible(self._enrols or row.code)
        self.forget.setVisible((row.pin or row.code) and not self._enrols)

    def clear(self) -> None:
        """Nothing that was typed stays."""
        for blank in (self.pin, self.again, self.code):
            blank.field.clear()

    def _name(self) -> str:
        return "" if self._row is None else self._row.name

    @Slot()
    def _set_pin(self) -> None:
        given = {"name": self._name(), "pin": self.pin.text(), "again": self.again.text()}
        self.clear()
        self.pin.field.setFocus()
        self.ordered.emit("person_pin", given)

    @Slot()
    def _enrol(self) -> None:
        self.ordered.emit("person_code", {"name": self._name()})

    @Slot()
    def _check(self) -> None:
        digits = self.code.text()
        self.code.field.clear()
        if self._enrols:
            self.ordered.emit("person_code_confirm", {"digits": digits})
        else:
            self.ordered.emit("person_code_test", {"name": self._name(), "digits": digits})

    @Slot()
    def _stop(self) -> None:
        self.ordered.emit("person_code_cancel", {})

    @Slot()
    def _forget(self) -> None:
        self.ordered.emit("person_forget", {"name": self._name()})
