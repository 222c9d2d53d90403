"""Cap: how many posts an account may have within an hour, whoever sends them."""

from controlroom.clock import MICROS
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.public_posts import public_on
from controlroom.messages import message

LABEL = message("guard.cap")
HOUR = 3600 * MICROS


def guard(known: Known) -> Answer | None:
    """CAUTION where this one would be more than the event's cap. None where it has none."""
    cap = known.event.settings.cap_per_hour
    if not cap or not known.channels:
        return None
    most, title = max(
        (
            sum(post.at > known.now - HOUR for post in public_on(known, on.channel)),
            on.title,
        )
        for on in known.channels
    )
    if most >= cap:
        return Answer(
            Level.CAUTION, LABEL, message("guard.cap.reached", network=title, count=most, cap=cap)
        )
    return Answer(Level.GO, LABEL, message("guard.cap.go", count=most, cap=cap))
