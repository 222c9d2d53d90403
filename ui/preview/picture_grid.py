"""How a network lays out several pictures of one post: one whole, two to four as a block."""

from PySide6.QtCore import QRect

from ui.theme.scale import px

GAP = 4
SHAPE = 16, 10
"""The block's proportions, about those of the networks' own."""


def block(room: QRect, count: int) -> QRect:
    """The place of ``count`` pictures (2 and more) in ``room``, from its top."""
    high = min(room.height(), room.width() * SHAPE[1] // SHAPE[0])
    return QRect(room.left(), room.top(), room.width(), high) if count > 1 else QRect(room)


def cells(place: QRect, count: int) -> list[QRect]:
    """The cell of each picture; a fifth and more have none."""
    gap = px(GAP)
    wide, high = (place.width() - gap) // 2, (place.height() - gap) // 2
    left, right = place.left(), place.left() + wide + gap
    top, low = place.top(), place.top() + high + gap
    rest_wide, rest_high = place.right() + 1 - right, place.bottom() + 1 - low
    whole = place.height()
    if count <= 1:
        return [QRect(place)][:count]
    if count == 2:
        return [QRect(left, top, wide, whole), QRect(right, top, rest_wide, whole)]
    if count == 3:
        return [
            QRect(left, top, wide, whole),
            QRect(right, top, rest_wide, high),
            QRect(right, low, rest_wide, rest_high),
        ]
    return [
        QRect(left, top, wide, high),
        QRect(right, top, rest_wide, high),
        QRect(left, low, wide, rest_high),
        QRect(right, low, rest_wide, rest_high),
    ]
