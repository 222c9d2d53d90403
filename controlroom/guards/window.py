"""Window: how long after its moment a post still makes sense."""

from controlroom.event.times import window_left_s
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import Span, message

LABEL = message("guard.window")


def guard(known: Known) -> Answer:
    """NOTE once the window is past."""
    if known.moment is None:
        return Answer(Level.GO, LABEL, message("guard.window.free"))
    left = window_left_s(known.event, known.moment, known.moment_at, known.now)
    if left is None or known.moment_at is None:
        return Answer(Level.GO, LABEL, message("guard.window.unmarked"))
    if left < 0:
        after = Span((known.now - known.moment_at) / 1_000_000)
        return Answer(Level.NOTE, LABEL, message("guard.window.past", after=after))
    return Answer(Level.GO, LABEL, message("guard.window.go", left=Span(left)))
