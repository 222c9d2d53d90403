"""Account: the event's own account on each network, signed in."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.account")


def guard(known: Known) -> Answer:
    """NO-GO without a bound account or where one is signed out."""
    if not known.channels:
        return Answer(Level.NO_GO, LABEL, message("guard.account.none"))
    for on in known.channels:
        if not on.signed_in:
            return Answer(Level.NO_GO, LABEL, message("guard.account.out", network=on.title))
    handles = {on.handle for on in known.channels}
    # Several networks write one name in several ways; the brand's own stands for them.
    handle = handles.pop() if len(handles) == 1 else known.event.brand.handle
    return Answer(Level.GO, LABEL, message("guard.account.go", handle=handle))
