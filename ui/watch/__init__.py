"""A solemn subject, or our brand under fire: what is said, and what can be done about it."""

from ui.watch.panel import WatchPanel

__all__ = ["WatchPanel"]
