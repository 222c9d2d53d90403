"""The spotter of a rehearsal: marks what happens when it happens, where nobody else has.

A surprise is left to the operator for a minute, so that finding it is theirs.
"""

from collections.abc import Mapping

from controlroom.clock import MICROS
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor

SURPRISE_LEFT_S = 60


def due_marks(event: LiveEvent, actual: Mapping[str, int], now: int) -> tuple[tuple[str, int], ...]:
    """(slug, UTC µs) of moments to mark at ``now``, oldest first.

    ``actual`` tells when each moment of the night happened.
    """
    due = []
    for moment in event.moments:
        at = actual.get(moment.slug)
        if at is None or moment.marked is not None or moment.skipped:
            continue
        wait = SURPRISE_LEFT_S * MICROS if moment.anchor is Anchor.FLOAT else 0
        if at + wait <= now:
            due.append((moment.slug, at))
    return tuple(sorted(due, key=lambda mark: mark[1]))
