"""Context: what the hashtags and names in the words are about just now."""

from controlroom.clock import MICROS
from controlroom.event.asset import Role
from controlroom.guards.known import Answer, Context, Known, Level
from controlroom.messages import message

LABEL = message("guard.context")
FEWEST = 2
# So long a name must have been counted before "nobody speaks of it" says anything.
NEW_S = 30
# A tenth of a few posts, or a twentieth of many, and three times what all talk has anyway.
SHARE_OF_FEW = 0.10
SHARE_OF_MANY = 0.05
MANY = 100
TIMES_USUAL = 3.0


def is_solemn(context: Context) -> bool:
    """Whether people speak of it as of something sad, more than they do anyway."""
    least = SHARE_OF_MANY if context.judged >= MANY else SHARE_OF_FEW
    return context.solemn >= FEWEST and context.share >= max(
        least, TIMES_USUAL * context.usual_share
    )


def guard(known: Known) -> Answer | None:
    """CAUTION where what is named is spoken of solemnly, NOTE where it was not counted yet. None
    where the words name nothing, or nobody listens: the tone of the feed says so."""
    if not known.contexts or known.feed_age_s is None or known.asset.role is not Role.POST:
        return None
    worst = max(known.contexts, key=lambda one: (is_solemn(one), one.share))
    if is_solemn(worst):
        told = message(
            "guard.context.solemn",
            label=worst.label,
            solemn=worst.solemn,
            judged=worst.judged,
        )
        about = frozenset(one.slug for one in known.contexts if is_solemn(one))
        return Answer(Level.CAUTION, LABEL, told, about)
    if any(not one.judged and _new(one, known.now) for one in known.contexts):
        return Answer(Level.NOTE, LABEL, message("guard.context.unknown"))
    return Answer(Level.GO, LABEL, message("guard.context.go"))


def _new(context: Context, now: int) -> bool:
    return context.since is None or now - context.since < NEW_S * MICROS
