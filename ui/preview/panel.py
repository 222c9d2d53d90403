"""The Preview panel: the post, whether it may go, and TAKE under the picture it posts."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from controlroom.clock import gesture_seconds
from controlroom.desk.context_view import ContextView
from controlroom.desk.posts_view import TakeAccount
from controlroom.desk.preview_view import PreviewTab, PreviewView
from controlroom.desk.view import TakeFace, TakeView, Tone
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from ui.preview.brief_sheet import BriefSheet
from ui.preview.brief_strip import BriefStrip
from ui.preview.card import PostCard
from ui.preview.column import SideColumn
from ui.preview.context_strip import ContextStrip
from ui.preview.editor import WordsEditor
from ui.preview.empty import EmptyPreview
from ui.preview.gap_editor import GapEditor
from ui.preview.take_asked import TakeAsked
from ui.preview.take_button import TakeButton
from ui.theme import Role, px
from ui.widgets import KeyCap, LiveButton, Look, PanelHead, Rule, Tabs, Text
from ui.widgets.frame import StateFrame
from ui.widgets.tabs import Tab
from ui.words import say

NARROW = 560
"""Design px under which the panel is the one of a small window."""


class PreviewPanel(StateFrame):
    """``ordered(command, arguments)``: "take" with the fingerprint that stands on screen,
    "cancel", "edit_words", "fill_slot"."""

    ordered = Signal(str, dict)

    def __init__(self, monotonic: Callable[[], float] = gesture_seconds) -> None:
        super().__init__()
        self._shown: tuple[PreviewView, TakeView, RoomState, float] | None = None
        self._tab = 0
        self._named: ContextView | None = None
        self.head = PanelHead(state=True)
        self.tabs = Tabs()
        self.card = PostCard()
        self.column = SideColumn()
        self.empty = EmptyPreview()
        self.context = ContextStrip()
        self.take = TakeButton(monotonic)
        self.asked = TakeAsked(self.take)
        self.code = self.asked.code
        self.editor = WordsEditor(self.card)
        self.gaps = GapEditor(self)
        self.brief = BriefStrip()
        self.sheet = BriefSheet(self)
        self._edit_key = KeyCap("E")
        self._edit = LiveButton(
            say(message("panel.preview.edit")), look=Look.BARE, role=Role.SECOND
        )
        self._locked = Text(Role.SECOND, "text2")
        self._locked.show_text(say(message("panel.preview.locked")))
        self._locked.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._compose()
        self.tabs.chosen.connect(self.choose_tab)
        self.take.taken.connect(self._order_take)
        self.take.cancelled.connect(self._order_cancel)
        self.take.pressed_solo.connect(self._press_solo)
        self.asked.reasoned.connect(self._order_solo)
        self._edit.clicked.connect(self.edit_words)
        self.card.asked_to_edit.connect(self.edit_words)
        self.card.resized.connect(self._place_editors)
        self.gaps.filled.connect(self._fill_gap)
        self.gaps.chosen.connect(self.card.show_gap)
        self.brief.opened.connect(self.toggle_brief)
        self.sheet.closed.connect(self.sheet.hide)
        self.editor.edited.connect(self._edit_words)

    def _compose(self) -> None:
        tab_row = QHBoxLayout()
        tab_row.setContentsMargins(px(12), 0, 0, 0)
        tab_row.setSpacing(0)
        for part, stretch in ((self.tabs, 1), (self._edit_key, 0), (self._edit, 0)):
            tab_row.addWidget(part, stretch)
        tab_row.addWidget(self._locked)
        tab_row.addSpacing(px(10))
        tab_strip = QWidget()
        tab_column = QVBoxLayout(tab_strip)
        tab_column.setContentsMargins(0, 0, 0, 0)
        tab_column.setSpacing(0)
        tab_column.addLayout(tab_row)
        tab_column.addWidget(Rule())
        self._tab_strip = tab_strip
        body = QHBoxLayout()
        body.setContentsMargins(px(12), px(12), px(12), px(12))
        body.setSpacing(px(12))
        body.addWidget(self.card, 1)
        body.addWidget(self.column)
        body.addWidget(self.empty, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(12), 0, px(12), px(12))
        foot.addWidget(self.take)
        whole = QVBoxLayout(self)
        edge = px(2)
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(tab_strip)
        whole.addLayout(body, 1)
        brief = QHBoxLayout()
        brief.setContentsMargins(px(12), 0, px(12), px(8))
        brief.addWidget(self.brief)
        whole.addLayout(brief)
        strip = QHBoxLayout()
        strip.setContentsMargins(px(12), 0, px(12), 0)
        strip.addWidget(self.context)
        whole.addLayout(strip)
        self._strip = strip
        whole.addLayout(foot)

    # what it shows

    def show_view(
        self, preview: PreviewView, take: TakeView, state: RoomState, speed: float = 1.0
    ) -> None:
        """Draw Preview and TAKE. ``speed``: seconds of the night per real second."""
        if (preview, take, state, speed) == self._shown and take.face is not TakeFace.HOLDING:
            return
        before = self._shown[0] if self._shown else None
        self._shown = (preview, take, state, speed)
        if before is None or before.asset != preview.asset:
            self._tab = 0
        self.editor.settle(preview.tabs, editable=preview.editable)
        self._show_frame(preview, take, state)
        self._show_body(preview, take)
        self._show_brief(preview)
        written = tuple(tab.written for tab in preview.tabs)
        self.gaps.show_gaps(preview.asset, written, preview.gaps if preview.editable else ())
        self.take.show_take(take, speed)
        self.asked.show_take(take, preview.asset)

    def show_context(self, context: ContextView | None) -> None:
        """What is said of the names in Preview, above TAKE."""
        self._named = context
        most = 1 if self.width() < px(NARROW) else 2
        self.context.show_context(context, most=most)
        self._strip.setContentsMargins(px(12), 0, px(12), px(10) if context is not None else 0)

    def show_code(self, digits: str) -> None:
        """The second key's digits as far as they were typed at this desk."""
        self.code.show_typed(digits)

    def fingerprint(self) -> str:
        """The fingerprint of what stands on screen; no room knows one while words are being
        edited, so a TAKE then is refused."""
        if self._shown is None:
            return ""
        known = self._shown[0].fingerprint or ""
        differ = self.editor.differs() or self.gaps.differs()
        return f"{known}+edited" if known and differ else known

    def _show_frame(self, preview: PreviewView, take: TakeView, state: RoomState) -> None:
        filled = bool(preview.tabs)
        icon = "lock" if preview.frozen else "triangle-right"
        self.head.show_head(
            say(message("panel.preview")),
            ink="next" if filled else "text3",
            icon=icon if filled else "",
            name=preview.title,
            note=say(preview.staged),
        )
        self.head.name.setToolTip(preview.title)
        self.head.chip.show_chip(say(preview.by), "text1", edge="border")
        if state is RoomState.HOLD:
            self.show_edge("amber", 2)
        elif take.rehearsal:
            self.show_edge("grey", 2)
        elif state is RoomState.LIVE and filled:
            self.show_edge("next", 2)
        else:
            self.show_edge()

    def _show_body(self, preview: PreviewView, take: TakeView) -> None:
        rehearsal = take.rehearsal
        accounts = {account.channel: account for account in take.accounts}
        filled = bool(preview.tabs)
        self._tab = min(self._tab, max(0, len(preview.tabs) - 1))
        for part in (self._tab_strip, self.card, self.column):
            part.setVisible(filled)
        self.empty.setVisible(not filled)
        self.empty.show_hint(say(preview.hint))
        self.tabs.show_tabs(
            tuple(
                _tab(tab, accounts.get(tab.channel), rehearsal=rehearsal) for tab in preview.tabs
            ),
            self._tab,
        )
        front = preview.tabs[self._tab] if filled else None
        self.card.show_tab(front, accounts.get(front.channel) if front is not None else None)
        self.column.show_column(preview, rehearsal=rehearsal)
        self._edit.setEnabled(preview.editable)
        self._edit.setToolTip("" if preview.editable else say(message("panel.preview.why_no_edit")))
        self._show_tools()

    def _show_tools(self) -> None:
        """Beside the tabs where there is room for them; else the card shows the key."""
        small = self.width() < px(NARROW)
        frozen = self._shown is not None and self._shown[0].frozen
        for part in (self._edit, self._edit_key):
            part.setVisible(not small and not frozen)
        self._locked.setVisible(frozen and not small)
        self.card.show_key("E" if small and not frozen else "")

    @Slot(int)
    def choose_tab(self, index: int) -> None:
        """Another network's version in front."""
        if self._shown is None or not 0 <= index < len(self._shown[0].tabs):
            return
        self.editor.leave()
        self.gaps.leave()
        self._tab = index
        self._show_body(*self._shown[:2])

    # what it orders

    @Slot()
    def _order_take(self) -> None:
        if self.sheet.isVisible():
            self.sheet.hide()  # what was covered was not seen
            return
        self.ordered.emit("take", {"fingerprint": self.fingerprint(), "source": "button"})

    @Slot()
    def _press_solo(self) -> None:
        if self.sheet.isVisible():
            self.sheet.hide()  # what was covered was not seen
        else:
            self.asked.press_solo()

    @Slot(str)
    def _order_solo(self, reason: str) -> None:
        self.ordered.emit("solo_key", {"reason": reason})

    @Slot()
    def _order_cancel(self) -> None:
        self.ordered.emit("cancel", {})

    @Slot(str, str)
    def _fill_gap(self, name: str, words: str) -> None:
        self.ordered.emit("fill_slot", {"name": name, "words": words})

    # the brief

    def _show_brief(self, preview: PreviewView) -> None:
        self.brief.show_brief(preview.brief, small=self.width() < px(NARROW))
        self.sheet.show_brief(preview.brief)

    @Slot()
    def toggle_brief(self) -> None:
        """Lay the whole brief over the post, or take it away."""
        if self.sheet.isVisible() or self._shown is None or self._shown[0].brief is None:
            self.sheet.hide()
            return
        self.editor.leave()
        self.gaps.leave()
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self._place_sheet()
        self.sheet.show()
        self.sheet.raise_()

    def _place_sheet(self) -> None:
        top = self._tab_strip.geometry().bottom() + 1
        foot = self.take.geometry().top() - top - px(8)
        self.sheet.setGeometry(px(12), top + px(8), self.width() - 2 * px(12), foot - px(8))

    # editing

    @Slot()
    def start_editing(self) -> None:
        """Fill the gaps of a template; the words of anything else are edited."""
        if self._shown is not None and self._shown[0].gaps and not self.editing():
            self.sheet.hide()
            self.gaps.open_first()
            self._place_editors()
        else:
            self.edit_words()

    @Slot()
    def edit_words(self) -> None:
        """Open the editor over the words of the network in front, where they may be edited."""
        tab = self.card.tab()
        if tab is None or self._shown is None or not self._shown[0].editable or self.editing():
            return
        self.sheet.hide()
        self.gaps.leave()
        self.editor.begin(tab)
        self._place_editors()

    def editing(self) -> bool:
        """Whether the editor stands over the words."""
        return self.editor.is_open()

    @Slot(str, str)
    def _edit_words(self, channel: str, words: str) -> None:
        self.ordered.emit("edit_words", {"channel": channel, "words": words})

    # places

    def _editor_place(self) -> QRect:
        place = self.card.rect()
        place.setTop(self.card.words_rect().top())
        return place

    @Slot()
    def _place_editors(self) -> None:
        if self.editing():
            self.editor.setGeometry(self._editor_place())
        if self.gaps.is_open():
            # In a small window the poll gives way to it, and the brief.
            at = self.card.geometry()
            at.setTop(at.top() + self.card.words_rect().top())
            at.setBottom(self.take.geometry().top() - px(8))
            if self.width() < px(NARROW):
                at.setRight(self.column.geometry().right())
            self.gaps.fit(at, self.card.y() + self.card.words_bottom())
            place = self.gaps.geometry()
            if self.brief.y() <= place.bottom() + 1:  # all of the brief or nothing of it
                place.setBottom(at.bottom())
                self.gaps.setGeometry(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sizes of a small window, or of a large one."""
        small = self.width() < px(NARROW)
        self.column.setFixedWidth(px(168 if small else 216))
        self.take.setFixedHeight(px(76 if small else 84))
        self.head.row.setSpacing(px(8 if small else 12))
        self._show_tools()
        self.show_context(self._named)
        if self._shown is not None:
            self._show_brief(self._shown[0])
        super().resizeEvent(event)
        self._place_code()

    def _place_code(self) -> None:
        self.asked.place(self.width() - 2 * px(14))
        self._place_editors()
        self._place_sheet()


def _tab(tab: PreviewTab, account: TakeAccount | None, *, rehearsal: bool) -> Tab:
    tone = tab.tone
    if account is not None and tone is Tone.GO and account.tone in (Tone.NO_GO, Tone.CAUTION):
        tone = account.tone  # its words fit; the network would not take them
    if rehearsal and tone is Tone.NO_GO:
        tone = Tone.CAUTION
    share = account.share if account is not None else None
    return Tab(tab.title, say(tab.count), tone, share)
