"""One watch term: its name, group and phrases, changed and saved."""

from dataclasses import dataclass, fields, replace
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from controlroom.desk.terms_view import TermAnswer, TermGroup, TermRow
from controlroom.messages import message
from ui.terms.field import Field, Lines
from ui.terms.group_choice import GroupChoice
from ui.theme import Role, font, px
from ui.widgets import Look, Run, Runs, Text
from ui.widgets.form_button import FormButton
from ui.words import say


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the form."""

    label: str = ""
    group: str = ""
    phrases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: TermRow) -> "Words":
        """A term as the room knows it."""
        return cls(row.label, row.group, row.phrases, row.exclusions)

    def given(self, before: "Words | None") -> dict[str, str]:
        """As it is ordered: what differs from ``before`` alone, so that what somebody else changed
        meanwhile stays."""
        told = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if before is None or value != getattr(before, one.name):
                told[one.name] = value if isinstance(value, str) else "\n".join(value)
        return told


class TermForm(QWidget):
    """``ordered(id, arguments)``; ``changed`` when something was typed; ``saved`` when what was
    typed has been taken, with the keyboard still on the button."""

    ordered = Signal(str, dict)
    changed = Signal()
    removed = Signal()
    saved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row: TermRow | None = None
        self._base = Words()
        self._sent: Words | None = None
        self._answered = 0
        self._loading = False
        self.title = Text(Role.NUMBER)
        self.now = Runs()
        self.silent = Text(Role.SECOND, "amber", lines=2)
        self.silent.show_text(say(message("term_sheet.silent")))
        self.label = QLineEdit()
        self.label.setFont(font(Role.ROW))
        self.label.setFixedHeight(px(36))
        self.groups = GroupChoice()
        self.phrases = Lines(96)
        self.exclude = Lines(64)
        self.fields = {
            name: Field(say(message(f"term_sheet.{called}")), hint, inside)
            for name, called, hint, inside in (
                ("label", "label", say(message("term_sheet.label_hint")), self.label),
                ("group", "group", "", self.groups),
                ("phrases", "phrases", say(message("term_sheet.phrases_hint")), self.phrases),
                ("exclude", "exclusions", say(message("term_sheet.exclusions_hint")), self.exclude),
            )
        }
        self.save = FormButton("", look=Look.FILLED, height=40).reachable()
        self.revert = FormButton(say(message("term_sheet.revert")), height=40).reachable()
        self.remove = FormButton(say(message("term_sheet.remove")), icon="trash", height=40)
        self.remove.reachable()
        self.line = Text(Role.BODY, "text2", lines=2)
        self._lay_out()
        self.label.textEdited.connect(self._typed)
        self.label.returnPressed.connect(self._save)
        self.groups.chosen.connect(self._typed)
        self.phrases.typed.connect(self._typed)
        self.exclude.typed.connect(self._typed)
        self.save.clicked.connect(self._save)
        self.revert.clicked.connect(self._revert)
        self.remove.clicked.connect(self._remove)
        self._show_state()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(14))
        head = QVBoxLayout()
        head.setSpacing(px(2))
        for part in (self.title, self.now, self.silent):
            head.addWidget(part)
        column.addLayout(head)
        for name, field in self.fields.items():
            column.addWidget(field, {"phrases": 3, "exclude": 1}.get(name, 0))
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.save)
        foot.addWidget(self.revert)
        foot.addWidget(self.line, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.remove)
        column.addLayout(foot)

    # what stands in it

    def slug(self) -> str:
        """The term that is shown, "" for a new one."""
        return "" if self._row is None else self._row.slug

    def words(self) -> Words:
        """What stands in the fields now."""
        return Words(
            self.label.text().strip(),
            self.groups.group(),
            self.phrases.lines(),
            self.exclude.lines(),
        )

    def differs(self) -> bool:
        """Whether something stands there that is not saved."""
        return self.words() != self._base

    def show_groups(self, groups: tuple[TermGroup, ...]) -> None:
        """The groups to choose from."""
        self.groups.show_groups(groups)
        # Buttons that come later would be last for Tab, too.
        for one, other in pairwise((self.label, *self.groups.buttons(), self.phrases)):
            QWidget.setTabOrder(one, other)

    def show_term(self, row: TermRow, draft: Words | None = None) -> None:
        """Another term, with what was typed of it before."""
        self._begin(row, Words.of(row), draft)

    def show_new(self, group: str, draft: Words | None = None) -> None:
        """Nothing yet, in ``group``."""
        base = Words(group=group if draft is None else draft.group)
        self._begin(None, base, draft)

    def _begin(self, row: TermRow | None, base: Words, draft: Words | None) -> None:
        self._row, self._base, self._sent = row, base, None
        self._load(draft or base)
        self._show_wrong(None)
        self._show_state()

    def refresh(self, row: TermRow) -> None:
        """The same term as it is now: what was typed stays."""
        if row == self._row:
            return
        before, after, typed = self._base, Words.of(row), self.words()
        self._row, self._base = row, after
        if after != before:
            kept = {
                one.name: getattr(after, one.name)
                for one in fields(Words)
                if getattr(typed, one.name) == getattr(before, one.name)
            }
            self._load(replace(typed, **kept))
        self._show_state()

    def lose(self) -> None:
        """The term is gone: what was typed would be a new one."""
        self._row, self._base = None, Words(group=self.words().group)
        self._show_state()

    def show_answer(self, answer: TermAnswer | None) -> bool:
        """What became of the order; True: what was sent is now the term ``answer.slug``."""
        if answer is None or answer.number <= self._answered:
            return False
        self._answered = answer.number
        if self._sent is None:
            return False
        sent, self._sent = self._sent, None
        if answer.refused:
            self._show_wrong(answer)
            return False
        self._base = sent
        return True

    def took(self, row: TermRow) -> None:
        """What was sent is this term now."""
        held = self.save.hasFocus()
        self._row = None
        self.refresh(row)
        if held:
            self.saved.emit()

    def focus_words(self) -> None:
        """Behind the last phrase."""
        self.phrases.setFocus()
        self.phrases.moveCursor(QTextCursor.MoveOperation.End)

    def _load(self, words: Words) -> None:
        self._loading = True
        if words.label != self.label.text().strip():
            self.label.setText(words.label)
        self.groups.show_group(words.group)
        self.phrases.show_lines(words.phrases)
        self.exclude.show_lines(words.exclude)
        self._loading = False

    def _show_wrong(self, answer: TermAnswer | None) -> None:
        wrong = say(answer.line) if answer is not None else ""
        at = answer.field if answer is not None else ""
        for name, field in self.fields.items():
            field.show_wrong(wrong if name == at else "")
        self._refused = wrong if at not in self.fields else ""
        if at in self.fields:
            self.fields[at].inside.setFocus()
        self._show_state()

    _refused = ""

    def _show_state(self) -> None:
        row, differs = self._row, self.differs()
        self.title.show_text(say(message("term_sheet.new")) if row is None else row.label)
        rate, total = ("", "") if row is None else (say(row.rate), say(row.total))
        self.now.show_runs(
            Run(rate, Role.BODY), *((Run(f"  ·  {total}", Role.BODY, "text2"),) if total else ())
        )
        self.now.setVisible(row is not None)
        self.silent.setVisible(row is not None and row.silent)
        self.save.show_words(say(message("term_sheet.add" if row is None else "term_sheet.save")))
        if not differs and self.save.hasFocus() and self._sent is None:
            self.phrases.setFocus()  # a button that goes grey would drop the keyboard
        self.save.setEnabled(differs)
        self.revert.setVisible(differs)
        self.remove.setVisible(row is not None)
        told = ""
        if self._refused:
            told = self._refused
        elif self._sent is not None and differs:
            told = say(message("term_sheet.saving"))
        elif differs and row is not None:
            told = say(message("term_sheet.unsaved"))
        self.line.show_text(told, "on_air" if self._refused else "text2")

    @Slot()
    def _typed(self) -> None:
        if self._loading:
            return
        self._refused = ""
        for field in self.fields.values():
            field.show_wrong("")
        self._show_state()
        self.changed.emit()

    @Slot()
    def _save(self) -> None:
        if not self.differs():
            return
        self._sent = words = self.words()
        slug = {} if self._row is None else {"slug": self._row.slug}
        given = words.given(None if self._row is None else self._base)
        self._show_state()
        self.ordered.emit("term_put", {**slug, **given})

    @Slot()
    def _revert(self) -> None:
        self.phrases.setFocus()
        self._begin(self._row, self._base, None)
        self.changed.emit()

    @Slot()
    def _remove(self) -> None:
        if self._row is not None:
            slug = self._row.slug
            self._begin(self._row, self._base, None)
            self.removed.emit()
            self.ordered.emit("term_remove", {"term": slug})
