"""Draws one row of the library. Its picture is asked for only here: when it is seen."""

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from controlroom.desk.view import LibraryRow
from ui.library.rows import Index, LibraryRole
from ui.theme import Role, colour, pixmap, px, tone_ink
from ui.widgets import draw_text
from ui.widgets.picture_view import draw_picture
from ui.words import say

ROW = 52


class RowDelegate(QStyledItemDelegate):
    """A small picture, title over line, the icon of how it stands."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are 52 px high."""
        return QSize(px(200), px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw."""
        row = index.data(LibraryRole.ROW)
        if not isinstance(row, LibraryRow):
            return
        at: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(at, colour("raised"))
        thumb = QRectF(at.left() + px(4), at.top() + px(6), px(60), px(40))
        draw_picture(painter, thumb, row.picture, radius=2, ground="active")
        side = px(15)
        glyph = pixmap(row.icon, tone_ink(row.tone), 15, painter.device().devicePixelRatio())
        painter.drawPixmap(
            at.right() + 1 - px(5) - side, at.top() + (at.height() - side) // 2, glyph
        )
        left = round(thumb.right()) + px(12)
        room = QRect(left, at.top() + px(7), at.right() - px(13) - side - left, px(20))
        draw_text(painter, room, row.title, Role.ROW_STRONG)
        room.setRect(left, at.top() + px(27), room.width(), px(18))
        draw_text(painter, room, say(row.line), Role.SECOND, "text2")
        painter.fillRect(QRect(at.left(), at.bottom(), at.width(), px(1)), colour("rowline"))
        painter.restore()
