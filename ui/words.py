"""Sentences of the core in the reader's language, through Qt's translation."""

from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from controlroom.messages import Message, template
from controlroom.messages.words import render

CONTEXT = "controlroom"
"""Translations are looked up in this context by the English template, with the id beside it."""


@lru_cache(maxsize=8192)
def say(what: Message | None) -> str:
    """A message as words; no message is no words. KeyError for an id nobody wrote."""
    return "" if what is None else render(what, _translated)


def _translated(id_: str) -> str:
    return QCoreApplication.translate(CONTEXT, template(id_), id_)
