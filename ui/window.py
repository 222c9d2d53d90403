"""The desk's window: the desk, its keys, and what may lie over it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from controlroom.clock import gesture_seconds
from controlroom.commands import state_word
from controlroom.desk.view import DeskView
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, message
from ui.accounts import AccountsPanel
from ui.answers import AnswersPanel
from ui.board import BoardPanel
from ui.desk import Desk
from ui.dropping import dropped
from ui.feeds import FeedsPanel
from ui.keyboard import Keyboard, KeyMap
from ui.masthead.ways import ways_of
from ui.outside import Desktop, Outside
from ui.overlays import Ring, Sheet, Zebra
from ui.people import PeoplePanel
from ui.terms import TermsPanel
from ui.theme.scale import LEAST, px
from ui.widgets.press_hold import Way
from ui.words import say

CLOSE = "close"
CLOSE_HELD_S = 1.2
GUARDED = frozenset({RoomState.LIVE, RoomState.HOLD})


class DeskWindow(QWidget):
    """Draws views and emits ``ordered(id, arguments)``; what is ordered is not its business."""

    ordered = Signal(str, dict)

    def __init__(
        self,
        *,
        deck: bool = False,
        now: Callable[[], float] = gesture_seconds,
        outside: Outside | None = None,
    ) -> None:
        super().__init__()
        self._outside = outside or Desktop()
        self._handed: set[str] | None = None
        self.setWindowTitle(say(message("window.title")))
        self._limit_size()
        self.setObjectName("desk-window")
        self._may_close = self._closing = False
        self._region = -1
        self.desk = Desk()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.desk)
        self._ring = Ring(self)
        self.sheet = Sheet(self)
        self.accounts = AccountsPanel(self)
        self.feeds = FeedsPanel(self)
        self.terms = TermsPanel(self)
        self.people = PeoplePanel(self)
        self.board = BoardPanel(self)
        self.answers = AnswersPanel(self)
        self.setAcceptDrops(True)
        self.key_map = KeyMap(self)
        self._zebra = Zebra(self)
        self.keyboard = Keyboard(self, deck=deck, now=now)
        self.keyboard.overlay_open = self._overlay_open
        self.keyboard.form_open = self._form_open
        self.keyboard.fingerprint = self.desk.preview.fingerprint
        self.keyboard.reason = self.desk.preview.asked.why.reason
        self._connect()

    def _connect(self) -> None:
        keyboard, desk = self.keyboard, self.desk
        keyboard.ordered.connect(self.ordered)
        keyboard.local.connect(self._local)
        keyboard.held.connect(self._held)
        keyboard.asking.connect(self._asking)
        keyboard.nothing_to_decide.connect(self._nothing_to_decide)
        keyboard.code.connect(desk.preview.show_code)
        desk.ordered.connect(self._ordered_by_mouse)
        desk.local.connect(self._local)
        desk.state_opened.connect(self._open_state)
        desk.laid_out.connect(self._place_overlays)
        self.sheet.confirmed.connect(self._sheet_confirmed)
        self.sheet.left.connect(self.sheet.hide)
        self.accounts.ordered.connect(self.ordered)
        self.terms.ordered.connect(self.ordered)
        self.people.ordered.connect(self.ordered)
        self.board.ordered.connect(self.ordered)
        self.answers.ordered.connect(self.ordered)
        self.accounts.page_wanted.connect(self._outside.open_address)
        desk.on_air.page_wanted.connect(self._outside.open_address)
        desk.on_air.folder_wanted.connect(self._outside.open_folder)
        desk.on_air.copied.connect(self._copy)
        desk.wrap.copied.connect(self._copy)
        desk.wrap.folder_wanted.connect(self._outside.open_folder)
        self.key_map.closed.connect(self.key_map.hide)
        self.feeds.closed.connect(self.feeds.hide)
        app = QApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._activity_changed)
        app.focusWindowChanged.connect(self._activity_changed)

    def _limit_size(self) -> None:
        """Not smaller than the smallest desk, nor larger than the screen can show."""
        room = QGuiApplication.primaryScreen().availableSize()
        self.setMinimumSize(QSize(px(LEAST[0]), px(LEAST[1])).boundedTo(room))

    @Slot(object)
    def show_view(self, view: DeskView, speed: float = 1.0) -> None:
        """Draw a view; ``speed`` is seconds of the night per real second."""
        self.desk.show_view(view, speed)
        self.keyboard.show_view(view)
        self.accounts.show_view(view.accounts)
        self.feeds.show_view(view.feeds)
        self.terms.show_view(view.terms)
        self.people.show_view(view.people)
        self.board.show_view(view.board)
        self.answers.show_view(view.answers)
        self._tell_closing(view)
        self._hand_over(view)

    def _tell_closing(self, view: DeskView) -> None:
        """While somebody is asked whether to close, what is pending may leave or be cancelled."""
        if self._closing and self.sheet.isVisible():
            if view.closing is None:
                self.sheet.hide()
            else:
                self.sheet.show_said(say(view.closing))

    def _hand_over(self, view: DeskView) -> None:
        """What a person has to send: words on the clipboard and the page to write on, once each.
        What waited before this window opened is only shown."""
        waiting = {one.delivery for one in view.hand_offs}
        known = waiting if self._handed is None else self._handed
        new = [one for one in view.hand_offs if one.delivery not in known]
        self._handed = known | waiting
        for one in new:
            if view.take.rehearsal:
                continue
            self._copy(one.words)
            if one.composer:
                self._outside.open_address(one.composer)
            self.desk.on_air.open_sheet(one.delivery)

    @Slot(str)
    def _copy(self, text: str) -> None:
        self._outside.copy(text)
        self.tell(message("window.copied"))

    @Slot(object)
    def tell(self, what: Message) -> None:
        """Say why an order was refused, for some seconds, over nothing that matters."""
        self.desk.notice.tell(say(what))

    # keys that only move about

    @Slot(str)
    def _local(self, id_: str) -> None:
        actions: dict[str, Callable[[], None]] = {
            "find": self._find,
            "edit": self.desk.preview.start_editing,
            "edit_words": self.desk.preview.edit_words,
            "brief": self.desk.preview.toggle_brief,
            "follow": self.desk.rundown.follow,
            "page_up": lambda: self.desk.rundown.page(-1),
            "page_down": lambda: self.desk.rundown.page(1),
            "region": self._next_region,
            "next_region": self._next_region,
            "map": self._toggle_map,
            "feeds": self._toggle_feeds,
            "full_screen": self._toggle_full_screen,
            "close": self._close_overlays,
            "reason": self.desk.preview.asked.ask_reason,
        }
        actions[id_]()

    def _find(self) -> None:
        view = self.desk.view()
        if view is not None and view.prep is not None:
            self.desk.prep.search_field()
        else:
            self.desk.library.focus_search()

    def _next_region(self) -> None:
        regions = self.desk.regions()
        if not regions:
            return
        self._region = (self._region + 1) % (len(regions) + 1)
        if self._region == len(regions):  # once round: nowhere, as at the start
            self._region = -1
            self._ring.around(None)
            self.setFocus(Qt.FocusReason.TabFocusReason)
            return
        region = regions[self._region]
        region.setFocus(Qt.FocusReason.TabFocusReason)
        self._ring.around(QRect(region.mapTo(self, region.rect().topLeft()), region.size()))

    def _toggle_map(self) -> None:
        self.key_map.setVisible(not self.key_map.isVisible())
        self.key_map.raise_()

    def _toggle_feeds(self) -> None:
        if self.feeds.isVisible():
            self.feeds.hide()
        else:
            self.feeds.open()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # overlays

    def _form_open(self) -> bool:
        forms = (self.accounts, self.terms, self.people, self.answers, self.board)
        return any(one.isVisible() for one in forms)

    def _overlay_open(self) -> bool:
        brief = self.desk.preview.sheet
        over = (self.key_map, self.feeds, self.sheet, self.desk.on_air.sheet, brief)
        return self._form_open() or any(one.isVisible() for one in over)

    def _close_overlays(self) -> None:
        self.key_map.hide()
        self.feeds.hide()
        self.sheet.hide()
        self.desk.on_air.close_sheet()
        self.desk.preview.sheet.hide()
        if self.accounts.isVisible():
            self.ordered.emit("accounts_close", {})
        if self.terms.isVisible():
            self.ordered.emit("terms_close", {})
        if self.people.isVisible():
            self.ordered.emit("people_close", {})
        if self.board.isVisible():
            self.ordered.emit("board_close", {})
        if self.answers.isVisible():
            self.ordered.emit("answers_close", {})

    @Slot()
    def _open_state(self) -> None:
        view = self.desk.view()
        if view is not None:
            self._closing = False
            self.sheet.offer(ways_of(view.state))
            self._place_overlays()

    @Slot(str)
    def _sheet_confirmed(self, id_: str) -> None:
        self.sheet.hide()
        if id_ == CLOSE:
            self.allow_close()
            self.close()
        else:
            self.ordered.emit(id_, {})

    @Slot()
    def _place_overlays(self) -> None:
        at = self.desk.where()
        self.key_map.place(at.inside)
        self.accounts.place(at.inside)
        self.feeds.place(at.inside)
        self.terms.place(at.inside)
        self.people.place(at.inside)
        self.board.place(at.inside)
        self.answers.place(at.inside)
        width = at.rundown.width()
        self.sheet.setGeometry(at.rundown.left(), at.rundown.top(), width, self.sheet.tall(width))
        head = QRect(at.rundown.left(), at.rundown.top(), at.rundown.width(), px(40))
        self._zebra.place(self.rect(), head.adjusted(px(4), px(4), -px(4), -px(4)))
        self._ring.around(None)

    @Slot()
    def _activity_changed(self, _what: object = None) -> None:
        inactive = (
            QGuiApplication.applicationState() is not Qt.ApplicationState.ApplicationActive
            or (self.isVisible() and not self.isActiveWindow())
        )
        self.show_inactive(inactive=inactive and self.isVisible())

    def show_inactive(self, *, inactive: bool) -> None:
        """The zebra border: keys do not arrive here."""
        self._zebra.setVisible(inactive)
        if inactive:
            self._zebra.raise_()

    # what is dropped on it

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are taken, or told why not."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file of answers is looked at by the room; nothing is read here."""
        view = self.desk.view()
        path, why = dropped(event.mimeData(), view.state if view is not None else None)
        event.acceptProposedAction()
        if why is not None:
            self.tell(why)
        else:
            self.ordered.emit("answers_look", {"path": path})

    # what the keyboard is in the middle of

    @Slot(str, float)
    def _held(self, id_: str, share: float) -> None:
        if id_ == "retract":
            self.desk.on_air.show_held(share)
        elif id_ == "release_hold":
            self.desk.hold.show_progress(share)
        elif id_ == "solo_key":
            self.desk.preview.take.show_held(share)

    @Slot(str)
    def _asking(self, slug: str) -> None:
        view = self.desk.view()
        if not slug or view is None:
            self.desk.notice.end_telling()
            return
        titles = {row.slug: row.title for group in view.rundown.groups for row in group.rows}
        self.tell(message("window.decide", moment=titles.get(slug, slug)))

    @Slot()
    def _nothing_to_decide(self) -> None:
        self.tell(message("window.nothing_to_decide"))

    @Slot(str, dict)
    def _ordered_by_mouse(self, id_: str, arguments: dict[str, str]) -> None:
        self.keyboard.ordered_elsewhere(id_)
        self.ordered.emit(id_, arguments)

    @Slot()
    def come_forward(self) -> None:
        """In front of whatever the operator works in."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    # closing

    def allow_close(self) -> None:
        """Let the next close through, whatever the state: it was held, or the program ends."""
        self._may_close = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overlays move with the desk."""
        super().resizeEvent(event)
        self._place_overlays()

    def closeEvent(self, event: QCloseEvent) -> None:
        """In LIVE, and in HOLD, the window closes only when that was held."""
        view = self.desk.view()
        if view is None or view.state not in GUARDED or self._may_close:
            event.accept()
            return
        event.ignore()
        title = message("window.close_live", state=state_word(view.state))
        line = message("window.close_live_line")
        self.sheet.offer((Way(CLOSE, title, line, CLOSE_HELD_S, "amber"),), say(view.closing))
        self._closing = True
        self._place_overlays()
