"""Clock: this computer's against the servers', for everything that is told by the minute."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import Span, message

LABEL = message("guard.clock")
# Servers tell whole seconds: less than this is no finding.
OFF_S = 1.5


def guard(known: Known) -> Answer | None:
    """NOTE where it is off. None where no server has said anything."""
    off = known.clock_off_s
    if off is None:
        return None
    if abs(off) <= OFF_S:
        return Answer(Level.GO, LABEL, message("guard.clock.go"))
    told = "guard.clock.fast" if off > 0 else "guard.clock.slow"
    return Answer(Level.NOTE, LABEL, message(told, off=Span(abs(off))))
