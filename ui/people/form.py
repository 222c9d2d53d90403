"""One person: name, telephone, role; saved, removed, seated at this desk."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from controlroom.desk.people_view import PersonRow
from controlroom.messages import message
from ui.people.blank import Blank, Choice
from ui.theme import px
from ui.widgets import Look
from ui.widgets.form_button import FormButton
from ui.words import say

Words = tuple[str, str, str, bool]
ROLES = ("approver", "operator")


class PersonForm(QWidget):
    """``ordered(id, arguments)``. What is typed stays while the room changes beside it."""

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._row: PersonRow | None = None
        self._locked = False
        self.name = Blank(say(message("people.sheet.name")))
        self.phone = Blank(
            say(message("people.sheet.phone")), say(message("people.sheet.phone_hint"))
        )
        self.role = Choice()
        self.client = FormButton(say(message("people.sheet.client")), height=34).reachable()
        self._client = False
        self.save = FormButton("", look=Look.FILLED, height=36).reachable()
        self.sit = FormButton("", height=36).reachable()
        self.key = Blank(say(message("people.sheet.sit_key")), hidden=True)
        self.remove = FormButton(say(message("people.sheet.remove")), icon="trash", height=36)
        self.remove.reachable()
        self._lay_out()
        for blank in (self.name, self.phone):
            blank.entered.connect(self._save)
            blank.typed.connect(self._show_state)
        self.role.chosen.connect(self._choose_role)
        self.client.clicked.connect(self._turn_client)
        self.save.clicked.connect(self._save)
        self.sit.clicked.connect(self._sit)
        self.key.entered.connect(self._sit)
        self.remove.clicked.connect(self._remove)
        self.show_person(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        blanks = QHBoxLayout()
        blanks.setSpacing(px(12))
        blanks.addWidget(self.name, 1)
        blanks.addWidget(self.phone, 1)
        column.addLayout(blanks)
        kinds = QHBoxLayout()
        kinds.setSpacing(px(8))
        kinds.addWidget(self.role)
        kinds.addWidget(self.client)
        kinds.addStretch(1)
        column.addLayout(kinds)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        bottom = Qt.AlignmentFlag.AlignBottom
        foot.addWidget(self.save, 0, bottom)
        foot.addWidget(self.sit, 0, bottom)
        foot.addWidget(self.key)
        foot.addStretch(1)
        foot.addWidget(self.remove, 0, bottom)
        column.addLayout(foot)

    def person(self) -> str:
        """Whose it is, "" for a new one."""
        return "" if self._row is None else self._row.name

    def show_person(self, row: PersonRow | None) -> None:
        """Another person, or (None) a new one."""
        if self.person() != ("" if row is None else row.name):
            self.key.field.clear()
        self._row = row
        name, phone, role, self._client = _base(row)
        self.name.field.setText(name)
        self.phone.field.setText(phone)
        self._show_role(role)
        self._show_state()

    def refresh(self, row: PersonRow) -> None:
        """The same person as they are now; what was typed and not saved stays."""
        if row == self._row:
            return
        if self._words() == _base(self._row):
            self.show_person(row)
            return
        self._row = row
        self._show_state()

    def show_locked(self, *, locked: bool) -> None:
        """Whether nothing can be changed now."""
        self._locked = locked
        for part in (self.name.field, self.phone.field, self.role, self.client):
            part.setEnabled(not locked)
        self._show_state()

    def _words(self) -> Words:
        return self.name.text().strip(), self.phone.text().strip(), self.role.value(), self._client

    def _show_role(self, role: str) -> None:
        self.role.show_choices(
            tuple((one, say(message(f"role.{one}"))) for one in ROLES), role or ROLES[0]
        )

    @Slot()
    def _show_state(self) -> None:
        row = self._row
        self.client.show_look(Look.SELECTED if self._client else Look.OUTLINED)
        self.save.show_words(say(message(f"people.sheet.{'add' if row is None else 'save'}")))
        differs = self._words() != _base(row)
        self.save.setEnabled(not self._locked and differs and bool(self.name.text().strip()))
        here = row is not None and row.here
        self.sit.show_words(say(message(f"people.sheet.{'stand' if here else 'sit'}")))
        for part in (self.sit, self.remove):
            part.setVisible(row is not None)
            part.setEnabled(not self._locked)
        self.key.setVisible(row is not None and not row.here and (row.pin or row.code))
        self.key.field.setEnabled(not self._locked)

    @Slot(str)
    def _choose_role(self, role: str) -> None:
        self._show_role(role)
        self._show_state()

    @Slot()
    def _turn_client(self) -> None:
        self._client = not self._client
        self._show_state()

    @Slot()
    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        name, phone, role, client = self._words()
        given = {"name": name, "phone": phone, "role": role, "client": "yes" if client else ""}
        was = {} if self._row is None else {"was": self._row.name}
        self.ordered.emit("person_put", {**given, **was})

    @Slot()
    def _sit(self) -> None:
        row = self._row
        if row is None or not self.sit.isEnabled():
            return
        if row.here or not (row.pin or row.code):
            self.ordered.emit("sit_here", {"name": "" if row.here else row.name})
            return
        pin = self.key.text()
        self.key.field.clear()
        self.key.field.setFocus()
        if pin.strip():
            self.ordered.emit("sit_here", {"name": row.name, "pin": pin})

    @Slot()
    def _remove(self) -> None:
        if self._row is not None:
            self.ordered.emit("person_remove", {"name": self._row.name})


def _base(row: PersonRow | None) -> Words:
    return ("", "", ROLES[0], False) if row is None else (row.name, row.phone, row.role, row.client)
