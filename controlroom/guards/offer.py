"""Offer: what it promises can still be had."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, message

LABEL = message("guard.offer")


def guard(known: Known) -> Answer | None:
    """NO-GO once the offer is over. None for a post that makes none."""
    if known.asset.offer_until is None:
        return None
    at = At(known.asset.offer_until, known.event.zone)
    if known.now >= at.micros:
        return Answer(Level.NO_GO, LABEL, message("guard.offer.over", at=at))
    return Answer(Level.GO, LABEL, message("guard.offer.go", at=at))
