"""What the tray or the menu bar shows of the room: the operator lives in other windows."""

from dataclasses import dataclass

from controlroom.messages import Message


@dataclass(frozen=True, slots=True)
class Bubble:
    """News for somebody who looks elsewhere. ``since`` (UTC µs) tells one HOLD from the next."""

    since: int
    title: Message
    line: Message


@dataclass(frozen=True, slots=True)
class TrayView:
    """``mark``: prep, rehearsal, live, caution, hold or wrap. ``hold`` is the menu's entry, which
    orders HOLD where it ``may_hold`` and else only tells. Releasing is never here."""

    mark: str
    tip: Message
    state: Message
    hold: Message
    may_hold: bool
    bubble: Bubble | None
