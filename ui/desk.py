"""The desk: every panel in its place, drawn from one ``DeskView``. It binds no keys."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from controlroom.desk.view import DeskView
from controlroom.event.room_state import RoomState
from ui.alarms.panel import AlarmPanel
from ui.chart.panel import ChartPanel
from ui.hold.panel import HoldPanel
from ui.layout import Places, places
from ui.library.panel import LibraryPanel
from ui.masthead.panel import MastheadPanel
from ui.onair.panel import OnAirPanel
from ui.prep.panel import PrepPanel
from ui.preview.panel import PreviewPanel
from ui.rundown.panel import RundownPanel
from ui.suggestions.panel import SuggestionsPanel
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.watch import WatchPanel
from ui.widgets.frame import Rule, StateFrame
from ui.widgets.notice import HEIGHT as NOTICE
from ui.widgets.notice import NoticeBar
from ui.widgets.stripes import draw_stripes, stripe_brush
from ui.words import say
from ui.wrap import WrapPanel


class Desk(QWidget):
    """All panels. ``ordered(id, arguments)`` is whatever any of them orders; ``local(id)`` asks
    the window for something that orders nothing; ``state_opened`` when the state is clicked."""

    ordered = Signal(str, dict)
    local = Signal(str)
    state_opened = Signal()
    laid_out = Signal()

    def __init__(self, *, still: bool = False) -> None:
        super().__init__()
        self._view: DeskView | None = None
        self.masthead = MastheadPanel()
        self.rundown = RundownPanel()
        # In a still picture the hold window's bar stands where the view has it.
        self.preview = PreviewPanel(_stopped) if still else PreviewPanel()
        self.on_air = OnAirPanel()
        self.chart = ChartPanel()
        self.suggestions = SuggestionsPanel()
        self.watch = WatchPanel()
        self.library = LibraryPanel()
        self.hold = HoldPanel()
        self.prep = PrepPanel()
        self.wrap = WrapPanel()
        self.alarms = AlarmPanel(still=still)
        self.right = StateFrame()
        column = QVBoxLayout(self.right)
        column.setContentsMargins(px(1), px(1), px(1), px(1))
        column.setSpacing(0)
        column.addWidget(self.watch)
        column.addWidget(self.suggestions)
        self._right_rule = Rule()
        column.addWidget(self._right_rule)
        column.addWidget(self.library, 1)
        column.addWidget(self.hold, 1)
        for region in (
            self.masthead,
            self.rundown,
            self.preview,
            self.on_air,
            self.chart,
            self.right,
            self.prep,
            self.wrap,
            self.alarms,
        ):
            region.setParent(self)
        for panel in (
            self.masthead,
            self.rundown,
            self.preview,
            self.on_air,
            self.chart,
            self.suggestions,
            self.watch,
            self.library,
            self.hold,
            self.prep,
            self.wrap,
            self.alarms,
        ):
            panel.ordered.connect(self.ordered)
        self.suggestions.upper_changed.connect(self.watch.setFixedHeight)
        self.alarms.local.connect(self.local)
        self.masthead.opened.connect(self.state_opened)
        self.notice = NoticeBar(self)

    def view(self) -> DeskView | None:
        """What is drawn now."""
        return self._view

    def show_view(self, view: DeskView, speed: float = 1.0) -> None:
        """Draw a view; panels whose part did not change cost a comparison. ``speed``: seconds of
        the night per real second."""
        before, self._view = self._view, view
        preparing = view.prep is not None
        holding = view.hold is not None
        self.masthead.show_view(view)
        self.alarms.show_view(view.alarm, view.state)
        if view.prep is not None:
            self.prep.show_view(view.prep)
        else:
            self._show_night(view, speed)
        self.wrap.show_view(view.wrap)
        self._show_regions(preparing=preparing, holding=holding)
        self.wrap.setVisible(view.wrap is not None and not preparing)
        self.preview.setVisible(view.wrap is None and not preparing)
        self.notice.stand(say(view.notice))
        if before is None or before.state is not view.state or (before.prep is None) is preparing:
            self.setProperty("state", str(view.state))
            self._place()
            self.update()

    def _show_night(self, view: DeskView, speed: float) -> None:
        self.rundown.show_view(view.rundown)
        self.preview.show_context(view.context)
        self.preview.show_view(view.preview, view.take, view.state, speed)
        self.on_air.show_hand_offs(view.hand_offs)
        self.on_air.show_view(view.on_air, view.state, rehearsal=view.take.rehearsal)
        self.chart.show_view(view.chart)
        if view.hold is not None:
            self.hold.show_view(view.hold)
        else:
            self._show_watch(view)
            self.suggestions.show_view(view.suggestions, view.slots)
            self.library.show_view(view.library)

    def _show_watch(self, view: DeskView) -> None:
        """What is solemn takes the place of what is suggested."""
        # One that was answered "not ours" gives the place back as soon as there is an offer.
        offered = bool(view.suggestions.rows)
        settled = view.solemn is not None and view.solemn.answered and offered
        solemn = None if settled else view.solemn
        self.watch.show_view(solemn, view.fire)
        self.suggestions.give_way(given=solemn is not None or view.fire is not None)

    def _show_regions(self, *, preparing: bool, holding: bool) -> None:
        self.prep.setVisible(preparing)
        for region in (self.rundown, self.preview, self.on_air, self.chart, self.right):
            region.setVisible(not preparing)
        self.hold.setVisible(holding)
        self.right.show_edge("amber" if holding else "hairline")
        for part in (self.suggestions, self._right_rule, self.library):
            part.setVisible(not holding)
        if holding:
            self.watch.hide()

    def where(self) -> Places:
        """Where everything stands now."""
        return places(self.size())

    def regions(self) -> tuple[QWidget, ...]:
        """The regions the keyboard can go to, in the order of attention."""
        centre = (self.preview, self.wrap)
        everywhere = (*centre, self.rundown, self.on_air, self.right, self.chart, self.prep)
        return tuple(region for region in everywhere if region.isVisible())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything moves."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        at = self.where()
        self.masthead.setGeometry(at.masthead)
        self.rundown.setGeometry(at.rundown)
        self.preview.setGeometry(at.preview)
        self.wrap.setGeometry(at.preview)
        self.on_air.setGeometry(at.on_air)
        self.chart.setGeometry(at.chart)
        self.right.setGeometry(at.right)
        self.prep.setGeometry(at.prep)
        self.alarms.setGeometry(at.strip)
        self._place_notice(at)
        self.laid_out.emit()

    def _place_notice(self, at: Places) -> None:
        """Over the foot of the chart: never over Preview, TAKE or the alarm strip."""
        preparing = self._view is not None and self._view.prep is not None
        over = at.prep if preparing else at.chart
        inset = px(8)
        width = min(over.width(), at.chart.width()) - 2 * inset
        left = over.left() + (over.width() - width) // 2
        top = over.bottom() + 1 - inset - px(NOTICE)
        self.notice.setGeometry(QRect(left, top, width, px(NOTICE)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The window's ground: a rehearsal is striped all over, a HOLD along the top."""
        with QPainter(self) as painter:
            state = self._view.state if self._view is not None else RoomState.PREP
            if state is RoomState.REHEARSAL:
                painter.fillRect(self.rect(), stripe_brush("stripe_a", "stripe_b", pitch=8))
            else:
                painter.fillRect(self.rect(), colour("app"))
            if state is RoomState.HOLD:
                edge = QRect(0, 0, self.width(), px(8))
                draw_stripes(painter, edge, "amber", "hold_tint", pitch=8)


def _stopped() -> float:
    return 0.0
