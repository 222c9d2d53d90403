"""The chart panel: head, plot, and what they say beside it."""

from PySide6.QtCore import QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from controlroom.clock import gesture_seconds
from controlroom.desk.chart_view import ChartView
from ui.chart.head import ChartHead
from ui.chart.plot import Plot
from ui.chart.said import SaidColumn
from ui.theme.scale import px
from ui.widgets import Rule
from ui.widgets.frame import draw_frame

FRAME_S = 0.1
"""At most ten frames a second, however often the desk changes."""
NARROW = 900


class ChartPanel(QFrame):
    """Mentions a minute. ``ordered(command, arguments)`` belongs to every panel; this one only
    shows."""

    ordered = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self._view: ChartView | None = None
        self._drawn: ChartView | None = None
        self._drawn_at = float("-inf")
        self._head = ChartHead()
        self._plot = Plot()
        self._said = SaidColumn()
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
        row.addWidget(self._plot, 1)
        row.addWidget(self._said)
        whole.addLayout(row, 1)

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

    @Slot()
    def _draw(self) -> None:
        if self._view is None or not self.isVisible():
            return
        self._drawn_at = gesture_seconds()
        self._drawn = self._view
        self._head.show_head(self._view)
        self._said.show_said(self._view)
        self._plot.draw_view(self._view, compact=self._narrow())

    def _narrow(self) -> bool:
        return self.width() < px(NARROW)

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
