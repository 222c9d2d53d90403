"""Whom TAKE posts as: the accounts' pictures, ringed in the accounts' own colours.

An account's colour is whatever its owner chose, so it stays a ring on a dark ground of its own;
the face of the button alone tells the state.
"""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from controlroom.desk.posts_view import TakeAccount
from controlroom.desk.view import ImageRef, TakeView
from ui.preview.take_words import AVATAR
from ui.theme import Role, colour, px
from ui.widgets import draw_text
from ui.widgets.frame import draw_frame
from ui.widgets.picture_view import draw_picture
from ui.widgets.text import CENTRE

MOST = 4
STEP = 32
"""Design px from one face to the next where there are several: they overlap a little."""
RING = 3
WHOLE = 16 * 360
APART = 16 * 8

Face = tuple[ImageRef | None, str, tuple[str | None, ...]]


def _faces(take: TakeView) -> tuple[Face, ...]:
    """Picture, initial and colours of each different face, in the order of the accounts."""
    if not take.accounts:
        return ((take.avatar, "", (None,)),) if take.avatar is not None else ()
    found: dict[tuple[ImageRef | None, str], list[str | None]] = {}
    for account in take.accounts:
        initial = "" if account.avatar else (account.name or account.title)[:1]
        found.setdefault((account.avatar, initial), []).append(account.colour)
    faces = ((ref, initial, tuple(dict.fromkeys(of))) for (ref, initial), of in found.items())
    return tuple(faces)[:MOST]


def faces_of(take: TakeView) -> tuple[ImageRef | None, ...]:
    """The pictures that are drawn."""
    return tuple(ref for ref, _, _ in _faces(take))


def faces_width(take: TakeView) -> int:
    """Pixels they take side by side; 0 for nobody."""
    count = len(_faces(take))
    return px(AVATAR) + (count - 1) * px(STEP) if count else 0


def accounts_of(take: TakeView) -> list[str]:
    """Network, name and handle of each account, for tool tip and screen reader."""
    return [_told(account) for account in take.accounts]


def draw_faces(painter: QPainter, at: QRect, take: TakeView, plain: str) -> None:
    """The faces from the left of ``at``; ``plain`` rings an account without a colour."""
    side = px(AVATAR)
    for place, (ref, initial, rings) in enumerate(_faces(take)):
        left = at.left() + place * px(STEP)
        where = QRectF(left, at.top() + (at.height() - side) / 2, side, side)
        _draw_face(painter, where, ref, initial, [_shade(ring, plain) for ring in rings])


def _draw_face(
    painter: QPainter, at: QRectF, ref: ImageRef | None, initial: str, rings: list[QColor]
) -> None:
    draw_frame(painter, at, fill="app", edge="app", width=0, radius=AVATAR / 2)
    inset = px(RING + 2)
    inner = at.adjusted(inset, inset, -inset, -inset)
    radius = AVATAR / 2 - RING - 2
    if ref is not None:
        draw_picture(painter, inner, ref, radius=radius, ground="active")
    else:
        draw_frame(painter, inner, fill="active", edge="active", width=0, radius=radius)
        draw_text(painter, inner.toRect(), initial, Role.ROW_STRONG, "text1", CENTRE)
    half = 1 + px(RING) / 2
    ring = at.adjusted(half, half, -half, -half)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    apart = APART if len(rings) > 1 else 0
    each = WHOLE // len(rings)
    for place, shade in enumerate(rings):
        pen = QPen(shade, px(RING))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        # From the top, clockwise, in the order of the accounts.
        painter.drawArc(ring, 16 * 90 - place * each - apart // 2, -(each - apart))


def _shade(ring: str | None, plain: str) -> QColor:
    return QColor(ring) if ring is not None else colour(plain)


def _told(account: TakeAccount) -> str:
    return f"{account.title}: {account.name} {account.handle}"
