"""Spacing: how long ago the account's last public post was, whoever sent it."""

from controlroom.clock import MICROS
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.public_posts import public_after
from controlroom.messages import Span, message

LABEL = message("guard.spacing")


def guard(known: Known) -> Answer | None:
    """NOTE where the last post is less than the event's spacing ago. None where it has none."""
    spacing_s = known.event.settings.spacing_s
    if not spacing_s:
        return None
    closest = None
    for on in known.channels:
        last = max(public_after(known, on.channel, known.now - spacing_s * MICROS), default=None)
        if last is not None and (closest is None or last > closest[0]):
            closest = last, on.title
    if closest is not None:
        ago = Span(max(0.0, (known.now - closest[0]) / MICROS))
        return Answer(
            Level.NOTE, LABEL, message("guard.spacing.close", network=closest[1], ago=ago)
        )
    return Answer(Level.GO, LABEL, message("guard.spacing.go"))
