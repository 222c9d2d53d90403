"""The strip at the foot: the one alarm to act on, and the keys that always work."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.view import AlarmView, Tone
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.tones import tone_icon, tone_ink
from ui.theme.type import Role
from ui.widgets.frame import draw_frame
from ui.widgets.key_cap import draw_key_cap, key_cap_width
from ui.widgets.text import draw_text, text_width
from ui.words import say

FLASH_MS = 500
P1 = 1


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch at the right end: keys, words, and what a click on them orders."""

    keys: tuple[str, ...]
    words: str
    ink: str
    command: str | None


class AlarmPanel(QWidget):
    """Draws an ``AlarmView``. ``ordered`` on a click; ``local`` asks the window for the key map.

    Only an unacknowledged P1 flashes, 1 Hz; ``still`` stops that (reduce motion, still pictures).
    """

    ordered = Signal(str, dict)
    local = Signal(str)

    def __init__(self, *, still: bool = False) -> None:
        super().__init__()
        self._view: AlarmView | None = None
        self._state = RoomState.PREP
        self._lit = True
        self._still = still
        self._targets: list[tuple[QRect, str]] = []
        self._flash = QTimer(self)
        self._flash.setInterval(FLASH_MS)
        self._flash.timeout.connect(self._blink)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: AlarmView, state: RoomState) -> None:
        """Another alarm, or none; the keys at the end depend on the state."""
        if (view, state) == (self._view, self._state):
            return
        self._view, self._state = view, state
        self.setAccessibleName(f"{say(view.what)} {say(view.to_do)}")
        flashing = view.priority == P1 and not view.acknowledged and not self._still
        if flashing and not self._flash.isActive():
            self._flash.start()
        elif not flashing:
            self._flash.stop()
            self._lit = True
        self.update()

    def sizeHint(self) -> QSize:
        """44 px high."""
        return QSize(px(800), px(44))

    @Slot()
    def _blink(self) -> None:
        self._lit = not self._lit
        self.update()

    def _parts(self, view: AlarmView) -> list[_Part]:
        parts = []
        if view.at is not None:
            parts.append(_Part((), say(view.at), "text2", None))
        if view.priority is not None and not view.acknowledged:
            words = say(message("window.acknowledge"))
            parts.append(_Part(("F2",), words, "text2", "acknowledge"))
        if view.priority is not None:
            parts.append(_Part((), say(view.rate), "text2", None))
        if self._state in (RoomState.LIVE, RoomState.REHEARSAL):
            words = say(message("window.hold_all"))
            parts.append(_Part(("Esc", "Esc"), words, "text1", "hold"))
        if self._state is RoomState.PREP:
            parts.append(_Part(("Ctrl", "Z"), say(message("window.undo")), "text2", "undo"))
            moments = say(message("window.next_moment"))
            parts.append(_Part(("Up", "Down"), moments, "text2", None))
        parts.append(_Part(("F1",), say(message("window.keys")), "text2", "map"))
        return parts

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Order what is under the pointer."""
        at = event.position().toPoint()
        for place, command in self._targets:
            if place.contains(at):
                if command == "map":
                    self.local.emit(command)
                else:
                    self.ordered.emit(command, {"by": "button"} if command == "hold" else {})

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be pressed."""
        at = event.position().toPoint()
        over = any(place.contains(at) for place, _ in self._targets)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        view = self._view
        if view is None:
            return
        with QPainter(self) as painter:
            fill, edge = _surfaces(view, lit=self._lit)
            draw_frame(painter, QRectF(self.rect()), fill=fill, edge=edge)
            right = self._draw_parts(painter, view)
            self._draw_alarm(painter, view, right)

    def _draw_alarm(self, painter: QPainter, view: AlarmView, right: int) -> None:
        ink = tone_ink(view.tone)
        icon = "octagon" if view.priority == P1 else tone_icon(view.tone)
        if view.priority is None:
            icon, ink = "check", "text2" if view.tone is Tone.QUIET else tone_ink(view.tone)
        left = px(18)
        glyph = pixmap(icon, ink, 18, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - px(18)) // 2, glyph)
        left += px(18) + px(12)
        room = QRect(left, 0, right - px(24) - left, self.height())
        if view.priority is not None:
            taken = draw_text(painter, room, f"P{view.priority}", Role.BODY_STRONG, ink)
            room.setLeft(room.left() + taken + px(16))
        strong = Role.ROW_STRONG if view.priority is not None else Role.BODY
        what, to_do = say(view.what), say(view.to_do)
        first = QRect(room)
        if text_width(what, strong) + text_width(to_do, Role.BODY) + px(10) > room.width():
            # Both are shortened: what to do must be there as well.
            first.setWidth(max(room.width() - text_width(to_do, Role.BODY), room.width() // 2))
        taken = draw_text(painter, first, what, strong)
        room.setLeft(room.left() + taken + px(10))
        draw_text(
            painter,
            room,
            to_do,
            Role.BODY,
            "text1" if view.priority is not None else "text2",
        )

    def _draw_parts(self, painter: QPainter, view: AlarmView) -> int:
        self._targets = []
        right = self.width() - px(16)
        for number, part in enumerate(reversed(self._parts(view))):
            right -= px(14) if number else 0
            end = right
            width = text_width(part.words, Role.SECOND)
            place = QRect(right - width, 0, width, self.height())
            draw_text(painter, place, part.words, Role.SECOND, part.ink)
            right -= width + (px(8) if part.keys else 0)
            for key in reversed(part.keys):
                width = key_cap_width(key)
                cap = QRect(right - width, (self.height() - px(20)) // 2, width, px(20))
                draw_key_cap(painter, cap, key)
                right -= width + px(6)
            right += px(6) if part.keys else 0
            if part.command:
                target = QRect(right, 0, end - right, self.height())
                self._targets.append((target.adjusted(-px(6), 0, px(6), 0), part.command))
            if part.command == "hold" and view.priority is not None:
                right -= px(14)
                rule = QRect(right, (self.height() - px(20)) // 2, px(1), px(20))
                painter.fillRect(rule, colour("border", 0.6))
        return right


def _surfaces(view: AlarmView, *, lit: bool) -> tuple[str, str]:
    if view.priority == P1:
        return ("late_tint" if lit else "panel"), "on_air"
    if view.priority is not None and view.tone is Tone.CAUTION:
        return "hold_tint", "amber"
    return "panel", "hairline"
