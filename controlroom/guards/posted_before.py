"""Posted before: the same asset on the same account again."""

from controlroom.event.delivery import OPEN, PUBLIC, DeliveryState
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, message

LABEL = message("guard.before")
COUNTS = PUBLIC | OPEN | {DeliveryState.UNKNOWN}


def guard(known: Known) -> Answer:
    """CAUTION where it is up, on its way, or may be up."""
    same = [
        delivery
        for delivery in known.deliveries
        if delivery.asset == known.asset.slug and delivery.state in COUNTS
    ]
    if same:
        return Answer(
            Level.CAUTION,
            LABEL,
            message("guard.before.again", at=At(same[-1].taken, known.event.zone)),
        )
    return Answer(Level.GO, LABEL, message("guard.before.go"))
