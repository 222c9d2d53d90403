"""What the window shows of the gaps in a template."""

from dataclasses import dataclass

from controlroom.messages import Message


@dataclass(frozen=True, slots=True)
class GapSpan:
    """Where a gap stands in the words of one network: ``start`` and ``length`` in characters (code
    points). ``filled`` tells whether something stands in it."""

    start: int
    length: int
    name: str
    filled: bool


@dataclass(frozen=True, slots=True)
class GapField:
    """One gap to fill in at the desk: what stands in it, and what may: at most ``longest``
    characters, one of ``choices`` where there are any. ``approved``: somebody said yes to the
    template with this rule."""

    name: str
    words: str
    longest: int
    choices: tuple[str, ...]
    rule: Message
    approved: bool
