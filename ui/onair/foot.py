"""The foot of ON AIR, on TAKE's line: what is pending, or the way back."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from controlroom.clock import gesture_seconds
from controlroom.commands import COMMANDS, Gesture
from controlroom.desk.view import OnAirView, Tone
from ui.theme import Role, colour, pixmap, px, tone_ink
from ui.widgets import PressHoldButton, draw_key_cap, draw_text, key_cap_width, text_width
from ui.widgets.frame import draw_frame
from ui.widgets.text import broken, line_height
from ui.words import say

_ICONS = {"cancel": "clock", "again": "clock", "retry": "refresh", "retract": ""}
HELD_S = 1.2


class Foot(PressHoldButton):
    """``ordered(command)``: at once, or after holding where the registry says so."""

    ordered = Signal(str)

    def __init__(self) -> None:
        super().__init__(HELD_S, now=gesture_seconds)
        self._command: str | None = None
        self.confirmed.connect(self._confirm)

    def show_foot(self, view: OnAirView, *, rehearsal: bool) -> None:
        """Another foot."""
        self._command = view.foot_command
        held = self._held()
        edge = {Tone.QUIET: "hairline", Tone.PLAIN: "border"}.get(
            view.foot_tone, tone_ink(view.foot_tone)
        )
        if rehearsal and edge == "on_air":
            edge = "grey"  # a rehearsal has no red
        self.show_face(
            say(view.foot),
            say(view.foot_line),
            view.foot_keys,
            edge=edge,
            icon=_ICONS.get(self._command or "", "clock"),
        )
        self.setToolTip(f"{say(view.foot)}\n{say(view.foot_line)}")
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if self._command else Qt.CursorShape.ArrowCursor)
        if not held:
            self.show_progress(0.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Order at once, begin to hold, or nothing where there is nothing to do."""
        if self._command is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._held():
            super().mousePressEvent(event)
        else:
            self._confirm()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """The second press of a double click orders nothing more."""

    def _held(self) -> bool:
        command = COMMANDS.get(self._command or "")
        return command is not None and command.gesture is Gesture.HELD

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw; in a narrow panel the keys move under the title, so that no word is cut."""
        keys = sum(key_cap_width(key) + px(4) for key in self._keys)
        icon = px(32) if self._icon else 0
        free = self.width() - px(18) - icon - keys - px(28)
        fits = text_width(self._title, Role.ROW_STRONG) <= free
        if fits and text_width(self._line, Role.SECOND) <= free:
            super().paintEvent(event)
            return
        with QPainter(self) as painter:
            strong = self._edge not in ("border", "hairline")
            whole = QRectF(self.rect())
            draw_frame(painter, whole, edge=self._edge, width=2 if strong else 1, radius=4)
            if self._progress > 0:
                inner = self.rect().adjusted(px(2), px(2), -px(2), -px(2))
                inner.setWidth(round(inner.width() * min(1.0, self._progress)))
                painter.fillRect(inner, colour(self._edge, 0.28))
            self._draw_narrow(painter, keys)

    def _draw_narrow(self, painter: QPainter, keys: int) -> None:
        pad = px(12)
        wide = self.width() - 2 * pad
        beside = wide - keys
        icon = px(24) if self._icon else 0
        lines = broken(self._line, Role.SECOND, beside - icon - px(2), 2)
        without = broken(self._line, Role.SECOND, beside - px(2), 2)
        # The icon repeats what the edge and the words say: it goes where it costs a line.
        cut = text_width(self._title, Role.ROW_STRONG) + icon > wide
        if icon and (cut or lines != without):
            icon, lines = 0, without
        tall, low = line_height(Role.ROW_STRONG), line_height(Role.SECOND)
        top = (self.height() - tall - len(lines) * low) // 2
        if icon:
            glyph = pixmap(self._icon, "text2", 16, self.devicePixelRatioF())
            painter.drawPixmap(pad, top + (tall - px(16)) // 2, glyph)
        draw_text(painter, QRect(pad + icon, top, wide - icon, tall), self._title, Role.ROW_STRONG)
        top += tall
        for text in lines:
            at = QRect(pad + icon, top, beside - icon, low)
            draw_text(painter, at, text, Role.SECOND, "text2")
            top += low
        right = self.width() - pad
        for key in reversed(self._keys):
            width = key_cap_width(key)
            draw_key_cap(painter, QRect(right - width, top - px(20), width, px(20)), key)
            right -= width + px(4)

    @Slot()
    def _confirm(self) -> None:
        if self._command is not None:
            self.ordered.emit(self._command)
