"""What the window shows of posts beside their words: accounts on TAKE, what each network did, what
was seen when nothing was clear, what a person has to send by hand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlroom.messages import Message

if TYPE_CHECKING:
    from controlroom.desk.view import ImageRef, Tone


@dataclass(frozen=True, slots=True)
class TakeAccount:
    """One account that TAKE posts as. ``colour`` is "#rrggbb"; ``share`` is how much of its media
    is uploaded (0-1), None where there is nothing to wait for; ``line`` says the same in words."""

    channel: str
    title: str
    name: str
    handle: str
    avatar: "ImageRef | None"
    colour: str | None
    share: float | None
    line: Message
    tone: "Tone"


@dataclass(frozen=True, slots=True)
class RowOrder:
    """Something that can be ordered for one delivery. ``asks`` is the question a person answers
    first, in a field; the answer becomes the argument "url"."""

    command: str
    arguments: tuple[tuple[str, str], ...]
    label: Message
    asks: Message | None = None
    main: bool = False


@dataclass(frozen=True, slots=True)
class PostSeen:
    """A post that is on an account now. ``who``: ours, or somebody else's."""

    words: str
    line: Message
    url: str
    tone: "Tone"


@dataclass(frozen=True, slots=True)
class DeliverySheet:
    """All there is to know about one delivery: what happened, what was seen, what can be done."""

    title: Message
    handle: str
    what: Message
    to_do: Message
    looked: Message | None
    seen: tuple[PostSeen, ...]
    orders: tuple[RowOrder, ...]
    url: str


@dataclass(frozen=True, slots=True)
class LastPublic:
    """The newest public post of one bound account, whoever sent it."""

    channel: str
    title: str
    post: PostSeen | None
    line: Message


@dataclass(frozen=True, slots=True)
class HandOff:
    """A post that a person has to send: its words for the clipboard, the folder with its pictures,
    the page to write on."""

    delivery: str
    title: str
    words: str
    folder: str
    composer: str
    line: Message
