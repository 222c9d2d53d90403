"""Price: what the post costs where a network takes money for posts."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.price")


def guard(known: Known) -> Answer | None:
    """NOTE where a link makes the post dearer. None where nobody takes money."""
    paid = [on for on in known.channels if on.price > 0]
    if not paid:
        return None
    dear = max(paid, key=lambda on: on.price - on.price_plain)
    if 0 < dear.price_plain < dear.price:
        what = message(
            "guard.price.link", network=dear.title, price=dear.price, plain=dear.price_plain
        )
        return Answer(Level.NOTE, LABEL, what)
    return Answer(Level.GO, LABEL, message("guard.price.go", network=dear.title, price=dear.price))
