"""What the window shows of accounts: who is signed in, and the sheet to sign in with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlroom.messages import Message

if TYPE_CHECKING:
    from controlroom.desk.view import ImageRef, Tone


@dataclass(frozen=True, slots=True)
class BlankView:
    """One thing that is asked. ``secret`` is never shown."""

    name: str
    label: Message
    hint: Message | None
    secret: bool
    value: str


@dataclass(frozen=True, slots=True)
class WayView:
    """One way to sign in. ``why_not`` says what has to be set up first."""

    way: str
    title: Message
    how: Message
    blanks: tuple[BlankView, ...]
    browser: bool
    why_not: Message | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One network: of the event (``bound``), or one that could be added.

    ``facts`` are sentences about the account: scopes, lifetime, what the night will cost, how the
    server counts, what the network still takes."""

    channel: str
    title: str
    name: str
    handle: str
    server: str
    avatar: "ImageRef | None"
    colour: str | None
    state: Message
    tone: "Tone"
    facts: tuple[Message, ...]
    signed_in: bool
    bound: bool
    ways: tuple[WayView, ...]


@dataclass(frozen=True, slots=True)
class SigningIn:
    """A sign-in that is under way or has just failed. ``page`` is the address to go on at."""

    channel: str
    line: Message
    page: str
    busy: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class AccountsView:
    """The accounts of the event, in its order, then networks that could be added.

    ``kept`` says where secrets are kept; ``locked`` why nothing can be changed now."""

    rows: tuple[AccountRow, ...]
    kept: Message
    kept_tone: "Tone"
    locked: Message | None
    signing_in: SigningIn | None
