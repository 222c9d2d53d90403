"""WRAP: what the night came to, the end of its log, and the recap."""

from ui.wrap.panel import WrapPanel

__all__ = ["WrapPanel"]
