"""Rights: picture rights, offers and embargoes, against the night's clock."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, message

LABEL = message("guard.rights")


def guard(known: Known) -> Answer:
    """NO-GO once rights or the offer ended, or before an embargo does."""
    asset, zone = known.asset, known.event.zone
    if asset.embargo_until is not None and known.now < asset.embargo_until:
        return Answer(
            Level.NO_GO, LABEL, message("guard.rights.embargo", at=At(asset.embargo_until, zone))
        )
    for end, sentence in (
        (asset.rights_until, "guard.rights.ended"),
        (asset.offer_until, "guard.rights.offer_ended"),
    ):
        if end is not None and known.now >= end:
            return Answer(Level.NO_GO, LABEL, message(sentence, at=At(end, zone)))
    if asset.rights_until is None:
        return Answer(Level.GO, LABEL, message("guard.rights.own"))
    return Answer(Level.GO, LABEL, message("guard.rights.go", at=At(asset.rights_until, zone)))
