"""The palette for Fusion, for all three colour groups, so no platform mixes its own in."""

from PySide6.QtGui import QPalette

from ui.theme.tokens import colour

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "app",
    QPalette.ColorRole.WindowText: "text1",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text1",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text1",
    QPalette.ColorRole.BrightText: "white",
    QPalette.ColorRole.ToolTipBase: "active",
    QPalette.ColorRole.ToolTipText: "text1",
    QPalette.ColorRole.Highlight: "blue_fill",
    QPalette.ColorRole.HighlightedText: "white",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "active",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "hairline",
    QPalette.ColorRole.Dark: "app",
    QPalette.ColorRole.Shadow: "app",
}
_DISABLED = {
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
}


def dark_palette() -> QPalette:
    """Every role for the active, inactive and disabled group."""
    palette = QPalette()
    for role, token in _ROLES.items():
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, role, colour(token))
        quiet = "text3" if role in _DISABLED else token
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour(quiet))
    return palette
