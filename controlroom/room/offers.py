"""Which assets fit what is happening, best first. Offers are suggestions, never alarms."""

from controlroom.clock import MICROS
from controlroom.desk.facts import Offer, SpikeSeen
from controlroom.event.asset import Asset, Role
from controlroom.event.delivery import OPEN, PUBLIC, Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Intent, Moment
from controlroom.event.times import Expected, next_moment, window_left_s
from controlroom.messages import message

MOST = 4
SPIKE_COUNTS_S = 600.0
FROZEN_S = 3.0
UP = PUBLIC | OPEN | {DeliveryState.UNKNOWN}


def posted(deliveries: tuple[Delivery, ...]) -> frozenset[str]:
    """Slugs of assets that are up, on their way, or may be up."""
    return frozenset(row.asset for row in deliveries if row.state in UP)


def may_be_offered(event: LiveEvent, asset: Asset, now: int, up: frozenset[str]) -> bool:
    """Not the pause or correction, not what is up, not what has ended, no undecided side."""
    ended = any(end is not None and now >= end for end in (asset.rights_until, asset.offer_until))
    if asset.role is not Role.POST or asset.slug in up or ended:
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
) -> tuple[Offer, ...]:
    """At most four offers. A solemn spike offers nothing."""
    up = posted(deliveries)
    found: dict[str, Offer] = {}

    def offer(slug: str, made: Offer) -> None:
        if slug not in found and may_be_offered(event, event.asset(slug), now, up):
            found[slug] = made

    recent = spike is not None and now - spike.at < SPIKE_COUNTS_S * MICROS
    if spike is not None and recent:
        if spike.solemn:
            return ()
        for made in _for_spike(event, spike):
            offer(made.asset, made)
    for moment in _near(event, expected, now):
        for cue in event.cues_of(moment.slug):
            line = message("suggest.for", moment=moment.title)
            offer(cue.asset, Offer(cue.asset, moment.slug, line))
    return tuple(found.values())[:MOST]


def _for_spike(event: LiveEvent, spike: SpikeSeen) -> list[Offer]:
    labels = {term.slug: term.label for term in event.terms}
    made = []
    for moment in event.moments:
        common = [term for term in moment.terms if term in spike.terms]
        if not common or moment.intent is Intent.SILENT or moment.skipped:
            continue
        line = message("suggest.fits", words=labels.get(common[0], common[0]).lower())
        made += [Offer(cue.asset, moment.slug, line) for cue in event.cues_of(moment.slug)]
    for asset in event.assets:
        common = [term for term in asset.terms if term in spike.terms]
        if common:
            line = message("suggest.fits", words=labels.get(common[0], common[0]).lower())
            made.append(Offer(asset.slug, None, line))
    return made


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


class FrozenOrder:
    """Keeps the order still for three real seconds after it changed, so that a digit stages
    what the eye saw."""

    def __init__(self) -> None:
        self.offers: tuple[Offer, ...] = ()
        self._changed = float("-inf")

    def settle(self, ranked: tuple[Offer, ...], now: float) -> tuple[Offer, ...]:
        """The offers to show at ``now`` (real gesture seconds)."""
        if ranked != self.offers and self.left(now) <= 0:
            self.offers, self._changed = ranked, now
        return self.offers

    def left(self, now: float) -> float:
        """Seconds the order stays frozen."""
        return max(0.0, self._changed + FROZEN_S - now)
