"""When each moment is expected, from what is planned and what has been marked.

HARD keeps its wall time. SOFT hangs on another moment: where that one has a length, the gap behind
it absorbs delay (never earlier than planned); otherwise it follows at its offset. FLOAT has no
time until it is marked.
"""

from dataclasses import dataclass

from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor, Moment

MICROS = 1_000_000
ON_TIME_S = 15


@dataclass(frozen=True, slots=True)
class Expected:
    """``at``: slug → UTC µs or None. ``overlaps``: slug of a SOFT moment → seconds by which it
    would run past the HARD moment behind it."""

    at: dict[str, int | None]
    overlaps: dict[str, int]


def expected_times(event: LiveEvent) -> Expected:
    """The expected time of every moment of ``event``."""
    by_slug = {moment.slug: moment for moment in event.moments}
    known: dict[str, int | None] = {}
    for moment in event.moments:
        _settle(moment, by_slug, known, frozenset())
    return Expected(known, _overlaps(event, known))


def _settle(
    moment: Moment, by_slug: dict[str, Moment], known: dict[str, int | None], seen: frozenset[str]
) -> int | None:
    if moment.slug not in known:
        base = by_slug.get(moment.after or "")
        seen |= {moment.slug}
        # A circle of SOFT moments has no first one: it falls back to the plan.
        if moment.anchor is not Anchor.SOFT or base is None or base.slug in seen:
            known[moment.slug] = _standing(moment)
        else:
            base_at = _settle(base, by_slug, known, seen)
            known[moment.slug] = _standing(moment, base, base_at)
    return known[moment.slug]


def _standing(moment: Moment, base: Moment | None = None, base_at: int | None = None) -> int | None:
    if moment.marked is not None:
        return moment.marked
    if moment.anchor is Anchor.HARD and moment.hard is not None:
        return moment.hard.utc
    if moment.anchor is Anchor.FLOAT:
        return None
    if base is None or base_at is None:
        return moment.planned
    if base.length_s and moment.planned is not None:
        return max(moment.planned, base_at + base.length_s * MICROS)
    return base_at + moment.offset_s * MICROS


def _overlaps(event: LiveEvent, known: dict[str, int | None]) -> dict[str, int]:
    overlaps: dict[str, int] = {}
    hard_behind: int | None = None
    for moment in reversed(event.moments):
        when = known[moment.slug]
        if moment.anchor is Anchor.HARD:
            hard_behind = when
        elif (
            moment.anchor is Anchor.SOFT
            and moment.marked is None
            and when is not None
            and hard_behind is not None
            and when > hard_behind
        ):
            overlaps[moment.slug] = (when - hard_behind) // MICROS
    return overlaps


def next_moment(event: LiveEvent, expected: Expected, now: int) -> Moment | None:
    """The next moment that has a time and has neither happened nor been skipped.

    A moment stays next for its window after its time, until it is marked or skipped.
    """
    open_ones = [
        (when, moment)
        for moment in event.moments
        if moment.marked is None
        and not moment.skipped
        and (when := expected.at[moment.slug]) is not None
        and when + event.settings.window_s * MICROS > now
    ]
    return min(open_ones, key=lambda pair: pair[0])[1] if open_ones else None


def current_moment(event: LiveEvent, now: int) -> Moment | None:
    """The moment marked last, at or before ``now``."""
    marked = [m for m in event.moments if m.marked is not None and m.marked <= now]
    return max(marked, key=lambda moment: moment.marked or 0) if marked else None


def running_late_s(event: LiveEvent, expected: Expected, now: int) -> int:
    """Seconds the night runs behind its plan (negative: ahead), by the next planned moment or,
    past the last one, by the last that was marked."""
    upcoming = next_moment(event, expected, now)
    if upcoming is None or upcoming.planned is None:
        upcoming = max(
            (m for m in event.moments if m.marked is not None and m.planned is not None),
            key=lambda moment: moment.marked or 0,
            default=None,
        )
    if upcoming is None or upcoming.planned is None:
        return 0
    when = expected.at[upcoming.slug]
    return 0 if when is None else (when - upcoming.planned) // MICROS


def window_left_s(event: LiveEvent, moment: Moment, when: int | None, now: int) -> float | None:
    """Seconds until the moment's window closes (negative: closed), None while it has no time."""
    if when is None:
        return None
    length = (
        event.settings.float_window_s if moment.anchor is Anchor.FLOAT else event.settings.window_s
    )
    return length - (now - when) / MICROS
