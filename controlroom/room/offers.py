"""Which assets fit what is happening, best first. Offers are suggestions, never alarms.

What is interesting now (how well a cue answers the words and terms that rise) times what is ours to
say (approved, in time, not posted, outside what the brief keeps us out of).
"""

import re

from controlroom.clock import MICROS
from controlroom.desk.facts import Offer, SpikeSeen
from controlroom.event.asset import Asset, Role
from controlroom.event.content import is_approved
from controlroom.event.delivery import OPEN, PUBLIC, Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor, Intent, Moment
from controlroom.event.times import Expected, next_moment, window_left_s
from controlroom.mentions.words import PLAIN
from controlroom.messages import Message, message

MOST = 4
SPIKE_COUNTS_S = 600.0
FROZEN_S = 3.0
# A word that rose and that one asset alone speaks of says more than any watch term.
WORD_WEIGHT = 2.0
FIRST_TERM_WEIGHT = 1.0
TERM_WEIGHT = 0.5
EXPECTED_WEIGHT = 1.0
LEAST_FIT = 0.5
# Ours to say: somebody still has to say yes; "don't use when" speaks of just this.
UNAPPROVED = 0.5
WARNED = 0.25
# Words shorter than this tell no subject; of longer ones the beginning is compared.
TELLING = 4
STEM = 6
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
    *,
    hold_proposed: bool = False,
) -> tuple[Offer, ...]:
    """At most four offers. A solemn spike offers nothing, nor does anything while HOLD is
    proposed."""
    if hold_proposed:
        return ()
    up = posted(deliveries)
    found: dict[str, Offer] = {}

    def offer(slug: str, made: Offer) -> None:
        if slug not in found and may_be_offered(event, event.asset(slug), now, up):
            found[slug] = made

    recent = spike is not None and now - spike.at < SPIKE_COUNTS_S * MICROS
    if spike is not None and recent:
        if spike.solemn:
            return ()
        for made in () if _we_stay_out(event, spike) else _for_spike(event, spike, now):
            offer(made.asset, made)
    for moment in _near(event, expected, now):
        for cue in event.cues_of(moment.slug):
            offer(cue.asset, Offer(cue.asset, moment.slug, _for(moment)))
    return tuple(found.values())[:MOST]


def _for_spike(event: LiveEvent, spike: SpikeSeen, now: int) -> list[Offer]:
    """What speaks of the same: by the words that rose, then by the watch terms."""
    made: list[tuple[float, Offer]] = []
    weigh = _rarity(event, spike)
    for moment in event.moments:
        past = (window_left_s(event, moment, moment.marked, now) or 1) <= 0
        if past or moment.intent is Intent.SILENT or moment.skipped:
            continue
        cues = event.cues_of(moment.slug)
        fits = [_fit(event, spike, weigh, event.asset(cue.asset), moment) for cue in cues]
        best = max((fit for fit, _ in fits), default=0.0)
        for place, (cue, (_, words)) in enumerate(zip(cues, fits, strict=True)):
            # The moment as a whole fits or not; within it the order is the event's.
            line = message("suggest.fits", words=words) if words else _for(moment)
            made.append((best - place / 1000, Offer(cue.asset, moment.slug, line)))
    paired = {offer.asset for _, offer in made}
    for asset in event.assets:
        if asset.slug not in paired:
            fit, words = _fit(event, spike, weigh, asset, None)
            made.append((fit, Offer(asset.slug, None, message("suggest.fits", words=words))))
    weighed = [
        (fit * _ours(event, event.asset(offer.asset), spike, now), offer)
        for fit, offer in made
        if fit >= LEAST_FIT
    ]
    return [offer for fit, offer in sorted(weighed, key=lambda pair: -pair[0]) if fit > 0]


def _ours(event: LiveEvent, asset: Asset, spike: SpikeSeen, now: int) -> float:
    """How far it is ours to say, 0-1. What is up, or ended, is not offered at all."""
    if asset.embargo_until is not None and now < asset.embargo_until:
        return 0.0
    ours = 1.0 if is_approved(asset, event.channels) else UNAPPROVED
    # "Don't use when the lights come back" warns of no spike about the lights that went out.
    meant = _stems(" ".join((asset.title, *asset.tags)))
    if (_stems(asset.dont_use_when) - meant) & _stems(" ".join(spike.why)):
        ours *= WARNED
    return ours


def _we_stay_out(event: LiveEvent, spike: SpikeSeen) -> bool:
    """Whether the spike is first of all about something the brief keeps us out of."""
    first = _stems(" ".join(spike.why[:1]))
    others = _stems(" ".join(spike.why[1:]))
    for subject in event.brand.stay_out_of:
        # "anybody hurt: players, crowd": what stands behind the colon is no subject by itself.
        if _stems(subject.partition(":")[0]) & first or len(_stems(subject) & others) > 1:
            return True
    return False


def _stems(words: str) -> frozenset[str]:
    """The beginnings of the telling words of a line."""
    spoken = re.findall(r"[^\W\d_]+", words.casefold())
    return frozenset(word[:STEM] for word in spoken if len(word) >= TELLING and word not in PLAIN)


def _for(moment: Moment) -> Message:
    return message("suggest.for", moment=moment.title)


def _spoken(asset: Asset, moment: Moment | None) -> frozenset[str]:
    """The words an asset and its moment are described with."""
    said = f"{asset.title} {' '.join(asset.tags)}"
    said += f" {moment.title} {moment.slug}" if moment is not None else ""
    words = said.replace("-", " ").split()
    return frozenset(word.strip(".,!?’'\"").casefold() for word in words)


def _rarity(event: LiveEvent, spike: SpikeSeen) -> dict[str, float]:
    """The weight of each word that rose: the fewer assets speak of it, the more it says."""
    moments = {cue.asset: event.moment(cue.moment) for cue in event.cues}
    spoken = [_spoken(asset, moments.get(asset.slug)) for asset in event.assets]
    weights = {}
    for word in spike.why:
        count = sum(word.casefold().lstrip("#") in words for words in spoken)
        weights[word] = WORD_WEIGHT / count if count else 0.0
    return weights


def _fit(
    event: LiveEvent,
    spike: SpikeSeen,
    weigh: dict[str, float],
    asset: Asset,
    moment: Moment | None,
) -> tuple[float, str]:
    """How well an asset answers a spike, and the words or terms they share."""
    spoken = _spoken(asset, moment)
    words = [word for word in spike.why if word.casefold().lstrip("#") in spoken]
    own = {*asset.terms, *(moment.terms if moment is not None else ())}
    terms = [term for term in spike.terms if term in own]
    labels = {term.slug: term.label for term in event.terms}
    fit = TERM_WEIGHT * len(terms) + sum(weigh[word] for word in words)
    if spike.terms and spike.terms[0] in own:
        fit += FIRST_TERM_WEIGHT
    if moment is not None and spike.expected == moment.title:
        fit += EXPECTED_WEIGHT
    shared = words or [labels.get(term, term).lower() for term in terms[:1]]
    return fit, ", ".join(shared)


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
        """The offers to show at ``now`` (real gesture seconds)."""
        if ranked != self.offers and self.left(now) <= 0:
            self.offers, self._changed = ranked, now
        return self.offers

    def left(self, now: float) -> float:
        """Seconds the order stays frozen."""
        return max(0.0, self._changed + FROZEN_S - now)
