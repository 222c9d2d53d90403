"""The sheet of sources: how each way in is doing."""

from ui.feeds.panel import FeedsPanel

__all__ = ["FeedsPanel"]
