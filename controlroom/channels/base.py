"""What every way out is: one small protocol, frozen values, one tree of errors.

ChannelError
├── NotSent            certainly never left this computer: safe to try again
│   └── ChannelDown    the network cannot be reached
├── Refused            the network said no: certainly not there
│   ├── SignInExpired  sign in again
│   └── MediaRefused   the picture was not accepted
├── PaceExceeded       too fast; certainly not there; says until when
└── OutcomeUnknown     the request may have arrived: look it up, never send it again blindly
"""

from dataclasses import dataclass
from typing import Protocol

from controlroom.messages import Message, english

API = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network takes. ``characters`` are counted by the network's own rule."""

    characters: int
    pictures: int
    picture_bytes: int
    alt_characters: int


@dataclass(frozen=True, slots=True)
class PostMedia:
    """A picture of a post: the bytes, and what the network is told about them."""

    sha256: str
    content: bytes
    mime: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Post:
    """What goes out on one account. ``langs`` are BCP 47 tags."""

    channel: str
    handle: str
    text: str
    media: tuple[PostMedia, ...] = ()
    langs: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One reason why a network would refuse a post."""

    what: Message


@dataclass(frozen=True, slots=True)
class Staged:
    """A post made ready: media uploaded ahead, so that sending is one small request.

    ``uploads`` is the channel's own (for Bluesky: blob references as JSON text), ``prepared``
    UTC µs.
    """

    post: Post
    uploads: tuple[str, ...]
    prepared: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The network's yes: where the post is, and since when (UTC µs)."""

    channel: str
    remote_id: str
    url: str
    accepted: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as the network gives it back. ``media`` are SHA-256s of the bytes it serves, in
    order, or empty where the network re-encodes them."""

    receipt: Receipt
    text: str
    media: tuple[str, ...]
    alts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    """How a post is doing."""

    likes: int
    reposts: int
    replies: int


class Channel(Protocol):
    """A way out. Constructed with its account and what it needs of the net; holds no globals.

    A class registered as a plug-in carries ``api``, the version of this protocol (``API``).
    """

    @property
    def key(self) -> str:
        """The channel's short name, as events write it."""

    @property
    def title(self) -> str:
        """The network's name, as people write it."""

    @property
    def honours_key(self) -> bool:
        """True where sending twice with one key can make only one post."""

    @property
    def limits(self) -> Limits:
        """The limits in force."""

    def count(self, text: str) -> int:
        """Length of ``text`` by the network's rule."""

    def check(self, post: Post) -> tuple[Trouble, ...]:
        """Why the network would refuse ``post``; pure and quick (each keystroke)."""

    async def stage(self, post: Post) -> Staged:
        """Upload media and warm the connection; repeatable, nothing public."""

    def mint_key(self, now: int) -> str:
        """The idempotency key of one delivery, written down before it is sent."""

    async def send(self, staged: Staged, key: str) -> Receipt:
        """The one small request that makes ``staged`` public."""

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """The post sent with ``key`` as the network has it, or None if it says there is none."""

    async def retract(self, receipt: Receipt) -> None:
        """Take a post down; one that is gone already is no error."""

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        """Likes, reposts, replies; None where the network does not tell."""

    async def close(self) -> None:
        """Let go of connections."""


class ChannelError(Exception):
    """Something went wrong on the way out; ``what`` is for the person."""

    def __init__(self, what: Message) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return english(self.what)


class NotSent(ChannelError):
    """Certainly never left this computer."""


class ChannelDown(NotSent):
    """The network cannot be reached."""


class Refused(ChannelError):
    """The network said no; the post is certainly not there."""


class SignInExpired(Refused):
    """The account must sign in again."""


class MediaRefused(Refused):
    """The network does not take this picture."""


class PaceExceeded(ChannelError):
    """Too many requests; certainly not there. ``until`` is UTC µs."""

    def __init__(self, what: Message, until: int) -> None:
        super().__init__(what)
        self.until = until


class OutcomeUnknown(ChannelError):
    """The request may have arrived."""
