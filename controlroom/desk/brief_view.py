"""What the window shows of the brand's brief."""

from dataclasses import dataclass

from controlroom.messages import Message


@dataclass(frozen=True, slots=True)
class BriefRow:
    """One part of the brief: what it is called, and its lines."""

    label: Message
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefView:
    """The brief beside a post. ``about`` is what was noted of that asset (when to use it and when
    not); ``glance`` is what matters at one look (how we speak, what we stay out of); ``whole`` is
    everything, ``hint`` what to do where that is nothing. Rows without a line are left out."""

    title: Message
    about: tuple[BriefRow, ...]
    glance: tuple[BriefRow, ...]
    whole: tuple[BriefRow, ...]
    hint: Message
