"""The context strip: what is said just now of each hashtag and name in the staged words."""

from dataclasses import dataclass
from enum import StrEnum

from controlroom.desk.solemn_view import WatchPost
from controlroom.messages import Message


class ContextTone(StrEnum):
    """How a name stands: nothing unusual, moving fast, spoken of solemnly, or nobody listens."""

    CALM = "calm"
    FAST = "fast"
    SOLEMN = "solemn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ContextRow:
    """One hashtag or name. ``arrow``: "up", "down", "flat", or "" where it is not known;
    ``listed`` False for a hashtag that is not on the event's list, None for what is no hashtag."""

    label: str
    rate: Message
    arrow: str
    solemn: Message | None
    posts: tuple[WatchPost, ...]
    tone: ContextTone
    listed: bool | None = None


@dataclass(frozen=True, slots=True)
class ContextView:
    """The strip beside TAKE, the most telling first; ``line`` sums it up."""

    rows: tuple[ContextRow, ...]
    line: Message
    tone: ContextTone
