"""The masthead's ground in each state: colour, pattern and place say it, the word names it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from controlroom.desk.view import Masthead
from controlroom.event.room_state import RoomState
from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets.chip import HEIGHT, chip_width, draw_chip
from ui.widgets.frame import draw_frame
from ui.widgets.stripes import draw_stripes
from ui.widgets.text import CENTRE, draw_text, text_width
from ui.words import say


@dataclass(frozen=True, slots=True)
class Ground:
    """What a state looks like: the block's fill (None: none), the inks on it, the frame."""

    fill: str | None
    word: str
    line: str
    edge: str
    edge_width: float
    icon: str | None


GROUNDS = {
    RoomState.PREP: Ground(None, "accent", "text2", "accent", 2, None),
    RoomState.REHEARSAL: Ground(None, "text1", "text1", "hairline", 0, None),
    RoomState.LIVE: Ground("red_fill", "white", "white", "hairline", 1, "circle"),
    RoomState.HOLD: Ground("amber", "ink", "ink", "amber", 2, "pause"),
    RoomState.WRAP: Ground("active", "text1", "text2", "border", 1, None),
}
SOLO_ICON = "account"
DOT = 11
PAUSE = 20


def block_width(view: Masthead, state: RoomState, width: int) -> int:
    """Pixels of the state's block in a masthead ``width`` wide."""
    ground = GROUNDS[state]
    text = max(text_width(say(view.word), Role.STATE), text_width(say(view.line), Role.SECOND))
    icon = px(DOT + 12) if ground.icon == "circle" else px(PAUSE + 12) if ground.icon else 0
    natural = text + icon + px(48)
    if state is RoomState.HOLD:
        return max(natural, min(px(522), width * 29 // 100))
    if state is RoomState.REHEARSAL:
        return max(natural, min(px(250), width * 15 // 100))
    return max(natural, px(124), min(px(153), width * 8 // 100))


def solo_width(view: Masthead) -> int:
    """Pixels the chip takes that says nobody else is asked; 0 where somebody is."""
    return 0 if view.solo is None else chip_width(say(view.solo), SOLO_ICON) + px(24)


def draw_solo(painter: QPainter, block: QRect, view: Masthead) -> None:
    """The same chip, right of the state's ``block``."""
    if view.solo is None:
        return
    wide = solo_width(view) - px(24)
    top = block.top() + (block.height() - px(HEIGHT)) // 2
    at = QRect(block.right() + 1 + px(12), top, wide, px(HEIGHT))
    draw_chip(painter, at, say(view.solo), "amber", SOLO_ICON)


def draw_ground(
    painter: QPainter, rect: QRect, view: Masthead, state: RoomState, *, caution: bool
) -> QRect:
    """Fill the masthead and its block; returns the block's rectangle."""
    ground = GROUNDS[state]
    block = QRect(rect.left(), rect.top(), block_width(view, state, rect.width()), rect.height())
    whole = QPainterPath()
    whole.addRoundedRect(QRectF(rect), px(6), px(6))
    painter.save()
    painter.setClipPath(whole)
    if state is not RoomState.REHEARSAL:
        painter.fillRect(rect, colour("panel"))
    else:  # the window's own stripes show through the block
        painter.fillRect(rect.adjusted(block.width(), 0, 0, 0), colour("panel"))
    if ground.fill:
        painter.fillRect(block, colour(ground.fill))
    painter.restore()
    if ground.edge_width:
        draw_frame(painter, QRectF(rect), fill=None, edge=ground.edge, width=ground.edge_width)
    _state_line(painter, rect, block, state, caution=caution)
    _words(painter, block, view, state)
    return block


def _state_line(
    painter: QPainter, rect: QRect, block: QRect, state: RoomState, *, caution: bool
) -> None:
    painter.save()
    top = QPainterPath()
    top.addRoundedRect(QRectF(rect), px(6), px(6))
    painter.setClipPath(top)
    if state is RoomState.LIVE:
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), px(3)), colour("red_fill"))
        painter.fillRect(block, colour("red_fill"))
        if caution:
            foot = QRect(block.left(), block.bottom() + 1 - px(6), block.width(), px(6))
            draw_stripes(painter, foot, "amber", "hold_tint", pitch=6)
    if state is RoomState.PREP:
        line = QRect(block.right() + 1 - px(2), rect.top(), px(2), rect.height())
        painter.fillRect(line, colour("accent"))
    painter.restore()


def _words(painter: QPainter, block: QRect, view: Masthead, state: RoomState) -> None:
    ground = GROUNDS[state]
    word, line = say(view.word), say(view.line)
    ratio = painter.device().devicePixelRatio()
    if state is RoomState.HOLD:
        left = block.left() + px(24) + px(PAUSE) + px(12)
        glyph = pixmap("pause", ground.word, PAUSE, ratio)
        painter.drawPixmap(block.left() + px(24), block.top() + px(16), glyph)
        room = QRect(left, block.top() + px(11), block.right() - left - px(8), px(30))
        draw_text(painter, room, word, Role.STATE, ground.word)
        room.moveTop(block.top() + px(40))
        room.setHeight(px(18))
        draw_text(painter, room, line, Role.SECOND_STRONG, ground.line)
        return
    place = QRect(block)
    if line:
        place.setBottom(block.top() + block.height() // 2 + px(6))
        under = QRect(block)
        under.setTop(block.top() + block.height() // 2 + px(6))
        under.setHeight(px(18))
        draw_text(painter, under, line, Role.SECOND_STRONG, ground.line, CENTRE)
        place.setTop(block.top() + px(10))
    if ground.icon:
        width = text_width(word, Role.STATE) + px(DOT) + px(12)
        left = block.left() + (block.width() - width) // 2
        glyph = pixmap(ground.icon, ground.word, DOT, ratio)
        painter.drawPixmap(left, place.top() + (place.height() - px(DOT)) // 2, glyph)
        place.setLeft(left + px(DOT) + px(12))
        draw_text(painter, place, word, Role.STATE, ground.word)
    else:
        draw_text(painter, place, word, Role.STATE, ground.word, CENTRE)
