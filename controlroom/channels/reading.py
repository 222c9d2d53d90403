"""How a network reads a text: its length by the network's own rule, and what in it is marked."""

from dataclasses import dataclass
from enum import StrEnum

from controlroom.messages import Message


class Kind(StrEnum):
    """What a part of a text is."""

    LINK = "link"
    MENTION = "mention"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text. ``start``/``end`` count code points, end excluded.

    ``text`` is what a link or a mention looks like there (a mention with its @), and a tag's name
    without its #, which its span includes. ``target`` is a link's address with its scheme.
    """

    kind: Kind
    start: int
    end: int
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text on one network. ``length`` in the network's unit; ``problems`` are why it would be
    refused as a text (length, nothing in it), one sentence each; ``marks`` in order."""

    length: int
    limit: int
    problems: tuple[Message, ...]
    marks: tuple[Mark, ...]

    @property
    def valid(self) -> bool:
        """Whether the network would take it."""
        return not self.problems
