"""The masthead: state, clocks, connections."""

from ui.masthead.panel import MastheadPanel

__all__ = ["MastheadPanel"]
