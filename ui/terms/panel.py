"""The sheet of watch terms, laid over the desk: all of them at the left, one at the right."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from controlroom.desk.terms_view import TermsView
from controlroom.messages import message
from ui.terms.form import TermForm, Words
from ui.terms.rows import STEPS, TermList
from ui.theme import Role, px
from ui.widgets import Rule, SearchField, StateFrame, Text
from ui.widgets.form_button import FormButton
from ui.words import say

SIZE = 1120, 760
LIST = 456
USUAL_GROUP = "event"
NEW = ""
"""Where the words of a term that is not there yet are kept."""


class TermsPanel(StateFrame):
    """``ordered(id, arguments)`` for the room. What is typed and not saved is kept, term by term,
    also while another one is looked at or the sheet is closed."""

    ordered = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: TermsView | None = None
        self._slug = NEW
        self._drafts: dict[str, Words] = {}
        self.limit = Text(Role.SECOND, "text2")
        self.notes = Text(Role.SECOND, "text2")
        self.seek = SearchField(say(message("term_sheet.find")))
        self.seek.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.seek.setAccessibleName(say(message("term_sheet.find")))
        self.new = FormButton(say(message("term_sheet.new")), icon="plus", height=36).reachable()
        self.list = TermList()
        self.none = Text(Role.BODY_STRONG, "text1", lines=2)
        self.none_do = Text(Role.BODY, "text2", lines=4)
        self.form = TermForm()
        self.gone = Text(Role.BODY, "text1")
        self.back = FormButton(say(message("term_sheet.back")), icon="undo").reachable()
        self.done = FormButton(say(message("term_sheet.done"))).reachable()
        self.show_edge("border", 1, "panel")
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(20), px(16), px(20), px(16))
        whole.setSpacing(px(12))
        head = QHBoxLayout()
        head.setSpacing(px(12))
        title = Text(Role.NUMBER)
        title.show_text(say(message("term_sheet.title")))
        head.addWidget(title)
        head.addWidget(self.limit)
        head.addStretch(1)
        head.addWidget(self.notes)
        whole.addLayout(head)
        whole.addWidget(Rule())
        body = QHBoxLayout()
        body.setSpacing(px(24))
        left = QVBoxLayout()
        left.setSpacing(px(8))
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self.seek, 1)
        top.addWidget(self.new)
        left.addLayout(top)
        left.addWidget(self.none)
        left.addWidget(self.none_do)
        self.area = QScrollArea()
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.list)
        self.list.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        left.addWidget(self.area, 1)
        column = QWidget()
        column.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        column.setFixedWidth(px(LIST))
        body.addWidget(column)
        body.addWidget(self.form, 1)
        whole.addLayout(body, 1)
        whole.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        foot.addWidget(self.gone)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.done)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.seek.sought.connect(self._seek)
        self.seek.chosen.connect(self._found)
        self.new.clicked.connect(self._begin_new)
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self.form.focus_words)
        self.list.seek.connect(self.seek.setFocus)
        self.list.wanted.connect(self._bring)
        self.form.ordered.connect(self.ordered)
        self.form.changed.connect(self._show_list)
        self.form.removed.connect(self.list.setFocus)
        self.form.saved.connect(self.seek.setFocus)
        self.back.clicked.connect(self._put_back)
        self.done.clicked.connect(self._close)

    def place(self, inside: QRect) -> None:
        """In the middle of ``inside``, as large as it needs to be."""
        wide = min(px(SIZE[0]), inside.width() - px(16))
        high = min(px(SIZE[1]), inside.height() - px(16))
        left = inside.left() + (inside.width() - wide) // 2
        self.setGeometry(left, inside.top() + (inside.height() - high) // 2, wide, high)

    def show_view(self, view: TermsView | None) -> None:
        """Open, change or close."""
        if view is self._view or view == self._view:
            return
        before, self._view = self._view, view
        if view is None:
            self.seek.clear()
            held = QApplication.focusWidget()
            if held is not None and self.isAncestorOf(held):
                held.clearFocus()  # else Qt would put it into a field of the desk
            self.hide()
            return
        self.form.show_groups(view.groups)
        self._follow(before, view)
        self._show(view)
        if before is None:
            self.show()
            self.raise_()
            self.seek.setFocus()
            self.list.show_current()

    def _follow(self, before: TermsView | None, view: TermsView) -> None:
        """The form after what changed in the room."""
        if self.form.show_answer(view.answer):
            put = view.row(view.answer.slug) if view.answer is not None else None
            if put is not None:
                if self.form.slug() == NEW:
                    self.seek.clear()
                self._drafts.pop(self._slug, None)
                self._slug = put.slug
                self.form.took(put)
                return
        row = view.row(self._slug)
        if row is not None:
            if self.form.slug() == row.slug:
                self.form.refresh(row)
            else:
                self._go_to(row.slug)
        elif self._slug == NEW and (before is not None or self.form.differs()):
            pass  # a new one is being typed
        elif self.form.slug() and self.form.differs():
            self.form.lose()
            self._slug = NEW
        else:
            self._go_to(_beside(before, view, self._slug))

    def _show(self, view: TermsView) -> None:
        self.limit.show_text(say(view.limit))
        self.notes.show_text(" ".join(say(note) for note in view.notes))
        gone = view.removed is not None
        if not gone and self.back.hasFocus():
            self.list.setFocus()
        self.gone.show_text(say(view.removed))
        self.gone.setVisible(gone)
        self.back.setVisible(gone)
        self._show_list()

    @Slot()
    def _show_list(self) -> None:
        view = self._view
        if view is None:
            return
        wanted = self.seek.text().strip()
        groups = view.sought(wanted)
        drafts = {slug for slug in self._drafts if slug} | (
            {self._slug} if self._slug and self.form.differs() else set()
        )
        self.list.show_rows(groups, self._slug, frozenset(drafts))
        empty = not self.list.rows()
        kind = "not_found" if wanted else "none"
        if empty:
            title = (
                message("term_sheet.not_found", text=wanted)
                if wanted
                else message("term_sheet.none")
            )
            self.none.show_text(say(title))
            self.none_do.show_text(say(message(f"term_sheet.{kind}_do")))
        self.none.setVisible(empty)
        self.none_do.setVisible(empty)

    # choosing

    @Slot(str)
    def _choose(self, slug: str) -> None:
        if slug != self._slug:
            self._go_to(slug)
            self._show_list()

    def _go_to(self, slug: str) -> None:
        self._keep_draft()
        row = self._view.row(slug) if self._view is not None else None
        if row is None:
            self._slug = NEW
            self.form.show_new(USUAL_GROUP, self._drafts.pop(NEW, None))
        else:
            self._slug = slug
            self.form.show_term(row, self._drafts.pop(slug, None))

    def _keep_draft(self) -> None:
        """What is typed and not saved waits until it is looked at again."""
        if self.form.slug() == self._slug and self.form.differs():
            self._drafts[self._slug] = self.form.words()

    @Slot()
    def _begin_new(self) -> None:
        self._go_to(NEW)
        self._show_list()
        self.form.label.setFocus()

    @Slot(str)
    def _seek(self, _text: str) -> None:
        self._show_list()

    @Slot()
    def _found(self) -> None:
        """Enter: to the first term that was found, or a new one with these words."""
        wanted = self.seek.text().strip()
        rows = self.list.rows()
        if rows and wanted:
            if self._slug not in {row.slug for row in rows}:
                self._choose(rows[0].slug)
        elif wanted:
            self._drafts.pop(NEW, None)
            self._go_to(NEW)
            self.form.phrases.setPlainText(wanted)
            self._show_list()
        self.form.focus_words()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows typed in the search field choose in the list."""
        steps = STEPS.get(Qt.Key(event.key()))
        if steps is not None and self.seek.hasFocus():
            self.list.move_by(steps)
            event.accept()
            return
        super().keyPressEvent(event)

    @Slot(QRect)
    def _bring(self, at: QRect) -> None:
        self.area.ensureVisible(0, at.center().y(), 0, at.height())

    @Slot()
    def _put_back(self) -> None:
        self.ordered.emit("term_back", {})

    @Slot()
    def _close(self) -> None:
        self.ordered.emit("terms_close", {})


def _beside(before: TermsView | None, view: TermsView, slug: str) -> str:
    """The term to show where ``slug`` stood; "" where there is none."""
    slugs = [row.slug for group in view.groups for row in group.rows]
    if before is not None:
        stood = [row.slug for group in before.groups for row in group.rows]
        if slug in stood:
            place = stood.index(slug)
            near = [*stood[place + 1 :], *reversed(stood[:place])]
            return next((one for one in near if one in slugs), NEW)
    return next(iter(slugs), NEW)
