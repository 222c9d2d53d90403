"""Which assets fit what is happening, best first. Offers are suggestions, never alarms.

What is interesting now (how well a cue answers the words and terms that rise) times what is ours to
say (approved, in time, not posted, outside what the brief keeps us out of, the more so where the
brief says that we belong).
"""

from collections.abc import Iterator

from controlroom.clock import MICROS
from controlroom.desk.facts import Offer, SpikeSeen
from controlroom.event.asset import Asset, Role
from controlroom.event.delivery import OPEN, PUBLIC, Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor, Intent, Moment
from controlroom.event.times import Expected, next_moment, window_left_s
from controlroom.messages import message
from controlroom.room.fits import Spoken, for_spike

MOST = 4
READ_AT_ONCE = 250
"""Assets whose words are read in one look at the night."""
SPIKE_COUNTS_S = 600.0
FROZEN_S = 3.0
UP = PUBLIC | OPEN | {DeliveryState.UNKNOWN}


def posted(deliveries: tuple[Delivery, ...]) -> frozenset[str]:
    """Slugs of assets that are up, on their way, or may be up."""
    return frozenset(row.asset for row in deliveries if row.state in UP)


def may_be_offered(event: LiveEvent, asset: Asset, now: int, up: frozenset[str]) -> bool:
    """Not the pause or correction, not what is up, not what has ended or is not to be out yet, no
    undecided side."""
    ended = any(end is not None and now >= end for end in (asset.rights_until, asset.offer_until))
    early = asset.embargo_until is not None and now < asset.embargo_until
    if asset.role is not Role.POST or asset.slug in up or ended or early:
        return False
    return all(
        _came_true(event, cue.moment, cue.outcome)
        for cue in event.cues
        if cue.asset == asset.slug and cue.outcome is not None
    )


def _came_true(event: LiveEvent, moment: str, outcome: str) -> bool:
    name = event.moment(moment).outcome_set
    return name is None or event.outcome_set(name).decided == outcome


def rank(
    event: LiveEvent,
    expected: Expected,
    spike: SpikeSeen | None,
    deliveries: tuple[Delivery, ...],
    now: int,
    *,
    quiet: bool = False,
    spoken: Spoken | None = None,
) -> tuple[Offer, ...]:
    """At most four offers. A solemn spike offers nothing, nor does anything while it is ``quiet``:
    what people speak of comes first, and stands on the desk in the offers' place. ``spoken``
    remembers the words of the event's assets from one time to the next."""
    if quiet:
        return ()
    up = posted(deliveries)
    found: dict[str, Offer] = {}
    for made in _fitting(event, expected, spike, now, spoken or Spoken()):
        if made.asset not in found and may_be_offered(event, event.asset(made.asset), now, up):
            found[made.asset] = made
            if len(found) == MOST:
                break
    return tuple(found.values())


def _fitting(
    event: LiveEvent, expected: Expected, spike: SpikeSeen | None, now: int, spoken: Spoken
) -> Iterator[Offer]:
    """What fits what is happening, best first, whether or not it may be offered."""
    if spike is not None and now - spike.at < SPIKE_COUNTS_S * MICROS:
        if spike.solemn:
            return
        yield from for_spike(event, spike, now, spoken)
    for moment in _near(event, expected, now):
        for cue in event.cues_of(moment.slug):
            line = message("suggest.for", moment=moment.title)
            yield Offer(cue.asset, moment.slug, line)


class Ranking:
    """Ranks once a second and whenever something changed, not with every look at the night."""

    def __init__(self) -> None:
        self._spoken = Spoken()
        self._of: tuple[object, ...] = ()
        self._event: LiveEvent | None = None
        self._ranked: tuple[Offer, ...] = ()

    def rank(
        self,
        event: LiveEvent,
        expected: Expected,
        spike: SpikeSeen | None,
        deliveries: tuple[Delivery, ...],
        now: int,
        *,
        quiet: bool,
    ) -> tuple[Offer, ...]:
        """As ``rank``."""
        of = (spike, deliveries, now // MICROS, quiet)
        if event is not self._event or of != self._of:
            self._ranked = rank(
                event, expected, spike, deliveries, now, quiet=quiet, spoken=self._spoken
            )
            self._event, self._of = event, of
        # The words are read before anything rises, a few at a time.
        self._spoken.read(event, READ_AT_ONCE)
        return self._ranked


def _near(event: LiveEvent, expected: Expected, now: int) -> list[Moment]:
    """Moments whose window is open, newest first, then the next one."""
    open_ones = [
        moment
        for moment in event.moments
        if moment.marked is not None
        and moment.intent is not Intent.SILENT
        and (window_left_s(event, moment, moment.marked, now) or 0) > 0
    ]
    open_ones.sort(key=lambda moment: -(moment.marked or 0))
    upcoming = next_moment(event, expected, now)
    return open_ones + ([upcoming] if upcoming else [])


def ahead(event: LiveEvent, expected: Expected, now: int) -> list[tuple[int, Moment]]:
    """(UTC µs, moment) of what we mean to post for and has a time, soonest first.

    One that nobody marked stays for its window; it hides none behind it.
    """
    since = now - event.settings.window_s * MICROS
    found = [
        (when, moment)
        for moment in event.moments
        if moment.marked is None
        and not moment.skipped
        and moment.intent is not Intent.SILENT
        and moment.anchor is not Anchor.FLOAT
        and (when := expected.at[moment.slug]) is not None
        and when > since
    ]
    return sorted(found, key=lambda pair: pair[0])


class FrozenOrder:
    """Keeps the order still for three real seconds after it changed, so that a digit stages
    what the eye saw."""

    def __init__(self) -> None:
        self.offers: tuple[Offer, ...] = ()
        self._changed = float("-inf")

    def settle(self, ranked: tuple[Offer, ...], now: float) -> tuple[Offer, ...]:
        """The offers to show at ``now`` (real gesture seconds). Where there is none to show, none
        must be left behind."""
        if ranked != self.offers and (not ranked or self.left(now) <= 0):
            self.offers, self._changed = ranked, now
        return self.offers

    def left(self, now: float) -> float:
        """Seconds the order stays frozen."""
        return max(0.0, self._changed + FROZEN_S - now)
