"""The sheet that shows what a file of answers would do, before it is taken in."""

from ui.answers.panel import AnswersPanel

__all__ = ["AnswersPanel"]
