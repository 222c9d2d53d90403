"""The sheet of watch terms: what is counted, and changing it while the night runs."""

from ui.terms.panel import TermsPanel

__all__ = ["TermsPanel"]
