"""How each source of mentions is doing."""

from dataclasses import dataclass

from controlroom.messages import Message


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One source. ``title`` its network or the name it was given; ``phase`` as ``Phase``; ``line``
    how it stands, with the reason where there is one; ``notes`` what was lost and what it costs;
    ``well`` whether what is drawn can be relied on."""

    source: str
    title: Message
    phase: str
    line: Message
    notes: tuple[Message, ...]
    well: bool


@dataclass(frozen=True, slots=True)
class FeedView:
    """All sources, those in trouble first, under one line; ``cost`` what they take an hour."""

    line: Message
    well: bool
    rows: tuple[FeedRow, ...]
    cost: Message | None = None
