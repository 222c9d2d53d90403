"""Silences that were chosen: a SILENT moment that came, and nothing of ours with it."""

from typing import TYPE_CHECKING

from controlroom.clock import MICROS
from controlroom.event.delivery import DeliveryState
from controlroom.event.moment import Intent, Moment
from controlroom.event.room_state import RoomState

if TYPE_CHECKING:
    from controlroom.room.floor import Floor

RUNNING = frozenset({RoomState.REHEARSAL, RoomState.LIVE, RoomState.HOLD})
NOWHERE = frozenset({DeliveryState.CANCELLED, DeliveryState.REFUSED})


async def note_silences(room: "Floor") -> None:
    """Write down, once each, the SILENT moments that were marked or whose time has passed."""
    if room.now_state not in RUNNING:
        return
    night, expected = room.night, room.expected().at
    if night.silences is None:
        night.silences, night.began = await _known(room)
    for moment in room.event.moments:
        at = expected[moment.slug]
        if moment.intent is not Intent.SILENT or at is None or (moment.slug, at) in night.silences:
            continue
        if not _came(room, moment, at) or _spoke(room, moment):
            continue
        # Before the line: a look at the night must not meet it half written.
        night.silences.add((moment.slug, at))
        how = "marked" if moment.marked is not None else "passed"
        await night.journal.log(
            "silence", room.now, state=how, moment=moment.slug, title=moment.title, since=at
        )


async def _known(room: "Floor") -> tuple[set[tuple[str, int]], int]:
    """What the log has already, and when this night began (UTC µs): a night may be opened more than
    once, a rehearsal is not."""
    if room.night.simulated:
        return set(), room.now
    read = room.thread.store.as_run.read
    lines = await room.thread.run(read, room.event.slug, rehearsal=False, run="")
    told = [line.details for line in lines if line.kind == "silence"]
    began: int | None = None
    for line in lines:
        if line.kind == "state" and line.state in (RoomState.PREP, RoomState.WRAP):
            began = None
        elif line.kind == "state" and began is None:
            began = line.at
    return {(one["moment"], one["since"]) for one in told}, room.now if began is None else began


def _came(room: "Floor", moment: Moment, at: int) -> bool:
    """Marked, or past its window: what was there before we were was no choice."""
    if at < room.night.began or moment.skipped:
        return False
    if moment.marked is not None:
        return moment.marked <= room.now
    return at + room.event.settings.window_s * MICROS <= room.now


def _spoke(room: "Floor", moment: Moment) -> bool:
    """Whether anything of it is, was or may be out: a retract does not make it a silence."""
    rows = room.night.posting.outbox.all
    return any(row.moment == moment.slug and row.state not in NOWHERE for row in rows)
