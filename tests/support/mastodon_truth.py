"""What a fake Mastodon server knows, and what its servers are called."""

from dataclasses import dataclass
from enum import Enum

USER = "brand"
HOST = "social.example"
HANDLE = f"{USER}@{HOST}"
ACCOUNT = "109"
TOKEN = "token-of-the-tests-that-nobody-may-read"
SCOPES = "read:accounts read:statuses read:search write:statuses write:media"
AVATAR = b"\x89PNG a face"
PNG = "image/png"
KEY_LIFE_S = 3_600


class Kind(Enum):
    """How a server treats Idempotency-Key. Values are the software's names."""

    MASTODON = "mastodon"
    """Remembers a key for an hour, under a lock (4.6 and later)."""
    SEQUENTIAL = "hollo"
    """Remembers a key once the post is written: of two at the same time both are posted."""
    IGNORES = "gotosocial"
    """Never looks at it."""


VERSIONS = {Kind.MASTODON: "4.6.2", Kind.SEQUENTIAL: "0.6.6", Kind.IGNORES: "0.20.0"}


@dataclass
class Status:
    """One post, as it is on the server. ``created`` UTC µs."""

    id: str
    text: str
    media: list[str]
    in_reply_to: str | None
    key: str | None
    created: int
    language: str | None = None
    visibility: str = "public"
    deleted: bool = False
    counts: tuple[int, int, int] = (0, 0, 0)


@dataclass
class Upload:
    """One file. ``polls``: how often it is still asked for in vain; ``status``: what shows it."""

    id: str
    mime: str
    content: bytes
    description: str
    polls: int = 0
    status: str | None = None
    failed: bool = False


@dataclass
class App:
    """A registered client."""

    secret: str
    redirects: list[str]
    scopes: str


@dataclass
class Grant:
    """An authorization code that was handed out."""

    client: str
    redirect: str
    scopes: str
    challenge: str | None
