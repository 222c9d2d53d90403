"""The panel of a solemn subject or a fire. It stands where suggestions stood: while it is there,
nothing is suggested."""

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from controlroom.desk.solemn_view import FireView, SolemnView, WatchButton
from controlroom.messages import Message, message
from ui.theme import Role, px
from ui.watch.posts import WatchPosts
from ui.widgets import KeyCaps, LiveButton, Look, PanelHead, Text
from ui.widgets.frame import draw_frame
from ui.widgets.lines import Line, Lines
from ui.words import say

PAD = 12


class WatchPanel(QWidget):
    """``ordered(command, arguments)``: what its buttons do. Only the mouse presses them; their keys
    are the desk's."""

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._shown: SolemnView | FireView | None = None
        self._asked: WatchButton | None = None
        self._about = ""
        self._made: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head = PanelHead(state=True)
        self.lines = Lines()
        self.posts = WatchPosts()
        self._reasons = QWidget()
        self._reason_rows = QVBoxLayout(self._reasons)
        self._reason_rows.setContentsMargins(0, 0, 0, 0)
        self._reason_rows.setSpacing(px(4))
        self._buttons = QWidget()
        self._button_row = QHBoxLayout(self._buttons)
        self._button_row.setContentsMargins(0, 0, 0, 0)
        self._button_row.setSpacing(px(8))
        inner = QVBoxLayout()
        inner.setContentsMargins(px(PAD), 0, px(PAD), px(PAD))
        inner.setSpacing(px(10))
        inner.addWidget(self.lines)
        inner.addWidget(self.posts, 1)
        inner.addWidget(self._reasons, 1)
        inner.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(inner, 1)
        self._reasons.hide()
        self.hide()

    def show_view(self, solemn: SolemnView | None, fire: FireView | None) -> None:
        """A solemn subject comes before a fire; one that was answered after it."""
        waiting = solemn is not None and solemn.answered and fire is not None
        view = fire if waiting or solemn is None else solemn
        self.setVisible(view is not None)
        if view is None or view == self._shown:
            return
        about = view.subject if isinstance(view, SolemnView) else ""
        before, self._shown = self._shown, view
        if type(before) is not type(view) or about != self._about:
            self._asked = None
        self._about = about
        calm = isinstance(view, SolemnView) and view.answered
        more = view.more if isinstance(view, SolemnView) else None
        ink = "text2" if calm else "amber"
        icon = "eye-off" if calm else "alert-triangle"
        self.head.show_head(say(view.title), ink=ink, icon=icon, note=say(more) if more else "")
        share = f"{say(view.share)} · {say(view.authors)}"
        self.lines.show_lines(
            Line(say(view.line), Role.BODY_STRONG, most=2),
            Line(share, Role.SECOND, "text2", close=True, most=2),
        )
        self.posts.show_posts(view.posts)
        self._show_buttons(view)
        self.setAccessibleName(f"{say(view.title)}. {say(view.line)}. {share}")
        self.update()

    def reasons(self) -> tuple[LiveButton, ...]:
        """The reasons to choose from, while one is asked for."""
        return tuple(self._reasons.findChildren(LiveButton)) if self._asked is not None else ()

    def buttons(self) -> tuple[LiveButton, ...]:
        """What can be done about it."""
        return tuple(self._buttons.findChildren(LiveButton))

    def _show_buttons(self, view: SolemnView | FireView) -> None:
        asking = self._asked is not None and isinstance(view, SolemnView)
        reasons = view.reasons if isinstance(view, SolemnView) else ()
        made = (self._about, view.buttons, reasons, asking)
        if made == self._made:
            return  # new figures must not take a button away under the finger that presses it
        self._made = made
        self.posts.setVisible(not asking)
        self._reasons.setVisible(asking)
        _empty(self._button_row)
        _empty(self._reason_rows)
        if asking and isinstance(view, SolemnView):
            asks = Text(Role.SECOND, "text2")
            asks.show_text(say(message("panel.watch.why_not")))
            self._reason_rows.addWidget(asks)
            for reason, words in view.reasons:
                self._reason_rows.addWidget(self._reason(reason, words))
            self._reason_rows.addStretch(1)
            back = LiveButton(say(message("panel.watch.back")), look=Look.BARE, icon="undo")
            back.clicked.connect(self._ask_nothing)
            self._button_row.addWidget(back)
        else:
            for button in view.buttons:
                self._button_row.addWidget(self._button(button))
                if button.keys:
                    self._button_row.addWidget(KeyCaps(*button.keys))
        self._button_row.addStretch(1)

    def _button(self, button: WatchButton) -> LiveButton:
        made = LiveButton(say(button.label))
        made.clicked.connect(partial(self._pressed, button))
        return made

    def _reason(self, reason: str, words: Message) -> LiveButton:
        made = LiveButton(say(words))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.clicked.connect(partial(self._answered, reason))
        return made

    def _pressed(self, button: WatchButton) -> None:
        if button.asks:
            self._asked = button
            if self._shown is not None:
                self._show_buttons(self._shown)
            return
        self.ordered.emit(button.command, dict(button.arguments))

    def _answered(self, reason: str) -> None:
        asked = self._asked
        self._ask_nothing()
        if asked is not None:
            self.ordered.emit(asked.command, {**dict(asked.arguments), asked.asks: reason})

    @Slot()
    def _ask_nothing(self) -> None:
        self._asked = None
        if self._shown is not None:
            self._show_buttons(self._shown)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A tint and an edge as a state has them; calm once it was answered."""
        view = self._shown
        calm = isinstance(view, SolemnView) and view.answered
        with QPainter(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            if calm:
                return
            room = QRectF(self.rect()).adjusted(px(1), px(1), -px(1), -px(1))
            draw_frame(painter, room, fill="hold_tint", edge="amber", width=1, radius=4)


def _empty(column: QVBoxLayout | QHBoxLayout) -> None:
    while (old := column.takeAt(0)) is not None:
        if (widget := old.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
