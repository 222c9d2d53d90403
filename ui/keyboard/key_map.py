"""The key map: every bound key and what it does, made from the registry. ``F1``."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from controlroom.commands import COMMANDS, Gesture
from controlroom.messages import Message, message
from ui.keyboard.local_keys import LOCAL_KEYS
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets.frame import draw_frame
from ui.widgets.key_cap import draw_key_cap, key_cap_width
from ui.widgets.text import RIGHT, draw_lines, draw_text, line_height, text_width
from ui.words import say

ROW = 34
TOP = 56
MERGED = {"suggestion": message("keys.suggestions"), "slot": message("keys.slots")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the map: the command ids it stands for, its words, its keys (chords), and how
    they are pressed."""

    ids: tuple[str, ...]
    title: Message
    chords: tuple[tuple[str, ...], ...]
    how: Message | None
    first_night: bool


def entries() -> tuple[Entry, ...]:
    """Every bound command and local key; 1-4 and 5-9 are one line each."""
    made: dict[str, Entry] = {}
    for command in COMMANDS.values():
        if not command.keys:
            continue
        stem, _, digit = command.id.rpartition("_")
        chords = tuple(tuple(key.split("+")) for key in command.keys)
        if digit.isdigit() and stem in MERGED:
            before = made.get(stem)
            made[stem] = Entry(
                (*(before.ids if before else ()), command.id),
                MERGED[stem],
                (before.chords[0], ("…",), chords[0]) if before else chords,
                None,
                command.first_night or (before is not None and before.first_night),
            )
            continue
        how = None
        if command.gesture is Gesture.HELD:
            how = message("keys.held", seconds=command.held_s)
        elif command.gesture is Gesture.TWICE:
            chords = tuple((*chord, *chord) for chord in chords)
        made[command.id] = Entry((command.id,), command.title, chords, how, command.first_night)
    for local in LOCAL_KEYS:
        chords = tuple(tuple(key.split("+")) for key in local.keys)
        twin = next((one for one in made.values() if one.title == local.title), None)
        if twin is not None:
            ids, chords = (*twin.ids, local.id), (*twin.chords, *chords)
            made[twin.ids[0]] = replace(twin, ids=ids, chords=chords)
            continue
        made[local.id] = Entry((local.id,), local.title, chords, None, local.first_night)
    return tuple(made.values())


class KeyMap(QWidget):
    """Laid over the middle of the desk; a click, ``F1`` or ``Esc`` closes it."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries = entries()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def place(self, inside: QRect) -> None:
        """As large as its keys, in the middle of ``inside``."""
        rows = max(len(column) for _, column in self._columns()) + 1
        wanted = px(TOP) + rows * px(ROW) + px(16)
        width = min(px(1440), inside.width() - px(32))
        height = min(wanted, inside.height() - px(16))
        self.setGeometry(
            inside.left() + (inside.width() - width) // 2,
            inside.top() + (inside.height() - height) // 2,
            width,
            height,
        )

    def _columns(self) -> tuple[tuple[Message | None, list[Entry]], ...]:
        first = [entry for entry in self._entries if entry.first_night]
        rest = [entry for entry in self._entries if not entry.first_night]
        half = (len(rest) + 1) // 2
        return (
            (message("keys.first_night"), first),
            (message("keys.rest"), rest[:half]),
            (None, rest[half:]),
        )

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Close."""
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            draw_frame(painter, QRectF(self.rect()), fill="panel", edge="accent", width=2)
            pad = px(24)
            head = QRect(pad, px(12), self.width() - 2 * pad, px(32))
            draw_text(painter, head, say(message("keys.title")), Role.NUMBER)
            draw_text(painter, head, say(message("keys.note")), Role.SECOND, "text2", RIGHT)
            gap = px(32)
            columns = self._columns()
            width = (self.width() - 2 * pad - 2 * gap) // len(columns)
            top = px(TOP)
            longest = max(len(column) for _, column in columns) + 1
            row = min(px(ROW), max(px(22), (self.height() - top - px(12)) // longest))
            for index, (title, column) in enumerate(columns):
                place = QRect(pad + index * (width + gap), top, width, row)
                if title is not None:
                    draw_text(painter, place, say(title), Role.LABEL, "text3")
                for entry in column:
                    place.translate(0, row)
                    self._draw_entry(painter, place, entry)

    def _draw_entry(self, painter: QPainter, place: QRect, entry: Entry) -> None:
        painter.fillRect(QRect(place.left(), place.top(), place.width(), px(1)), colour("rowline"))
        right = place.right() + 1
        if entry.how is not None:
            how = say(entry.how)
            draw_text(painter, place, how, Role.SECOND, "amber", RIGHT)
            right -= text_width(how, Role.SECOND) + px(10)
        for number, chord in enumerate(reversed(entry.chords)):
            right -= px(8) if number else 0
            right = self._draw_chord(painter, place, right, chord)
        role = Role.BODY_STRONG if entry.first_night else Role.BODY
        room = QRect(place.left(), place.top(), right - px(12) - place.left(), place.height())
        title = say(entry.title)
        for smaller in (role, Role.SECOND, Role.TICK):
            if text_width(title, smaller) <= room.width():
                draw_text(painter, room, title, smaller)
                return
        tall = 2 * line_height(Role.TICK)
        room.setTop(place.top() + max(0, (place.height() - tall) // 2))
        draw_lines(painter, room, title, Role.TICK)

    def _draw_chord(
        self, painter: QPainter, place: QRect, right: int, chord: tuple[str, ...]
    ) -> int:
        for key in reversed(chord):
            if key == "…":
                draw_text(
                    painter,
                    QRect(right - px(14), place.top(), px(14), place.height()),
                    key,
                    Role.BODY,
                    "text3",
                )
                right -= px(16)
                continue
            width = key_cap_width(key)
            at = QRect(right - width, place.top() + (place.height() - px(20)) // 2, width, px(20))
            draw_key_cap(painter, at, key)
            right -= width + px(4)
        return right + px(4)
