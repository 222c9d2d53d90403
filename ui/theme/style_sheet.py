"""The style sheet, made from the tokens: only what Qt's own widgets need.

Panels paint themselves; this covers text fields, scroll bars, tool tips, menus and plain frames.
"""

from string import Template

from ui.theme.scale import px
from ui.theme.tokens import TOKENS

_SHEET = Template("""
QToolTip { background: $active; color: $text1; border: ${line}px solid $border;
  padding: ${gap4}px ${gap8}px; }
QLineEdit, QPlainTextEdit, QTextEdit { background: $panel; color: $text1;
  border: ${line}px solid $border; border-radius: ${control}px;
  selection-background-color: $blue_fill; selection-color: $white;
  padding: 0 ${gap8}px; }
QPlainTextEdit, QTextEdit { padding: ${gap8}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: ${ring}px solid $accent; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: $text3; border-color: $hairline; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: ${bar}px; margin: 0; border: none; }
QScrollBar::handle:vertical { background: $active; min-height: ${grip}px;
  border-radius: ${chip}px; margin: ${gap2}px; }
QScrollBar::handle:vertical:hover { background: $border; }
QScrollBar:horizontal { background: transparent; height: ${bar}px; margin: 0; border: none; }
QScrollBar::handle:horizontal { background: $active; min-width: ${grip}px;
  border-radius: ${chip}px; margin: ${gap2}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $raised; color: $text1; border: ${line}px solid $hairline;
  padding: ${gap4}px; }
QMenu::item { padding: ${gap8}px ${gap16}px; border-radius: ${control}px; }
QMenu::item:selected { background: $active; }
QMenu::item:disabled { color: $text3; }
""")


def style_sheet() -> str:
    """The sheet at the scale in use."""
    return _SHEET.substitute(
        TOKENS,
        line=px(1),
        ring=px(2),
        gap2=px(2),
        gap4=px(4),
        gap8=px(8),
        gap16=px(16),
        control=px(4),
        chip=px(3),
        bar=px(10),
        grip=px(32),
    )
