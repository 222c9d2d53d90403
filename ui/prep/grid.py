"""The library as tiles: any number of them, drawn and asked for only where they are seen."""

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from controlroom.desk.prep_view import PrepTile
from ui.pictures import pictures
from ui.prep.tile import draw_tile, tile_height
from ui.theme import px

GAP = 8
LEAST_WIDTH = 216
EDGE = 12
"""The scroll bar stands in the panel's own padding, so tiles keep their width without it."""
REST_MS = 60
SLIVER = 24


class TileGrid(QAbstractScrollArea):
    """Tiles in rows; ``chosen(asset)`` by mouse or arrow keys, ``entered`` on Enter.

    Laying out is arithmetic, so 100,000 tiles cost what one page costs.
    """

    chosen = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tiles: tuple[PrepTile, ...] = ()
        self._over = -1
        self._offset = 0
        self._rushing = False
        self._painted = False
        self._revealed = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(px(40))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)
        pictures().ready.connect(self._arrived)

    def show_tiles(self, tiles: tuple[PrepTile, ...]) -> None:
        """Other tiles. The place in the library is kept while there are as many."""
        if tiles is self._tiles:
            return
        before, self._tiles = self._tiles, tiles
        if len(tiles) == len(before) and all(tiles[at] == before[at] for at in self.seen()):
            return  # nothing in sight changed
        self._over = -1
        self._fit()
        self.viewport().update()

    def reveal(self, asset: str) -> None:
        """Scroll until ``asset`` is whole, if it is here and is not; again in another size, until
        it was seen."""
        self._revealed = asset
        index = next((at for at, tile in enumerate(self._tiles) if tile.asset == asset), -1)
        if index < 0:
            return
        place = self.place(index)
        bar, page = self.verticalScrollBar(), self.viewport().height()
        if place.top() < 0:
            bar.setValue(bar.value() + place.top())
        elif place.bottom() >= page:
            bar.setValue(bar.value() + place.bottom() + 1 - page)

    def columns(self) -> int:
        """How many tiles stand side by side."""
        return max(1, (self._wide() + px(GAP)) // (px(LEAST_WIDTH) + px(GAP)))

    def place(self, index: int) -> QRect:
        """Where a tile lies in the viewport at the present scroll."""
        count = self.columns()
        row, column = divmod(index, count)
        left = column * (self._wide() + px(GAP)) // count
        right = (column + 1) * (self._wide() + px(GAP)) // count - px(GAP)
        tall = self._tall()
        top = row * (tall + px(GAP)) - self.verticalScrollBar().value()
        return QRect(left, top, right - left, tall)

    def seen(self) -> range:
        """The tiles of which at least a pixel is in sight."""
        pitch = self._tall() + px(GAP)
        offset = self.verticalScrollBar().value()
        first = offset // pitch * self.columns()
        last = ((offset + self.viewport().height() - 1) // pitch + 1) * self.columns()
        return range(min(first, len(self._tiles)), min(last, len(self._tiles)))

    def _wide(self) -> int:
        return max(px(80), self.width() - px(EDGE))

    def _tall(self) -> int:
        tall = tile_height((self._wide() + px(GAP)) // self.columns() - px(GAP))
        rows, sliver = divmod(self.viewport().height(), tall + px(GAP))
        # A strip of the next row too thin to show anything is shared out among the whole rows.
        return tall + sliver // rows + 1 if rows and 0 < sliver <= px(SLIVER) else tall

    def _fit(self) -> None:
        rows = -(-len(self._tiles) // self.columns())
        whole = rows * (self._tall() + px(GAP)) - px(GAP)
        page = self.viewport().height()
        self.verticalScrollBar().setPageStep(page)
        self.verticalScrollBar().setRange(0, max(0, whole - page))

    def _index_at(self, event: QMouseEvent) -> int:
        at = event.position().toPoint()
        return next((index for index in self.seen() if self.place(index).contains(at)), -1)

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        # Past more than a page at once nobody sees a picture: none is asked for until it rests.
        self._rushing = self._rushing or abs(value - self._offset) > self.viewport().height()
        self._offset = value
        if self._rushing:
            self._rest.start()
        self.viewport().update()

    @Slot()
    def _rested(self) -> None:
        self._rushing = False
        self.viewport().update()

    @Slot(str)
    def _arrived(self, sha256: str) -> None:
        for index in self.seen():
            picture = self._tiles[index].picture
            if picture is not None and picture.sha256 == sha256:
                self.viewport().update(self.place(index))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again; pictures come in their new size when the window's edge rests."""
        super().resizeEvent(event)
        self._fit()
        if not self._painted and self._revealed:
            # Sizes before the first picture are none the grid will have: begin from the top.
            self.verticalScrollBar().setValue(0)
            self.reveal(self._revealed)
        if self._painted and event.size().width() != event.oldSize().width():
            self._rushing = True
            self._rest.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        index = self._index_at(event)
        if index >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._tiles[index].asset)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press did it all."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The tile under the pointer is lighter."""
        index = self._index_at(event)
        if index != self._over:
            self._over = index
            self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """While it has the keyboard, arrows move in here and not in the rundown."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self._step(event.key()) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def _step(self, key: int) -> int | None:
        rows = max(1, self.viewport().height() // (self._tall() + px(GAP)))
        steps: dict[int, int] = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns(),
            Qt.Key.Key_Down: self.columns(),
            Qt.Key.Key_PageUp: -self.columns() * rows,
            Qt.Key.Key_PageDown: self.columns() * rows,
        }
        return steps.get(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages choose; plain Enter goes to the words."""
        step = self._step(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            event.accept()
            return
        if step is None or not self._tiles:
            super().keyPressEvent(event)
            return
        now = next((index for index, tile in enumerate(self._tiles) if tile.selected), None)
        index = 0 if now is None else max(0, min(len(self._tiles) - 1, now + step))
        self.chosen.emit(self._tiles[index].asset)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the tiles in sight."""
        with QPainter(self.viewport()) as painter:
            self._painted = True
            for index in self.seen():
                place = self.place(index)
                if place.intersects(event.rect()):
                    draw_tile(
                        painter,
                        place,
                        self._tiles[index],
                        hover=index == self._over,
                        pictured=not self._rushing,
                    )
