"""What the window shows of a file of answers before it is taken in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlroom.messages import Message

if TYPE_CHECKING:
    from controlroom.desk.view import Tone


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: of which asset, on which network, what was said and what becomes of it."""

    title: str
    network: str
    verdict: Message
    note: str
    fate: Message
    tone: "Tone"


@dataclass(frozen=True, slots=True)
class AnswersView:
    """A file that was dropped on the window. ``seen`` is the SHA-256 of its bytes, empty where it
    is no file of answers and ``problem`` says why. Those that are not applied stand in front."""

    path: str
    name: str
    seen: str
    head: Message
    line: Message
    rows: tuple[AnswerRow, ...] = ()
    apply: Message | None = None
    problem: bool = False
