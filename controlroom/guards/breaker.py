"""Breaker: more requests of our own than any night needs mean that the program misbehaves."""

from controlroom.clock import MICROS
from controlroom.event.asset import Role
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import At, message

LABEL = message("guard.breaker")


def guard(known: Known) -> Answer | None:
    """NO-GO where this post would be more than the event allows of ours on an account within some
    minutes; CAUTION for the correction and the pause asset. None while there is room, and where
    the event sets no number (0)."""
    most = known.event.settings.breaker_posts
    span = known.event.settings.breaker_minutes * 60 * MICROS
    for on in known.channels if most > 0 else ():
        recent = sorted(
            at for channel, at in known.requests if channel == on.channel and at > known.now - span
        )
        over = len(recent) + known.posts_left - most
        if over > 0:
            # A thread that is longer than all that is allowed has nothing to wait for.
            at = recent[min(over, len(recent)) - 1] + span if recent else known.now + span
            told = message(
                "guard.breaker.over",
                network=on.title,
                count=len(recent),
                until=At(at, known.event.zone),
            )
            # Whatever went wrong must be possible to correct.
            level = Level.NO_GO if known.asset.role is Role.POST else Level.CAUTION
            return Answer(level, LABEL, told)
    return None
