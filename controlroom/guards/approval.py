"""Approved: somebody said yes to exactly these words and this picture."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.approval")


def guard(known: Known) -> Answer:
    """CAUTION for words nobody approved."""
    approval = known.asset.approval
    if approval is None:
        return Answer(Level.CAUTION, LABEL, message("guard.approval.none"))
    if not known.approved:
        return Answer(Level.CAUTION, LABEL, message("guard.approval.changed"))
    return Answer(
        Level.GO, LABEL, message("guard.approval.go", version=approval.version, by=approval.by)
    )
