"""Networks: how many are up."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.networks")


def guard(known: Known) -> Answer:
    """NOTE where one could not be reached while staging: TAKE still goes to the others."""
    down = [on for on in known.channels if on.problem is not None]
    if down:
        return Answer(Level.NOTE, LABEL, message("guard.networks.down", network=down[0].title))
    return Answer(Level.GO, LABEL, message("guard.networks.go", count=len(known.channels)))
