"""The readiness board: whether the event could go LIVE, and what to do where it could not."""

from ui.board.panel import BoardPanel

__all__ = ["BoardPanel"]
