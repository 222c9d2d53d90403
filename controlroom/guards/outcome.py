"""Outcome: a cue of the side that came true, never of the other."""

from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.outcome")


def guard(known: Known) -> Answer | None:
    """NO-GO for the side that did not come true, CAUTION while it is undecided.

    None where the asset belongs to no outcome set.
    """
    named = {moment.slug: moment.outcome_set for moment in known.event.moments}
    for cue in known.event.cues:
        if cue.asset != known.asset.slug or cue.outcome is None or not named.get(cue.moment):
            continue
        sets = known.event.outcome_sets
        outcomes = next((one for one in sets if one.slug == named[cue.moment]), None)
        if outcomes is None or outcomes.decided is None:
            return Answer(Level.CAUTION, LABEL, message("guard.outcome.open"))
        titles = {outcome.slug: outcome.title for outcome in outcomes.outcomes}
        side = titles.get(outcomes.decided, outcomes.decided)
        if outcomes.decided != cue.outcome:
            return Answer(Level.NO_GO, LABEL, message("guard.outcome.other", side=side))
        return Answer(Level.GO, LABEL, message("guard.outcome.go", side=side))
    return None
