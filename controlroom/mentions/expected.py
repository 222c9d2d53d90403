"""Whether a spike was to be expected: the half-time show, not the lights that went out.

Pure: the rundown's moments as slots of time, and a spike's time. A slot opens a little before the
moment, because the crowd counts down, and stays open while the crowd answers it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from controlroom.clock import MICROS
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor, Moment
from controlroom.event.times import expected_times

# The crowd is early by no more than this where a moment's time is known.
EARLY_S = 15
# How long after a moment its crowd may still set off the watch.
ANSWER_S = 120
# An estimate wider than this says "some time this half-hour": it makes nothing expected by itself.
WIDEST_S = 300
# Nothing announced begins on the second, as long as nobody has marked that it has begun.
LEAST_S = 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A scheduled moment. Times in UTC µs, spans in µs.

    ``at_us`` when it is expected to begin, give or take ``spread_us``; ``length_us`` how long it
    lasts. ``slug`` and ``title`` name it. ``terms`` slugs of what will be talked of, where that is
    known: a spike of other terms is a surprise though it falls into the slot.
    """

    slug: str
    title: str
    at_us: int
    spread_us: int = 0
    length_us: int = 0
    terms: tuple[str, ...] = ()

    def holds(self, at_us: int) -> bool:
        """Whether a spike found at ``at_us`` falls into the slot."""
        opens = self.at_us - self.spread_us - EARLY_S * MICROS
        closes = self.at_us + self.spread_us + self.length_us + ANSWER_S * MICROS
        return opens <= at_us <= closes


def expected_of(slots: Sequence[Slot], at_us: int, terms: Collection[str] = ()) -> Slot | None:
    """The slot a spike of ``terms`` (slugs, if known) at ``at_us`` (UTC) belongs to.

    None for a surprise. Where slots overlap, the one whose moment is nearest.
    """
    open_ones = [
        slot
        for slot in slots
        if slot.holds(at_us) and not (slot.terms and terms and set(slot.terms).isdisjoint(terms))
    ]
    return min(open_ones, key=lambda slot: _distance_us(slot, at_us), default=None)


def slots_of(event: LiveEvent) -> tuple[Slot, ...]:
    """The slots of an event's rundown as it stands: expected where it can, marked where it has.

    A FLOAT has no slot, not even once it is marked: it was a surprise when it came.
    """
    at = expected_times(event).at
    return tuple(
        Slot(
            moment.slug,
            moment.title,
            when,
            0 if moment.marked is not None else _spread_s(moment) * MICROS,
            moment.length_s * MICROS,
            moment.terms,
        )
        for moment in event.moments
        if moment.anchor is not Anchor.FLOAT
        and not moment.skipped
        and (when := at[moment.slug]) is not None
    )


def _spread_s(moment: Moment) -> int:
    return max(LEAST_S, min(moment.spread_s, WIDEST_S))


def _distance_us(slot: Slot, at_us: int) -> int:
    """How far a time is from a slot's moment; 0 while the moment lasts."""
    return max(slot.at_us - at_us, at_us - slot.at_us - slot.length_us, 0)
