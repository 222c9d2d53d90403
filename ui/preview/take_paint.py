"""The words of TAKE, drawn: beside the word (armed, holding, rehearsal) or under it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from controlroom.desk.view import TakeFace, TakeView
from controlroom.messages import message
from ui.preview.take_face import FaceLook
from ui.preview.take_faces import draw_faces, faces_width
from ui.preview.take_words import AVATAR, GAP, PAD, Asked, arrange
from ui.theme import Role, colour, pixmap, px
from ui.widgets import draw_key_cap, draw_text, key_cap_width, text_width
from ui.widgets.text import broken, line_height
from ui.words import say

ASKING = frozenset({TakeFace.SECOND_KEY, TakeFace.SOLO})
"""Faces with something to fill in at their right end."""
HOLDING_ROOM = 136
"""Design px at the right end of a hold window that say (and are) "Esc cancels"."""


@dataclass(frozen=True, slots=True)
class TakeWords:
    """What stands on the button; ``refused`` when the line is a refusal's reason."""

    word: str
    sentence: str
    line: str
    refused: bool


def draw_beside(
    painter: QPainter, room: QRect, take: TakeView, look: FaceLook, words: TakeWords
) -> bool:
    """TAKE | avatar | sentence over line | keys. Returns whether every word is there."""
    holding = take.face is TakeFace.HOLDING
    avatar = not take.rehearsal  # nobody posts in a rehearsal
    width = room.width() - (px(HOLDING_ROOM) - px(PAD) if holding else 0)
    placed = arrange(
        Asked(
            width,
            room.height(),
            words.word,
            words.sentence,
            words.line,
            faces_width(take) if avatar else 0,
            () if holding else take.keys,
        )
    )
    left = room.left() + px(PAD)
    at = QRect(left, room.top(), width, room.height())
    left += draw_text(painter, at, words.word, placed.word_role, look.word) + px(GAP)
    if placed.rule:
        painter.fillRect(
            QRect(left, room.top() + px(18), px(1), room.height() - px(36)),
            colour("white", 0.45),
        )
        left += px(1) + px(GAP)
    if placed.avatar:
        top = room.top() + (room.height() - px(AVATAR)) // 2
        draw_faces(painter, QRect(left, top, faces_width(take), px(AVATAR)), take, look.text)
    lines = [(text, placed.sentence_role, look.text) for text in placed.sentence]
    lines += [(text, placed.line_role, look.second) for text in placed.line]
    _draw_centred(painter, QRect(placed.left, room.top(), placed.room, room.height()), lines)
    if holding:
        _draw_cancels(painter, room)
    else:
        draw_keys(painter, room, placed.keys, placed.key_size, look.text)
    return not placed.cut


def draw_stacked(
    painter: QPainter, room: QRect, take: TakeView, look: FaceLook, words: TakeWords
) -> bool:
    """The word over its sentence, keys at the right end: nothing can be taken, or not yet.
    Returns whether every word is there."""
    keys = take.keys if take.face is TakeFace.EMPTY else ()
    right = draw_keys(painter, room, keys, 32, look.text, "border") if keys else room.right()
    left = room.left() + px(PAD + 2)
    if take.face in ASKING and not take.rehearsal and (faces := faces_width(take)):
        beyond = left + faces + px(GAP)
        if _stacked(words, look, room.height(), right - beyond - px(4))[1]:
            at = QRect(left, room.top(), faces, room.height())
            draw_faces(painter, at, take, look.text)
            left = beyond
    if look.icon:
        glyph = pixmap(look.icon, look.word, 26, painter.device().devicePixelRatio())
        painter.drawPixmap(left, room.top() + (room.height() - px(26)) // 2, glyph)
        left += px(26) + px(GAP)
    # What stands over the right end of the button keeps its own distance.
    width = right - left - px(4 if take.face in ASKING else PAD)
    lines, whole = _stacked(words, look, room.height(), width)
    _draw_centred(painter, QRect(left, room.top(), width, room.height()), lines)
    return whole


def _stacked(
    words: TakeWords, look: FaceLook, height: int, width: int
) -> tuple[list[tuple[str, Role, str]], bool]:
    """The lines of a stacked face in ``width`` × ``height`` px, and whether every word is there."""
    role = _widest(words.word, width)
    # The lines share what the word leaves; one that is cut would hide a reason.
    spare = height - px(8) - line_height(role)
    said: list[str] = []
    body = Role.SECOND
    small = (Role.SECOND, Role.TICK)
    for body in (Role.BODY, *small) if role is Role.STATE else small:
        most = max(1, (spare - line_height(Role.SECOND)) // line_height(body))
        said = list(broken(words.sentence, body, width - px(2), most))
        if "".join("".join(said).split()) == "".join(words.sentence.split()):
            break
    lines = [(words.word, role, look.word), *((text, body, look.text) for text in said)]
    spare -= len(said) * line_height(body)
    most = max(1, spare // line_height(Role.SECOND))
    ink = "amber" if words.refused else look.second
    said = list(broken(words.line, Role.SECOND, width - px(2), most))
    lines += [(text, Role.SECOND, ink) for text in said]
    shown = "".join(text for text, _, _ in lines).split()
    whole = "".join(f"{words.word}{words.sentence}{words.line}".split())
    return lines, text_width(words.word, role) <= width and "".join(shown) == whole


def draw_keys(
    painter: QPainter, room: QRect, keys: tuple[str, ...], size: float, ink: str, edge: str = ""
) -> int:
    """Key caps at the right end of ``room``. Returns where they begin."""
    right = room.right() + 1 - px(PAD)
    for key in reversed(keys):
        width = key_cap_width(key, size)
        at = QRect(right - width, room.top() + (room.height() - px(size)) // 2, width, px(size))
        draw_key_cap(painter, at, key, ink=ink, edge=edge or ink)
        right -= width + px(4)
    return right


def _widest(word: str, width: int) -> Role:
    for role in (Role.STATE, Role.SENTENCE, Role.BODY_STRONG):
        if text_width(word, role) <= width:
            return role
    return Role.BODY_STRONG


def _draw_centred(painter: QPainter, room: QRect, lines: list[tuple[str, Role, str]]) -> None:
    lines = [line for line in lines if line[0]]
    tall = sum(line_height(role) for _, role, _ in lines)
    top = room.top() + (room.height() - tall) // 2
    for text, role, ink in lines:
        at = QRect(room.left(), top, room.width(), line_height(role))
        draw_text(painter, at, text, role, ink, tabular=False)  # as it was broken
        top += line_height(role)


def _draw_cancels(painter: QPainter, room: QRect) -> None:
    text = say(message("panel.preview.cancels"))
    words = text_width(text, Role.ROW_STRONG)
    right = room.right() + 1 - px(PAD)
    at = QRect(right - words, room.top(), words, room.height())
    draw_text(painter, at, text, Role.ROW_STRONG, "white")
    width = key_cap_width("Esc", 32)
    key = QRect(right - words - px(10) - width, 0, width, px(32))
    key.moveTop(room.top() + (room.height() - px(32)) // 2)
    draw_key_cap(painter, key, "Esc", ink="white", edge="white")
