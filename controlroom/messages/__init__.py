"""Sentences for people: an id and its values now, words at the edge.

The core returns ``Message`` values; the window puts them through Qt's translation, the command
line prints English. Times, spans and counts stay numbers until then.
"""

from controlroom.messages.message import At, Message, Span, Value, message
from controlroom.messages.words import english, template

__all__ = ["At", "Message", "Span", "Value", "english", "message", "template"]
