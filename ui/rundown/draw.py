"""How one line of the rundown is drawn."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from controlroom.desk.view import RundownGroup, RundownRow, Tone
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.tones import tone_ink
from ui.theme.type import Role
from ui.widgets.key_cap import draw_key_cap, key_cap_width
from ui.widgets.text import RIGHT, draw_text, metrics, text_width
from ui.words import say

_MARKS = {
    "done": ("check", "text2"),
    "passed": ("minus", "text2"),
    "on_air": ("circle", "on_air"),
    "next": ("triangle-right", "next"),
    "float": ("asterisk", "text2"),
    "soft": ("circle-outline", "text2"),
    "hard": ("lock", "text2"),
    "fork": ("fork", "amber"),
    "silent": ("silent", "text3"),
    "simulated": ("stripes", "text2"),
}
NARROW = Role.ROW_SMALL, Role.ROW_SMALL_STRONG
WIDE = Role.ROW, Role.ROW_STRONG
_STRONG = frozenset({Tone.NEXT, Tone.ON_AIR, Tone.ACCENT, Tone.GO})
ICON = 15
SIZES = {"on_air": 11, "next": 19, "soft": 14}
"""Marks that would look larger or smaller than the others at the same size."""


def draw_heading(painter: QPainter, at: QRect, group: RundownGroup) -> None:
    """A group's heading: its title, what is known of it, the key that acts on it."""
    painter.fillRect(at, colour("group"))
    right = at.right() + 1 - px(14)
    if group.key:
        right = _draw_key(painter, at, right, group.key)
    room = QRect(at.left() + px(14), at.top(), right - at.left() - px(14), at.height())
    title = draw_text(painter, room, group.title, Role.LABEL, "text3")
    room.setLeft(room.left() + title + px(12))
    draw_text(painter, room, say(group.note), Role.SECOND, "text2", RIGHT)
    _rule(painter, at)


def draw_row(painter: QPainter, at: QRect, row: RundownRow, *, compact: bool, hover: bool) -> None:
    """A moment: shape, time, title, how it stands."""
    _ground(painter, at, row, hover)
    icon, ink = _MARKS.get(row.mark, ("circle-outline", "text2"))
    ratio = painter.device().devicePixelRatio()
    side = SIZES.get(row.mark, ICON)
    glyph = pixmap(icon, ink, side, ratio)
    centre = at.left() + px(22)
    middle = at.top() + (at.height() - px(side)) // 2
    painter.drawPixmap(centre - px(side) // 2, middle, glyph)
    quiet = row.tone is Tone.QUIET
    role, strong = NARROW if compact else WIDE
    time = say(row.time)
    left = at.left() + px(38)
    time_ink = "text3" if quiet else "text1"
    # Times line up under each other; one that is wider (a day before) pushes its title along.
    column = max(px(68 if compact else 80), text_width(time, role) + px(6))
    draw_text(painter, QRect(left, at.top(), column, at.height()), time, role, time_ink)
    left += column
    upper, lower = at, None
    if row.under is not None:
        half = at.height() // 2
        upper = QRect(at.left(), at.top() + px(5), at.width(), half - px(2))
        lower = QRect(at.left(), at.top() + half, at.width(), half - px(6))
    title = row.short if compact else row.title
    title_role = strong if row.tone in _STRONG or row.mark in ("on_air", "next") else role
    natural = QRect(left, upper.top(), text_width(title, title_role), upper.height())
    right = _draw_note(painter, upper, row, role, natural)
    room = QRect(left, upper.top(), right - px(8) - left, upper.height())
    draw_text(painter, room, title, title_role, "text2" if quiet else "text1")
    if lower is not None:
        _draw_under(painter, lower, left, row)
    _rule(painter, at)


def _ground(painter: QPainter, at: QRect, row: RundownRow, hover: bool) -> None:
    bar = QRect(at.left(), at.top(), px(4), at.height())
    if row.mark == "next":
        painter.fillRect(at, colour("next_tint"))
        painter.fillRect(bar, colour("next"))
    elif row.mark == "on_air":
        painter.fillRect(bar, colour("on_air"))
    if hover and row.mark != "next":
        painter.fillRect(at, colour("raised", 0.6))
        if row.mark == "on_air":
            painter.fillRect(bar, colour("on_air"))
    if row.selected:
        if row.mark != "next":
            painter.fillRect(at, colour("active", 0.55))
        painter.save()
        painter.setPen(QPen(colour("accent"), px(1)))
        half = px(1) / 2
        painter.drawRect(QRectF(at).adjusted(half, half, -half, -half - px(1)))
        painter.restore()


def _draw_note(painter: QPainter, at: QRect, row: RundownRow, role: Role, title: QRect) -> int:
    """The right end; returns where the title must stop. ``title`` is where it would like to be."""
    right = at.right() + 1 - px(12)
    if row.key:
        right = _draw_key(painter, at, right, row.key)
    note = say(row.note)
    live = row.mark == "next" and row.under is not None
    note_role = Role.SECOND
    if live:
        note_role = Role.ROW_STRONG if role is Role.ROW else Role.ROW_SMALL_STRONG
    elif row.note_tone in _STRONG:
        note_role = Role.SECOND_STRONG
    ink = "text2" if row.note_tone in (Tone.PLAIN, Tone.QUIET) else tone_ink(row.note_tone)
    width = _note_width(text_width(note, note_role), right - px(8) - title.left(), title.width())
    draw_text(
        painter, QRect(right - width, at.top(), width, at.height()), note, note_role, ink, RIGHT
    )
    right -= width
    if row.struck is not None:
        struck = say(row.struck)
        # The planned time is history: it gives way to what happened.
        if title.right() + text_width(struck, Role.SECOND) + px(16) <= right:
            right = _draw_struck(painter, at, right - px(8), struck)
    return right


def _note_width(note: int, room: int, title: int) -> int:
    """Pixels a note gets of ``room`` for it and its title. A note is kept whole while the title
    keeps most of itself; a scrap of one would say nothing, mark and key still do."""
    if room - note >= title * 3 // 5:
        return note
    left = max(0, room - title)
    return left if left * 2 >= note else 0


def _draw_struck(painter: QPainter, at: QRect, right: int, text: str) -> int:
    """The planned time, struck out once the actual one is known."""
    width = text_width(text, Role.SECOND)
    place = QRect(right - width, at.top(), width, at.height())
    draw_text(painter, place, text, Role.SECOND, "text3")
    height = metrics(Role.SECOND).capHeight()
    middle = at.top() + (at.height() + height) // 2 - height // 2
    painter.fillRect(QRect(place.left(), middle, width, px(1)), colour("text3"))
    return right - width


def _draw_under(painter: QPainter, at: QRect, left: int, row: RundownRow) -> None:
    tinted = row.mark == "next"
    note = say(row.under_note)
    right = at.right() + 1 - px(12)
    width = min(text_width(note, Role.SECOND), at.width() // 2)
    ink = tone_ink(row.note_tone) if row.note_tone is not Tone.PLAIN else "text2"
    draw_text(painter, QRect(right - width, at.top(), width, at.height()), note, Role.SECOND, ink)
    room = QRect(left, at.top(), right - width - px(8) - left, at.height())
    draw_text(painter, room, say(row.under), Role.SECOND, "on_next_tint" if tinted else "text2")


def _draw_key(painter: QPainter, at: QRect, right: int, key: str) -> int:
    width = key_cap_width(key)
    place = QRect(right - width, at.top() + (at.height() - px(20)) // 2, width, px(20))
    draw_key_cap(painter, place, key)
    return right - width - px(6)


def _rule(painter: QPainter, at: QRect) -> None:
    foot = QRect(at.left(), at.bottom() + 1 - px(1), at.width(), px(1))
    painter.fillRect(foot, colour("rowline"))
