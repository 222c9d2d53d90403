"""Faces: somebody looked at each account and said that it is the right one."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.faces")


def guard(known: Known) -> Answer | None:
    """NOTE where nobody did: the readiness board asks for it before LIVE."""
    if not known.channels:
        return None
    unseen = [on.title for on in known.channels if not on.confirmed]
    if unseen:
        return Answer(Level.NOTE, LABEL, message("guard.faces.unseen", network=unseen[0]))
    return Answer(Level.GO, LABEL, message("guard.faces.go"))
