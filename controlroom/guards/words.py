"""Words: fit every network by its own way of counting."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.words")


def guard(known: Known) -> Answer:
    """NO-GO where a network would refuse."""
    for on in known.channels:
        if on.count > on.limit:
            return Answer(
                Level.NO_GO,
                LABEL,
                message("guard.words.over", network=on.title, over=on.count - on.limit),
            )
        if on.troubles:
            return Answer(Level.NO_GO, LABEL, on.troubles[0])
        if on.count == 0 and not on.has_picture:
            return Answer(Level.NO_GO, LABEL, message("guard.words.nothing", network=on.title))
    return Answer(Level.GO, LABEL, message("guard.words.go", count=len(known.channels)))
