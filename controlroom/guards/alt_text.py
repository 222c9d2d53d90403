"""Alt text: the picture in words, for those who do not see it."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.alt")


def guard(known: Known) -> Answer:
    """NOTE where a picture has none."""
    pictured = [on for on in known.channels if on.has_picture]
    if not pictured:
        return Answer(Level.GO, LABEL, message("guard.alt.none"))
    if any(not on.alt.strip() for on in pictured):
        return Answer(Level.NOTE, LABEL, message("guard.alt.missing"))
    return Answer(Level.GO, LABEL, message("guard.alt.go"))
