"""The head of the chart: what it counts, how far back, and whether anybody may be hurt."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from controlroom.desk.chart_view import ChartView
from ui.chart.emphasis import last_number
from ui.theme.scale import px
from ui.theme.type import Role
from ui.widgets import Chip, Run, Runs, Text
from ui.widgets.panel_head import HEIGHT
from ui.widgets.text import RIGHT
from ui.words import say


class ChartHead(QWidget):
    """title · width · badge ……… brand · tone."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(px(HEIGHT))
        self._title = Text(Role.LABEL, "text3")
        self._width = Text(Role.SECOND, "text2")
        self._badge = Chip()
        self._brand = Runs(align=RIGHT)
        self._tone = Runs(align=RIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 0, px(12), 0)
        row.setSpacing(px(12))
        for part in (self._title, self._width, self._badge):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._brand)
        row.addWidget(self._tone)

    def show_head(self, view: ChartView) -> None:
        """Show the view's head."""
        self._title.show_text(say(view.title))
        self._width.show_text(say(view.width))
        self._badge.show_chip(say(view.badge), "text1", edge="border")
        roles = (Role.SECOND, Role.SECOND_STRONG)
        self._brand.show_runs(*last_number(say(view.brand), "text1", "text1", roles))
        self._brand.setVisible(view.brand is not None)
        loud = "amber" if view.tone_alarm else "next"
        self._tone.show_runs(
            Run(f"{say(view.tone)} ", Role.SECOND, "text1"),
            Run(say(view.tone_value), Role.SECOND_STRONG, loud),
        )
        self._tone.setVisible(view.tone is not None)
