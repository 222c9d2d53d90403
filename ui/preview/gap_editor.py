"""Filling a template's gaps at the desk, one after another, over the picture of the post."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from controlroom.desk.gaps import judged, meant
from controlroom.desk.gaps_view import GapField
from controlroom.messages import message
from ui.preview.gap_choices import GapChoices
from ui.preview.gap_field import GapLine
from ui.theme import Role, px, tone_ink
from ui.widgets import KeyCaps, Text
from ui.widgets.frame import StateFrame
from ui.words import say


class GapEditor(StateFrame):
    """``filled(name, words)`` for each gap whose words changed; ``chosen(name)`` when another gap
    is being filled in, "" when none is any more."""

    filled = Signal(str, str)
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.show_edge("accent", 1, "raised")
        self._of: tuple[str | None, tuple[str, ...]] = (None, ())
        self._fields: tuple[GapField, ...] = ()
        self._name = ""
        self._sent: dict[str, str] = {}
        self.name = Text(Role.BODY_STRONG)
        self.place = Text(Role.SECOND, "text3")
        self.line = GapLine()
        self.verdict = Text(Role.SECOND, "text2")
        self.rule = Text(Role.SECOND, "text3")
        self.choices = GapChoices()
        self._compose()
        self.line.textChanged.connect(self._typed)
        self.line.kept.connect(self._keep)
        self.line.moved.connect(self._move)
        self.line.left.connect(self.leave)
        self.choices.chosen.connect(self._choose)
        self.hide()

    def _compose(self) -> None:
        for text in (self.name, self.place):
            text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.name)
        head.addWidget(self.rule, 1)
        head.addWidget(self.place)
        foot.setSpacing(px(6))
        for key, words in (
            ("⏎", "panel.preview.keep"),
            ("Tab", "panel.gap.next"),
            ("Esc", "panel.preview.leave"),
        ):
            foot.addWidget(KeyCaps(key))
            text = Text(Role.SECOND, "text2")
            text.show_text(say(message(words)))
            text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            foot.addWidget(text)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(10))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self.verdict)
        column.addWidget(self.choices)
        column.addLayout(foot)

    # what it fills

    def is_open(self) -> bool:
        """Whether a gap is being filled in."""
        return self._name != ""

    def differs(self) -> bool:
        """Whether something was typed that is not kept yet."""
        field = self._field(self._name)
        return field is not None and self._typed_in(field) != self._words_of(field)

    def show_gaps(
        self, asset: str | None, written: tuple[str, ...], fields: tuple[GapField, ...]
    ) -> None:
        """The gaps of ``asset``, a template of these words on each network, which is in Preview
        now. What was typed for another is gone; so is a gap that is not there any more."""
        if self._of != (asset, written):
            self.leave()
            self._of, self._fields, self._sent = (asset, written), fields, {}
            return
        if fields == self._fields:
            return
        self._fields = fields
        # It arrived; from now on what stands in Preview counts.
        on_its_way = self._sent.items() - {(field.name, field.words) for field in fields}
        self._sent = dict(on_its_way)
        if self.is_open() and self._field(self._name) is None:
            self.leave()
        elif self.is_open():
            self._tell()

    def open_first(self) -> None:
        """Begin with the first gap that is empty, else with the first."""
        empty = [field for field in self._fields if not field.words]
        first = next(iter([*empty, *self._fields]), None)
        if first is None or self.is_open():
            return
        self._sent = {}
        self._begin(first)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, inside: QRect, below: int) -> None:
        """Under the words, which end at ``below``, as far as ``inside`` has room."""
        tall = self.heightForWidth(inside.width())
        top = max(inside.top(), min(below + px(8), inside.bottom() + 1 - tall))
        self.setGeometry(inside.left(), top, inside.width(), min(tall, inside.height()))

    @Slot()
    def leave(self) -> None:
        """Close; what was typed and not kept is gone."""
        if not self.is_open():
            return
        self._name = ""
        self.hide()
        self.line.clearFocus()
        self.chosen.emit("")

    def _begin(self, field: GapField) -> None:
        self._name = field.name
        self.line.offer(field.choices)
        self.line.setText(self._words_of(field))
        self.line.selectAll()
        self.line.setAccessibleName(field.name)
        self._tell()
        self.chosen.emit(field.name)

    def _tell(self) -> None:
        field = self._field(self._name)
        if field is None:
            return
        number = [one.name for one in self._fields].index(field.name) + 1
        self.name.show_text(field.name)
        count = len(self._fields)
        self.place.show_text(say(message("panel.gap.of", number=number, count=count)))
        self.rule.show_text(say(field.rule))
        verdict, tone = judged(field, self.line.text())
        self.verdict.show_text(say(verdict), tone_ink(tone))
        self.choices.show_words(field.choices, self.line.text())

    @Slot()
    def _typed(self) -> None:
        self._tell()

    @Slot(str)
    def _choose(self, word: str) -> None:
        self.line.setText(word)
        self._keep()

    @Slot()
    def _keep(self) -> None:
        """Keep this one; go on to one that is still empty, else close."""
        self._commit()
        others = [one for one in self._fields if one.name != self._name]
        empty = [one for one in others if not self._words_of(one)]
        if empty:
            self._begin(empty[0])
        else:
            self.leave()

    @Slot(int)
    def _move(self, step: int) -> None:
        names = [one.name for one in self._fields]
        if self._name not in names:
            return
        self._commit()
        self._begin(self._fields[(names.index(self._name) + step) % len(names)])

    def _commit(self) -> None:
        field = self._field(self._name)
        if field is not None and self.differs():
            self._sent[self._name] = words = self._typed_in(field)
            self.filled.emit(self._name, words)

    def _field(self, name: str) -> GapField | None:
        return next((one for one in self._fields if one.name == name), None)

    def _typed_in(self, field: GapField) -> str:
        return meant(field, self.line.text())

    def _words_of(self, field: GapField) -> str:
        """What stands in it, or was kept and is on its way."""
        return self._sent.get(field.name, field.words)
