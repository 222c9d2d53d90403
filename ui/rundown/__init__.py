"""The rundown: what is due, what has been, what may happen."""

from ui.rundown.panel import RundownPanel

__all__ = ["RundownPanel"]
