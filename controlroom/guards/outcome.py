"""Outcome: a cue of the side that came true, never of the other."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.outcome")


def guard(known: Known) -> Answer | None:
    """NO-GO for the side that did not come true, CAUTION while it is undecided.

    None where the asset belongs to no outcome set.
    """
    for cue in known.event.cues:
        if cue.asset != known.asset.slug or cue.outcome is None:
            continue
        name = known.event.moment(cue.moment).outcome_set
        if name is None:
            continue
        outcomes = known.event.outcome_set(name)
        titles = {outcome.slug: outcome.title for outcome in outcomes.outcomes}
        if outcomes.decided is None:
            return Answer(Level.CAUTION, LABEL, message("guard.outcome.open"))
        if outcomes.decided != cue.outcome:
            return Answer(
                Level.NO_GO, LABEL, message("guard.outcome.other", side=titles[outcomes.decided])
            )
        return Answer(Level.GO, LABEL, message("guard.outcome.go", side=titles[cue.outcome]))
    return None
