"""What is said of the names in Preview, right above TAKE."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor

from controlroom.desk.context_view import ContextTone
from controlroom.event.room_state import RoomState
from tests.support import samples_preview as staged
from tests.support import samples_watch as samples
from ui.preview.panel import PreviewPanel
from ui.theme.tokens import colour

pytestmark = pytest.mark.ui


@pytest.fixture
def panel(qtbot):
    made = PreviewPanel()
    qtbot.addWidget(made)
    made.resize(652, 628)
    made.show_context(samples.CONTEXT)
    made.show_view(staged.STAGED, staged.ARMED_TAKE, RoomState.LIVE)
    with qtbot.waitExposed(made):
        made.show()
    return made


def corner(widget) -> QColor:
    return widget.grab().toImage().pixelColor(5, widget.height() // 2)


def test_it_stands_between_the_post_and_take(panel):
    strip = panel.context.geometry()
    assert panel.card.geometry().bottom() < strip.top() < strip.bottom() < panel.take.y()


def test_all_names_can_be_read_aloud(panel):
    told = panel.context.accessibleDescription()
    assert all(name in told for name in ("#Aurora", "#BigNight", "Saltwick", "41 % solemn"))


def test_a_solemn_name_tints_the_strip(panel):
    assert corner(panel.context) == colour("hold_tint")
    calm = replace(samples.CONTEXT, tone=ContextTone.CALM, rows=samples.CONTEXT.rows[1:])
    panel.show_context(calm)
    assert corner(panel.context) == colour("raised")


def test_a_small_window_keeps_one_line_and_no_name_takes_no_room(panel, qtbot):
    two = panel.context.height()
    panel.resize(480, 560)
    qtbot.waitUntil(lambda: panel.context.height() < two)
    panel.show_context(None)
    qtbot.waitUntil(lambda: not panel.context.isVisible())
