"""Token: the sign-in holds until the night is over."""

from controlroom.event.times import expected_times
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, message

LABEL = message("guard.token")


def guard(known: Known) -> Answer | None:
    """CAUTION where one ends before the event does, as planned or as it runs now. None where none
    ends, or nobody knows."""
    ends = [(on.signed_in_until, on.title) for on in known.channels]
    first = min(((at, title) for at, title in ends if at is not None), default=None)
    if first is None:
        return None
    when = expected_times(known.event).at.values()
    over = max([known.event.ends, *(at for at in when if at is not None)])
    at, title = first
    if at >= over:
        return Answer(Level.GO, LABEL, message("guard.token.go"))
    told = message("guard.token.ends", network=title, at=At(at, known.event.zone))
    about = frozenset(on.channel for on in known.channels if (on.signed_in_until or over) < over)
    return Answer(Level.CAUTION, LABEL, told, about)
