"""The right column: the chosen asset, true to each network, with its words and its verdict."""

from functools import partial

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from controlroom.desk.prep_view import PrepAsset
from controlroom.desk.view import Tone
from controlroom.messages import message
from ui.prep.brief import Brief
from ui.prep.facts import Facts
from ui.prep.library import NothingHere
from ui.prep.previews import Previews
from ui.prep.said_row import SaidRow
from ui.prep.say_bar import SayBar
from ui.prep.words_field import WordsField
from ui.theme import Role, px, tone_icon, tone_ink
from ui.widgets import PanelHead, Rule, StateFrame, draw_lines, draw_text
from ui.widgets.text import line_height
from ui.words import say

EDGE = 2
LEAST_CARDS, MOST_CARDS = 208, 320


class Verdict(QWidget):
    """What would become of the asset as it stands, and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ("", "", "text1")
        self.setFixedHeight(px(62))

    def show_verdict(self, words: str, line: str, ink: str) -> None:
        """Show another verdict."""
        if (words, line, ink) != self._words:
            self._words = (words, line, ink)
            self.setAccessibleName(f"{words}. {line}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            words, line, ink = self._words
            tall = line_height(Role.BODY_STRONG)
            room = QRect(0, px(11), self.width(), tall)
            draw_text(painter, room, words, Role.BODY_STRONG, ink)
            room.translate(0, tall)
            draw_lines(painter, room, line, Role.SECOND, "text1", most=1)


class AssetColumn(StateFrame):
    """``changed(asset, channel, words)`` when words were typed; ``ordered(id, arguments)`` when
    somebody says something of it."""

    changed = Signal(str, str, str)
    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self.show_edge("accent", EDGE)
        self._head = PanelHead(state=True)
        self._cards = Previews()
        self._words_head = PanelHead()
        self.fields: list[WordsField] = []
        self.said: list[SaidRow] = []
        self._asset: PrepAsset | None = None
        self._waiting: tuple[str, dict[str, str]] | None = None
        self._brief = Brief()
        self._facts = Facts()
        self.say_bar = SayBar()
        self.say_bar.ordered.connect(self._order)
        self.say_bar.chosen.connect(self._show_said)
        self._verdict = Verdict()
        self._nothing = NothingHere()
        self._nothing.show_words(
            say(message("panel.prep.none_chosen")), say(message("panel.prep.none_chosen_do"))
        )
        self._whole = QWidget()
        self._lay_out()
        self.show_asset(None)

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setContentsMargins(px(12), 0, px(12), px(8))
        cards.addWidget(self._cards)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(px(12), 0, px(12), px(8))
        self._list.setSpacing(px(4))
        self._list.addWidget(self._brief)
        self._list.addSpacing(px(8))
        self._list.addWidget(self._facts)
        self._list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._list)
        inside.setAutoFillBackground(False)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(12), 0, px(12), 0)
        foot.setSpacing(0)
        foot.addWidget(self._verdict)
        foot.addWidget(self.say_bar)
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(cards)
        whole.addWidget(Rule())
        whole.addWidget(self._words_head)
        whole.addWidget(scroll, 1)
        whole.addWidget(Rule())
        whole.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(EDGE), px(EDGE - 1), px(EDGE), px(EDGE))
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._whole, 1)
        column.addWidget(self._nothing, 1)

    def show_brief(self, told: tuple[tuple[str, str], ...]) -> None:
        """What the brand is and is not, for whoever writes."""
        self._brief.show_brief(told)

    def show_asset(self, asset: PrepAsset | None) -> None:
        """Show the chosen asset, or that none is."""
        self._asset = asset
        self._whole.setVisible(asset is not None)
        self._nothing.setVisible(asset is None)
        title = say(message("panel.prep.asset"))
        if asset is None:
            self._head.show_head(title, ink="accent")
            self._head.chip.show_chip("")
            return
        self._head.show_head(title, ink="accent", name=asset.title, note=say(asset.version))
        ink = tone_ink(asset.chip_tone)
        icon = "clock" if asset.chip_tone is Tone.CAUTION else tone_icon(asset.chip_tone)
        self._head.chip.show_chip(say(asset.chip), ink, icon)
        self._cards.show_previews(asset)
        self.say_bar.show_asset(asset)
        self._show_words(asset)
        note = asset.locked or message("panel.prep.counted")
        self._words_head.show_head(say(message("panel.prep.words")), note=say(note))
        self._facts.show_facts(tuple((say(name), say(value)) for name, value in asset.facts))
        verdict_ink = tone_ink(asset.verdict_tone)
        self._verdict.show_verdict(say(asset.verdict), say(asset.verdict_line), verdict_ink)
        self._order_waiting(asset)

    def _show_words(self, asset: PrepAsset) -> None:
        while len(self.fields) < len(asset.words):
            field = WordsField()
            field.changed.connect(self.changed)
            field.field.onward.connect(partial(self._pass_on, len(self.fields)))
            said = SaidRow()
            said.approved.connect(self.say_bar.approve_on)
            said.asked.connect(self.say_bar.ask_on)
            place = 1 + 2 * len(self.fields)
            self._list.insertWidget(place, field)
            self._list.insertWidget(place + 1, said)
            self.fields.append(field)
            self.said.append(said)
        for index, field in enumerate(self.fields):
            field.setVisible(index < len(asset.words))
            if index < len(asset.words):
                locked = asset.locked is not None
                field.show_words(asset.asset, asset.words[index], locked=locked)
        self._show_said()

    @Slot()
    def _show_said(self) -> None:
        asset = self._asset
        words = asset.words if asset is not None else ()
        for index, row in enumerate(self.said):
            if index < len(words):
                row.show_said(words[index], self.say_bar.who())
            else:
                row.hide()

    @Slot(str, dict)
    def _order(self, id_: str, given: dict[str, str]) -> None:
        self.flush()
        if any(field.unsettled() for field in self.fields):
            # A word is said of what stands there, so what was typed has to be taken first.
            self._waiting = (id_, given)
        else:
            self.ordered.emit(id_, given)

    def _order_waiting(self, asset: PrepAsset) -> None:
        if self._waiting is None or any(field.unsettled() for field in self.fields):
            return
        (id_, given), self._waiting = self._waiting, None
        if given["asset"] == asset.asset:
            self.ordered.emit(id_, given)

    def start_typing(self) -> None:
        """Give the keyboard to the first network's words."""
        self._pass_on(-1, 1)

    def _pass_on(self, index: int, step: int) -> None:
        shown = [field for field in self.fields if field.isVisible()]
        if shown:
            shown[(index + step) % len(shown)].field.setFocus()

    def flush(self) -> None:
        """Order everything typed and not ordered yet."""
        for field in self.fields:
            field.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards take the same share of any window."""
        super().resizeEvent(event)
        wanted = round(self.height() * 0.27)
        self._cards.setFixedHeight(max(px(LEAST_CARDS), min(px(MOST_CARDS), wanted)))
