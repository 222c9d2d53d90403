"""Which assets fit what is happening, best first. Offers are suggestions, never alarms.

What is interesting now (how well a cue answers the words and terms that rise) times what is ours to
say (approved, in time, not posted, outside what the brief keeps us out of).
"""

import heapq
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from controlroom.clock import MICROS
from controlroom.desk.facts import Offer, SpikeSeen
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Asset, Role
from controlroom.event.cue import Cue
from controlroom.event.delivery import OPEN, PUBLIC, Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor, Intent, Moment
from controlroom.event.times import Expected, next_moment, window_left_s
from controlroom.mentions.words import PLAIN
from controlroom.messages import Message, message

MOST = 4
READ_AT_ONCE = 250
"""Assets whose words are read in one look at the night."""
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
    quiet: bool = False,
    spoken: "Spoken | None" = None,
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
    event: LiveEvent, expected: Expected, spike: SpikeSeen | None, now: int, spoken: "Spoken"
) -> Iterator[Offer]:
    """What fits what is happening, best first, whether or not it may be offered."""
    if spike is not None and now - spike.at < SPIKE_COUNTS_S * MICROS:
        if spike.solemn:
            return
        if not _we_stay_out(event, spike):
            yield from _for_spike(event, spike, now, spoken)
    for moment in _near(event, expected, now):
        for cue in event.cues_of(moment.slug):
            yield Offer(cue.asset, moment.slug, _for(moment))


def _for_spike(event: LiveEvent, spike: SpikeSeen, now: int, spoken: "Spoken") -> Iterator[Offer]:
    """What speaks of the same, best first: by the words that rose, then by the watch terms."""
    spoken.read(event)
    made: list[tuple[float, Asset, Offer]] = []
    weigh = {word: spoken.weight(word) for word in spike.why}
    labels = {term.slug: term.label for term in event.terms}
    cues_of: dict[str, list[Cue]] = defaultdict(list)
    for cue in sorted(event.cues, key=lambda cue: cue.order):
        cues_of[cue.moment].append(cue)
    for moment in event.moments:
        past = (window_left_s(event, moment, moment.marked, now) or 1) <= 0
        if past or moment.intent is Intent.SILENT or moment.skipped:
            continue
        cues = cues_of[moment.slug]
        assets = [spoken.asset(cue.asset) for cue in cues]
        fits = [_fit(labels, spike, weigh, asset, moment) for asset in assets]
        best = max((fit for fit, _ in fits), default=0.0)
        for place, (asset, (_, words)) in enumerate(zip(assets, fits, strict=True)):
            # The moment as a whole fits or not; within it the order is the event's.
            line = message("suggest.fits", words=words) if words else _for(moment)
            made.append((best - place / 1000, asset, Offer(asset.slug, moment.slug, line)))
    paired = {offer.asset for _, _, offer in made}
    answering = spoken.answering(spike) - paired
    for asset in event.assets if answering else ():
        if asset.slug in answering:
            fit, words = _fit(labels, spike, weigh, asset, None)
            line = message("suggest.fits", words=words)
            made.append((fit, asset, Offer(asset.slug, None, line)))
    # What is ours to say takes long to tell, and only ever makes less of a fit.
    weighed = [(-fit, place, False) for place, (fit, _, _) in enumerate(made) if fit >= LEAST_FIT]
    heapq.heapify(weighed)
    while weighed:
        fit, place, sure = heapq.heappop(weighed)
        _, asset, offer = made[place]
        if sure:
            yield offer
        elif (ours := _ours(event, asset, spike, now)) > 0:
            heapq.heappush(weighed, (fit * ours, place, True))


def _ours(event: LiveEvent, asset: Asset, spike: SpikeSeen, now: int) -> float:
    """How far it is ours to say, 0-1. What is up, or ended, is not offered at all."""
    if asset.embargo_until is not None and now < asset.embargo_until:
        return 0.0
    ours = 1.0 if is_approved(asset, event.channels, now) else UNAPPROVED
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


class Spoken:
    """Which assets of an event speak of a word or belong to a term. Only assets that changed are
    read again, and ``read`` takes at most so many of them in one look at the night."""

    def __init__(self) -> None:
        self._read: tuple[object, ...] = ()
        self._of: dict[str, tuple[Asset, str, frozenset[str]]] = {}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_term: dict[str, set[str]] = defaultdict(set)

    def read(self, event: LiveEvent, most: int | None = None) -> None:
        """All of ``event``, or ``most`` more of its assets."""
        now = (event.assets, event.cues, event.moments)
        if self._read and all(a is b for a, b in zip(now, self._read, strict=True)):
            return
        by_slug = {moment.slug: moment for moment in event.moments}
        moments = {cue.asset: by_slug[cue.moment] for cue in event.cues}
        left = len(event.assets) if most is None else most
        for asset in event.assets:
            moment, known = moments.get(asset.slug), self._of.get(asset.slug)
            named = f"{moment.title} {moment.slug}" if moment is not None else ""
            if known is not None and known[0] is asset and known[1] == named:
                continue
            if left == 0:
                return
            left -= 1
            self._forget(asset.slug)
            self._keep(asset, named, _spoken(asset, moment))
        if len(self._of) > len(event.assets):
            for slug in self._of.keys() - {asset.slug for asset in event.assets}:
                self._forget(slug)
        self._read = now

    def _keep(self, asset: Asset, named: str, words: frozenset[str]) -> None:
        self._of[asset.slug] = asset, named, words
        for word in words:
            self._by_word[word].add(asset.slug)
        for term in asset.terms:
            self._by_term[term].add(asset.slug)

    def _forget(self, slug: str) -> None:
        asset, _, words = self._of.pop(slug, (None, "", frozenset()))
        for word in words:
            self._by_word[word].discard(slug)
        for term in asset.terms if asset is not None else ():
            self._by_term[term].discard(slug)

    def asset(self, slug: str) -> Asset:
        """The asset called ``slug``, of the event as it was read."""
        return self._of[slug][0]

    def weight(self, word: str) -> float:
        """The fewer assets speak of a word, the more it says."""
        speaking = self._by_word.get(_plain(word))
        return WORD_WEIGHT / len(speaking) if speaking else 0.0

    def answering(self, spike: SpikeSeen) -> frozenset[str]:
        """The slugs of the assets that may answer a spike."""
        found: set[str] = set()
        for word in spike.why:
            found |= self._by_word.get(_plain(word), set())
        for term in spike.terms:
            found |= self._by_term.get(term, set())
        return frozenset(found)


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


def _plain(word: str) -> str:
    return word.casefold().lstrip("#")


def _fit(
    labels: Mapping[str, str],
    spike: SpikeSeen,
    weigh: dict[str, float],
    asset: Asset,
    moment: Moment | None,
) -> tuple[float, str]:
    """How well an asset answers a spike, and the words or terms they share."""
    spoken = _spoken(asset, moment)
    words = [word for word in spike.why if _plain(word) in spoken]
    own = {*asset.terms, *(moment.terms if moment is not None else ())}
    terms = [term for term in spike.terms if term in own]
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
        """The offers to show at ``now`` (real gesture seconds). Where there is none to show, none
        must be left behind."""
        if ranked != self.offers and (not ranked or self.left(now) <= 0):
            self.offers, self._changed = ranked, now
        return self.offers

    def left(self, now: float) -> float:
        """Seconds the order stays frozen."""
        return max(0.0, self._changed + FROZEN_S - now)
