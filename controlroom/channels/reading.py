"""How a network reads a text: its length by the network's own rule, and what in it is marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from controlroom.messages import Message, message


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


def apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """``marks`` in order of their beginnings, without those that begin within an earlier one: a
    name inside of an address stays address."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def byte_offsets(text: str, marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """Where each of ``marks`` (in order, apart) begins and ends in the UTF-8 form of ``text``.

    Half of a surrogate pair, which UTF-8 cannot hold, counts as the three bytes it would take.
    """
    offsets: list[tuple[int, int]] = []
    point = byte = 0
    for mark in marks:
        start = byte + utf8_bytes(text[point : mark.start])
        byte = start + utf8_bytes(text[mark.start : mark.end])
        point = mark.end
        offsets.append((start, byte))
    return offsets


def utf8_bytes(text: str) -> int:
    """Length in UTF-8 bytes; half of a surrogate pair counts three."""
    return len(text.encode("utf-8", "surrogatepass"))


def troubles_of(text: str, *, blank_is_nothing: bool = True) -> list[Message]:
    """Why no network takes ``text``: there is nothing in it, or it is no Unicode text."""
    troubles: list[Message] = []
    if not (text.strip() if blank_is_nothing else text):
        troubles.append(message("text.nothing"))
    if has_half(text):
        troubles.append(message("text.half_character"))
    return troubles


def has_half(text: str) -> bool:
    """Whether there is half of a surrogate pair in it, which nobody can encode."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
