"""The PREP layout: moments, library and the chosen asset side by side."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from controlroom.desk.prep_view import PrepView
from ui.prep.asset import AssetColumn
from ui.prep.library import LibraryColumn
from ui.prep.moments import MomentsColumn
from ui.theme import px
from ui.words import say

SIDES = (336, 576)
SIDES_NARROW = (288, 416)
NARROW = 1600


class PrepPanel(QFrame):
    """Everything under the masthead in PREP. ``ordered(command, arguments)``."""

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._prep: PrepView | None = None
        self._asset: str | None = None
        self._moments = MomentsColumn()
        self._library = LibraryColumn()
        self._chosen = AssetColumn()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self._moments)
        row.addWidget(self._library, 1)
        row.addWidget(self._chosen)
        self._moments.chosen.connect(self._choose_moment)
        self._library.chosen.connect(self._choose_asset)
        self._library.filtered.connect(self._filter)
        self._library.sought.connect(self._seek)
        self._library.grid.entered.connect(self._chosen.start_typing)
        self._chosen.changed.connect(self._change_words)
        self._chosen.ordered.connect(self.ordered)

    def show_view(self, prep: PrepView) -> None:
        """Show ``prep``. Parts that did not change cost nothing."""
        if prep is self._prep:
            return
        self._prep = prep
        self._moments.show_moments(prep)
        self._library.show_library(prep)
        self._chosen.show_brief(tuple((say(name), words) for name, words in prep.brief))
        self._chosen.show_asset(prep.asset)
        asset = prep.asset.asset if prep.asset is not None else None
        if asset != self._asset:
            self._asset = asset
            if asset is not None:
                self._library.grid.reveal(asset)

    def search_field(self) -> None:
        """Give the keyboard to the search field (the ``/`` key)."""
        self._library.search.setFocus()
        self._library.search.selectAll()

    @Slot(str)
    def _choose_moment(self, moment: str) -> None:
        self._chosen.flush()
        self.ordered.emit("select_moment", {"moment": moment})

    @Slot(str)
    def _choose_asset(self, asset: str) -> None:
        self._chosen.flush()
        self.ordered.emit("select_asset", {"asset": asset})

    @Slot(str)
    def _filter(self, name: str) -> None:
        self.ordered.emit("filter_assets", {"name": name})

    @Slot(str)
    def _seek(self, text: str) -> None:
        self.ordered.emit("search", {"text": text})

    @Slot(str, str, str)
    def _change_words(self, asset: str, channel: str, words: str) -> None:
        self.ordered.emit("edit_words", {"asset": asset, "channel": channel, "words": words})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sides keep their width, the library takes the rest."""
        super().resizeEvent(event)
        left, right = SIDES_NARROW if self.width() < px(NARROW) else SIDES
        self._moments.setFixedWidth(px(left))
        self._chosen.setFixedWidth(px(right))
