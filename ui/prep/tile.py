"""One asset of the library as a tile: its picture, its name, how it stands on each network."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from controlroom.desk.prep_view import PrepTile
from controlroom.desk.view import Tone
from ui.theme import Role, colour, pixmap, px, tone_icon, tone_ink
from ui.widgets import draw_text, text_width
from ui.widgets.picture_view import draw_picture
from ui.widgets.text import RIGHT
from ui.words import say

FOOT = 58


def tile_height(width: int) -> int:
    """A picture of 4:3 and two lines of words."""
    return round(width * 3 / 4) + px(FOOT)


def draw_tile(painter: QPainter, at: QRect, tile: PrepTile, *, hover: bool, pictured: bool) -> None:
    """Draw a tile. ``pictured`` False leaves the picture's ground (while rushing past)."""
    picture = QRect(at.left(), at.top(), at.width(), at.height() - px(FOOT))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(at), px(4), px(4))
    painter.setClipPath(outline)
    ground = "active" if tile.selected or hover else "raised"
    painter.fillRect(at, colour(ground))
    ref = tile.picture if pictured else None
    draw_picture(painter, picture.toRectF(), ref, radius=0, ground="active")
    if tile.picture is None:
        glyph = pixmap("image", "text3", 32, painter.device().devicePixelRatio())
        painter.drawPixmap(picture.center().x() - px(16), picture.center().y() - px(16), glyph)
    painter.setClipping(False)
    _draw_edge(painter, QRectF(at), selected=tile.selected)
    painter.restore()
    room = QRect(at.left() + px(11), 0, at.width() - px(22), px(22))
    room.moveTop(picture.bottom() + 1 + px(7))
    _draw_pair(painter, room, tile)
    room.translate(0, px(23))
    left = _draw_networks(painter, room, tile.networks)
    room.setRight(left - px(8))
    draw_text(painter, room, say(tile.line), Role.SECOND, "text2")


def _draw_edge(painter: QPainter, at: QRectF, *, selected: bool) -> None:
    width = px(2) if selected else px(1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour("accent" if selected else "hairline"), width))
    inset = width / 2
    painter.drawRoundedRect(at.adjusted(inset, inset, -inset, -inset), px(4), px(4))


def _draw_pair(painter: QPainter, room: QRect, tile: PrepTile) -> None:
    """The name, and at the right end what is to be known about it."""
    note = say(tile.note)
    loud = tile.note_tone in (Tone.CAUTION, Tone.NO_GO)
    role = Role.SECOND_STRONG if loud else Role.SECOND
    ink = tone_ink(tile.note_tone) if loud else "text2"
    wide = min(text_width(note, role), room.width() * 3 // 5)
    place = QRect(room.right() + 1 - wide, room.top(), wide, room.height())
    draw_text(painter, place, note, role, ink, RIGHT)
    name = QRect(room.left(), room.top(), room.width() - wide - px(8), room.height())
    draw_text(painter, name, tile.title, Role.BODY_STRONG)


def _draw_networks(painter: QPainter, room: QRect, networks: tuple[tuple[str, Tone], ...]) -> int:
    """A shape and a letter for each network, from the right; where they begin."""
    right = room.right() + 1
    ratio = painter.device().devicePixelRatio()
    for letter, tone in reversed(networks):
        ink = tone_ink(tone)
        # Approval that is awaited is a clock; the triangle stays with what somebody must mend.
        shape = "clock" if tone is Tone.CAUTION else tone_icon(tone)
        wide = text_width(letter, Role.SECOND_STRONG)
        place = QRect(right - wide, room.top(), wide, room.height())
        draw_text(painter, place, letter, Role.SECOND_STRONG, ink)
        right = place.left() - px(4) - px(14)
        painter.drawPixmap(right, room.top() + px(4), pixmap(shape, ink, 14, ratio))
        right -= px(10)
    return right + px(10) if networks else right
