"""WRAP, from what the room knows."""

from controlroom.desk.facts import Facts
from controlroom.desk.wrap_view import Wrapped, WrapView
from controlroom.event.delivery import PUBLIC, DeliveryState
from controlroom.event.moment import Intent
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, message
from controlroom.store.as_run_line import Head

GROUP = 4
GROUPS = 4


def wrap(facts: Facts) -> WrapView | None:
    """What WRAP shows, None in every other state."""
    if facts.state is not RoomState.WRAP:
        return None
    wrapped = facts.wrapped or Wrapped()
    head = wrapped.head
    return WrapView(
        figures=_figures(facts),
        head=_head(wrapped),
        head_whole="" if head is None else str(head),
        head_line=message("wrap.head.line"),
        check=_check(wrapped),
        sound=None if not wrapped.checked else wrapped.broken is None,
        recap_line=_recap(wrapped),
        recap_path=wrapped.recap,
        writing=wrapped.writing,
    )


def _figures(facts: Facts) -> tuple[tuple[Message, Message], ...]:
    rows = facts.deliveries
    public = {row.take for row in rows if row.accepted is not None}
    up = sum(row.state in PUBLIC for row in rows)
    down = sum(row.state is DeliveryState.RETRACTED for row in rows)
    open_ = sum(row.state in (DeliveryState.UNKNOWN, DeliveryState.BY_HAND) for row in rows)
    silent = sum(
        moment.intent is Intent.SILENT and moment.marked is not None
        for moment in facts.event.moments
    )
    counted = (
        (len(public), "wrap.posts"),
        (up, "wrap.up"),
        (down, "wrap.down"),
        (open_, "wrap.open"),
        (silent, "wrap.silences"),
    )
    return tuple((message("wrap.count", count=count), message(id_)) for count, id_ in counted)


def _head(wrapped: Wrapped) -> Message:
    head = wrapped.head
    if head is None:
        return message("wrap.head.none" if wrapped.checked else "wrap.head.looking")
    keyed = message("wrap.keyed" if head.keyed else "wrap.unkeyed")
    return message("wrap.head", count=head.count, hash=short(head), keyed=keyed)


def short(head: Head) -> str:
    """The beginning of a hash, in groups that can be read out."""
    shown = head.hash[: GROUP * GROUPS]
    return " ".join(shown[at : at + GROUP] for at in range(0, len(shown), GROUP))


def _check(wrapped: Wrapped) -> Message:
    if not wrapped.checked:
        return message("wrap.checking")
    if wrapped.broken is not None:
        return message("wrap.broken", what=wrapped.broken)
    if wrapped.head is None:
        return message("wrap.nothing")
    if wrapped.notes:
        return message("wrap.sound_but", note=wrapped.notes[0])
    return message("wrap.sound")


def _recap(wrapped: Wrapped) -> Message:
    if wrapped.writing:
        return message("wrap.recap.writing")
    if wrapped.recap:
        return message("wrap.recap.written", file=wrapped.recap)
    return message("wrap.recap.line")
