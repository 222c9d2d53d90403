"""What every way out is: one small protocol, frozen values, one tree of errors.

ChannelError
├── NotSent            certainly never left this computer: safe to try again
│   └── ChannelDown    the network cannot be reached
├── Refused            the network said no: certainly not there
│   ├── SignInExpired  sign in again
│   ├── MediaRefused   the picture was not accepted
│   └── Duplicate      the network has these words from this account already
├── PaceExceeded       too fast; certainly not there; says until when
├── OutcomeUnknown     the request may have arrived: look it up, never send it again blindly
└── HandedOver         given to a person, who alone can tell what became of it
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from controlroom.accounts.vault import Vault
from controlroom.channels.media_store import MediaStore
from controlroom.clock import Clock
from controlroom.messages import Message, english
from controlroom.net.http import Http
from controlroom.net.pacing import Pace, Pacing

API = 2

Tell = Callable[[float], None]
"""Told how far an upload is, 0 to 1."""


def tell_nobody(share: float) -> None:
    """A ``Tell`` for those who do not wait."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a channel is made with beside its account; all of it is shared and outlives it.

    ``settings`` are names and values without secrets ("x.client_id"); ``hand_off`` is the folder
    for posts a person sends by hand; ``media_store`` a public place for media, where one is set up.
    """

    http: Http
    vault: Vault
    pacing: Pacing
    clock: Clock
    settings: Mapping[str, str]
    hand_off: Path
    media_store: MediaStore | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network takes. ``characters`` are counted by the network's own rule. A network with
    ``video_bytes`` 0 takes no video; ``video_s`` is the longest in seconds."""

    characters: int
    pictures: int
    picture_bytes: int
    alt_characters: int
    video_bytes: int = 0
    video_s: float = 0.0


@dataclass(frozen=True, slots=True)
class PostMedia:
    """A picture or a video of a post: the bytes, and what the network is told about them.
    ``seconds`` is a video's length."""

    sha256: str
    content: bytes
    mime: str
    width: int
    height: int
    alt: str
    seconds: float = 0.0

    @property
    def is_video(self) -> bool:
        """Whether it moves and has sound."""
        return self.mime.startswith("video/")


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A web page shown below the words. Networks that make cards themselves are given none."""

    url: str
    title: str
    description: str
    thumb: PostMedia | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """What goes out on one account. ``langs`` are BCP 47 tags; ``reply_to`` is the URL of somebody
    else's post that this one answers."""

    channel: str
    handle: str
    text: str
    media: tuple[PostMedia, ...] = ()
    langs: tuple[str, ...] = ("en",)
    card: LinkCard | None = None
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One reason why a network would refuse a post."""

    what: Message


@dataclass(frozen=True, slots=True)
class Staged:
    """A post made ready: media uploaded ahead, so that sending is one small request.

    ``uploads`` is the channel's own (for Bluesky: blob references as JSON text) and may be written
    down and given back after a restart. ``prepared`` and ``until`` UTC µs: when it was made ready,
    and when the network will have dropped the uploads (None: it keeps them).
    """

    post: Post
    uploads: tuple[str, ...]
    prepared: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The network's yes: where the post is, and since when (UTC µs). ``answer`` is the channel's
    own text of what a post that answers this one must name."""

    channel: str
    remote_id: str
    url: str
    accepted: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as the network gives it back. ``media`` are SHA-256s of the bytes it serves, in
    order, or empty where the network re-encodes them; ``text`` is as it was sent, the network's own
    rewriting (shortened links, HTML) undone."""

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


@dataclass(frozen=True, slots=True)
class Standing:
    """What a harmless call said about a signed-in account.

    ``scopes`` as the network names them; ``until`` UTC µs at which the sign-in ends for good, None
    where it does not; ``renews``: whether the token is renewed by itself until then. ``about`` are
    further sentences for the person: what the night will cost, how the server counts. ``lacks`` are
    the scopes that posting needs and that were not granted.
    """

    handle: str
    name: str
    scopes: tuple[str, ...] = ()
    until: int | None = None
    renews: bool = False
    about: tuple[Message, ...] = ()
    lacks: tuple[str, ...] = ()


class Channel(Protocol):
    """A way out. Constructed with its account and its tools; holds no globals.

    A class registered as a plug-in carries ``api``, the version of this protocol (``API``), and is
    called with ``(account, tools)``.
    """

    @property
    def key(self) -> str:
        """The channel's short name, as events write it."""

    @property
    def title(self) -> str:
        """The network's name, as people write it."""

    @property
    def honours_key(self) -> bool:
        """True where sending twice with one key can make only one post, even at the same time. May
        turn True once the server was asked while staging."""

    @property
    def limits(self) -> Limits:
        """The limits in force."""

    @property
    def pace(self) -> Pace | None:
        """How many posts the network still takes, where it tells."""

    def count(self, text: str) -> int:
        """Length of ``text`` by the network's rule."""

    def check(self, post: Post) -> tuple[Trouble, ...]:
        """Why the network would refuse ``post``; pure and quick (each keystroke)."""

    def price(self, post: Post) -> float:
        """What posting it costs, in US dollars."""

    async def test(self) -> Standing:
        """See by a harmless call whether the account is signed in. Raises ChannelError."""

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        """Upload media and warm the connection; repeatable, nothing public. What ``before``, an
        earlier answer for the same post, has uploaded and the network still keeps is used again."""

    def mint_key(self, now: int) -> str:
        """The idempotency key of one delivery, written down before it is sent."""

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        """The one small request that makes ``staged`` public, as an answer to our own ``parent``
        where it is part of a thread. No more than one public request, whatever comes."""

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """The post sent with ``key`` as the network has it, or None if it shows none. ``staged``
        may come from an earlier run of the program, with media that have no bytes."""

    async def recent(self) -> tuple[Seen, ...]:
        """The account's own newest public posts, whoever sent them, newest first."""

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


class Duplicate(Refused):
    """The network has these words from this account already."""


class PaceExceeded(ChannelError):
    """Too many requests; certainly not there. ``until`` is UTC µs."""

    def __init__(self, what: Message, until: int) -> None:
        super().__init__(what)
        self.until = until


class OutcomeUnknown(ChannelError):
    """The request may have arrived."""


class HandedOver(ChannelError):
    """Given to a person: ``folder`` holds the files and the words, ``composer`` is the address of
    the page where the network lets people write."""

    def __init__(self, what: Message, folder: str, composer: str) -> None:
        super().__init__(what)
        self.folder = folder
        self.composer = composer
