"""The chart's controls: small buttons in a row, and the way back to live."""

from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from controlroom.commands import COMMANDS
from controlroom.desk.chart_view import ChartControl
from controlroom.messages import message
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets.frame import draw_frame
from ui.widgets.key_cap import draw_key_cap, key_cap_width
from ui.widgets.text import CENTRE, draw_text, text_width
from ui.words import say

HEIGHT = 32
ROOM = 8
BACK_KEY = "End"


def tip_of(command: str) -> str:
    """What a command does, and its key."""
    known = COMMANDS[command]
    if not known.keys:
        return say(known.title)
    return say(message("chart.tip", what=known.title, key=known.keys[0]))


class ChartButton(QPushButton):
    """A small button of the chart's head. It never takes focus."""

    def __init__(self, text: str = "", *, icon: str = "") -> None:
        super().__init__(text)
        self._icon_name = icon
        self._chosen = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoDefault(False)
        self.setDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_chosen(self, *, chosen: bool) -> None:
        """Whether this is how the chart looks now."""
        if chosen is not self._chosen:
            self._chosen = chosen
            self.setChecked(chosen)
            self.update()

    def chosen(self) -> bool:
        """Whether this is how the chart looks now."""
        return self._chosen

    def nextCheckState(self) -> None:  # noqa: N802
        """A click chooses nothing by itself: the room does."""

    def sizeHint(self) -> QSize:
        """As wide as its words in their stronger face: choosing moves nothing."""
        wide = px(HEIGHT)
        if self.text():
            wide = max(wide, text_width(self.text(), Role.SECOND_STRONG) + 2 * px(ROOM))
        return QSize(wide, px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """It is not squeezed."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            inside = QRectF(self.rect()).adjusted(0, px(3), 0, -px(3))
            if self._chosen:
                draw_frame(painter, inside, fill="accent_tint", edge="accent", radius=4)
            elif self.isDown() or self.underMouse():
                fill = "app" if self.isDown() else "raised"
                draw_frame(painter, inside, fill=fill, edge="hairline", radius=4)
            if self._icon_name:
                glyph = pixmap(self._icon_name, "text2", 16, self.devicePixelRatioF())
                corner = (self.width() - px(16)) // 2, (self.height() - px(16)) // 2
                painter.drawPixmap(*corner, glyph)
                return
            role = Role.SECOND_STRONG if self._chosen else Role.SECOND
            ink = "text1" if self._chosen else "text2"
            draw_text(painter, self.rect(), self.text(), role, ink, CENTRE)


class BackButton(ChartButton):
    """The way back to live, with its key on it."""

    def sizeHint(self) -> QSize:
        """Word and key."""
        wide = text_width(self.text(), Role.SECOND_STRONG) + key_cap_width(BACK_KEY)
        return QSize(wide + px(8) + 2 * px(12), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            fill = "active" if self.isDown() else "blue_fill"
            inside = QRectF(self.rect()).adjusted(0, px(2), 0, -px(2))
            draw_frame(painter, inside, fill=fill, edge="blue_fill", radius=4)
            room = self.rect().adjusted(px(12), 0, 0, 0)
            taken = draw_text(painter, room, self.text(), Role.SECOND_STRONG, "white")
            wide = key_cap_width(BACK_KEY)
            at = QRect(room.left() + taken + px(8), (self.height() - px(20)) // 2, wide, px(20))
            draw_key_cap(painter, at, BACK_KEY, ink="white", edge="white")


class ControlRow(QWidget):
    """Everything that can be chosen. ``ordered(command, arguments)``."""

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._made: tuple[object, ...] = ()
        self._buttons: list[ChartButton] = []

    def show_controls(self, groups: tuple[tuple[ChartControl, ...], ...]) -> None:
        """One button each, groups a little apart; only what changed is made anew."""
        made = tuple((c.label, c.command, c.arguments) for group in groups for c in group)
        flat = [control for group in groups for control in group]
        if made != self._made:
            self._make(groups)
            self._made = made
        for button, control in zip(self._buttons, flat, strict=True):
            button.show_chosen(chosen=control.chosen)

    def _make(self, groups: tuple[tuple[ChartControl, ...], ...]) -> None:
        while (old := self._row.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = []
        for number, group in enumerate(groups):
            if number:
                self._row.addSpacing(px(9))
                self._row.addWidget(_Divider())
                self._row.addSpacing(px(9))
            for control in group:
                button = ChartButton(say(control.label))
                button.setToolTip(tip_of(control.command))
                press = partial(self.ordered.emit, control.command, dict(control.arguments))
                button.clicked.connect(lambda _=False, press=press: press())
                self._row.addWidget(button)
                self._buttons.append(button)


class _Divider(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(px(1), px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour("hairline"))
