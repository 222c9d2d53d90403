"""Embargo: nothing is told before it may be."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, message

LABEL = message("guard.embargo")


def guard(known: Known) -> Answer | None:
    """NO-GO until the embargo ends. None where there is none."""
    if known.asset.embargo_until is None:
        return None
    at = At(known.asset.embargo_until, known.event.zone)
    if known.now < at.micros:
        return Answer(Level.NO_GO, LABEL, message("guard.embargo.until", at=at))
    return Answer(Level.GO, LABEL, message("guard.embargo.go"))
