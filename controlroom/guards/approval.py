"""Approved: somebody said yes to exactly these words and this picture."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.approval")


def guard(known: Known) -> Answer:
    """CAUTION for words nobody approved."""
    if all(one.approval is None for one in known.said):
        return Answer(Level.CAUTION, LABEL, message("guard.approval.none"))
    if not known.approved:
        return Answer(Level.CAUTION, LABEL, message("guard.approval.changed"))
    approval = known.said[0].approval
    assert approval is not None
    return Answer(
        Level.GO, LABEL, message("guard.approval.go", version=approval.version, by=approval.by)
    )
