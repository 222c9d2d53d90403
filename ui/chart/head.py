"""The head of the chart: what it counts, from when, and whether anybody may be hurt.

It has two faces: the calm one, and the row of controls that a click or a key opens.
"""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from controlroom.desk.chart_view import ChartView
from controlroom.messages import message
from ui.chart.controls import BackButton, ChartButton, ControlRow, tip_of
from ui.chart.emphasis import last_number
from ui.theme.scale import px
from ui.theme.type import Role
from ui.widgets import Chip, Run, Runs, Text
from ui.widgets.panel_head import HEIGHT
from ui.widgets.text import RIGHT
from ui.words import say


class ChartHead(QWidget):
    """title · from when · badge ……… brand · tone · how it looks.

    ``ordered(command, arguments)``; ``save_asked`` when the chart is to be saved.
    """

    ordered = Signal(str, dict)
    save_asked = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(px(HEIGHT))
        self._view: ChartView | None = None
        self._narrow = False
        self._open = False
        self._title = Text(Role.LABEL, "text3")
        self._title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._width = Text(Role.SECOND, "text2")
        self._back = Chip()
        self._badge = Chip()
        self._controls = ControlRow()
        self._counting = Runs(align=RIGHT)
        self._brand = Runs(align=RIGHT)
        self._tone = Runs(align=RIGHT)
        for numbers in (self._counting, self._brand, self._tone):
            # What is elided first is how the chart looks.
            numbers.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._live = BackButton(say(message("chart.live")))
        self._live.setToolTip(tip_of("chart_back"))
        self._save = ChartButton(icon="download")
        self._save.setToolTip(say(message("chart.save")))
        self._tune = ChartButton(icon="tune")
        self._tune.setToolTip(say(message("chart.controls")))
        self._tune.setAccessibleName(say(message("chart.controls")))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 0, px(4), 0)
        row.setSpacing(px(12))
        left = (self._title, self._width, self._back, self._badge, self._controls)
        right = (self._counting, self._brand, self._tone, self._live)
        for one in left:
            row.addWidget(one)
        row.addStretch(1)
        for other in right:
            row.addWidget(other)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        tools.addWidget(self._save)
        tools.addWidget(self._tune)
        row.addLayout(tools)
        self._controls.ordered.connect(self.ordered)
        self._live.clicked.connect(self._go_live)
        self._save.clicked.connect(self.save_asked)
        self._tune.clicked.connect(self.toggle)
        self._lay_out()

    def show_head(self, view: ChartView, *, narrow: bool) -> None:
        """Show the view's head; ``narrow`` in a small window."""
        self._view, self._narrow = view, narrow
        self._title.show_text(say(view.title))
        self._width.show_text(say(view.width))
        self._back.show_chip(say(view.back), "accent", "history")
        self._badge.show_chip(say(view.badge), "text1", edge="border")
        self._controls.show_controls(view.controls)
        roles = (Role.SECOND, Role.SECOND_STRONG)
        self._counting.show_runs(*last_number(say(view.counting), "text2", "text1", roles))
        self._brand.show_runs(*last_number(say(view.brand), "text1", "text1", roles))
        loud = "amber" if view.tone_alarm else "next"
        self._tone.show_runs(
            Run(f"{say(view.tone)} ", Role.SECOND, "text1"),
            Run(say(view.tone_value), Role.SECOND_STRONG, loud),
        )
        self._lay_out()

    def is_open(self) -> bool:
        """Whether the controls are shown."""
        return self._open

    def show_still(self, view: ChartView) -> None:
        """For a picture: nothing to press, nothing of now, and of which night it is."""
        self.show_head(view, narrow=False)
        for part in (self._live, self._save, self._tune, self._brand, self._tone):
            part.hide()
        self._counting.show_runs(Run(say(view.about), Role.SECOND, "text2"))
        self._counting.setVisible(view.about is not None)

    @Slot()
    def toggle(self) -> None:
        """Show the controls, or put them away."""
        self._open = not self._open
        self._tune.show_chosen(chosen=self._open)
        self._lay_out()
        self.opened.emit()

    @Slot()
    def _go_live(self) -> None:
        self.ordered.emit("chart_back", {})

    def _lay_out(self) -> None:
        """What gives way to what. Whether anybody may be hurt, and that this is not now, stay."""
        view, open_, narrow = self._view, self._open, self._narrow
        back = view is not None and view.back is not None
        alarm = view is not None and view.tone_alarm
        self._title.setVisible(not (narrow and (open_ or back)))
        self._width.setVisible(not open_ and not back)
        self._back.setVisible(back and not (narrow and open_))
        self._badge.setVisible(
            view is not None and view.badge is not None and not (narrow and open_)
        )
        self._controls.setVisible(open_)
        self._save.setVisible(open_)
        self._counting.setVisible(back and not open_ and not narrow)
        self._brand.setVisible(
            view is not None and view.brand is not None and not open_ and not back
        )
        told = view is not None and view.tone is not None
        self._tone.setVisible(told and (alarm or not open_))
        self._live.setVisible(back)
