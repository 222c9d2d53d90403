"""The chart panel: head, plot or tiles, the night under it, and what they say beside it."""

from PySide6.QtCore import QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from controlroom.clock import gesture_seconds
from controlroom.desk.chart_look import Kind
from controlroom.desk.chart_view import ChartView
from ui.chart.head import ChartHead
from ui.chart.night import NightBar
from ui.chart.plot import Plot
from ui.chart.said import SaidColumn
from ui.chart.save import Ask, as_png, ask_path
from ui.chart.tiles import Tiles
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.widgets import Rule
from ui.widgets.frame import draw_frame

FRAME_S = 0.1
"""At most ten frames a second, however often the desk changes."""
NARROW = 900
LOW = 250
"""A panel lower than this shows the night only while somebody looks back or chooses."""
PICTURE = 1280, 480
SHARP = 2.0


class ChartPanel(QFrame):
    """Mentions as they come. ``ordered(command, arguments)`` belongs to every panel."""

    ordered = Signal(str, dict)

    def __init__(self, *, ask: Ask = ask_path) -> None:
        super().__init__()
        self._ask = ask
        self._view: ChartView | None = None
        self._drawn: ChartView | None = None
        self._drawn_at = float("-inf")
        self._head = ChartHead()
        self._plot = Plot()
        self._tiles = Tiles()
        self._night = NightBar()
        self._said = SaidColumn()
        self._tiles.hide()
        self._night.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._draw)
        whole = QVBoxLayout(self)
        edge = px(1)
        whole.setContentsMargins(edge, 0, edge, edge)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(Rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._plot, 1)
        left.addWidget(self._tiles, 1)
        left.addWidget(self._night)
        row.addLayout(left, 1)
        row.addWidget(self._said)
        whole.addLayout(row, 1)
        self._head.ordered.connect(self.ordered)
        self._head.opened.connect(self._draw)
        self._head.save_asked.connect(self._ask_path)
        for brushed in (self._plot.brushed, self._tiles.brushed, self._night.chosen):
            brushed.connect(self._look_at)

    def show_view(self, chart: ChartView) -> None:
        """Show ``chart``: at once, or when the last frame is a tenth of a second old. Costs
        nothing while the panel is hidden or the view is the one it shows."""
        if chart is self._view or chart == self._view:
            return
        self._view = chart
        if not self.isVisible() or self._rest.isActive():
            return
        wait = self._drawn_at + FRAME_S - gesture_seconds()
        if wait > 0:
            self._rest.start(round(wait * 1000))
        else:
            self._draw()

    def picture(self) -> QImage | None:
        """The chart alone, as large as a page wants it, twice as sharp as the screen."""
        if self._view is None:
            return None
        page = ChartPanel()
        page.resize(px(PICTURE[0]), px(PICTURE[1]))
        image = QImage(page.size() * SHARP, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SHARP)
        image.fill(colour("app"))
        page.show_still(self._view)
        page.render(image)
        page.deleteLater()
        return image

    def show_still(self, view: ChartView) -> None:
        """Draw ``view`` for a picture: nothing to press, nobody's words beside it."""
        self._view = view
        self._said.hide()
        self._head.show_still(view)
        self._show_parts(view, compact=False)

    @Slot()
    def _draw(self) -> None:
        if self._view is None or not self.isVisible():
            return
        self._drawn_at = gesture_seconds()
        self._drawn = self._view
        self._head.show_head(self._view, narrow=self._narrow())
        self._said.show_said(self._view)
        self._show_parts(self._view, compact=self._narrow())

    def _show_parts(self, view: ChartView, *, compact: bool) -> None:
        tiled = view.kind is Kind.TILES
        shown = self._wants_night(view)
        changed = (self._tiles.isHidden() is tiled) or (self._night.isHidden() is shown)
        self._tiles.setVisible(tiled)
        self._plot.setVisible(not tiled)
        self._night.setVisible(shown)
        layout = self.layout()
        if changed and layout is not None:
            layout.activate()
        if tiled:
            self._tiles.draw_view(view)
        else:
            self._plot.draw_view(view, compact=compact)
        if shown:
            self._night.show_night(view, compact=compact)

    def _wants_night(self, view: ChartView) -> bool:
        """Where there is room and a longer night than the chart shows; always when looking back."""
        night = view.night
        if night is None or not view.curves:
            return view.back is not None and night is not None
        longer = night.now - night.start > view.seconds * 1_500_000
        room = self.height() >= px(LOW) or self._head.is_open()
        return view.back is not None or (longer and room)

    def _narrow(self) -> bool:
        return self.width() < px(NARROW)

    @Slot(object, object)
    def _look_at(self, start: int, end: int) -> None:
        self.ordered.emit("chart_look_at", {"from": str(start), "until": str(end)})

    @Slot()
    def _ask_path(self) -> None:
        if self._view is not None:
            self._ask(self, self._view.file, self._save)

    def _save(self, path: str) -> None:
        arguments = {"path": path}
        picture = self.picture() if path.lower().endswith(".png") else None
        if picture is not None:
            arguments["picture"] = as_png(picture)
        self.ordered.emit("chart_export", arguments)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while hidden."""
        super().showEvent(event)
        if self._drawn is not self._view:
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has no room for what they say."""
        super().resizeEvent(event)
        self._said.setVisible(not self._narrow())
        if self._view is not None:
            self._draw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The field the parts stand on."""
        with QPainter(self) as painter:
            draw_frame(painter, QRectF(self.rect()))
