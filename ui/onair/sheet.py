"""All there is to know about one delivery, over ON AIR: what happened, what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from controlroom.clock import gesture_seconds
from controlroom.commands import COMMANDS, Gesture
from controlroom.desk.posts_view import DeliverySheet, HandOff, PostSeen, RowOrder
from controlroom.desk.view import DeliveryRow, Tone
from controlroom.messages import message
from ui.onair.ink import ink_of
from ui.theme import Role, font, px
from ui.widgets import Chip, Look, Rule, StateFrame, Text
from ui.widgets.flow import Flow
from ui.widgets.form_button import FormButton
from ui.widgets.form_hold import FormHoldButton
from ui.widgets.lines import Line, Lines
from ui.words import say

SEEN_LINES = 2
PAD = 14


class SheetPanel(StateFrame):
    """``ordered(id, arguments)``; ``closed``; ``page_wanted``, ``folder_wanted``, ``copied`` for
    what lies outside the window.

    What was seen changes with every second; the orders change only when there are others, so that
    a button that is being held and a link that is being typed stay.
    """

    ordered = Signal(str, dict)
    closed = Signal()
    page_wanted = Signal(str)
    folder_wanted = Signal(str)
    copied = Signal(str)

    def __init__(self, parent: QWidget, now: Callable[[], float] = gesture_seconds) -> None:
        super().__init__(parent)
        self._now = now
        self._shown: tuple[object, ...] = ()
        self._offered: tuple[object, ...] = ()
        self._asking: RowOrder | None = None
        self.title = Text(Role.SENTENCE)
        self.chip = Chip()
        self.handle = Text(Role.SECOND, "text2")
        self.close_button = FormButton("", look=Look.BARE, icon="close").reachable()
        self.close_button.setAccessibleName(say(message("sheet.close")))
        self.close_button.setToolTip(say(message("sheet.close")))
        self.close_button.clicked.connect(self.closed)
        self.lines = Lines()
        self.orders = Flow()
        self.question = Text(Role.SECOND_STRONG)
        self.field = QLineEdit()
        self.field.setFont(font(Role.BODY))
        self.field.setFixedHeight(px(36))
        self.field.returnPressed.connect(self._answer)
        self._lay_out()
        self._ask(None)
        self.show_edge("accent", 2, "panel")
        self.hide()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(PAD), px(8), px(PAD), px(12))
        whole.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        for part in (self.title, self.chip):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.close_button)
        whole.addLayout(head)
        whole.addWidget(self.handle)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        # Words that are long scroll; they never widen the sheet.
        inside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        whole.addWidget(scroll, 1)
        whole.addWidget(Rule())
        whole.addWidget(self.question)
        whole.addWidget(self.field)
        whole.addWidget(self.orders)

    def show_row(
        self, row: DeliveryRow, hand_off: HandOff | None, *, rehearsal: bool = False
    ) -> None:
        """Show what is known of ``row``. In a rehearsal nothing outside the window is touched."""
        sheet = row.sheet
        if sheet is None or (row, hand_off, rehearsal) == self._shown:
            return
        self._shown = (row, hand_off, rehearsal)
        self.setAccessibleName(say(sheet.title))
        self.title.show_text(row.title)
        self.chip.show_chip(say(row.chip), ink_of(row.tone, rehearsal=rehearsal), row.icon)
        self.handle.show_text(sheet.handle)
        self.handle.setToolTip(sheet.handle)
        self.handle.setVisible(bool(sheet.handle))
        self._write(sheet, hand_off, rehearsal=rehearsal)
        offered = (row.delivery, sheet.orders, sheet.url, hand_off, rehearsal)
        if offered != self._offered:
            if self._offered[:2] != offered[:2]:
                self._ask(None)
            self._offered = offered
            self._offer(sheet, hand_off, rehearsal=rehearsal)

    def focus_first(self) -> None:
        """Put the keyboard on the first order, or on Close."""
        reachable = [one for one in self.orders.widgets() if one.isEnabled()]
        (reachable[0] if reachable else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, sheet: DeliverySheet, hand_off: HandOff | None, *, rehearsal: bool) -> None:
        lines = [Line(say(sheet.what), Role.BODY, "text1", 4)]
        if hand_off is not None:
            told = message("sheet.rehearsed") if rehearsal else hand_off.line
            lines.append(Line(say(told), Role.BODY, "text1", 3))
        lines.append(Line(say(sheet.to_do), Role.SECOND, "text2", 4))
        if sheet.looked is not None:
            lines.append(Line(say(sheet.looked), Role.SECOND_STRONG, "text1", 3))
        for post in sheet.seen:
            lines += _seen(post)
        self.lines.show_lines(*lines)

    def _offer(self, sheet: DeliverySheet, hand_off: HandOff | None, *, rehearsal: bool) -> None:
        at = QApplication.focusWidget()
        focused = at is not None and self.orders.isAncestorOf(at)
        # What is given to a person comes first: it is done before anything can be said of it.
        outside: list[QWidget] = []
        if hand_off is not None and not rehearsal:
            copy, folder, page = self.copied, self.folder_wanted, self.page_wanted
            outside.append(self._plain("sheet.copy", lambda: copy.emit(hand_off.words)))
            if hand_off.folder:
                outside.append(self._plain("sheet.folder", lambda: folder.emit(hand_off.folder)))
            if hand_off.composer:
                outside.append(self._plain("sheet.page", lambda: page.emit(hand_off.composer)))
        orders = [self._button(order) for order in sheet.orders]
        if sheet.url.startswith("http") and not rehearsal:
            open_it = self._plain("sheet.open", lambda: self.page_wanted.emit(sheet.url))
            link = self._plain("sheet.copy_link", lambda: self.copied.emit(sheet.url))
            outside += [open_it, link]
        self.orders.hold([*outside, *orders])
        if focused:
            self.focus_first()

    def _plain(self, words: str, run: Callable[[], None]) -> FormButton:
        made = FormButton(say(message(words))).reachable()
        made.clicked.connect(run)
        return made

    def _button(self, order: RowOrder) -> QWidget:
        command = COMMANDS[order.command]
        if command.gesture is Gesture.HELD:
            held = FormHoldButton(command.held_s, height=48, now=self._now).reachable()
            held.show_face(say(order.label), say(message("sheet.hold")), edge="on_air")
            held.confirmed.connect(lambda: self._send(order, ""))
            return held
        look = Look.FILLED if order.main else Look.OUTLINED
        made = FormButton(say(order.label), look=look).reachable()
        made.clicked.connect(lambda: self._pressed(order))
        return made

    def _pressed(self, order: RowOrder) -> None:
        if order.asks is None:
            self._send(order, "")
            return
        if self._asking == order:
            self._answer()
            return
        self._ask(order)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, order: RowOrder | None) -> None:
        """Show the question of ``order`` and its field, or none."""
        self._asking = order
        question = say(order.asks) if order is not None else ""
        self.question.show_text(question)
        self.field.setAccessibleName(question)
        self.field.setPlaceholderText(say(message("sheet.link_hint")) if order else "")
        self.field.clear()
        for part in (self.question, self.field):
            part.setVisible(order is not None)

    @Slot()
    def _answer(self) -> None:
        if self._asking is not None and (answer := self.field.text().strip()):
            self._send(self._asking, answer)
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, order: RowOrder, url: str) -> None:
        arguments = dict(order.arguments) | ({"url": url} if url else {})
        self._ask(None)
        self.ordered.emit(order.command, arguments)


def _seen(post: PostSeen) -> tuple[Line, Line]:
    ink = "text3" if post.tone is Tone.QUIET else "amber"
    return (
        Line(post.words or say(message("sheet.no_words")), Role.BODY, "text1", SEEN_LINES),
        Line(say(post.line), Role.SECOND, ink, close=True),
    )
