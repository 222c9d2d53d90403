"""The library on the desk: how much is ready, a field that finds, rows that stage."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from controlroom.desk.view import LibraryView
from controlroom.messages import message
from ui.library.row_delegate import RowDelegate
from ui.library.rows import LibraryRows
from ui.pictures import pictures
from ui.theme import Role, px
from ui.widgets import PanelHead, Run, Runs, SearchField, Text
from ui.widgets.text import RIGHT
from ui.words import say


class LibraryPanel(QWidget):
    """``ordered(command, arguments)``: "search" shortly after typing, "stage_asset" for a click
    on a row and for the top row on Enter.

    It has no frame of its own: the right column draws one round the suggestions and this.
    """

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._shown: LibraryView | None = None
        self._wanted: str | None = None
        self.head = PanelHead(say(message("panel.library")))
        self.counts = Runs(align=RIGHT)
        self.head.row.addWidget(self.counts)
        self.field = SearchField(say(message("panel.library.find")))
        self.rows = LibraryRows()
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setStyleSheet("QListView { background: transparent; }")
        self.list.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.hint = Text(Role.BODY, "text2", lines=3)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(8), 0, px(8), px(4))
        inside.setSpacing(px(6))
        inside.addWidget(self.field)
        indent = QHBoxLayout()
        indent.setContentsMargins(px(4), 0, px(4), 0)
        indent.addWidget(self.hint)
        inside.addLayout(indent)
        inside.addWidget(self.list, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(inside, 1)
        self.field.sought.connect(self._seek)
        self.field.chosen.connect(self._choose)
        self.list.clicked.connect(self._stage)
        pictures().ready.connect(self._arrived)

    def show_view(self, view: LibraryView) -> None:
        """Draw what was found."""
        if view == self._shown:
            return
        before = self._shown
        self._shown = view
        runs = [Run(say(view.ready), Role.SECOND_STRONG, "next")]
        if view.not_ready is not None:
            runs += [
                Run(" · ", Role.SECOND, "text2"),
                Run(say(view.not_ready), Role.SECOND_STRONG, "amber"),
            ]
        self.counts.show_runs(*runs)
        changed = self.rows.show_rows(view.rows)
        # Another answer to the same question must not move what somebody is reading.
        if changed and (before is None or before.search != view.search):
            self.list.scrollToTop()
        self.hint.setVisible(not view.rows)
        self.hint.show_text(say(view.hint))
        asked = before is None or before.search != view.search
        if asked and not self.field.hasFocus() and self.field.text() != view.search:
            self.field.setText(view.search)
        if self._wanted is not None and view.search == self._wanted:
            self._stage_top()

    def focus_search(self) -> None:
        """Put the keyboard into the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @Slot(str)
    def _seek(self, text: str) -> None:
        self._wanted = None
        self.ordered.emit("search", {"text": text})

    @Slot()
    def _choose(self) -> None:
        """Stage the top row of what was typed; wait for the answer when it is still on its way."""
        self._wanted = self.field.text()
        if self._shown is not None and self._shown.search == self._wanted:
            self._stage_top()
        self.field.clearFocus()

    def _stage_top(self) -> None:
        self._wanted = None
        if not self.rows.rowCount():
            return  # what was sought stays, to be mended
        self._stage(self.rows.index(0))
        self.field.clear()
        self.ordered.emit("search", {"text": ""})

    @Slot(QModelIndex)
    def _stage(self, index: QModelIndex) -> None:
        if (row := self.rows.row(index.row())) is not None:
            self.ordered.emit("stage_asset", {"asset": row.asset})

    @Slot(str)
    def _arrived(self, _sha256: str) -> None:
        self.list.viewport().update()
