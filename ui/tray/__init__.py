"""The icon in the tray or the menu bar."""

from ui.tray.tray import Tray

__all__ = ["Tray"]
