"""The ON AIR panel mirrors Preview: picture, words, numbers, networks, foot."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from controlroom.desk.posts_view import HandOff
from controlroom.desk.view import OnAirView
from controlroom.event.room_state import RoomState
from ui.onair.deliveries import Deliveries
from ui.onair.foot import Foot
from ui.onair.last_public import LastPublicLine
from ui.onair.nothing import NothingYet
from ui.onair.post import NUMBERS, Numbers, PostLines
from ui.onair.sheet import SheetPanel
from ui.onair.stopwatch import PracticeStopwatch
from ui.theme import px
from ui.widgets import PanelHead, PictureView
from ui.widgets.frame import StateFrame
from ui.widgets.panel_head import HEIGHT as HEAD
from ui.words import say

NARROW = 340
PAD = 14
LEAST_PICTURE, LEAST_WITH_LAST = 132, 96
RATIO = 4, 3
"""Under so many design px the picture stands whole beside its words. It gives way to the line about
the newest public post."""


class OnAirPanel(StateFrame):
    """``ordered(command, arguments)``: "cancel", "retract", "retry" or "again" from its foot."""

    ordered = Signal(str, dict)
    page_wanted = Signal(str)
    folder_wanted = Signal(str)
    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[OnAirView, RoomState, bool] | None = None
        self.head = PanelHead(state=True)
        self.picture = PictureView(cover=True, radius=3)
        self.post = PostLines()
        self.numbers = Numbers()
        self.deliveries = Deliveries()
        self.stopwatch = PracticeStopwatch()
        self.hint = NothingYet()
        self.foot = Foot()
        self.last_public = LastPublicLine()
        self._hand_offs: tuple[HandOff, ...] = ()
        self._open_delivery = ""
        self._came_from: QWidget | None = None
        for part in (
            self.head,
            self.picture,
            self.post,
            self.numbers,
            self.deliveries,
            self.stopwatch,
            self.hint,
            self.foot,
            self.last_public,
        ):
            part.setParent(self)
        self.sheet = SheetPanel(self)
        self.sheet.ordered.connect(self.ordered)
        self.sheet.closed.connect(self.close_sheet)
        self.sheet.page_wanted.connect(self.page_wanted)
        self.sheet.folder_wanted.connect(self.folder_wanted)
        self.sheet.copied.connect(self.copied)
        self.deliveries.opened.connect(self._open_by_hand)
        self.foot.ordered.connect(self._order)

    def show_view(self, view: OnAirView, state: RoomState, *, rehearsal: bool) -> None:
        """Draw what is on air. ``rehearsal``: on the simulated network, HOLD included."""
        if (view, state, rehearsal) == self._shown:
            return
        self._shown = (view, state, rehearsal)
        filled = _filled(view)
        red = filled and not rehearsal
        age = say(view.age)
        self.head.show_head(
            say(view.title),
            ink="on_air" if red else "text2",
            icon="stripes" if rehearsal else "circle" if filled else "circle-outline",
            note=age,
        )
        self.head.setToolTip(age)
        if red:
            self.show_edge("on_air", 2)
        elif rehearsal:
            self.show_edge("grey", 2)
        else:
            self.show_edge()
        self.picture.show_picture(view.picture, view.asset_title)
        self.post.show_post(view)
        self.numbers.show_numbers(view, rehearsal=rehearsal)
        self.deliveries.show_rows(
            view.rows, rehearsal=rehearsal, one_line=view.stopwatch is not None
        )
        self.stopwatch.show_watch(view.stopwatch)
        self.hint.show_hint(say(view.hint))
        self.foot.show_foot(view, rehearsal=rehearsal)
        self.last_public.show_posts(view.last_public)
        self._show_sheet()
        self._place()

    def show_hand_offs(self, hand_offs: tuple[HandOff, ...]) -> None:
        """What a person has to send."""
        if hand_offs != self._hand_offs:
            self._hand_offs = hand_offs
            self._show_sheet()

    def open_sheet(self, delivery: str) -> None:
        """Show all there is to know of one delivery; the keyboard stays where it is."""
        self._open_delivery = delivery
        self._show_sheet()
        if self.sheet.isVisible():
            self.sheet.raise_()

    @Slot(str)
    def _open_by_hand(self, delivery: str) -> None:
        self._came_from = self.deliveries if self.deliveries.hasFocus() else None
        self.open_sheet(delivery)
        self.sheet.focus_first()

    @Slot()
    def close_sheet(self) -> None:
        """Put it away; the keyboard goes back to where it came from."""
        self._open_delivery = ""
        focused = QApplication.focusWidget()
        if focused is not None and self.sheet.isAncestorOf(focused):
            (self._came_from or self.window()).setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None
        self.sheet.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """F6 comes to the rows, where there are any."""
        super().focusInEvent(event)
        if self.deliveries.isVisible():
            self.deliveries.setFocus(event.reason())

    def _show_sheet(self) -> None:
        rows = self._shown[0].rows if self._shown is not None else ()
        row = next((one for one in rows if one.delivery == self._open_delivery), None)
        if row is None or row.sheet is None:
            self.close_sheet()
            return
        off = next((one for one in self._hand_offs if one.delivery == row.delivery), None)
        rehearsal = self._shown is not None and self._shown[2]
        self.sheet.show_row(row, off, rehearsal=rehearsal)
        self.sheet.show()

    def show_held(self, share: float) -> None:
        """How far the keyboard holds the foot's chord, 0-1."""
        self.foot.show_progress(share)

    @Slot(str)
    def _order(self, command: str) -> None:
        self.ordered.emit(command, {})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything again."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """From the foot upwards; the picture takes what is left."""
        if self._shown is None:
            return
        view = self._shown[0]
        filled = _filled(view)
        edge, pad = px(2), px(PAD)
        wide = self.width() - 2 * pad
        self.head.setGeometry(edge, edge, self.width() - 2 * edge, px(HEAD))
        # The foot is as high as TAKE beside it.
        self.foot.setFixedHeight(px(76 if self.width() < px(NARROW) else 84))
        floor = self.height() - pad - self.foot.height()
        self.foot.setGeometry(pad, floor, wide, self.foot.height())
        floor -= px(12)
        ceiling = edge + px(HEAD)
        self.sheet.setGeometry(edge, ceiling, self.width() - 2 * edge, floor - ceiling)
        floor = self._stand(self.stopwatch, floor, self.stopwatch.wanted_height(), 6)
        floor = self._stand(self.last_public, floor, self.last_public.wanted_height(), 4)
        floor = self._stand(self.deliveries, floor, self.deliveries.wanted_height(), 4)
        room = floor - ceiling
        least = px(LEAST_WITH_LAST if view.last_public else LEAST_PICTURE)
        numbers = bool(view.numbers) and filled and room > px(NUMBERS) + least
        floor = self._stand(self.numbers, floor, px(NUMBERS) if numbers else 0, 10)
        self.hint.setVisible(not filled)
        self.hint.setGeometry(pad, ceiling, wide, max(0, floor - ceiling))
        self.post.setVisible(filled)
        self.picture.setVisible(filled and view.picture is not None)
        if filled:
            self._place_post(QRect(pad, ceiling, wide, floor - ceiling), least)

    def _stand(
        self,
        part: Deliveries | Numbers | PracticeStopwatch | LastPublicLine,
        floor: int,
        tall: int,
        gap: float,
    ) -> int:
        """Put a part on the floor; returns the floor above it."""
        part.setVisible(tall > 0)
        if not tall:
            return floor
        part.setGeometry(px(PAD), floor - tall, self.width() - 2 * px(PAD), tall)
        return floor - tall - px(gap)

    def _place_post(self, room: QRect, least: int) -> None:
        self.post.show_avatar(shown=True)
        tall = self.post.height_at(room.width())
        free = room.height() - tall - px(10)
        if self.picture.isHidden():
            self.post.setGeometry(room.left(), room.top(), room.width(), tall)
        elif free >= least:
            high = min(free, room.width() * 4 // 5)
            self.picture.setGeometry(room.left(), room.top(), room.width(), high)
            top = room.top() + high + px(10)
            self.post.setGeometry(room.left(), top, room.width(), tall)
        else:
            wide = room.width() * 3 // 5
            high = min(wide * RATIO[1] // RATIO[0], max(px(40), room.height() - px(8)))
            wide = high * RATIO[0] // RATIO[1]
            self.picture.setGeometry(room.left(), room.top(), wide, high)
            self.post.show_avatar(shown=False)
            left = room.left() + wide + px(12)
            self.post.setGeometry(left, room.top(), room.right() + 1 - left, high)


def _filled(view: OnAirView) -> bool:
    return bool(view.asset_title or view.rows)
