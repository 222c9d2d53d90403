"""What the window shows of Preview: a real post on each network, what the guards say, the brief."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlroom.desk.brief_view import BriefView
from controlroom.desk.gaps_view import GapField, GapSpan
from controlroom.messages import Message

if TYPE_CHECKING:
    from controlroom.desk.view import ImageRef, Tone


@dataclass(frozen=True, slots=True)
class PreviewTab:
    """One network's version of what is in Preview, as that network will show it.

    ``pictures`` are those after the first; ``parts`` how many posts follow in the thread; ``notes``
    what else is worth knowing: what it costs, what the network still takes. ``server`` is where the
    account is, ``colour`` ("#rrggbb") the account's own; ``written`` are the words with their gaps
    open, which stand at ``gaps`` in ``words``.
    """

    channel: str
    title: str
    count: Message
    tone: "Tone"
    avatar: "ImageRef | None"
    name: str
    handle: str
    words: str
    picture: "ImageRef | None"
    picture_size: tuple[int, int]
    alt: str
    pictures: "tuple[ImageRef, ...]" = ()
    parts: int = 0
    notes: tuple[Message, ...] = ()
    server: str = ""
    colour: str | None = None
    written: str = ""
    gaps: tuple[GapSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class PollLine:
    """One guard's answer."""

    guard: str
    label: Message
    detail: Message
    tone: "Tone"


@dataclass(frozen=True, slots=True)
class PreviewDelivery:
    """One pending post beside the frozen Preview."""

    title: str
    handle: str
    line: Message
    chip: Message
    tone: "Tone"


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What TAKE would send. ``fingerprint`` is of exactly what stands here; None when empty.

    ``by`` is AUTO, YOU or COMMAND LINE; ``hint`` is what an empty Preview says; ``frozen`` while
    its post is pending, when ``pending`` replaces the poll; ``kept`` tells of a cancelled post;
    ``gaps`` are to be filled in at the desk.
    """

    fingerprint: str | None
    asset: str | None
    title: str
    by: Message | None
    staged: Message
    tabs: tuple[PreviewTab, ...]
    poll: tuple[PollLine, ...]
    verdict: Message
    verdict_tone: "Tone"
    hint: Message
    frozen: bool = False
    editable: bool = True
    pending: tuple[PreviewDelivery, ...] = ()
    pending_note: Message | None = None
    kept: Message | None = None
    brief: BriefView | None = None
    gaps: tuple[GapField, ...] = ()
