"""Media: lies on every network already, so that TAKE sends none."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.media")


def guard(known: Known) -> Answer:
    """NOTE while it is still on its way: TAKE waits for it."""
    if not any(on.has_picture for on in known.channels):
        return Answer(Level.GO, LABEL, message("guard.media.none"))
    waiting = [on for on in known.channels if not on.uploaded]
    if waiting:
        up = len(known.channels) - len(waiting)
        return Answer(
            Level.NOTE, LABEL, message("guard.media.waiting", up=up, all=len(known.channels))
        )
    return Answer(Level.GO, LABEL, message("guard.media.go"))
