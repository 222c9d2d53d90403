"""When the readiness board is made by itself: so long before the event, as time passes, whatever
clocks are changed in between."""

from controlroom.clock import MICROS
from controlroom.event.live_event import LiveEvent

MARKS = (("T−24 h", 86_400), ("T−60 min", 3_600), ("T−10 min", 600))


def due(event: LiveEvent, now: int, made_at: int) -> str | None:
    """The mark whose board is still to be made at ``now`` (UTC µs), given that the last one is of
    ``made_at`` (0: there is none). Only the latest: what an earlier one would have said is old."""
    if now >= event.starts:
        return None
    passed = [(name, event.starts - before * MICROS) for name, before in MARKS]
    last = next(((name, at) for name, at in reversed(passed) if at <= now), None)
    return last[0] if last is not None and made_at < last[1] else None


def next_mark(event: LiveEvent, now: int) -> int | None:
    """UTC µs at which the next board is made by itself, None where none is."""
    return next((at for _, before in MARKS if (at := event.starts - before * MICROS) > now), None)
