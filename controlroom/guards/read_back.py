"""Read back: the account's last post was seen on the network, as it was sent."""

from controlroom.clock import MICROS
from controlroom.event.delivery import PUBLIC, DeliveryState
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, message

LABEL = message("guard.read_back")
LATE_S = 60


def guard(known: Known) -> Answer | None:
    """NOTE where the newest post of ours was accepted a minute ago and not seen yet. None before
    the first."""
    newest = {
        row.channel: row
        for row in sorted(known.deliveries, key=lambda row: row.accepted or 0)
        if row.state in PUBLIC and row.accepted is not None
    }
    posts = [(newest[on.channel], on) for on in known.channels if on.channel in newest]
    for row, on in posts:
        waits = on.reads_back and row.state is DeliveryState.ACCEPTED
        if waits and known.now - (row.accepted or 0) > LATE_S * MICROS:
            at = At(row.accepted or 0, known.event.zone)
            return Answer(
                Level.NOTE, LABEL, message("guard.read_back.late", network=on.title, at=at)
            )
    return Answer(Level.GO, LABEL, message("guard.read_back.go")) if posts else None
