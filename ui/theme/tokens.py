"""The palette: every colour the window uses, by name.

Contrast is asserted by a test; red stands in its fixed places only.
"""

from PySide6.QtGui import QColor

TOKENS: dict[str, str] = {
    # surfaces
    "app": "#0E1116",
    "panel": "#151A21",
    "raised": "#1C232C",
    "active": "#27303B",
    "group": "#11161C",
    "hairline": "#2A333E",
    "rowline": "#1F2731",
    "border": "#748191",
    # text
    "text1": "#E6EAF0",
    "text2": "#A9B4C2",
    "text3": "#8C98A7",
    "white": "#FFFFFF",
    "ink": "#0E1116",  # on green and amber fills
    # states
    "accent": "#5AA9FF",
    "on_air": "#FF5A52",
    "next": "#2FD4A7",
    "amber": "#FFC233",
    "grey": "#8C98A7",
    # fills
    "red_fill": "#C8261B",
    "red_deep": "#3A1512",
    "blue_fill": "#2563C9",
    "grey_fill": "#5C6773",
    "next_tint": "#12332B",
    "hold_tint": "#3A2E0F",
    "late_tint": "#3A1A1A",
    "accent_tint": "#1A2839",
    "on_next_tint": "#A9D9CB",
    # stripes
    "stripe_a": "#3A444F",
    "stripe_b": "#2C353F",
    # chart series
    "series_0": "#56B4E9",
    "series_1": "#E69F00",
    "series_2": "#2FB58A",
    "series_3": "#CC79A7",
    "series_4": "#F0E442",
    "series_5": "#D9743B",
}

TEXT_ON_SURFACE: tuple[tuple[str, str, float], ...] = (
    *(
        (text, surface, 4.5)
        for text in ("text1", "text2", "text3", "accent", "next", "amber")
        for surface in ("app", "panel", "raised", "active", "group")
    ),
    *(("on_air", surface, 4.5) for surface in ("app", "panel", "raised", "group")),
    *(("border", surface, 3.0) for surface in ("app", "panel", "raised", "active")),
    *((f"series_{order}", "panel", 4.5) for order in range(6)),
    *(("text1", tint, 4.5) for tint in ("next_tint", "hold_tint", "late_tint", "accent_tint")),
    ("on_next_tint", "next_tint", 4.5),
    ("next", "next_tint", 4.5),
    ("amber", "hold_tint", 4.5),
    ("white", "red_fill", 4.5),
    ("white", "red_deep", 4.5),
    ("white", "blue_fill", 4.5),
    ("white", "grey_fill", 4.5),
    ("ink", "next", 4.5),
    ("ink", "amber", 4.5),
)
"""What stands on what, with the least WCAG contrast it may have."""


def colour(token: str, opacity: float = 1.0) -> QColor:
    """A token as a colour. ``opacity`` 0-1. KeyError for a token nobody defined."""
    shade = QColor(TOKENS[token])
    shade.setAlphaF(opacity)
    return shade


def contrast(one: str, other: str) -> float:
    """WCAG 2.x contrast ratio of two tokens, 1-21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(token: str) -> float:
    value = TOKENS[token].lstrip("#")
    channels = [int(value[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
