"""The few pieces every panel is made of. Buttons never take the keyboard's focus."""

from ui.widgets.button import LiveButton, Look
from ui.widgets.chip import Chip
from ui.widgets.frame import Rule, StateFrame
from ui.widgets.key_cap import KeyCap, KeyCaps, draw_key_cap, key_cap_width
from ui.widgets.panel_head import PanelHead
from ui.widgets.picture_view import PictureView
from ui.widgets.press_hold import PressHoldButton
from ui.widgets.search_field import SearchField
from ui.widgets.stripes import Stripes, draw_stripes
from ui.widgets.tabs import Tab, Tabs
from ui.widgets.text import Run, Runs, Text, draw_lines, draw_runs, draw_text, text_width

__all__ = [
    "Chip",
    "KeyCap",
    "KeyCaps",
    "LiveButton",
    "Look",
    "PanelHead",
    "PictureView",
    "PressHoldButton",
    "Rule",
    "Run",
    "Runs",
    "SearchField",
    "StateFrame",
    "Stripes",
    "Tab",
    "Tabs",
    "Text",
    "draw_key_cap",
    "draw_lines",
    "draw_runs",
    "draw_stripes",
    "draw_text",
    "key_cap_width",
    "text_width",
]
