"""The last line of a card: posts that follow, what it costs, how far it is made ready."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from controlroom.desk.posts_view import TakeAccount
from controlroom.desk.preview_view import PreviewTab
from controlroom.desk.view import Tone
from controlroom.messages import message
from ui.theme import Role, px
from ui.widgets import draw_text
from ui.words import say

Part = tuple[str, str]

_INK = {Tone.GO: "next", Tone.NO_GO: "on_air", Tone.CAUTION: "amber"}


def stage_part(account: TakeAccount | None) -> Part | None:
    """How far the account's network is made ready, and the ink of that."""
    if account is None:
        return None
    return say(account.line), _INK.get(account.tone, "text2")


def foot_parts(tab: PreviewTab, account: TakeAccount | None, *, stage: bool) -> tuple[Part, ...]:
    """What the line says, each with its ink. ``stage``: how far it is belongs here."""
    made: list[Part] = []
    part = stage_part(account) if stage else None
    if part is not None:
        made.append(part)
    if tab.parts:
        words = "panel.preview.thread_one" if tab.parts == 1 else "panel.preview.thread"
        made.append((say(message(words, count=tab.parts)), "text1"))
    made += [(say(note), "text2") for note in tab.notes]
    return tuple(made)


def draw_foot(painter: QPainter, room: QRect, parts: tuple[Part, ...]) -> None:
    """As many parts as there is room for, the last of them elided."""
    at = QRect(room)
    for text, ink in parts:
        if at.width() < px(24):
            return
        at.setLeft(at.left() + draw_text(painter, at, text, Role.SECOND, ink) + px(12))
