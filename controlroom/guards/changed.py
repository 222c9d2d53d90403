"""Changed: what goes out is what somebody looked at when TAKE was pressed."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.changed")


def guard(known: Known) -> Answer | None:
    """NO-GO where Preview was changed since. None while nobody has pressed."""
    if known.seen is None:
        return None
    if known.seen != known.shown:
        return Answer(Level.NO_GO, LABEL, message("guard.changed.other"))
    return Answer(Level.GO, LABEL, message("guard.changed.go"))
