"""What the window shows in PREP: the moments and what is ready for them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlroom.messages import Message

if TYPE_CHECKING:
    from controlroom.desk.preview_view import PreviewTab
    from controlroom.desk.view import ImageRef, RundownRow, Tone


@dataclass(frozen=True, slots=True)
class PrepTile:
    """One asset in the grid. ``networks`` pairs a network's letter with how it stands there."""

    asset: str
    title: str
    note: Message
    note_tone: "Tone"
    line: Message
    picture: "ImageRef | None"
    networks: tuple[tuple[str, "Tone"], ...]
    selected: bool


@dataclass(frozen=True, slots=True)
class PrepSaid:
    """How an asset stands on one network: who said what of it (``line``, and their ``note``).
    ``yes`` while a yes to what stands there holds; ``own`` are the approvers who made it, and may
    not say yes to it."""

    line: Message
    note: str
    tone: "Tone"
    yes: bool
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrepWords:
    """The words for one network, counted by its rule. ``over`` is how many characters it would
    refuse (0 when it fits), ``share`` of the limit 0-1."""

    channel: str
    title: str
    words: str
    count: Message
    over: int
    share: float
    tone: "Tone"
    said: PrepSaid | None = None


@dataclass(frozen=True, slots=True)
class PrepAsset:
    """The chosen asset with its true previews. ``approvers`` are those who may say something of it,
    who sits here first; ``no_approver`` why nobody may. ``here`` is the one of them who sits here,
    "" where none does; ``here_proved`` whether they showed their key, and need not for a yes.
    ``locked``: why nobody can write here now."""

    asset: str
    title: str
    chip: Message
    chip_tone: "Tone"
    version: Message
    tabs: tuple["PreviewTab", ...]
    shapes: tuple[Message, ...]
    words: tuple[PrepWords, ...]
    facts: tuple[tuple[Message, Message], ...]
    verdict: Message
    verdict_line: Message
    verdict_tone: "Tone"
    approvers: tuple[str, ...] = ()
    no_approver: Message | None = None
    here: str = ""
    here_proved: bool = False
    locked: Message | None = None


@dataclass(frozen=True, slots=True)
class PrepView:
    """Readiness, library grid and the chosen asset. ``brief`` is what the brand is and is not, a
    name and words each; ``filter`` the filter in use."""

    moments: tuple["RundownRow", ...]
    moments_count: Message
    nothing_ready: Message | None
    nothing_ready_line: Message | None
    ready: int
    waiting: int
    not_ready: int
    checked: Message
    reasons: tuple[tuple[int, Message, "Tone"], ...]
    filters: tuple[tuple[str, Message, bool], ...]
    letters: Message
    tiles: tuple[PrepTile, ...]
    asset: PrepAsset | None
    brief: tuple[tuple[Message, str], ...] = ()
    filter: str = "all"
