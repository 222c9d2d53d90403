"""PREP: the moments and their assets, the library, and the chosen asset."""

from ui.prep.panel import PrepPanel

__all__ = ["PrepPanel"]
