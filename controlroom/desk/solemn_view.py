"""What the window shows of a solemn subject, and of our brand under fire."""

from dataclasses import dataclass

from controlroom.messages import Message


@dataclass(frozen=True, slots=True)
class WatchPost:
    """A post that says so; ``line`` is time and source."""

    id: str
    text: str
    line: Message


@dataclass(frozen=True, slots=True)
class WatchButton:
    """Something that can be done about it: a command with its arguments, and its keys ("Esc",
    "Esc"). ``asks`` is the argument the window asks for first: "reason"."""

    command: str
    label: Message
    keys: tuple[str, ...]
    arguments: tuple[tuple[str, str], ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True)
class SolemnView:
    """The solemn subject that matters most: strong before others, answered ones last.

    ``subject`` is its name, as the commands take it; ``strong`` when HOLD is proposed; ``answered``
    while it is "seen: not ours". ``reasons``: (what is logged, what is shown) to choose from;
    anything else may be typed. ``more`` how many others there are.
    """

    subject: str
    strong: bool
    answered: bool
    title: Message
    line: Message
    share: Message
    authors: Message
    posts: tuple[WatchPost, ...]
    buttons: tuple[WatchButton, ...]
    reasons: tuple[tuple[str, Message], ...]
    more: Message | None = None


@dataclass(frozen=True, slots=True)
class FireView:
    """Our brand under fire: look, HOLD, retract. ``own`` where a post of ours is answered."""

    own: bool
    title: Message
    line: Message
    share: Message
    authors: Message
    posts: tuple[WatchPost, ...]
    buttons: tuple[WatchButton, ...]
