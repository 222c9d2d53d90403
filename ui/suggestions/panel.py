"""Suggestions rank, slots never move: rows above, tiles below, so they cannot be confused."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from controlroom.desk.view import Slot, SuggestionsView
from controlroom.messages import message
from ui.suggestions.row import ROW, SMALL_ROW, SuggestionRow
from ui.suggestions.tile import ART, NAME, SMALL_ART, SlotTile
from ui.suggestions.why import HEIGHT as WHY
from ui.suggestions.why import WhyLine
from ui.theme import Role, px
from ui.widgets import PanelHead, Rule, Text
from ui.words import say

NARROW = 400
ROWS = 4
COLUMNS = 3
TILES = 6


class SuggestionsPanel(QWidget):
    """``ordered(command, arguments)``: "suggestion_1"…, "slot_5"… or "pause", as the digits do.

    It has no frame of its own: the right column draws one round this and the library.
    """

    ordered = Signal(str, dict)
    upper_changed = Signal(int)
    """What the suggestions and their head take in pixels, shown or not."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[SuggestionsView, tuple[Slot, ...]] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.head = PanelHead(say(message("panel.suggested")))
        self.why = WhyLine()
        self.hint = Text(Role.BODY, "text2", lines=4)
        self.rows = tuple(SuggestionRow() for _ in range(ROWS))
        self.slots_head = PanelHead(say(message("panel.slots")))
        self.tiles = tuple(SlotTile() for _ in range(TILES))
        self._compose()

    def _compose(self) -> None:
        # As high as four rows under their reason whatever is offered: slots never move.
        self._upper = QWidget()
        upper = QVBoxLayout(self._upper)
        upper.setContentsMargins(px(8), 0, px(8), 0)
        upper.setSpacing(px(4))
        upper.addWidget(self.why)
        upper.addSpacing(px(4))
        indent = QHBoxLayout()
        indent.setContentsMargins(px(4), 0, px(4), 0)
        indent.addWidget(self.hint)
        upper.addLayout(indent)
        for row in self.rows:
            upper.addWidget(row)
            row.clicked.connect(partial(self._clicked_row, row))
        upper.addStretch(1)
        grid = QGridLayout()
        grid.setContentsMargins(px(8), 0, px(8), px(12))
        grid.setSpacing(px(8))
        for place, tile in enumerate(self.tiles):
            grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
            tile.clicked.connect(partial(self._clicked_tile, tile))
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self.slots_head.show_head(
            say(message("panel.slots")), note=say(message("panel.slots.note"))
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self._upper)
        whole.addWidget(Rule())
        whole.addWidget(self.slots_head)
        whole.addLayout(grid)

    def give_way(self, *, given: bool) -> None:
        """Leave the place of the suggestions to something that matters more; slots stay."""
        self.head.setVisible(not given)
        self._upper.setVisible(not given)

    def show_view(self, suggestions: SuggestionsView, slots: tuple[Slot, ...]) -> None:
        """Draw the offers and the slots."""
        if (suggestions, slots) == self._shown:
            return
        self._shown = (suggestions, slots)
        order = say(suggestions.order) if suggestions.rows else ""
        self.head.show_head(say(message("panel.suggested")), note=order)
        self.why.show_why(say(suggestions.why), say(suggestions.why_line))
        self.hint.setVisible(not suggestions.rows)
        self.hint.show_text(say(suggestions.hint))
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(suggestions.rows))
            if place < len(suggestions.rows):
                row.show_suggestion(suggestions.rows[place])
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < len(slots))
            if place < len(slots):
                tile.show_slot(slots[place])

    def _clicked_row(self, row: SuggestionRow) -> None:
        if (one := row.suggestion()) is not None:
            self.ordered.emit(f"suggestion_{one.digit}", {})

    def _clicked_tile(self, tile: SlotTile) -> None:
        if (one := tile.slot()) is not None:
            self.ordered.emit("pause" if one.digit == "0" else f"slot_{one.digit}", {})

    def _art(self, *, small: bool) -> int:
        """Higher in a wider column, so that no picture is cropped to a strip."""
        wide = (self.width() - px(16) - (COLUMNS - 1) * px(8)) // COLUMNS
        return max(px(SMALL_ART if small else ART), wide * 5 // 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sizes of a small window, or of a large one: four suggestions in both."""
        small = self.width() < px(NARROW)
        for row in self.rows:
            row.show_small(small=small)
        each = px(SMALL_ROW if small else ROW) + px(4)
        upper = px(WHY) + px(8) + ROWS * each + px(4)
        self._upper.setFixedHeight(upper)
        self.upper_changed.emit(upper + self.head.height())
        for tile in self.tiles:
            tile.setFixedHeight(self._art(small=small) + px(NAME))
        super().resizeEvent(event)
