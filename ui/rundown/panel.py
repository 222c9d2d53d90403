"""The rundown's panel: its head and the list that follows now."""

from itertools import zip_longest

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QVBoxLayout, QWidget

from controlroom.desk.view import RundownView
from controlroom.messages import message
from ui.rundown.draw import draw_heading, draw_row
from ui.rundown.lines import Lines
from ui.theme.scale import px
from ui.widgets.frame import StateFrame
from ui.widgets.key_cap import KeyCaps
from ui.widgets.panel_head import PanelHead
from ui.words import say

COMPACT_BELOW = 360


class RundownPanel(StateFrame):
    """What is due. ``ordered`` is ``select_moment`` on a click."""

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._view: RundownView | None = None
        self.head = PanelHead()
        self._home = KeyCaps("Home")
        self.head.row.addWidget(self._home)
        self._home.hide()
        self.list = RundownList()
        self.list.chosen.connect(self._choose)
        self.list.following_changed.connect(self._following)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1), px(1), px(1), px(1))
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)

    def show_view(self, view: RundownView) -> None:
        """Draw another rundown; the same one costs a comparison."""
        if view == self._view:
            return
        self._view = view
        self._show_head()
        self.list.show_view(view)

    def follow(self) -> None:
        """Go to now and stay with it."""
        self.list.follow()

    def page(self, pages: int) -> None:
        """Scroll by pages; it stops following."""
        self.list.page(pages)

    @Slot(str)
    def _choose(self, slug: str) -> None:
        self.ordered.emit("select_moment", {"moment": slug})

    @Slot()
    def _following(self) -> None:
        self._home.setVisible(not self.list.following)
        self._show_head()

    def _show_head(self) -> None:
        if self._view is None:
            return
        note = say(self._view.progress)
        ink = "text2"
        if not self.list.following:
            note, ink = say(message("window.following")), "accent"
        self.head.show_head(say(message("panel.rundown")), note=note, note_ink=ink)
        self.head.setToolTip(self._view.title)


class RundownList(QAbstractScrollArea):
    """Painted, so 300 moments cost what is visible.

    Follows now until the operator scrolls; ``follow`` resumes.
    """

    chosen = Signal(str)
    following_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.following = True
        self._view: RundownView | None = None
        self._lines: Lines | None = None
        self._hover: str | None = None
        self._by_itself = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_view(self, view: RundownView) -> None:
        """Other moments; only the lines that read otherwise are drawn again."""
        before = self._lines
        self._view = view
        self._lay_out(whole=False)
        old = before.lines if before is not None else []
        new = self._lines.lines if self._lines is not None else []
        offset = self.verticalScrollBar().value()
        for was, line in zip_longest(old, new):
            if was is None or line is None:
                self.viewport().update()
                return
            if was.words() != line.words():
                at = QRect(0, line.top - offset, self.viewport().width(), line.height)
                self.viewport().update(at)
                self.viewport().update(at.translated(0, was.top - line.top))

    def compact(self) -> bool:
        """Whether the column is narrow: smaller rows and short titles."""
        return self.width() < px(COMPACT_BELOW)

    def follow(self) -> None:
        """Go to now and stay with it."""
        self._set_following(following=True)
        self._show_now()

    def page(self, pages: int) -> None:
        """Scroll by pages."""
        bar = self.verticalScrollBar()
        bar.setValue(self._top_of(bar.value() + pages * max(1, bar.pageStep() - px(40))))

    def sizeHint(self) -> QSize:
        """Whatever is left."""
        return QSize(px(304), px(400))

    def _lay_out(self, *, whole: bool = True) -> None:
        if self._view is None:
            return
        self._lines = Lines(self._view, self.compact())
        bar = self.verticalScrollBar()
        self._by_itself = True
        bar.setRange(0, max(0, self._lines.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(px(40))
        self._by_itself = False
        if self.following:
            self._show_now()
        if whole:
            self.viewport().update()

    def _show_now(self) -> None:
        """Scroll so that now stands in the upper third, with what was before it in sight."""
        if self._lines is None or self._lines.now is None:
            return
        now = self._lines.now
        self._by_itself = True
        self.verticalScrollBar().setValue(self._top_of(now.top - self.viewport().height() // 3))
        self._by_itself = False

    def _top_of(self, y: int) -> int:
        """Where the line at ``y`` begins: half a row under the head is none that can be read."""
        line = self._lines.at(y) if self._lines is not None else None
        return line.top if line is not None else y

    def _set_following(self, *, following: bool) -> None:
        if following != self.following:
            self.following = following
            self.following_changed.emit()

    @Slot(int)
    def _scrolled(self, _value: int) -> None:
        if not self._by_itself:
            self._set_following(following=False)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The operator scrolls."""
        super().wheelEvent(event)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths may mean smaller rows."""
        super().resizeEvent(event)
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer."""
        slug = self._slug_at(event.position().toPoint())
        if slug != self._hover:
            self._hover = slug
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        slug = self._slug_at(event.position().toPoint())
        if slug is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(slug)

    def _slug_at(self, at: QPoint) -> str | None:
        if self._lines is None:
            return None
        line = self._lines.at(at.y() + self.verticalScrollBar().value())
        return line.row.slug if line is not None and line.row is not None else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is visible and asked for."""
        if self._lines is None:
            return
        port: QWidget = self.viewport()
        with QPainter(port) as painter:
            offset = self.verticalScrollBar().value()
            compact = self.compact()
            for line in self._lines.between(offset, offset + port.height()):
                at = QRect(0, line.top - offset, port.width(), line.height)
                if not event.region().intersects(at):
                    continue
                if line.row is None:
                    draw_heading(painter, at, line.group)
                else:
                    hover = line.row.slug == self._hover
                    draw_row(painter, at, line.row, compact=compact, hover=hover)
