"""Cap: how many posts an account may have within an hour, whoever sends them."""

from controlroom.clock import MICROS
from controlroom.event.delivery import OPEN
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.public_posts import MAY_BE_UP, public_after
from controlroom.messages import message

LABEL = message("guard.cap")
HOUR = 3600 * MICROS
# What is on its way will have been posted before this one.
COUNTS = MAY_BE_UP | OPEN


def guard(known: Known) -> Answer | None:
    """CAUTION where this one would be more than the event's cap. None where it has none."""
    cap = known.event.settings.cap_per_hour
    if not cap or not known.channels:
        return None
    counts = {
        on.channel: (sum(1 for _ in public_after(known, on.channel, known.now - HOUR, COUNTS)), on)
        for on in known.channels
    }
    most, on = max(counts.values(), key=lambda one: one[0])
    if most >= cap:
        told = message("guard.cap.reached", network=on.title, count=most, cap=cap)
        about = frozenset(channel for channel, (count, _) in counts.items() if count >= cap)
        return Answer(Level.CAUTION, LABEL, told, about)
    return Answer(Level.GO, LABEL, message("guard.cap.go", count=most, cap=cap))
