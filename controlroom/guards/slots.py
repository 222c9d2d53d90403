"""Gaps: a template goes out with something in each of them."""

from controlroom.event.slots import gaps_in, unfilled
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.slots")


def guard(known: Known) -> Answer | None:
    """NO-GO while one is empty. None for words without gaps. Whether what stands there keeps to the
    rules is the approval's to say."""
    if not known.asset.slots:
        return None
    channels = tuple(on.channel for on in known.channels) or known.event.channels
    if not gaps_in(known.asset, channels):
        return None
    empty = unfilled(known.asset, channels)
    if empty:
        return Answer(Level.NO_GO, LABEL, message("guard.slots.empty", name=empty[0]))
    return Answer(Level.GO, LABEL, message("guard.slots.go"))
