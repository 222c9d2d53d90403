"""The clocks and connections of the masthead, drawn."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from controlroom.desk.view import Clock, Link, Tone
from controlroom.messages import message
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.tones import tone_icon, tone_ink
from ui.theme.type import Role
from ui.widgets.text import draw_text, text_width
from ui.words import say

GOOD = frozenset({Tone.GO, Tone.REHEARSAL, Tone.QUIET, Tone.PLAIN, Tone.NOTE})
LONGEST_LABEL = 220


def clock_width(clock: Clock, *, compact: bool) -> int:
    """Pixels a clock takes with its padding."""
    value = text_width(say(clock.value), _value_role(clock, compact=compact))
    label = min(text_width(say(clock.label), Role.LABEL), max(value, px(LONGEST_LABEL)))
    return max(value, label) + 2 * _pad(compact=compact)


def draw_clocks(painter: QPainter, room: QRect, clocks: tuple[Clock, ...], *, compact: bool) -> int:
    """Clocks side by side from the left of ``room``, each with a hairline after it; returns where
    they end. Those that do not fit are left out, the last first."""
    left = room.left()
    for clock in clocks:
        width = clock_width(clock, compact=compact)
        if left + width > room.right():
            break
        pad = _pad(compact=compact)
        label = QRect(left + pad, room.top() + px(9), width - 2 * pad + px(2), px(20))
        draw_text(painter, label, say(clock.label), Role.LABEL, "text3")
        value = QRect(left + pad, room.top() + px(26), width - pad, px(40))
        ink = "text2" if clock.small else tone_ink(clock.tone)
        role = _value_role(clock, compact=compact)
        draw_text(painter, value, say(clock.value), role, ink)
        left += width
        painter.fillRect(QRect(left - px(1), room.top(), px(1), room.height()), colour("hairline"))
    return left


def _pad(*, compact: bool) -> int:
    return px(14 if compact else 20)


def _value_role(clock: Clock, *, compact: bool) -> Role:
    if clock.small:
        return Role.NUMBER if compact else Role.CLOCK_SECOND
    return Role.CLOCK_COMPACT if compact else Role.CLOCK


def draw_links(
    painter: QPainter, room: QRect, links: tuple[Link, ...], titles: tuple[str, ...]
) -> int:
    """Connections in two rows at the right end of ``room``, after ``titles`` (two lines or none);
    returns where they begin.

    Narrow: first the event's title gives way, then details, then connections that are well; one
    that is not well is never left out.
    """
    for titled, detailed in ((True, True), (False, True), (False, False)):
        width = _links_width(links, titles if titled else (), detailed=detailed)
        if width <= room.width():
            break
    else:
        links = _fewer(links, room.width())
        titled = detailed = False
        width = _links_width(links, (), detailed=False)
    left = room.right() + 1 - width
    begins = left
    middle = room.top() + room.height() // 2
    tall = px(23)
    rows = [QRect(0, middle - tall, 0, tall), QRect(0, middle, 0, tall)]
    if titled and titles:
        title, account = titles
        wide = max(text_width(title, Role.SECOND_STRONG), text_width(account, Role.SECOND))
        for row, text, role, ink in (
            (rows[0], title, Role.SECOND_STRONG, "text1"),
            (rows[1], account, Role.SECOND, "text2"),
        ):
            draw_text(painter, QRect(left, row.top(), wide, row.height()), text, role, ink)
        left += wide + px(24)
    for column in _columns(links):
        for row, link in zip(rows, column, strict=False):
            if link is not None:
                _draw_link(painter, QRect(left, row.top(), width, row.height()), link, detailed)
        left += _column_width(column, detailed=detailed) + px(20)
    return begins


def _columns(links: tuple[Link, ...]) -> list[tuple[Link | None, Link | None]]:
    half = (len(links) + 1) // 2
    upper, lower = links[:half], links[half:]
    return [(link, lower[at] if at < len(lower) else None) for at, link in enumerate(upper)]


def _link_width(link: Link | None, *, detailed: bool) -> int:
    if link is None:
        return 0
    width = px(14) + px(8) + text_width(say(link.name), Role.SECOND_STRONG) + px(1)
    if link.detail is not None and (detailed or link.tone not in GOOD):
        width += px(6) + text_width(say(link.detail), Role.SECOND)
    return width


def _column_width(column: tuple[Link | None, Link | None], *, detailed: bool) -> int:
    return max(_link_width(link, detailed=detailed) for link in column)


def _links_width(links: tuple[Link, ...], titles: tuple[str, ...], *, detailed: bool) -> int:
    columns = _columns(links)
    width = sum(_column_width(column, detailed=detailed) for column in columns)
    width += px(20) * max(0, len(columns) - 1)
    if titles:
        first, second = titles
        width += px(24)
        width += max(text_width(first, Role.SECOND_STRONG), text_width(second, Role.SECOND))
    return width


def _fewer(links: tuple[Link, ...], room: int) -> tuple[Link, ...]:
    kept = list(links)
    gone = 0
    while len(kept) > 1:
        good = [link for link in kept if link.tone in GOOD]
        if not good:
            break
        kept.remove(good[-1])
        gone += 1
        more = Link(message("window.more_links", count=gone), None, Tone.GO)
        if _links_width((*kept, more), (), detailed=False) <= room:
            return (*kept, more)
    return tuple(kept)


def _draw_link(painter: QPainter, at: QRect, link: Link, detailed: bool) -> None:
    ink = tone_ink(link.tone)
    if link.tone is Tone.REHEARSAL:
        ink = "text1"
    glyph = pixmap(tone_icon(link.tone), ink, 14, painter.device().devicePixelRatio())
    painter.drawPixmap(at.left(), at.top() + (at.height() - px(14)) // 2, glyph)
    at.setLeft(at.left() + px(14) + px(8))
    width = draw_text(painter, at, say(link.name), Role.SECOND_STRONG, "text1")
    if link.detail is not None and (detailed or link.tone not in GOOD):
        at.setLeft(at.left() + width + px(6))
        draw_text(painter, at, say(link.detail), Role.SECOND, "text2")
