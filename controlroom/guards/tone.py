"""Tone of the feed: is anybody hurt, and do we still see what people say?"""

from controlroom.event.asset import Role
from controlroom.guards.caption import same_tag
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, Span, message

LABEL = message("guard.tone")
STALE_S = 30.0


def guard(known: Known) -> Answer:
    """CAUTION while a solemn subject is on; NOTE where the feed is old or missing."""
    if known.solemn_since is not None and known.asset.role is Role.POST:
        at = At(known.solemn_since, known.event.zone)
        if known.solemn:
            told = message("guard.tone.subject", subject=known.solemn[0], at=at)
            about = frozenset(same_tag(subject) for subject in known.solemn)
            return Answer(Level.CAUTION, LABEL, told, about)
        return Answer(Level.CAUTION, LABEL, message("guard.tone.solemn", at=at))
    if known.feed_age_s is None:
        return Answer(Level.NOTE, LABEL, message("guard.tone.no_feed"))
    if known.feed_age_s > STALE_S:
        return Answer(Level.NOTE, LABEL, message("guard.tone.stale", age=Span(known.feed_age_s)))
    return Answer(Level.GO, LABEL, message("guard.tone.go"))
