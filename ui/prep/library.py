"""The middle column: readiness, search and filters, and the tiles."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from controlroom.desk.prep_view import PrepView
from controlroom.messages import message
from ui.prep.grid import TileGrid
from ui.prep.readiness import Readiness
from ui.theme import Role, pixmap, px
from ui.widgets import (
    LiveButton,
    Look,
    PanelHead,
    Rule,
    SearchField,
    StateFrame,
    draw_lines,
    draw_text,
)
from ui.widgets.flow import Flow
from ui.widgets.text import CENTRE, line_height
from ui.words import say

NARROW = 1_040


class Filters(Flow):
    """One button a filter, on as many lines as they need; ``chosen(name)``."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[str, str, bool], ...] = ()
        self._buttons: list[LiveButton] = []

    def show_filters(self, filters: tuple[tuple[str, str, bool], ...]) -> None:
        """Name, words and whether it is the chosen one."""
        if filters == self._shown:
            return
        if [name for name, _, _ in filters] != [name for name, _, _ in self._shown]:
            self._build(filters)
        for button, (_, words, chosen) in zip(self._buttons, filters, strict=True):
            button.setText(words)
            button.setAccessibleName(words)
            button.show_look(Look.SELECTED if chosen else Look.OUTLINED)
            button.updateGeometry()
        self._shown = filters
        self.arrange()

    def buttons(self) -> tuple[LiveButton, ...]:
        """The buttons, in the order of the filters."""
        return tuple(self._buttons)

    def _build(self, filters: tuple[tuple[str, str, bool], ...]) -> None:
        self._buttons = []
        for name, words, _ in filters:
            button = LiveButton(words, height=36)
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._buttons.append(button)
        self.hold(self._buttons)


class NothingHere(QWidget):
    """A sentence, and what to do about it, in place of the tiles."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_words(self, what: str, to_do: str) -> None:
        """Say what is so and what helps."""
        if (what, to_do) != self._words:
            self._words = (what, to_do)
            self.setAccessibleName(f"{what} {to_do}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            middle = self.rect().center()
            glyph = pixmap("image", "text3", 40, self.devicePixelRatioF())
            top = middle.y() - px(80)
            painter.drawPixmap(middle.x() - px(20), top, glyph)
            width = min(px(440), self.width() - px(24))
            room = self.rect()
            room.setRect(middle.x() - width // 2, top + px(56), width, line_height(Role.SENTENCE))
            draw_text(painter, room, self._words[0], Role.SENTENCE, align=CENTRE)
            room.translate(0, room.height() + px(6))
            draw_lines(painter, room, self._words[1], Role.BODY, "text2", most=4, align=CENTRE)


class LibraryColumn(StateFrame):
    """Readiness over the library."""

    sought = Signal(str)
    filtered = Signal(str)
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._readiness_head = PanelHead()
        self._readiness = Readiness()
        self._readiness.filtered.connect(self.filtered)
        self._head = PanelHead()
        self.search = SearchField(say(message("panel.prep.find")))
        self.search.setAcceptDrops(False)  # a file that is dropped is for the window
        self.search.sought.connect(self.sought)
        self._filters = Filters()
        self._filters.chosen.connect(self.filtered)
        self.grid = TileGrid()
        self.grid.chosen.connect(self.chosen)
        self._nothing = NothingHere()
        self._first = QHBoxLayout()
        self._second = QHBoxLayout()
        self._narrow: bool | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        for row in (self._first, self._second):
            row.setSpacing(px(8))
            row.setContentsMargins(0, 0, px(12), px(8))
        self._first.addWidget(self.search, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(px(12), 0, 0, 0)
        inner.setSpacing(0)
        readiness = QHBoxLayout()
        readiness.setContentsMargins(0, 0, px(12), px(12))
        readiness.addWidget(self._readiness)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, px(1), px(12))
        column.setSpacing(0)
        column.addWidget(self._readiness_head)
        above = QVBoxLayout()
        above.setContentsMargins(px(12), 0, 0, 0)
        above.addLayout(readiness)
        column.addLayout(above)
        column.addWidget(Rule())
        column.addWidget(self._head)
        inner.addLayout(self._first)
        inner.addLayout(self._second)
        inner.addSpacing(px(4))
        inner.addWidget(self.grid, 1)
        inner.addWidget(self._nothing, 1)
        column.addLayout(inner, 1)
        self._place_filters(narrow=False)

    def show_library(self, prep: PrepView) -> None:
        """Show readiness, filters and tiles."""
        title = say(message("panel.prep.readiness"))
        self._readiness_head.show_head(title, note=say(prep.checked))
        self._readiness.show_readiness(prep)
        self._head.show_head(say(message("panel.prep.library")), note=say(prep.letters))
        filters = tuple((name, say(words), chosen) for name, words, chosen in prep.filters)
        self._filters.show_filters(filters)
        self.grid.show_tiles(prep.tiles)
        self.grid.setVisible(bool(prep.tiles))
        self._nothing.setVisible(not prep.tiles)
        any_assets = prep.ready + prep.waiting + prep.not_ready > 0
        what = "panel.prep.none_found" if any_assets else "panel.prep.empty"
        self._nothing.show_words(say(message(what)), say(message(f"{what}_do")))

    def filter_buttons(self) -> tuple[LiveButton, ...]:
        """The filters' buttons."""
        return self._filters.buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the filters stand under the search field."""
        super().resizeEvent(event)
        self._place_filters(narrow=self.width() < px(NARROW))

    def _place_filters(self, *, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        for row in (self._first, self._second):
            row.removeWidget(self._filters)
        if narrow:
            self._second.addWidget(self._filters)
            self._second.addStretch(1)
        else:
            while self._second.count():
                self._second.takeAt(0)
            self._first.addWidget(self._filters)
        bottom = px(8) if narrow else 0
        self._second.setContentsMargins(0, 0, px(12), bottom)
