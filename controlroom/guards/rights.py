"""Rights: how long the pictures may be shown."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, message

LABEL = message("guard.rights")


def guard(known: Known) -> Answer:
    """NO-GO once they have ended."""
    until, zone = known.asset.rights_until, known.event.zone
    if until is None:
        return Answer(Level.GO, LABEL, message("guard.rights.own"))
    if known.now >= until:
        return Answer(Level.NO_GO, LABEL, message("guard.rights.ended", at=At(until, zone)))
    return Answer(Level.GO, LABEL, message("guard.rights.go", at=At(until, zone)))
