"""What the window shows of the readiness board."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlroom.messages import Message

if TYPE_CHECKING:
    from controlroom.desk.view import ImageRef, Tone


@dataclass(frozen=True, slots=True)
class FaceView:
    """The face of an account, to be looked at: is it the right one? ``confirmed`` once somebody
    said so."""

    channel: str
    network: str
    name: str
    handle: str
    server: str
    avatar: "ImageRef | None"
    confirmed: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line. ``word`` is its level in a word; ``signed`` who goes LIVE in spite of it and why.
    ``may_override`` and ``may_take_back`` what can be ordered of it; ``reach`` names the approver
    that can be ticked off (``reached``: is), ``face`` the account to be looked at, ``filters``: the
    library can be shown without what is ready."""

    key: str
    label: Message
    word: Message
    tone: "Tone"
    what: Message
    do: Message | None
    signed: Message | None = None
    may_override: bool = False
    may_take_back: bool = False
    reach: str = ""
    reached: bool = False
    face: FaceView | None = None
    filters: bool = False


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """The lines of one kind of check, worst first; ``note`` how many of them stand in the way."""

    title: Message
    note: Message
    tone: "Tone"
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board as a sheet. ``verdict`` whether the event could go LIVE; ``age`` how old it is and
    ``next`` when the next one is made; ``progress`` while one is being made, with ``share`` (0-1)
    of it done. ``signer`` signs overrides where nobody else is named; ``locked`` why nothing can be
    ordered now."""

    verdict: Message
    verdict_tone: "Tone"
    age: Message
    age_tone: "Tone"
    next: Message | None
    groups: tuple[BoardGroup, ...]
    progress: Message | None
    share: float
    signer: str
    locked: Message | None = None

    def row(self, key: str) -> BoardRow | None:
        """The line called ``key``, None if there is none (any more)."""
        rows = (row for group in self.groups for row in group.rows)
        return next((row for row in rows if row.key == key), None)
