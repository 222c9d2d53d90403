"""The card at a spike: when, how much and why, pointing at it and never leaving the plot."""

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QPolygonF

from controlroom.desk.chart_view import SpikeNote
from ui.chart.emphasis import after_colon
from ui.chart.geometry import PlotGeometry
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import Run, draw_runs
from ui.widgets.frame import draw_frame
from ui.widgets.text import line_height, text_width
from ui.words import say

POINTER = 8


def card_place(
    geometry: PlotGeometry, at: int, width: int, height: int, *, low: bool = False
) -> tuple[QRect, int]:
    """The card's rect inside the plot, at its foot where ``low``, and on which side the spike is:
    1 right, -1 left, 0 when the card has to lie across it or the spike is out of sight."""
    plot = geometry.plot
    room = px(8)
    width = min(width, plot.width() - 2 * room)
    height = min(height, plot.height() - 2)
    drop = px(8) if geometry.low else px(14)
    drop = max(1, min(drop, plot.height() - height - 1))
    top = plot.bottom() - drop - height if low else plot.top() + drop
    x = round(geometry.x(at))
    apart = px(POINTER) + px(2)
    side = 0
    left = x - width // 2
    if x - apart - width >= plot.left() + room:
        left, side = x - apart - width, 1
    elif x + apart + width <= plot.right() - room:
        left, side = x + apart, -1
    if not plot.left() <= x <= plot.right():
        side = 0
    left = max(plot.left() + room, min(left, plot.right() - room - width))
    return QRect(left, top, width, height), side


def draw_spike(
    painter: QPainter, geometry: PlotGeometry, spike: SpikeNote, *, low: bool = False
) -> QRect:
    """Draw the card; where it lies. ``low``: the lines run high, so it stands at the foot."""
    edge, tint = ("amber", "hold_tint") if spike.solemn else ("next", "next_tint")
    quiet = "amber" if spike.solemn else "on_next_tint"
    head = (Run(say(spike.line), Role.BODY_STRONG),)
    why = after_colon(say(spike.why), quiet, "text1", (Role.SECOND, Role.SECOND_STRONG))
    lines: tuple[tuple[Run, ...], ...] = (head, why) if say(spike.why) else (head,)
    if geometry.low and len(lines) > 1:
        # One line: the cause matters more than the size, so that stays when both do not fit.
        both = (*head, Run("   ", Role.BODY), *why)
        most = geometry.plot.width() - 2 * px(8) - 2 * px(12)
        lines = (both if _wide(both) <= most // 2 else why,)
    tall = sum(line_height(line[0].role) for line in lines) + px(8)
    wide = max(_wide(line) for line in lines) + 2 * px(12)
    card, side = card_place(geometry, spike.at, max(wide, px(160)), tall, low=low)
    draw_frame(painter, card.toRectF(), fill=tint, edge=edge, radius=4)
    if side:
        _draw_pointer(painter, card, side, edge)
    top = card.top() + (card.height() - tall) // 2 + px(4)
    for line in lines:
        high = line_height(line[0].role)
        draw_runs(painter, QRect(card.left() + px(12), top, card.width() - px(20), high), line)
        top += high
    return card


def _wide(runs: tuple[Run, ...]) -> int:
    return sum(text_width(run.text, run.role) for run in runs)


def _draw_pointer(painter: QPainter, card: QRect, side: int, edge: str) -> None:
    base = card.right() + 1 if side > 0 else card.left()
    middle = card.center().y() + 1
    half = px(6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour(edge, 0.0))
    painter.setBrush(colour(edge))
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(base, middle - half),
                QPointF(base + side * px(POINTER), middle),
                QPointF(base, middle + half),
            ]
        )
    )
    painter.restore()
