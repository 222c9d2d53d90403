"""Approved: somebody said yes to exactly these words and these pictures, on every network."""

from controlroom.event.approvals import Said, Standing
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, Message, message

LABEL = message("guard.approval")
# What an approver is known to be against comes first.
WORST_FIRST = (
    Standing.CHANGES,
    Standing.OUTSIDE,
    Standing.CHANGED,
    Standing.EXPIRED,
    Standing.WAITING,
)


def guard(known: Known) -> Answer:
    """CAUTION for what nobody approved, as it stands on the worst of its networks."""
    if known.approved:
        approval = known.said[0].approval
        assert approval is not None
        told = message("guard.approval.go", version=approval.version, by=approval.by)
        return Answer(Level.GO, LABEL, told)
    missing = [one for one in known.said if one.standing is not Standing.APPROVED]
    if not missing:
        return Answer(Level.CAUTION, LABEL, message("guard.approval.none"))
    worst = min(missing, key=lambda one: WORST_FIRST.index(one.standing))
    told = _told(worst, known.event.zone, known.now)
    # On one network only, or on each in another way.
    if any(one.standing is not worst.standing for one in known.said):
        titles = {on.channel: on.title for on in known.channels}
        network = titles.get(worst.channel, worst.channel)
        told = message("guard.approval.on", network=network, told=told)
    about = frozenset(f"{one.channel} {one.standing}" for one in missing)
    return Answer(Level.CAUTION, LABEL, told, about)


def _told(said: Said, zone: str, now: int) -> Message:
    approval = said.approval
    if approval is None:
        return message("guard.approval.none")
    match said.standing:
        case Standing.CHANGES if approval.note.strip():
            return message("guard.approval.changes", by=approval.by, note=approval.note.strip())
        case Standing.CHANGES:
            return message("guard.approval.no", by=approval.by)
        case Standing.OUTSIDE:
            return message("guard.approval.outside")
        case Standing.EXPIRED if approval.until is not None:
            at = At(approval.until, zone)
            if at.local().date() == At(now, zone).local().date():
                return message("guard.approval.expired", at=at)
            return message("guard.approval.expired_on", at=at)
        case _:
            return message("guard.approval.changed", version=approval.version)
