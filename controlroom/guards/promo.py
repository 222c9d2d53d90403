"""Promotion: nothing is sold while somebody is hurt."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.plain import plain
from controlroom.guards.sensitive import sensitive_now
from controlroom.messages import message

LABEL = message("guard.promo")
TAGS = frozenset({"promo", "promotion", "offer", "sale", "discount"})


def guard(known: Known) -> Answer | None:
    """NO-GO for an offer while a solemn subject is on or the event's list names a disaster with a
    beginning and an end. None for what sells nothing."""
    asset = known.asset
    if asset.offer_until is None and not TAGS & {plain(tag).lstrip("#") for tag in asset.tags}:
        return None
    if known.solemn_since is not None:
        told = message("guard.promo.subject", subject=known.solemn[0]) if known.solemn else None
        return Answer(Level.NO_GO, LABEL, told or message("guard.promo.solemn"))
    disaster = next((one for one in sensitive_now(known) if not one.day), None)
    if disaster is not None:
        return Answer(Level.NO_GO, LABEL, message("guard.promo.subject", subject=disaster.title))
    return Answer(Level.GO, LABEL, message("guard.promo.go"))
