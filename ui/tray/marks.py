"""The tray's icon for each state: a shape and a colour of its own, readable at 16 pixels."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from ui.theme.icons import pixmap
from ui.theme.tokens import colour

SIDES = (16, 22, 32, 44, 64)
"""Pixels: what trays and menu bars ask for, at one and two pixels a point."""

_TRIANGLE = ((0.5, 0.04), (0.98, 0.94), (0.02, 0.94))
_OCTAGON = (
    *((0.3, 0.02), (0.7, 0.02), (0.98, 0.3), (0.98, 0.7)),
    *((0.7, 0.98), (0.3, 0.98), (0.02, 0.7), (0.02, 0.3)),
)
_GLYPHS = {"hold": ("pause", "ink", 0.56), "wrap": ("check", "text1", 0.7)}


@cache
def mark_icon(mark: str) -> QIcon:
    """The icon of a ``TrayView.mark``."""
    made = QIcon()
    for side in SIDES:
        made.addPixmap(_drawn(mark, side))
    return made


def _drawn(mark: str, side: int) -> QPixmap:
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        _shape(painter, mark, side)
        if mark in _GLYPHS:
            name, ink, share = _GLYPHS[mark]
            wide = round(side * share)
            glyph = pixmap(name, ink, wide).scaled(
                wide,
                wide,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawPixmap((side - wide) // 2, (side - wide) // 2, glyph)
    return picture


def _shape(painter: QPainter, mark: str, side: int) -> None:
    whole = QRectF(0.5, 0.5, side - 1, side - 1)
    match mark:
        case "live":
            _fill(painter, "red_fill")
            painter.drawEllipse(whole)
            _fill(painter, "white")
            painter.drawEllipse(whole.center(), side * 0.19, side * 0.19)
        case "caution":
            _fill(painter, "red_fill")
            painter.drawEllipse(whole)
            _fill(painter, "amber")
            inner = side * 0.66
            painter.translate((side - inner) / 2, (side - inner) / 2 - side * 0.05)
            painter.drawPolygon(_polygon(_TRIANGLE, inner))
            painter.resetTransform()
        case "hold":
            _fill(painter, "amber")
            painter.drawPolygon(_polygon(_OCTAGON, side))
        case "rehearsal":
            _stripes(painter, whole, side)
        case "wrap":
            _fill(painter, "active")
            painter.drawRoundedRect(whole, side * 0.2, side * 0.2)
        case _:
            width = max(1.5, side * 0.12)
            painter.setPen(QPen(colour("accent"), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = width / 2
            painter.drawEllipse(whole.adjusted(inset, inset, -inset, -inset))


def _stripes(painter: QPainter, whole: QRectF, side: int) -> None:
    """A square of stripes, as the whole window is in a rehearsal: never a red disc."""
    _fill(painter, "active")
    painter.drawRect(whole)
    painter.setClipRect(whole)
    painter.setPen(QPen(QColor(colour("text1")), max(1.5, side * 0.11)))
    for step in range(-2, 5):
        left = step * side * 0.36
        painter.drawLine(QPointF(left, side), QPointF(left + side, 0))
    painter.setClipping(False)


def _fill(painter: QPainter, token: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(token))


def _polygon(points: tuple[tuple[float, float], ...], side: float) -> QPolygonF:
    return QPolygonF([QPointF(x * side, y * side) for x, y in points])
