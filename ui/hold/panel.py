"""HOLD answers "what can I still do?" before "why?": the right column while the wire is closed."""

from functools import partial

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from controlroom.commands import COMMANDS
from controlroom.desk.hold_view import HoldView
from controlroom.messages import message
from ui.hold.lists import LEAST_ROW, ROW, AlsoStopButton, StillRow
from ui.hold.release import ReleaseButton
from ui.theme import Role, px
from ui.widgets import LiveButton, Look, PanelHead, Rule, Text
from ui.widgets.panel_head import HEIGHT as HEAD
from ui.words import say

PAD = 12
FOOT, SMALL_FOOT = 84, 64
BUTTON = 36


class HoldPanel(QWidget):
    """``ordered(command, arguments)``: "told" with its number, "hold_reason", "release_hold".

    It has no frame of its own: the right column draws it, in amber.
    """

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._shown: HoldView | None = None
        self.still_head = PanelHead()
        self.also_head = PanelHead()
        self.why_head = PanelHead()
        self.still: tuple[StillRow, ...] = ()
        self.also: tuple[AlsoStopButton, ...] = ()
        self.reasons: tuple[LiveButton, ...] = ()
        release = COMMANDS["release_hold"]
        self._release_keys = tuple(release.keys[0].split("+"))
        self.release = ReleaseButton(release.held_s)
        self.release.confirmed.connect(self._release)
        self._lists = QWidget()
        self._inside = QVBoxLayout(self._lists)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self._still_rows = QVBoxLayout()
        self._also_rows = QVBoxLayout()
        for rows in (self._still_rows, self._also_rows):
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
        self._also_rule = Rule()
        self.left = Text(Role.SENTENCE, "amber", lines=2)
        self._left_box = QWidget()
        around = QVBoxLayout(self._left_box)
        around.setContentsMargins(px(PAD), px(PAD), px(PAD), 0)
        around.addWidget(self.left)
        self._inside.addWidget(self._left_box)
        self._inside.addWidget(self.still_head)
        self._inside.addLayout(self._still_rows)
        self._inside.addSpacing(px(8))
        self._inside.addWidget(self._also_rule)
        self._inside.addWidget(self.also_head)
        self._inside.addLayout(self._also_rows)
        self.also_empty = Text(Role.SECOND, "text2", lines=4)
        self._also_empty_box = QWidget()
        beside = QVBoxLayout(self._also_empty_box)
        beside.setContentsMargins(px(PAD), px(6), px(PAD), px(6))
        beside.addWidget(self.also_empty)
        self._inside.addWidget(self._also_empty_box)
        self._inside.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._lists)
        self._scroll.viewport().setAutoFillBackground(False)
        self._lists.setAutoFillBackground(False)
        self._why_rule = Rule()
        for part in (self._why_rule, self.why_head, self.release):
            part.setParent(self)

    def show_view(self, hold: HoldView) -> None:
        """Draw what HOLD allows."""
        if hold == self._shown:
            return
        before = self._shown
        self._shown = hold
        self.still_head.show_head(
            say(message("panel.hold.still")),
            ink="amber",
            icon="pause",
            note=say(message("panel.hold.still_note")),
        )
        self.also_head.show_head(
            say(message("panel.hold.also")),
            ink="amber",
            icon="alert-triangle",
            note=say(hold.also_note),
        )
        self.left.show_text(say(hold.left))
        self._left_box.setVisible(hold.left is not None)
        self.why_head.show_head(
            say(message("panel.hold.why")), note=say(message("panel.hold.why_note"))
        )
        if before is None or before.still != hold.still:
            self._fill_still(hold)
        if before is None or before.also_stop != hold.also_stop:
            self._fill_also(hold)
        self.also_empty.show_text(say(hold.also_empty))
        self._also_empty_box.setVisible(hold.also_empty is not None)
        self._show_reasons(hold)
        self.release.show_face(
            say(hold.release), say(hold.release_line), self._release_keys, edge="amber"
        )
        self._place()

    def show_progress(self, share: float) -> None:
        """How far the keyboard holds the chord that releases, 0-1."""
        self.release.show_progress(share)

    def _fill_still(self, hold: HoldView) -> None:
        for row in self.still:
            row.deleteLater()
        self.still = tuple(StillRow(still) for still in hold.still)
        for row in self.still:
            self._still_rows.addWidget(row)

    def _fill_also(self, hold: HoldView) -> None:
        for row in self.also:
            row.deleteLater()
        self.also = tuple(AlsoStopButton(row) for row in hold.also_stop)
        for row in self.also:
            row.clicked.connect(partial(self._tell, row))
            self._also_rows.addWidget(row)

    def _show_reasons(self, hold: HoldView) -> None:
        if len(self.reasons) != len(hold.reasons):
            for button in self.reasons:
                button.deleteLater()
            self.reasons = tuple(LiveButton(say(words), height=BUTTON) for _, words in hold.reasons)
            for button, (slug, _) in zip(self.reasons, hold.reasons, strict=True):
                button.setParent(self)
                button.clicked.connect(partial(self._give_reason, slug))
                button.show()
        for button, (slug, words) in zip(self.reasons, hold.reasons, strict=True):
            button.setText(say(words))
            button.show_look(Look.SELECTED if slug == hold.reason else Look.OUTLINED)

    def _tell(self, row: AlsoStopButton) -> None:
        self.ordered.emit("told", {"number": str(row.row.number)})

    def _give_reason(self, slug: str) -> None:
        self.ordered.emit("hold_reason", {"reason": slug})

    @Slot()
    def _release(self) -> None:
        self.ordered.emit("release_hold", {})

    # places

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything again."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """From the foot upwards: release, reasons, and the lists in what is left, scrolling only
        where even low rows do not fit."""
        pad, wide = px(PAD), self.width()
        flow = self._flow(wide - 2 * pad)
        reasons = px(HEAD) + (flow[-1].bottom() + 1 if flow else 0) + pad
        rows = len(self.still) + len(self.also)
        heads = px(HEAD) * 2 + px(9)
        for box in (self._left_box, self._also_empty_box):
            if not box.isHidden():
                heads += box.heightForWidth(wide - px(2))
        small = self.height() - reasons - 2 * pad - px(FOOT) - heads < rows * px(LEAST_ROW + 6)
        foot = px(SMALL_FOOT if small else FOOT)
        self.release.setFixedHeight(foot)
        self.release.setGeometry(pad, self.height() - pad - foot, wide - 2 * pad, foot)
        room = self.height() - 2 * pad - foot - reasons
        each = (room - heads) // rows if rows else px(ROW)
        each = max(px(LEAST_ROW), min(px(ROW), each))
        for row in (*self.still, *self.also):
            row.setFixedHeight(each)
        lists = min(room, heads + rows * each)
        self._scroll.setGeometry(px(1), 0, wide - px(2), lists)
        top = lists
        self._why_rule.setGeometry(0, top, wide, px(1))
        self.why_head.setGeometry(0, top + px(1), wide, px(HEAD))
        top += px(HEAD)
        for button, place in zip(self.reasons, flow, strict=True):
            button.setGeometry(place.translated(pad, top))

    def _flow(self, wide: int) -> list[QRect]:
        """Buttons side by side, on as many lines as they need."""
        left, top, places = 0, 0, []
        for button in self.reasons:
            size = button.sizeHint()
            if left and left + size.width() > wide:
                left, top = 0, top + size.height() + px(8)
            places.append(QRect(left, top, size.width(), size.height()))
            left += size.width() + px(8)
        return places
